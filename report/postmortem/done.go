package postmortem

import (
	"strconv"
	"strings"

	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// done writes a drill's lines with their results, else the faults and heals as they were seen.
func done(p *markdown.Page, r *report.Run) {
	if len(r.Steps) == 0 {
		p.Head(2, report.HeadDone)
		deeds(p, r.Events)
		return
	}
	p.Head(2, report.HeadDrill)
	var rows [][]string
	flush := func() {
		if len(rows) > 0 {
			p.Table([]string{"line", "at", "what", "outcome", "what was seen"}, []bool{true}, rows)
		}
		rows = nil
	}
	for _, s := range r.Steps {
		if s.Verb == "#" {
			flush()
			if heading := record.Clean(strings.TrimSpace(strings.TrimLeft(s.Text, "#"))); heading != subjectOf(r) {
				p.HeadText(3, markdown.Escape(p.Quote(heading)))
			}
			continue
		}
		rows = append(rows, []string{strconv.Itoa(s.Line), p.Clock(s.From), report.DrillLine(s), stepState(p.Lang, s.State), p.StepSeen(&s.Step)})
	}
	flush()
}

// deed is an action of a user; a note has the user's words, a failed action those of hadash.
func deed(l report.Lang, e event.Event) string {
	if e.Kind == event.KindNote && e.Severity == event.Info {
		return l.Say("note: %s", l.Tell(e.Says))
	}
	return l.Tell(e.Says)
}

func stepState(l report.Lang, s record.StepState) string {
	switch s {
	case record.StepDone:
		return l.Say("done")
	case record.StepHeld:
		return l.Say("held")
	case record.StepFailed:
		return l.Say("FAILED")
	case record.StepAborted:
		return l.Say("ABORTED")
	case record.StepSkipped:
		return l.Say("not reached")
	case record.StepBegun, "":
		return l.Say("not ended")
	}
	return l.Quote(record.Clean(string(s))) // of a newer hadash
}

// deeds are the actions of users.
func deeds(p *markdown.Page, all []event.Event) {
	var rows [][]string
	for _, e := range all {
		if e.Kind == event.KindFault && e.To == string(record.Outage) {
			continue // nobody did it
		}
		switch e.Kind {
		case event.KindFault, event.KindHeal, event.KindLoad, event.KindNote, event.KindAbort:
			rows = append(rows, []string{p.Clock(e.At), deed(p.Lang, e)})
		}
	}
	if len(rows) == 0 {
		p.Para("There were no faults and no notes.")
		return
	}
	p.Table([]string{"at", "what"}, nil, rows)
}

// mostHappened is how many events a run without faults tells.
const mostHappened = 60

// happened writes what was seen in a run in which nothing was broken: its faults have no sections that would tell.
func happened(p *markdown.Page, r *report.Run) {
	if len(r.Faults) > 0 {
		return
	}
	var rows [][]string
	left := 0
	for _, e := range r.Events {
		switch e.Kind {
		case event.KindEndings: // the requests themselves are told
			if r.Frame.Watched.Felt.HAProxyLogged() || e.Severity < event.Warn {
				continue
			}
		case event.KindClient, event.KindTruth, event.KindServer, event.KindBackend, event.KindLimit, event.KindRestart:
		case event.KindContainer, event.KindUpstream, event.KindReplica:
			if e.Severity < event.Warn {
				continue
			}
		default:
			continue
		}
		if len(rows) >= mostHappened {
			left++
			continue
		}
		until, count := "-", "1"
		if e.Count > 1 {
			until, count = p.Clock(e.Until), report.Count(int64(e.Count))
		}
		rows = append(rows, []string{p.Clock(e.At), until, count, p.Tell(e.Says)})
	}
	if len(rows) == 0 {
		return
	}
	p.Head(2, report.HeadTimeline)
	p.Table([]string{"at", "until", "times", "what"}, []bool{2: true, 3: false}, rows)
	if left > 0 {
		p.Para("and %d lines more.", left)
	}
}
