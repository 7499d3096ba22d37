package incident

import (
	"fmt"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/record"
)

// weightWord is the word of such an event.
const weightWord = "weight"

// compareWeight makes the event of a weight that somebody changed. The weight column is the effective weight, which
// moves by itself: while a server starts slowly ("throttle" is not blank then) it grows with every poll. What somebody
// set is in "uweight", where HAProxy has that column. An agent check sets it too, and no column tells it from a hand.
func (f *folding) compareWeight(was, is *servers.Cells, old, s *record.Server) {
	if old.Weight == s.Weight || old.Status.State != s.Status.State {
		return
	}
	e := event.Event{At: is.At, Kind: event.KindServer, Severity: event.Info, Node: f.memo.servers.Node(s), Subject: s.Name(), From: fmt.Sprint(old.Weight), To: weightWord,
		Text: fmt.Sprintf("%s weight %d, was %d", s.Name(), s.Weight, old.Weight), Witness: event.ByPoll, Within: is.At.Sub(was.At)}
	switch from, to := was.Of(old, "uweight"), is.Of(s, "uweight"); {
	case from != "" && from == to:
		return
	case from != "" && to != "":
		e.From, e.Text = from, fmt.Sprintf("%s weight %s, was %s", s.Name(), to, from)
	case old.Throttle > 0 || s.Throttle > 0:
		return
	}
	if is.Of(s, "agent_status") != "" {
		e.Text += " (perhaps by its agent check)"
	}
	f.tell(e)
}
