package chart

import (
	"time"

	"hadash/incident/history"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Curves is one chart with its name and the sources of its curves.
type Curves struct {
	Title  string
	Number func(b []byte, v float64) []byte
	Series []Source
	More   int // curves that are left out
}

// Source is one curve, taken from the Ticks or from the clients' own record.
type Source struct {
	Name, Letter string
	Style        paint.Style
	Mark         string // of each time it is above zero; "" = none
	Seen         func(*history.Tick) float64
	Felt         func(*history.FeltTick) float64
}

// Rate writes a rate on the vertical axis, and Took a time in nanoseconds.
func Rate(b []byte, v float64) []byte { return paint.AppendRate(b, v, 5) }

func Took(b []byte, v float64) []byte { return paint.AppendTook(b, time.Duration(v)) }

// DrawOne writes one chart into r.
func (b *Board) DrawOne(c *ui.Context, s *paint.Screen, of *Curves, r paint.Rect) {
	until, span := until(c), b.span()
	ch := Chart{From: until.Add(-span), Until: until, Zone: c.Zone, Number: of.Number, Marks: b.marks, Blocks: b.Blocks}
	var gathered []*Gather
	for _, s := range of.Series {
		g := NewGather(ch.From, until, Dots(r.W))
		gathered = append(gathered, g)
		ch.Series = append(ch.Series, Series{Style: s.Style, Letter: s.Letter, Values: g.Values, Mark: s.Mark})
	}
	for t := range c.Frame.History.Seen(ch.From) {
		for i, s := range of.Series {
			if s.Seen != nil {
				gathered[i].Add(t.At, int64(t.Span), s.Seen(t))
			}
		}
	}
	for t := range c.Frame.History.Felt(ch.From) {
		for i, s := range of.Series {
			if s.Felt != nil {
				gathered[i].Add(t.At, t.Span, s.Felt(t))
			}
		}
	}
	p := s.At(c.Theme, r.Y, r)
	of.legend(&p)
	ch.Draw(s, c.Theme, paint.Area(r.X, r.Y+1, r.W, r.H-1))
}

// legend writes the name of the chart and those of its curves.
func (of *Curves) legend(p *paint.Pen) {
	p.Space(1)
	p.Put(p.Th.Title, of.Title)
	for _, s := range of.Series {
		p.Space(2)
		if s.Letter != "" {
			p.Put(s.Style, s.Letter+" ")
		}
		p.Put(s.Style, s.Name)
		if s.Mark != "" {
			p.Space(1)
			p.Glyph(s.Style, s.Mark, 1)
		}
	}
	if of.More > 0 {
		p.Put(p.Th.Faint, "  "+ui.AndMore(of.More))
	}
}
