package users

import (
	"time"

	"hadash/tui/paint"
)

// second is what was seen of one second; -1 where nobody reported.
type second struct {
	rate   float64
	failed int
	p95    time.Duration // 0: not known
}

// look collects the seconds that the strip shows. The last one has ended.
func (s *strip) look() {
	f := s.c.Frame
	s.first = f.At.Unix() - int64(s.n)
	s.seconds = make([]second, s.n)
	for i, failed := range s.c.Losses(s.first, s.n) {
		s.seconds[i] = second{rate: -1, failed: failed}
	}
	rates := make([]float64, s.n)
	f.AskedIn(s.first, rates)
	for i, rate := range rates {
		s.seconds[i].rate = rate
	}
	for t := range f.History.Felt(time.Unix(s.first, 0)) {
		for at := t.At; at < t.At+max(t.Span, 1); at++ {
			if i := at - s.first; i >= 0 && i < int64(s.n) {
				s.seconds[i].p95 = t.P95
			}
		}
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

// bars writes the requests of each second, scaled to the largest: the part of the bars in a row, 0 being the lowest.
func (s *strip) bars(p *paint.Pen, row int) {
	spark, rows := s.c.Theme.Spark, 1
	if s.tall {
		rows = barRows
	}
	for i := range s.seconds {
		x := &s.seconds[i]
		level := 0
		if x.rate >= 0 && s.most > 0 {
			level = min(int(x.rate/s.most*float64(rows*len(spark))), rows*len(spark)-1)
		}
		level -= row * len(spark)
		if x.rate < 0 || level < 0 {
			p.Space(1)
			continue
		}
		p.Glyph(s.c.Theme.Info, spark[min(level, len(spark)-1)], 1)
	}
}

// steps are the times from which on the bar of a second is higher: their range is wide.
var steps = [...]time.Duration{20 * time.Millisecond, 50 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond, time.Second, 3 * time.Second}

// times writes how long requests took in each second.
func (s *strip) times(p *paint.Pen) {
	spark := s.c.Theme.Spark
	for i := range s.seconds {
		d := s.seconds[i].p95
		if d <= 0 {
			p.Space(1)
			continue
		}
		level := 0
		for level < len(steps) && d >= steps[level] {
			level++
		}
		p.Glyph(s.c.Theme.Info, spark[level*(len(spark)-1)/len(steps)], 1)
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
