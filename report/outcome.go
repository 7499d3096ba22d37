package report

import (
	"strconv"
	"strings"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// Opening is a run for a reader with ten seconds: what users felt, then a sentence for each of few faults, or one about
// all of many.
func (l Lang) Opening(r *Run) (users string, faults []string) {
	users = record.Clean(l.sentence(l.Clients(r.Clients())))
	if len(r.Faults) > mostTold {
		return users, []string{record.Clean(l.sentence(l.noticedAll(r.Faults)))}
	}
	for i := range r.Faults {
		faults = append(faults, l.Course(&r.Faults[i]))
	}
	return users, faults
}

// mostTold is how many faults have a sentence of their own in the opening.
const mostTold = 4

// Outcome is the opening and the result of the drill in one line.
func (l Lang) Outcome(r *Run) string {
	users, faults := l.Opening(r)
	return Join(" ", append(append([]string{users}, faults...), l.Drill(r))...)
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

// Drill is how the drill of a run ended, in one sentence; "" without one.
func (l Lang) Drill(r *Run) string {
	v := r.Judgement()
	switch {
	case !v.Drill:
		return ""
	case v.Aborted != nil:
		return record.Clean(l.Say("Drill: aborted by line %d, %s", v.Aborted.Line, DrillLine(*v.Aborted)) + ": " + l.StepSeen(&v.Aborted.Step) + ".")
	case len(v.Failed) > 0:
		return l.Say("Drill: %s of %s expectations failed (%s).", Count(int64(len(v.Failed))), Count(int64(v.Judged)), l.lines(v.Failed))
	case !v.Ended || v.Skipped:
		return l.Say("Drill: not finished, it ended before all of its lines were reached.")
	case v.Judged == 0:
		return l.Say("Drill: done, it expected nothing.")
	}
	return l.Many(int64(v.Judged), "Drill: its one expectation held.", "Drill: all %s expectations held.")
}

// mostLines is how many lines of a drill are named in its result.
const mostLines = 6

// lines names lines of a drill: "line 9", "lines 9, 26, 28".
func (l Lang) lines(all []Step) string {
	var numbers []string
	for _, s := range all[:min(len(all), mostLines)] {
		numbers = append(numbers, strconv.Itoa(s.Line))
	}
	text := strings.Join(numbers, ", ")
	switch {
	case len(all) == 1:
		return l.Say("line %s", text)
	case len(all) > mostLines:
		return l.Say("lines %s and more", text)
	}
	return l.Say("lines %s", text)
}

// noticedAll says how many of the faults were noticed, and how late.
func (l Lang) noticedAll(all []stopwatch.Stopwatch) string {
	judged, seen := 0, 0
	var slowest time.Duration
	for i := range all {
		sw := &all[i]
		if sw.Kind.AtBalancer() || sw.Kind.Found() {
			continue
		}
		judged++
		if d, ok := sw.Detection(); ok {
			seen++
			if all, ok := sw.OutEverywhere(); ok {
				d = all
			}
			slowest = max(slowest, d)
		}
	}
	switch {
	case judged == 0:
		return ""
	case seen == 0:
		return l.Many(int64(judged), "the one fault was not noticed", "none of %s faults was noticed")
	}
	return l.Say("%s of %s faults noticed, the slowest %s", Count(int64(seen)), Count(int64(judged)), l.After(slowest))
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
