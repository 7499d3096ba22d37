package ui

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/history"
)

// losses are the failed requests of some seconds, -1 for each of which nobody reported.
type losses struct {
	first int64
	of    []int
}

// Losses returns how many requests failed in each of n seconds, by the witness that counts those of the verdict; -1 where
// that is not known.
func (c *Context) Losses(first int64, n int) []int {
	f, by := c.Frame, c.Verdict.Users.Clients.By
	if by == "" {
		by = f.Watched.Felt.Clients().By
	}
	l := losses{first, make([]int, n)}
	for i := range l.of {
		l.of[i] = -1
	}
	if by == event.ByPoll { // it does not say in which second
		return l.of
	}
	for t := range f.History.Seen(time.Unix(first, 0)) {
		for at := t.At; at < t.At+int64(t.Span) && t.Visible >= 0; at++ {
			l.set(at, 0)
		}
	}
	for t := range f.History.Felt(time.Unix(first, 0)) {
		l.felt(t, f.Watched.From.Unix())
	}
	if by == event.ByLog { // it counts from then on
		for at := first; at < min(f.Watched.From.Unix(), first+int64(n)); at++ {
			l.set(at, -1)
		}
	}
	for i := range f.Lost {
		lost, _ := f.Lost[i].By(by)
		l.set(f.Lost[i].Second, lost)
	}
	return l.of
}

// felt marks the seconds that the load script has reported. Only it knows what failed before watching began.
func (l *losses) felt(t *history.FeltTick, from int64) {
	before := t.At < from
	for at := t.At; at < t.At+t.Span; at++ {
		switch {
		case before && t.Span > 1:
		case before:
			l.set(at, t.Failed)
		default:
			l.set(at, 0)
		}
	}
}

func (l *losses) set(unix int64, n int) {
	if i := unix - l.first; i >= 0 && i < int64(len(l.of)) {
		l.of[i] = n
	}
}
