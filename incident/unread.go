package incident

import (
	"fmt"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Unread is how many lines looked like those of an access log and could not be read. They are in no sum.
type Unread struct {
	Lines int
	Why   string // of the last of them, with the field that could not be read
}

// countUnread adds them up, and says so the first time: a log that is not read looks like one that does not exist.
func (f *folding) countUnread(node string, t *record.UnreadTally) {
	if t == nil || t.Lines <= 0 {
		return
	}
	if f.Unread.Lines == 0 {
		f.tell(event.Event{At: f.At, Kind: event.KindSource, Node: node, Subject: record.SourceLogs, To: "unread", Witness: event.ByLog,
			Text: fmt.Sprintf("%s: access lines not read, and in no number: %s", node, t.Why)})
	}
	f.Unread.Lines += t.Lines
	f.Unread.Why = t.Why
	f.each("", f.At, func(w *stopwatch.Stopwatch) { w.Felt.Unread += t.Lines })
}
