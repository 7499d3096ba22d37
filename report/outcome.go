package report

import (
	"strings"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// Outcome is the result of a run in one line: whether the drill held, what the clients felt, what was detected.
func (l Lang) Outcome(r *Run) string {
	said := Join(" ", l.judged(r), l.sentence(l.Clients(r.Clients())), l.sentence(l.noticedAll(r.Faults)))
	return record.Clean(said)
}

// sentence makes a sentence of a part of one.
func (l Lang) sentence(s string) string {
	if s == "" {
		return ""
	}
	return Capital(s) + "."
}

// Judgement is the result of a drill.
type Judgement struct {
	Drill   bool   // there was one
	Held    bool   // every expectation held, and it was finished
	Judged  int    // lines that were judged
	Failed  []Step // those that did not hold
	Aborted *Step  // the one that ended it early; nil when none did
	Ended   bool   // every line of it has ended
	Skipped bool   // lines were not reached
}

// Judgement judges by the lines of the drill that made the run.
func (r *Run) Judgement() Judgement {
	v := Judgement{Drill: len(r.Steps) > 0, Ended: true}
	for _, s := range r.Steps {
		switch s.State {
		case record.StepHeld:
			v.Judged++
		case record.StepFailed:
			v.Judged++
			v.Failed = append(v.Failed, s)
		case record.StepAborted:
			v.Aborted = &s
		case record.StepSkipped:
			v.Skipped = true
		case record.StepDone:
		default: // of a state that this hadash does not know, it cannot be said that it held
			v.Ended = v.Ended && s.Verb == "#"
		}
	}
	v.Held = v.Drill && v.Ended && len(v.Failed) == 0 && v.Aborted == nil && !v.Skipped
	return v
}

func (l Lang) judged(r *Run) string {
	v := r.Judgement()
	switch {
	case !v.Drill:
		return ""
	case v.Aborted != nil:
		return l.Say("Aborted by line %d, %s", v.Aborted.Line, DrillLine(*v.Aborted)) + ": " + l.StepSeen(&v.Aborted.Step) + "."
	case len(v.Failed) > 0:
		first := v.Failed[0]
		text := l.Say("Failed: %s of %s expectations did not hold; line %d, %s", Count(int64(len(v.Failed))), Count(int64(v.Judged)), first.Line, DrillLine(first))
		if first.Why != "" {
			text += ": " + l.StepSeen(&first.Step)
		}
		return text + "."
	case !v.Ended || v.Skipped:
		return l.Say("Not finished: the drill ended before all of its lines were reached.")
	case v.Judged == 0:
		return l.Say("Done; the drill expected nothing.")
	}
	return l.Many(int64(v.Judged), "Held: its one expectation was met.", "Held: all %s expectations were met.")
}

// noticedAll says how many of the faults were detected, and how late.
func (l Lang) noticedAll(all []stopwatch.Stopwatch) string {
	judged, seen := 0, 0
	var slowest time.Duration
	for i := range all {
		sw := &all[i]
		if sw.Kind.AtBalancer() {
			continue
		}
		judged++
		if d, ok := sw.Detection(); ok {
			seen++
			slowest = max(slowest, d)
		}
	}
	switch {
	case judged == 0:
		return ""
	case judged == 1 && len(all) == 1:
		return l.single(&all[0])
	case seen == 0:
		return l.Many(int64(judged), "the one fault was not detected", "none of %s faults was detected")
	}
	return l.Say("%s of %s faults detected, the slowest after %s", Count(int64(seen)), Count(int64(judged)), l.Secs(slowest))
}

// single says how one fault was detected.
func (l Lang) single(sw *stopwatch.Stopwatch) string {
	d, seen := sw.Detection()
	switch {
	case seen:
		return l.Say("the fault, %s, was detected after %s", l.Tell(sw.Phrase()), l.Secs(d))
	case sw.Undetected():
		return l.Say("the fault, %s, was never detected", l.Tell(sw.Phrase()))
	}
	switch {
	case sw.OutAlready() != "":
		return l.Say("the fault, %s, left nothing to detect: it was already out (%s)", l.Tell(sw.Phrase()), sw.OutAlready())
	case sw.Moments[stopwatch.Detected].Seen(), sw.Unwatched() && !sw.Bygone() && sw.Moments[stopwatch.Healed].Seen():
		return l.Say("the detection time of the fault, %s, is not known: it was not watched all the time", l.Tell(sw.Phrase()))
	case sw.Bygone():
		return l.Say("the fault, %s, was over before hadash watched, and no log tells when it was detected", l.Tell(sw.Phrase()))
	}
	return l.Say("the fault, %s, is not detected yet", l.Tell(sw.Phrase()))
}

// DrillLine is a drill's line with single spaces.
func DrillLine(s Step) string { return strings.Join(strings.Fields(record.Clean(s.Text)), " ") }

// StepSeen is what a drill saw at one of its lines.
func (l Lang) StepSeen(s *record.Step) string {
	switch text := l.Saw(s); {
	case text == "":
		return "-"
	case l == Russian && s.Russian != "":
		return text
	default:
		return l.Quote(text)
	}
}
