package incident

import (
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// foldStep reports the result of a line of a drill. Lines that only act are reported by their effects. A drill counts
// from its first line on, and starts again at its steady state.
func (f *folding) foldStep(at time.Time, s *record.Step) {
	e := event.Event{At: at, Kind: event.KindDrill, Witness: event.ByYou, To: string(s.State)}
	text := record.Clean(s.Text)
	if !f.Drill.Began() || s.Verb == record.StepSteady && s.State == record.StepHeld {
		f.Drill = clients.Span{From: at, Felt: clients.Felt{HasNginx: f.Watched.Felt.HasNginx, HasAttempts: f.Nginx.HasAccess}}
	}
	switch {
	case s.Verb == "#" && s.State == record.StepBegun:
		text = strings.TrimSpace(strings.TrimLeft(text, "#"))
	case s.State == record.StepHeld:
		e.Severity = event.Good
	case s.State == record.StepFailed, s.State == record.StepAborted:
		e.Severity = event.Bad
	default:
		return
	}
	e.Says = wording.Text(text)
	if why := record.Clean(s.Why); why != "" {
		e.Says = wording.DrillLineWhy.Of(e.Says, why)
	}
	if s.State.Ended() {
		e.Says = wording.DrillLine.Of(s.Line, string(s.State), e.Says)
	}
	f.tell(e)
}
