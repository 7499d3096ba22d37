package users

import "hadash/tui/paint"

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
	for i, failed := range s.c.Losses(s.first, s.n) {
		s.seconds[i] = second{-1, failed}
	}
	rates := make([]float64, s.n)
	f.AskedIn(s.first, rates)
	for i, rate := range rates {
		s.seconds[i].rate = rate
	}
	if f.LastFailed.Unix() >= s.first+int64(s.n) { // the second that goes on
		s.lately += max(s.c.Losses(s.first+int64(s.n), 1)[0], 0)
	}
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
// From the first to the last failure of the span the style is the same; those before it are past.
func (s *strip) digits(p *paint.Pen, st paint.Style) {
	first, last, begun := s.n, -1, s.first
	if fault := s.v.Users.Since; fault != nil {
		begun = fault.At.Unix()
	}
	for i := range s.seconds {
		if s.seconds[i].failed > 0 && s.first+int64(i) >= begun {
			first, last = min(first, i), i
		}
	}
	for i := range s.seconds {
		style := s.c.Theme.Faint
		switch {
		case i >= first && i <= last:
			style = st
		case s.seconds[i].failed > 0:
			style = s.c.Theme.Text
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
