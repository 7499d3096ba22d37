package timeline

import (
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Draw writes the pane with its border: a digest of all events while it follows, and what is expected, else every event.
func (p *Pane) Draw(c *ui.Context, r paint.Rect) {
	hint := c.Behind
	if newer := len(c.Frame.Timeline) - 1 - p.bottom(c.Frame); p.anchor != 0 && newer > 0 {
		hint = paint.NewPart(paint.Count(int64(newer))+" newer", c.Theme.Warn)
	}
	c.Screen.Rule(c.Theme, r, c.Focused, []paint.TitlePart{paint.NewPart("timeline", c.Theme.Title)}, hint)
	in := r.Under()
	if len(c.Frame.Timeline) == 0 {
		pen := c.Screen.At(c.Theme, in.Y, in)
		pen.Space(1)
		pen.Put(c.Theme.Faint, "what happens stands here, the newest below")
		return
	}
	chosen := -1
	if c.Focused || c.Around {
		chosen = find(c.Frame, p.at)
	}
	d := drawing{p: p, c: c, several: c.SeveralRun()}
	if p.anchor == 0 {
		ghost, haunted := ghostOf(c)
		h := in.H
		if haunted && h >= leastHaunted {
			h--
		} else {
			haunted = false
		}
		lines := p.digest(c.Frame, h)
		if chosen >= 0 {
			chosen = p.lineAt(chosen)
		}
		for y := range lines {
			d.row(&lines[y], paint.Area(in.X, in.Y+y, in.W, 1), y == chosen)
		}
		if haunted {
			d.ghost(&ghost, paint.Area(in.X, in.Y+len(lines), in.W, 1))
		}
		return
	}
	bottom := p.bottom(c.Frame)
	first := max(bottom-in.H+1, 0)
	for y := 0; y < in.H && first+y <= bottom; y++ {
		l := lineOf(c.Frame.Timeline, first+y)
		d.row(&l, paint.Area(in.X, in.Y+y, in.W, 1), first+y == chosen)
	}
}

// Explain writes the chosen event in full on the status line; false when nothing has happened.
func (p *Pane) Explain(c *ui.Context, pen *paint.Pen) bool {
	e := p.Chosen(c.Frame)
	if e == nil {
		return false
	}
	var buf [32]byte
	pen.PutBytes(c.Theme.Faint, e.At.In(c.Zone).AppendFormat(buf[:0], "15:04:05.00"))
	pen.Space(1)
	s := c.Theme.Severity(e)
	pen.Glyph(s.Style, s.Glyph, 1)
	pen.Space(1)
	pen.Say(eventStyle(c, e), e.Says)
	if e.Count > 1 {
		pen.Put(c.Theme.Faint, " "+c.Theme.Times+paint.Count(int64(e.Count)))
	}
	return true
}

// timeCells is the room for a time: 18:57:47.65, or the distance from the fault above.
const timeCells = 11

// drawing is the rows of one frame, from the top down: a row says only what those above it have not said.
type drawing struct {
	p       *Pane
	c       *ui.Context
	several bool        // faults are under way, so that each line names its node
	minute  int64       // of the last clock that was written
	heads   [8]struct { // the faults above, the newest last
		fault  string
		at     time.Time
		target string
		dated  bool
		end    time.Time // until when lines that belong to no fault are within this one
	}
	n int
}

func (d *drawing) row(l *digestLine, r paint.Rect, chosen bool) {
	c := d.c
	e := &c.Frame.Timeline[l.nth]
	p := c.Screen.At(c.Theme, r.Y, r)
	p.Pick(paint.Events, int64(l.nth))
	if chosen {
		p.Base, p.Chosen = c.Theme.Chosen, true
		p.Glyph(c.Theme.Mark, c.Theme.Glyphs.Mark, 1)
	} else {
		p.Space(1)
	}
	d.time(&p, l, e)
	p.Space(1)
	if d.several {
		c.TagCell(&p, e)
	}
	s := c.Theme.Severity(e)
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	d.text(&p, l, e)
	if chosen {
		p.Fill()
	}
}

// time writes how long after the fault above an event came, ≤ where only a poll saw it, and else the clock: in full once
// a minute.
func (d *drawing) time(p *paint.Pen, l *digestLine, e *event.Event) {
	var buf [32]byte
	if e.Kind == event.KindFault {
		d.head(e)
		if !d.dated(e) {
			p.Space(timeCells)
			return
		}
	} else if h := d.within(e); h >= 0 {
		b := buf[:0]
		if d.heads[h].dated {
			b = d.c.AppendDistance(b, e.At.Sub(d.heads[h].at), e.Within > 0)
		}
		p.Right(d.c.Theme.Text, b, timeCells)
		return
	}
	at := l.at.In(d.c.Zone)
	if minute := at.Unix() / 60; minute != d.minute {
		d.minute = minute
		p.PutBytes(d.c.Theme.Faint, at.AppendFormat(buf[:0], "15:04:05.00"))
		return
	}
	p.Right(d.c.Theme.Faint, at.AppendFormat(buf[:0], ":05.00"), timeCells)
}

// head notes that a fault is named in a row.
func (d *drawing) head(e *event.Event) {
	if d.n == len(d.heads) {
		copy(d.heads[:], d.heads[1:])
		d.n--
	}
	h := &d.heads[d.n]
	h.fault, h.at, h.target, h.dated, h.end = e.Fault, e.At.Add(-e.After), e.Node, d.dated(e), time.Time{}
	for i := range d.c.Frame.Stopwatches {
		if s := &d.c.Frame.Stopwatches[i]; s.At.Equal(h.at) && s.Target == h.target {
			h.end = d.c.Frame.At
			if back := s.Moments[stopwatch.Back].At; !back.IsZero() {
				h.end = back.Add(stopwatch.Settle)
			}
		}
	}
	d.n++
}

// within is the index of the fault above in whose time an event came; -1 if there is none, or several.
func (d *drawing) within(e *event.Event) int {
	if e.Fault != "" {
		return d.under(e)
	}
	if last := d.n - 1; last >= 0 && !d.several && !e.At.Before(d.heads[last].at) && !e.At.After(d.heads[last].end) {
		return last
	}
	return -1
}

// under is the index of the fault above that an event belongs to; -1 if it is not above.
func (d *drawing) under(e *event.Event) int {
	for i := d.n - 1; i >= 0 && e.Fault != ""; i-- {
		if h := &d.heads[i]; h.fault == e.Fault && h.at.Equal(e.At.Add(-e.After)) {
			return i
		}
	}
	return -1
}

// undated is how long after a command its fault may not have been dated yet by its witness.
const undated = time.Second

// dated reports whether the time of a fault is known: that of our own is the witness's, and until then not written.
func (d *drawing) dated(e *event.Event) bool {
	return e.Witness != event.ByYou || d.c.Frame.At.Sub(e.At) > undated
}

// eventStyle is the style of an event's text: only its glyph is coloured.
func eventStyle(c *ui.Context, e *event.Event) paint.Style {
	if e.Kind == event.KindFault {
		return c.Theme.Strong
	}
	return c.Theme.Text
}
