package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// feel counts what clients felt at an instant to the spans that it lies in, and to the faults.
func (f *folding) feel(at time.Time, e stopwatch.Feeling) {
	if f.counts(at) {
		f.Watched.Felt = e.Count(f.Watched.Felt)
	}
	from := at
	switch e.(type) {
	case stopwatch.WholeSecond, stopwatch.Unsent:
		from = at.Add(-clients.Overlap)
	}
	if f.Drill.Overlaps(from, at) {
		f.Drill.Felt = e.Count(f.Drill.Felt)
	}
	f.charge(at, e, "")
}

// counts reports whether something belongs to what is counted since hadash watches: logs are read back from before.
func (f *folding) counts(at time.Time) bool { return at.IsZero() || !at.Before(f.watchedFrom()) }

// watchedFrom is when this watch began: that of a recording with the recording, though its first Samples say what was
// known before.
func (f *folding) watchedFrom() time.Time {
	if s := f.memo.started; s.After(f.Begun) && !s.After(f.At) {
		return s
	}
	return f.Begun
}

// From is the Frame that a recording begins with.
func From(started time.Time) Frame { return Frame{memo: memo{started: started}} }

// answered adds what nginx's access log says. Its lines of failures are in the same batch.
func (f *folding) answered(node string, at time.Time, logs *record.Logs) {
	a, lines := logs.Answers, 0
	for i := range logs.Lines {
		if x := logs.Lines[i].Access; x != nil && x.Status >= 500 && !x.Own {
			lines++
		}
	}
	f.weigh(at, a.Requests)
	well := a.Requests > a.Failed
	if lines > 0 {
		rest := *a
		rest.Requests, rest.Failed = max(rest.Requests-lines, 0), max(rest.Failed-lines, 0)
		a = &rest
	}
	f.feel(at, stopwatch.NginxAnswers{AnswerTally: a})
	if well {
		f.own(word{node: node, at: at, by: event.ByLog, text: node + " answers"})
		f.ownTraffic(word{node: node, at: at, by: event.ByLog, text: node + " answers requests"})
	}
}

// Ended is a Frame after which nothing more is observed: what was waited for does not come any more.
func (f Frame) Ended() Frame {
	end := begin(f)
	if newest, ok := end.memo.gather.Newest(); ok {
		end.closeSeconds(newest)
	}
	if newest, ok := end.memo.gather.Unsettled(); ok {
		end.settleUntil(newest)
	}
	return end.Frame
}
