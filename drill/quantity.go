package drill

import (
	"math"
	"strconv"
	"strings"
	"time"

	"hadash/units"
	"hadash/wording"
)

// unit is what a number counts. A number without its unit is an error.
type unit int

const (
	count   unit = iota // 3
	span                // 500ms, 2s: from one moment to another, kept in seconds
	wait                // 500ms, 2s: how long a request took, kept in seconds
	percent             // 2%
	perSec              // 50/s
	vus                 // 20 users
)

// measures says how each unit is written, with an example.
var measures = map[unit]struct{ name, example string }{
	count: {"a number", "3"}, span: {"a time with its unit", "500ms or 2s"}, wait: {"a time with its unit", "500ms or 2s"}, percent: {"a percentage", "2%"},
	perSec: {"a rate", "50/s"}, vus: {"a number of users", "20 users"},
}

// quantity takes a number and its unit from the line; there may be a space between the two.
func (l *line) quantity(u unit) (float64, error) {
	t := l.take()
	text := t.text
	if _, err := strconv.ParseFloat(text, 64); err == nil && isUnit(l.peek().text) {
		text += l.take().text
	}
	if text == "" {
		return 0, l.bad(t, "%s is missing, such as %s", measures[u].name, measures[u].example)
	}
	n, ok := parseQuantity(text, u)
	if !ok {
		return 0, l.bad(t, "%q is not %s: write %s", text, measures[u].name, measures[u].example)
	}
	return n, nil
}

func isUnit(word string) bool {
	switch strings.ToLower(word) {
	case "%", "/s", "user", "users", "vu", "vus", "ms", "s", "m", "h", "us", "µs":
		return true
	}
	return false
}

// maxQuantity is larger than anything that can be measured, and short enough to print.
const maxQuantity = 1e12

func parseQuantity(text string, u unit) (n float64, ok bool) {
	switch u {
	case span, wait:
		d, err := time.ParseDuration(strings.ToLower(text))
		return d.Seconds(), err == nil && d >= 0 && d <= maxTime && (d > 0 || strings.ContainsAny(text, "smh"))
	case percent:
		text, ok = strings.CutSuffix(text, "%")
	case perSec:
		text, ok = strings.CutSuffix(text, "/s")
	case vus:
		text = strings.TrimSuffix(strings.ToLower(text), "s")
		if text, ok = strings.CutSuffix(text, "user"); !ok {
			text, ok = strings.CutSuffix(text, "vu")
		}
	case count:
		ok = true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, ok && err == nil && n >= 0 && n <= maxQuantity
}

// duration takes a time from the line, at most a day and never 0.
func (l *line) duration() (time.Duration, error) {
	t := l.peek()
	n, err := l.quantity(span)
	if err != nil {
		return 0, err
	}
	d := time.Duration(n * float64(time.Second))
	if d <= 0 || d > maxTime {
		return 0, l.bad(t, "%s: must be more than 0 and at most %.0fh", t.text, maxTime.Hours())
	}
	return d, nil
}

// atTime reports whether the next word is meant as a time, and nothing as one that is missing. It takes nothing.
func (l *line) atTime() bool {
	switch t := l.peek(); {
	case t.text == "":
		return true
	case l.next+1 < len(l.tokens) && (l.tokens[l.next+1].text == "(" || strings.Contains(operators, l.tokens[l.next+1].text[:1])):
		return false // a figure such as 5xx(app1)
	default:
		return strings.ContainsAny(t.text[:1], "0123456789-+.")
	}
}

// inPercent reports whether the next quantity is a percentage. It takes nothing.
func (l *line) inPercent() bool {
	if strings.HasSuffix(l.peek().text, "%") {
		return true
	}
	return l.next+1 < len(l.tokens) && l.tokens[l.next+1].text == "%"
}

// time reports whether the unit is one of time.
func (u unit) time() bool { return u == span || u == wait }

// say writes a number with its unit, as the screen and the report do.
func (u unit) say(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "never"
	case math.IsNaN(n):
		return "not known"
	}
	if !u.time() && math.Abs(n) > maxQuantity {
		return trim(n)
	}
	switch u {
	case span:
		return wording.Exact(lasting(n)).String()
	case wait:
		return wording.Took(lasting(n)).String()
	case percent:
		return string(units.AppendShare(nil, n))
	case perSec:
		return string(units.AppendRate(nil, n, units.Blank)) + "/s"
	case vus:
		return amount(n) + " users"
	}
	return amount(n)
}

// limit writes a number as a drill has it.
func (u unit) limit(n float64) string {
	switch {
	case math.IsInf(n, 1), math.IsNaN(n):
		return u.say(n)
	}
	switch u {
	case span, wait:
		return string(units.English.AppendSet(nil, lasting(n)))
	case percent:
		return trim(n) + " %"
	case perSec:
		return trim(n) + "/s"
	case vus:
		return trim(n) + " users"
	}
	return trim(n)
}

// beside writes a number that is compared with a limit: with all of its digits if it would look like the limit.
func (u unit) beside(n, limit float64) string {
	if text := u.say(n); n == limit || text != u.say(limit) {
		return text
	}
	return u.limit(n)
}

// phrase is a number of the unit beside its limit.
func (u unit) phrase(n, limit float64) wording.Phrase {
	switch {
	case math.IsInf(n, 1):
		return wording.Never.Of()
	case math.IsNaN(n):
		return wording.NotKnown.Of()
	case !u.time():
		return wording.Text(u.beside(n, limit))
	case n != limit && u.say(n) == u.say(limit):
		return wording.Number.Of(wording.Setting(lasting(n)))
	case u == wait:
		return wording.Number.Of(wording.Took(lasting(n)))
	}
	return wording.Number.Of(wording.Exact(lasting(n)))
}

func lasting(seconds float64) time.Duration {
	return time.Duration(max(min(seconds, math.MaxInt64/2/float64(time.Second)), 0) * float64(time.Second))
}

// amount writes a count.
func amount(n float64) string {
	if n == math.Trunc(n) {
		return string(units.AppendCount(nil, int64(n), units.Blank))
	}
	return trim(n)
}

func trim(n float64) string {
	if n == math.Trunc(n) && math.Abs(n) <= 1e15 {
		return strconv.FormatFloat(n, 'f', 0, 64)
	}
	return strconv.FormatFloat(n, 'g', 4, 64)
}
