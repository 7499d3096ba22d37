package stopwatch

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/record"
)

const (
	maxEvidence = 20
	maxFindings = 50
)

// Evidence is one line of a log or of the timeline that a stopwatch was read from.
type Evidence struct {
	At   time.Time
	Who  string // the service whose log it is
	Text string
	Sort string // of what it is an example

	Says   string        // what it tells, in our words; "" where an event of the same instant does
	Waited time.Duration // as an Event's
}

// EvidenceOf is a line as an example of a sort, and what it means.
func EvidenceOf(l *record.Line, sort, meaning string) Evidence {
	return Evidence{At: l.At, Who: l.Node, Text: l.Text + meaning, Sort: sort}
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
	m := Moment{At: e.At, Witness: event.ByLog, Text: e.Says, Waited: e.Waited}
	if e.Says == "" {
		m.Text = e.Text
	}
	if !e.At.IsZero() && !m.begun().Before(w.At) && !w.Kind.AtBalancer() && e.Sort != WellAgain {
		w.NoteFirst(FirstSign, m)
	}
}

// WellAgain is the sort of the lines that tell of an end.
const WellAgain = "well again"

// AddFinding notes a finding, once.
func (w *Stopwatch) AddFinding(text string) {
	if len(w.Findings) < maxFindings && !slices.Contains(w.Findings, text) {
		w.Findings = append(slices.Clip(w.Findings), text)
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
