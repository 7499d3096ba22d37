package verdict

import (
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/history"
)

// FailedIn returns how many requests of users failed in each of n seconds from the Unix second first on, by the witness that
// counts them in u; -1 where nobody reported a second.
func (u *Users) FailedIn(f *incident.Frame, first int64, n int) []int {
	s := seconds{first, make([]int, n)}
	for i := range s.failed {
		s.failed[i] = -1
	}
	from := time.Unix(first, 0)
	for t := range f.History.Seen(from) {
		for at := t.At; at < t.At+int64(t.Span); at++ {
			if x := s.at(at); x != nil && t.Visible >= 0 {
				*x = 0
			}
		}
	}
	for t := range f.History.Felt(from) {
		s.felt(f, t)
	}
	s.count(f, u.Clients.By)
	return s.failed
}

// seconds are consecutive seconds with what failed in each.
type seconds struct {
	first  int64
	failed []int
}

// at is one second; nil outside of them.
func (s *seconds) at(unix int64) *int {
	if i := unix - s.first; i >= 0 && i < int64(len(s.failed)) {
		return &s.failed[i]
	}
	return nil
}

// felt marks the seconds that the load script has reported. Only it knows what failed before watching began.
func (s *seconds) felt(f *incident.Frame, t *history.FeltTick) {
	before := t.At < f.Watched.From.Unix()
	for at := t.At; at < t.At+t.Span; at++ {
		switch x := s.at(at); {
		case x == nil, before && t.Span > 1:
		case before:
			*x = t.Failed
		default:
			*x = 0
		}
	}
}

// count fills in the failed requests, by that witness.
func (s *seconds) count(f *incident.Frame, by event.Witness) {
	if by == "" {
		by = f.Watched.Felt.Clients().By
	}
	until := int64(0) // the seconds before it are not known
	switch by {
	case event.ByPoll: // it does not say in which second
		until = s.first + int64(len(s.failed))
	case event.ByLog: // it counts from then on
		until = f.Watched.From.Unix()
	}
	for i := range min(max(until-s.first, 0), int64(len(s.failed))) {
		s.failed[i] = -1
	}
	if by == event.ByPoll {
		return
	}
	for i := range f.Lost {
		if x := s.at(f.Lost[i].Second); x != nil {
			*x, _ = f.Lost[i].By(by)
		}
	}
}
