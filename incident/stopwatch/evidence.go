package stopwatch

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

const (
	maxEvidence = 20
	maxFindings = 50
)

// Evidence is one line of a log or of the timeline that a stopwatch was read from.
type Evidence struct {
	At    time.Time
	Who   string // the service whose log it is
	Text  string
	Means wording.Phrase // what it means; zero where that is plain
	Sort  string         // of what it is an example

	Says   wording.Phrase // what it tells, in our words; zero where an event of the same instant does
	Waited time.Duration  // as an Event's
}

// InFull is the line, and what it means in brackets.
func (e *Evidence) InFull() wording.Phrase {
	if e.Means.IsZero() {
		return wording.Text(e.Text)
	}
	return wording.LineMeans.Of(e.Text, e.Means)
}

// EvidenceOf is a line as an example of a sort.
func EvidenceOf(l *record.Line, sort string) Evidence {
	return Evidence{At: l.At, Who: l.Node, Text: l.Text, Sort: sort}
}

// prove adds a line to what a stopwatch was read from: the first ones of each sort, though logs are read one after the
// other.
func (w *Stopwatch) prove(sort string, most int, e Evidence) {
	if e.At.IsZero() {
		return
	}
	n, last := 0, -1
	for i := range w.Evidence {
		if w.Evidence[i].Sort != sort {
			continue
		}
		if n++; last < 0 || w.Evidence[i].At.After(w.Evidence[last].At) {
			last = i
		}
	}
	e.Sort, e.Text = sort, record.Clean(e.Text)
	switch {
	case n < most && len(w.Evidence) < maxEvidence:
		w.Evidence = append(slices.Clip(w.Evidence), e)
	case last >= 0 && e.At.Before(w.Evidence[last].At):
		w.Evidence = slices.Clone(w.Evidence)
		w.Evidence[last] = e
	}
}

// sign takes a line that proves something for a sign of the fault. One of before it is none, and what somebody asked a
// balancer for is not found out by its sentence about it.
func (w *Stopwatch) sign(e *Evidence) {
	m := Moment{At: e.At, Witness: event.ByLog, Says: e.Says, Waited: e.Waited}
	if e.Says.IsZero() {
		m.Says = e.InFull()
	}
	if !e.At.IsZero() && !m.begun().Before(w.At) && !w.Kind.AtBalancer() && e.Sort != WellAgain {
		w.NoteFirst(FirstSign, m)
	}
}

// WellAgain is the sort of the lines that tell of an end.
const WellAgain = "well again"

// AddFinding notes a finding, once.
func (w *Stopwatch) AddFinding(p wording.Phrase) {
	if len(w.Findings) < maxFindings && !slices.ContainsFunc(w.Findings, p.Equal) {
		w.Findings = append(slices.Clip(w.Findings), p)
	}
}

// Proof is a line of a log that proves something, and how many of its sort do.
type Proof struct {
	Evidence
	Most int
}

func (s Proof) Lay(w *Stopwatch, _ time.Time) {
	w.prove(s.Sort, s.Most, s.Evidence)
	w.sign(&s.Evidence)
}
