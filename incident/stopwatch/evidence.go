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

// Evidence is one line of a log or of the timeline that a stopwatch is based on.
type Evidence struct {
	At    time.Time
	Who   string // the service whose log it is
	Text  string
	Means wording.Phrase // its meaning; zero if it is plain
	Sort  string         // the sort of evidence

	Says   wording.Phrase // its content in our words; zero if an event of the same instant has it
	Waited time.Duration  // as an Event's
}

// InFull returns the line, with its meaning in brackets.
func (e *Evidence) InFull() wording.Phrase {
	if e.Means.IsZero() {
		return wording.Text(e.Text)
	}
	return wording.LineMeans.Of(e.Text, e.Means)
}

// EvidenceOf returns a line as evidence of a sort.
func EvidenceOf(l *record.Line, sort string) Evidence {
	return Evidence{At: l.At, Who: l.Node, Text: l.Text, Sort: sort}
}

// prove adds a line to the evidence: the first ones of each sort by time, although logs are read one after another.
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

// sign records a line of evidence as a sign of the fault. Lines from before the fault are no sign, nor is HAProxy's
// sentence about what somebody commanded.
func (w *Stopwatch) sign(e *Evidence) {
	m := Moment{At: e.At, Witness: event.ByLog, Says: e.Says, Waited: e.Waited}
	if e.Says.IsZero() {
		m.Says = e.InFull()
	}
	if !e.At.IsZero() && !m.begun().Before(w.At) && !w.Kind.AtBalancer() && e.Sort != WellAgain {
		w.NoteFirst(FirstSign, m)
	}
}

// WellAgain is the sort of lines that show an end.
const WellAgain = "well again"

// AddFinding adds a finding once.
func (w *Stopwatch) AddFinding(p wording.Phrase) {
	if len(w.Findings) < maxFindings && !slices.ContainsFunc(w.Findings, p.Equal) {
		w.Findings = append(slices.Clip(w.Findings), p)
	}
}

// Proof is a line of a log that is evidence, with the number of lines of its sort.
type Proof struct {
	Evidence
	Most int
}

func (s Proof) Lay(w *Stopwatch, _ time.Time) {
	w.prove(s.Sort, s.Most, s.Evidence)
	w.sign(&s.Evidence)
}
