package cost

import (
	"slices"
	"strings"

	"hadash/incident/advice"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Table is what one fault cost, line by line. It keeps its memory from one Take to the next.
type Table struct {
	c      *ui.Context
	s      *stopwatch.Stopwatch
	lines  []line
	cause  advice.Cause // the most decisive one that is sure
	hidden string       // what was absorbed, in the room there is
	usual  string       // how slow requests are, and were before the fault
}

// lineKind is the kind of a line, in the order from top to bottom.
type lineKind uint8

const (
	lineBroken lineKind = iota
	lineUsers
	lineUsual
	lineHidden
	lineNotTied
	lineSessions
	lineFailing
	lineNoticed
	lineBack
	lineWhy
	lineFinding
	lineSign
	lineWorstSecond
	lineOverlap
)

// weights decide which lines are kept if not all fit: those with the smallest weights.
var weights = [...]int{
	lineUsers: 0, lineHidden: 1, lineNoticed: 2, lineBack: 3, lineWhy: 4, lineFinding: 5, lineFailing: 7, lineSessions: 8,
	lineBroken: 9, lineUsual: 10, lineNotTied: 11, lineSign: 12, lineWorstSecond: 13, lineOverlap: 14,
}

// moreFinding is the weight of the other lines of the first finding.
const moreFinding = 6

// line is one line of the table; text is a part of a finding or an overlap, and rest what follows of it on the
// next lines.
type line struct {
	kind       lineKind
	text, rest string
	weight     int
}

// Rows is how many lines there are.
func (t *Table) Rows() int { return len(t.lines) }

// Take builds the lines of a stopwatch, w cells wide. Rows and Row refer to it until the next Take.
func (t *Table) Take(c *ui.Context, s *stopwatch.Stopwatch, w int) {
	t.c, t.s, t.lines = c, s, t.lines[:0]
	t.cause, t.usual = causeOf(c.Frame, s), ""
	if !s.Done && !s.Moments[stopwatch.Healed].Seen() {
		t.usual = t.slowAndUsual()
	}
	hidden, tied := t.hiddenFit(w - ui.LabelCells)
	t.hidden = hidden
	for k := lineBroken; k <= lineWhy; k++ {
		if t.says(k, hidden, tied) {
			t.lines = append(t.lines, line{kind: k, weight: weights[k]})
		}
	}
	for i, finding := range s.Findings {
		t.add(lineFinding, i, paint.Wrap(finding.String(), w))
	}
	if s.Moments[stopwatch.FirstSign].Seen() {
		t.lines = append(t.lines, line{kind: lineSign, weight: weights[lineSign]})
	}
	if by := s.Felt.Clients(); s.Felt.WorstSecond().Requests > 0 && (by.Recorded() || by.By == event.ByLog) {
		t.lines = append(t.lines, line{kind: lineWorstSecond, weight: weights[lineWorstSecond]})
	}
	for i, text := range s.Overlaps {
		t.add(lineOverlap, i, paint.Wrap("at the same time: "+text, w))
	}
}

// says reports whether a line says something of the fault. Hidden is that of what was absorbed; tied: it counts what is not
// tied, too.
func (t *Table) says(k lineKind, hidden string, tied bool) bool {
	s, b := t.s, &t.s.Blast
	healed := s.Moments[stopwatch.Healed].Seen()
	switch k {
	case lineBroken:
		return healed
	case lineUsual:
		return t.usual != ""
	case lineHidden:
		return hidden != ""
	case lineNotTied:
		return s.Beside > 0 && !tied
	case lineSessions:
		return b.Cut+b.Refused+b.Hanging+b.Requeued+b.Queued > 0
	case lineFailing:
		return s.Moments[stopwatch.FirstFailed].Seen()
	case lineBack:
		return healed
	case lineWhy:
		return t.cause != advice.None
	}
	return true
}

// add adds the lines of the nth text of a kind. The first line of the first one is what is kept longest.
func (t *Table) add(kind lineKind, nth int, lines []string) {
	for i, text := range lines {
		weight := weights[kind]
		switch {
		case nth == 0 && i > 0 && kind == lineFinding:
			weight = moreFinding
		case nth+i > 0:
			weight = weights[lineOverlap] + 1
		}
		t.lines = append(t.lines, line{kind, text, strings.Join(lines[i+1:], " "), weight})
	}
}

// fit leaves out the lightest lines until h are left. A text whose end was left out runs into the border, which
// shows that it is cut.
func (t *Table) fit(h int) {
	for len(t.lines) > max(h, 0) {
		out := 0
		for i := range t.lines {
			if t.lines[i].weight >= t.lines[out].weight {
				out = i
			}
		}
		t.lines = slices.Delete(t.lines, out, out+1)
	}
	for i := range t.lines {
		l := &t.lines[i]
		goesOn := i+1 < len(t.lines) && strings.HasPrefix(l.rest, t.lines[i+1].text) && t.lines[i+1].kind == l.kind
		if l.rest != "" && !goesOn {
			l.text += " " + l.rest
		}
	}
}
