package cost

import (
	"maps"
	"slices"
	"strings"

	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// none says that nothing was absorbed, as far as the parts that absorb failures were watched.
func none(s *stopwatch.Stopwatch) string {
	counted := s.Counted()
	switch {
	case !counted.Any():
		return ""
	case !counted.Nginx && !s.Around.NoNginx, !counted.HAProxy && !s.Around.NoHAProxy, !counted.App && !s.Around.NoApp:
		return "none seen"
	}
	return "none"
}

// hiddenWords name what absorbed a failure, in fewer and fewer cells.
var hiddenWords = [...]struct{ retried, moved, instance, repeated string }{
	{"retried", "moved to another server", "by another instance", "repeated"},
	{"retried", "moved", "by another instance", "repeated"},
	{"retried", "moved", "by nginx", "by apps"},
}

// hiddenText counts the failures that no client felt, by what absorbed them; "" if nobody counts any.
func (t *Table) hiddenText(words int) string {
	h, w := &t.s.Hidden, &hiddenWords[words]
	return t.orNone(ui.Words(t.c.Theme, t.haproxy(w.retried, w.moved), ui.NonZero(h.NextUpstream, w.instance), ui.NonZero(h.Repeated, w.repeated)))
}

func (t *Table) orNone(text string) string {
	switch tries := t.c.Frame.TriesFailed(t.s); {
	case text != "":
		return text
	case tries > 0 && t.c.Frame.Clients(&t.s.Felt).NoneFailed():
		return paint.Plural(tries, "try at it failed", "tries at it failed") + ", but no request"
	}
	return none(t.s)
}

// haproxy counts the sessions that HAProxy saved. Where they are not its tries, it says of how many tries they are left.
func (t *Table) haproxy(retried, moved string) string {
	h := &t.s.Hidden
	tries := ui.Words(t.c.Theme, ui.NonZero(h.Retried, retried), ui.NonZero(h.Redispatched, moved))
	switch r := h.Sessions(); {
	case tries == "", r.Exact() && r.Most == h.Tries():
		return tries
	case r.Most == 0:
		return "none: " + tries + " in vain"
	case r.Exact():
		return paint.Count(r.Most) + " of " + tries
	case r.Most == h.Tries():
		return t.c.Theme.AtMost + tries
	default:
		return t.c.Theme.AtMost + paint.Count(r.Most) + " of " + tries
	}
}

// hiddenFit is what was hidden in w cells. With tied, the text counts what is tied to no fault, too; without, that has a
// line of its own.
func (t *Table) hiddenFit(w int) (text string, tied bool) {
	if s := t.s; s.Beside > 0 {
		for words := range hiddenWords {
			for _, beside := range [...]string{"not of this fault", "besides"} {
				if both := ui.Words(t.c.Theme, t.hiddenText(words), ui.NonZero(s.Beside, beside)); paint.Width(both) <= w {
					return both, true
				}
			}
		}
	}
	for words := range hiddenWords {
		if text = t.hiddenText(words); paint.Width(text) <= w {
			break
		}
	}
	return text, false
}

// rescuedByEach says how often each of several nginxes gave a request to another instance.
func (t *Table) rescuedByEach(p *paint.Pen) {
	var all []string
	for _, nginx := range slices.Sorted(maps.Keys(t.s.Rescued)) {
		all = append(all, nginx+" "+paint.Count(t.s.Rescued[nginx]))
	}
	if len(all) > 0 && t.s.Hidden.Tries() == 0 {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, ": "+strings.Join(all, ", "), ""))
	}
}

// triedAtEach says how often each of several HAProxies tried again, and what it gave up.
func (t *Table) triedAtEach(p *paint.Pen) {
	var all []string
	for _, balancer := range t.s.TriedAt() {
		tries := t.s.TriesAt(balancer)
		text := balancer + " " + paint.Count(record.Sum(tries.Retried, tries.Redispatched))
		if tries.GaveUp > 0 {
			text += " and " + paint.Count(tries.GaveUp) + " given up"
		}
		all = append(all, text)
	}
	if len(all) > 0 && t.s.Hidden.Tries() > 0 {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, ": "+strings.Join(all, ", "), ""))
	}
}
