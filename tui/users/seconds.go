package users

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/history"
	"hadash/record"
	"hadash/tui/paint"
)

// second is what was seen of one second; -1 where nobody reported.
type second struct {
	rate   float64
	failed int
}

// look collects the seconds that the strip shows. The last one has ended.
func (s *strip) look() {
	f := s.c.Frame
	s.first = f.At.Unix() - int64(s.n)
	s.seconds = make([]second, s.n)
	for i := range s.seconds {
		s.seconds[i] = second{-1, -1}
	}
	from := time.Unix(s.first, 0)
	for t := range f.History.Seen(from) {
		rate := float64(t.Nginx)
		if f.Load.On && t.Requests >= 0 {
			rate = float64(t.Requests)
		}
		for at := t.At; at < t.At+int64(t.Span); at++ {
			if x := s.at(at); x != nil {
				x.rate = max(x.rate, rate)
				if t.Visible >= 0 {
					x.failed = 0
				}
			}
		}
	}
	for t := range f.History.Felt(from) {
		s.felt(t)
	}
	s.count()
	for i := range s.seconds {
		x := &s.seconds[i]
		s.most = max(s.most, x.rate)
		if x.failed >= 0 {
			s.lost, s.told = s.lost+x.failed, s.told+1
			if i >= s.n-5 {
				s.lately += x.failed
			}
		}
	}
}

// felt marks the seconds that the load script has reported. Only it knows what failed before watching began.
func (s *strip) felt(t *history.FeltTick) {
	before := t.At < s.c.Frame.Watched.From.Unix()
	for at := t.At; at < t.At+t.Span; at++ {
		switch x := s.at(at); {
		case x == nil, before && t.Span > 1:
		case before:
			x.failed = t.Failed
		default:
			x.failed = 0
		}
	}
}

// count fills in the failed requests, by the witness that counts them at the left.
func (s *strip) count() {
	f, by := s.c.Frame, s.v.Users.Clients.By
	if by == "" {
		by = f.Watched.Felt.Clients().By
	}
	if by == event.ByPoll { // it does not say in which second
		for i := range s.seconds {
			s.seconds[i].failed = -1
		}
		return
	}
	if by == event.ByLog { // it counts from then on
		for i := range min(max(f.Watched.From.Unix()-s.first, 0), int64(s.n)) {
			s.seconds[i].failed = -1
		}
	}
	for i := range f.Lost {
		n, _ := f.Lost[i].By(by)
		if x := s.at(f.Lost[i].Second); x != nil {
			x.failed = n
		} else if f.Lost[i].Second >= s.first+int64(s.n) { // the second that goes on
			s.lately += n
		}
	}
}

// at is a second of the strip; nil outside of it.
func (s *strip) at(unix int64) *second {
	if i := unix - s.first; i >= 0 && i < int64(s.n) {
		return &s.seconds[i]
	}
	return nil
}

// rate is the present rate of requests, by the load where it runs, else by nginx; -1 if it is not known.
func (s *strip) rate() float64 {
	f := s.c.Frame
	switch {
	case f.Load.On && f.Load.Recent >= 0:
		return f.Load.Recent
	case f.Nginx.Nginx == nil, f.LoadEnded(record.SourceNginx):
	default:
		return f.Nginx.Recent
	}
	return -1
}

// bars writes the requests of each second, scaled to the largest.
func (s *strip) bars(p *paint.Pen) {
	spark := s.c.Theme.Spark
	for i := range s.seconds {
		x := &s.seconds[i]
		switch {
		case x.rate < 0:
			p.Space(1)
		case s.most <= 0:
			p.Glyph(s.c.Theme.Info, spark[0], 1)
		default:
			p.Glyph(s.c.Theme.Info, spark[min(int(x.rate/s.most*float64(len(spark))), len(spark)-1)], 1)
		}
	}
}

// digits writes the failed requests of each second: a dot for none, "+" for ten and more, a blank where it is not known.
// From the first to the last failure the style is the same.
func (s *strip) digits(p *paint.Pen, st paint.Style) {
	first, last := s.n, -1
	for i := range s.seconds {
		if s.seconds[i].failed > 0 {
			first, last = min(first, i), i
		}
	}
	for i := range s.seconds {
		style := s.c.Theme.Faint
		if i >= first && i <= last {
			style = st
		}
		switch n := s.seconds[i].failed; {
		case n < 0:
			p.Space(1)
		case n == 0:
			p.Glyph(style, s.c.Theme.Dot, 1)
		case n < 10:
			p.Glyph(style, "0123456789"[n:n+1], 1)
		default:
			p.Glyph(style, "+", 1)
		}
	}
}
