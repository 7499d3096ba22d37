package report

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// outcome is what came of a run, in one line: whether the drill held, what the clients felt, what was detected.
func (l Lang) outcome(r *Run) string {
	said := join(" ", l.judged(r), l.sentence(l.clients(r.clients())), l.sentence(l.noticedAll(r.Faults)))
	return record.Clean(said)
}

// sentence makes one of a part of one.
func (l Lang) sentence(s string) string {
	if s == "" {
		return ""
	}
	return capital(s) + "."
}

// Judgement is how a drill went.
type Judgement struct {
	Drill   bool   // there was one
	Held    bool   // all that it expected was so, and it came to its end
	Judged  int    // lines that were judged
	Failed  []Step // those that did not hold
	Aborted *Step  // the one that broke it off; nil when none did
	Ended   bool   // no line of it was left without an end
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
		case record.StepBegun:
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
		return l.say("Aborted by line %d, %s", v.Aborted.Line, line(*v.Aborted)) + ": " + l.why(v.Aborted.Why) + "."
	case len(v.Failed) > 0:
		first := v.Failed[0]
		text := l.say("Failed: %s of %s expectations did not hold; line %d, %s", count(int64(len(v.Failed))), count(int64(v.Judged)), first.Line, line(first))
		if first.Why != "" {
			text += ": " + l.why(first.Why)
		}
		return text + "."
	case !v.Ended || v.Skipped:
		return l.say("Not finished: the drill ended before all of its lines were reached.")
	case v.Judged == 0:
		return l.say("Done; the drill expected nothing.")
	}
	return l.many(int64(v.Judged), "Held: its one expectation was met.", "Held: all %s expectations were met.")
}

// noticedAll says of all faults how many were detected, and how late.
func (l Lang) noticedAll(all []incident.Stopwatch) string {
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
		return l.many(int64(judged), "the one fault was not detected", "none of %s faults was detected")
	}
	return l.say("%s of %s faults detected, the slowest after %s", count(int64(seen)), count(int64(judged)), l.secs(slowest))
}

// single says of one fault how it was detected.
func (l Lang) single(sw *incident.Stopwatch) string {
	d, seen := sw.Detection()
	switch {
	case seen:
		return l.say("the fault, %s, was detected after %s", l.tell(sw.String()), l.secs(d))
	case undetected(sw):
		return l.say("the fault, %s, was never detected", l.tell(sw.String()))
	}
	switch {
	case sw.OutAlready() != "":
		return l.say("of the fault, %s, there was nothing to detect: it was out already (%s)", l.tell(sw.String()), l.tell(sw.OutAlready()))
	case sw.Moments[incident.Detected].Seen(), sw.Unwatched() && !sw.Bygone() && sw.Moments[incident.Healed].Seen():
		return l.say("how soon the fault, %s, was detected is not known: it was not watched all the time", l.tell(sw.String()))
	case sw.Bygone():
		return l.say("the fault, %s, was over before hadash watched, and no log tells when it was detected", l.tell(sw.String()))
	}
	return l.say("the fault, %s, is not detected yet", l.tell(sw.String()))
}

// line is a drill's line without what lines it up with others.
func line(s Step) string { return strings.Join(strings.Fields(record.Clean(s.Text)), " ") }

// why is what a drill saw at one of its lines.
func (l Lang) why(text string) string {
	if text = record.Clean(text); text == "" {
		return "-"
	}
	return l.quote(text)
}
