package chart

import (
	"hadash/incident/history"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Curves is one chart with its name and the sources of its curves.
type Curves struct {
	Title  string
	Unit   Unit
	Counts bool // digits, a row for each source, instead of curves
	Series []Source
	More   int    // curves that are left out
	None   string // why nothing is measured, and what would measure it
}

// Source is one curve: of the Ticks, of the clients' own record, or by seconds.
type Source struct {
	Name, Letter string
	Server       string // of HAProxy, by its name in HAProxy's logs; "" = none
	Style        paint.Style
	Now          func() float64 // the value now, as the Frame has it; nil: none, below 0: not known
	Seen         func(*history.Tick) float64
	Felt         func(*history.FeltTick) float64
	Seconds      func(first int64, n int) []int // what happened in each second, below 0 where it is not known
}

// least is how many rows a chart needs: its title and its curves, or its rows of digits.
func (of *Curves) least() int {
	if of.Counts {
		return 1 + len(of.Series)
	}
	return 1 + leastPlot
}

// gather collects the values of all sources in the time of a board.
func (of *Curves) gather(c *ui.Context, t window, cells int) []*Gather {
	n := cells * 2
	if of.Counts {
		n = cells
	}
	out := make([]*Gather, len(of.Series))
	for i := range out {
		out[i] = NewGather(t.from, t.until, n)
	}
	add := (*Gather).Add
	if of.Counts {
		add = (*Gather).Count
	}
	for t := range c.Frame.History.Seen(t.from) {
		for i, s := range of.Series {
			if s.Seen != nil {
				add(out[i], t.At, int64(t.Span), s.Seen(t))
			}
		}
	}
	for t := range c.Frame.History.Felt(t.from) {
		for i, s := range of.Series {
			if s.Felt != nil {
				add(out[i], t.At, t.Span, s.Felt(t))
			}
		}
	}
	first := t.from.Unix()
	for i, s := range of.Series {
		if s.Seconds == nil {
			continue
		}
		for k, v := range s.Seconds(first, int(t.until.Unix()-first)) {
			add(out[i], first+int64(k), 1, float64(v))
		}
	}
	return out
}

// title writes the name of the chart and those of its curves with their values now, and at the right what they reach.
func (of *Curves) title(p *paint.Pen, reach []extent) {
	th := p.Th
	p.Space(1)
	p.Put(th.Title, of.Title)
	var all extent
	now := false
	for i := range of.Series {
		s := &of.Series[i]
		p.Space(2)
		if s.Letter != "" {
			p.Put(s.Style, s.Letter+" ")
		}
		p.Put(th.Faint, s.Name)
		switch e := reach[i]; {
		case of.Counts && e.known:
			p.Put(th.Text, " "+paint.Count(int64(e.sum)))
		case of.Counts:
			p.Put(th.Faint, " not known")
		case e.known:
			all = all.reach([]float64{e.least, e.most})
		}
		if s.Now != nil {
			if v := s.Now(); v >= 0 {
				p.Put(th.Text, " "+string(of.Unit.Write(nil, v)))
				now = true
			}
		}
	}
	if now {
		p.Put(th.Faint, " now")
	}
	if of.More > 0 {
		p.Put(th.Faint, "  "+ui.AndMore(of.More))
	}
	if all.known {
		text := string(of.Unit.Write(nil, all.least)) + " " + th.Ellipsis + " " + string(of.Unit.Write(nil, all.most))
		if at := p.End - paint.Width(text) - 1; at >= p.Row.X+2 {
			p.To(at)
			p.Put(th.Faint, text)
		}
	}
}
