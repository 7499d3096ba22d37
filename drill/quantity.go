package drill

import (
	"math"
	"strconv"
	"strings"
	"time"

	"hadash/wording"
)

// unit is what a number counts. A number without its unit is an error.
type unit int

const (
	count   unit = iota // 3
	span                // 500ms, 2s: kept in seconds
	percent             // 2%
	perSec              // 50/s
	vus                 // 20 VUs
)

// units says how each unit is written, with an example.
var units = map[unit]struct{ name, example string }{
	count: {"a number", "3"}, span: {"a time with its unit", "500ms or 2s"}, percent: {"a percentage", "2%"},
	perSec: {"a rate", "50/s"}, vus: {"a number of users", "20 VUs"},
}

// quantity takes a number and its unit from the line; there may be a space between the two.
func (l *line) quantity(u unit) (float64, error) {
	t := l.take()
	text := t.text
	if _, err := strconv.ParseFloat(text, 64); err == nil && isUnit(l.peek().text) {
		text += l.take().text
	}
	if text == "" {
		return 0, l.bad(t, "%s is missing, such as %s", units[u].name, units[u].example)
	}
	n, ok := parseQuantity(text, u)
	if !ok {
		return 0, l.bad(t, "%q is not %s: write %s", text, units[u].name, units[u].example)
	}
	return n, nil
}

func isUnit(word string) bool {
	switch strings.ToLower(word) {
	case "%", "/s", "vu", "vus", "ms", "s", "m", "h", "us", "µs":
		return true
	}
	return false
}

// maxQuantity is larger than anything that can be measured, and short enough to print.
const maxQuantity = 1e12

func parseQuantity(text string, u unit) (n float64, ok bool) {
	switch u {
	case span:
		d, err := time.ParseDuration(strings.ToLower(text))
		return d.Seconds(), err == nil && d >= 0 && d <= maxTime && (d > 0 || strings.ContainsAny(text, "smh"))
	case percent:
		text, ok = strings.CutSuffix(text, "%")
	case perSec:
		text, ok = strings.CutSuffix(text, "/s")
	case vus:
		text, ok = strings.CutSuffix(strings.TrimSuffix(strings.ToLower(text), "s"), "vu")
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

// say writes a number with its unit.
func (u unit) say(n float64) string {
	switch {
	case math.IsInf(n, 1):
		return "never"
	case math.IsNaN(n):
		return "not known"
	}
	switch u {
	case span:
		return tookOf(n).String()
	case percent:
		return trim(n) + " %"
	case perSec:
		return trim(n) + "/s"
	case vus:
		return trim(n) + " VUs"
	}
	return trim(n)
}

// phrase is a number of the unit.
func (u unit) phrase(n float64) wording.Phrase {
	switch {
	case math.IsInf(n, 1):
		return wording.Never.Of()
	case math.IsNaN(n):
		return wording.NotKnown.Of()
	case u == span:
		return wording.Number.Of(tookOf(n))
	}
	return wording.Text(u.say(n))
}

func tookOf(seconds float64) wording.Took {
	return wording.Took(max(min(seconds, math.MaxInt64/2/float64(time.Second)), 0) * float64(time.Second))
}

func trim(n float64) string {
	if n == math.Trunc(n) && math.Abs(n) <= 1e15 {
		return strconv.FormatFloat(n, 'f', 0, 64)
	}
	return strconv.FormatFloat(n, 'g', 3, 64)
}
