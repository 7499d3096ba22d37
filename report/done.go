package report

import (
	"strconv"
	"strings"

	"hadash/incident"
	"hadash/record"
)

// done writes what was done: a drill's lines with what they came to, else the faults and heals as they were seen.
func done(p *page, r *Run) {
	p.para("## What was done")
	if len(r.Steps) == 0 {
		deeds(p, r.Events)
		return
	}
	var rows [][]string
	flush := func() {
		if len(rows) > 0 {
			p.table([]string{"line", "at", "what", "outcome", "what was seen"}, []bool{true}, rows)
		}
		rows = nil
	}
	for _, s := range r.Steps {
		if s.Verb == "#" {
			flush()
			if heading := record.Clean(strings.TrimSpace(strings.TrimLeft(s.Text, "#"))); heading != subjectOf(r) {
				p.para("### %s", escape(p.quote(heading)))
			}
			continue
		}
		rows = append(rows, []string{strconv.Itoa(s.Line), p.clock(s.From), line(s), stepState(p.Lang, s.State), p.why(s.Why)})
	}
	flush()
}

// deed is an event that somebody made; a note is his own words, what could not be done is hadash's.
func deed(l Lang, e incident.Event) string {
	if e.Kind == incident.KindNote && e.Severity == incident.Info {
		return l.say("note: %s", e.Text)
	}
	return l.tell(e.Text)
}

func stepState(l Lang, s record.StepState) string {
	switch s {
	case record.StepDone:
		return l.say("done")
	case record.StepHeld:
		return l.say("held")
	case record.StepFailed:
		return l.say("FAILED")
	case record.StepAborted:
		return l.say("ABORTED")
	case record.StepSkipped:
		return l.say("not reached")
	}
	return l.say("not ended")
}

// deeds are the events that somebody made.
func deeds(p *page, all []incident.Event) {
	var rows [][]string
	for _, e := range all {
		switch e.Kind {
		case incident.KindFault, incident.KindHeal, incident.KindLoad, incident.KindNote, incident.KindAbort:
			rows = append(rows, []string{p.clock(e.At), deed(p.Lang, e)})
		}
	}
	if len(rows) == 0 {
		p.para("Nothing was broken, and nobody wrote a note.")
		return
	}
	p.table([]string{"at", "what"}, nil, rows)
}
