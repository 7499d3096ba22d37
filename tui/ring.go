package tui

import (
	"regexp"
	"strings"

	"hadash/record"
	"hadash/tui/paint"
)

// keptLines bounds the log lines that can be scrolled back to.
const keptLines = 50_000

// ring keeps the newest log lines. A line's number never changes, so what is on the screen can be
// held fast while new lines come in and old ones go.
type ring struct {
	lines []*record.Line
	next  int64 // number of the line that comes next
}

func (r *ring) add(l *record.Line) {
	if len(r.lines) < keptLines {
		r.lines = append(r.lines, l)
	} else {
		r.lines[r.next%keptLines] = l
	}
	r.next++
}

// first is the number of the oldest line kept.
func (r *ring) first() int64 { return r.next - int64(len(r.lines)) }

func (r *ring) at(n int64) *record.Line { return r.lines[n%keptLines] }

// lineFilter decides which lines are seen.
type lineFilter struct {
	text string
	expr *regexp.Regexp // nil: text is searched as it is
	all  bool           // plain traffic too
}

func (f *lineFilter) set(text string) {
	f.text, f.expr = strings.ToLower(text), nil
	if text == "" || regexp.QuoteMeta(text) == text {
		return
	}
	if e, err := regexp.Compile("(?i)" + text); err == nil {
		f.expr = e
	}
}

// pass reports whether a line is seen: by its text, or the name of who wrote it.
func (f *lineFilter) pass(l *record.Line) bool {
	if !f.all && l.Quiet() {
		return false
	}
	switch {
	case f.text == "":
		return true
	case f.expr != nil:
		return f.expr.MatchString(l.Text) || f.expr.MatchString(l.Node)
	}
	return containsFold(l.Text, f.text) || containsFold(l.Node, f.text)
}

// containsFold reports whether s contains lower, which is in lower case already. ASCII, which logs
// are, is compared without a copy.
func containsFold(s, lower string) bool {
	for i := 0; i+len(lower) <= len(s); i++ {
		if hasFold(s[i:], lower) {
			return true
		}
	}
	return !paint.Plain(s) && strings.Contains(strings.ToLower(s), lower)
}

func hasFold(s, lower string) bool {
	for i := range len(lower) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}
