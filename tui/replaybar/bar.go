// Package replaybar draws the line of a recording that is played.
package replaybar

import (
	"time"

	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Bar is where a player is, and its state.
type Bar struct {
	Begun  time.Time   // of the recording
	At     time.Time   // the recording's clock: that of the Frame, or somewhat later where nothing came since
	Until  time.Time   // its end, as far as it was read
	Whole  bool        // it was read to its end
	Faults []time.Time // when something was broken, as far as it was read
	Broke  []string    // what each of these breaks: "app1 is stopped"
	Torn   string      // what is missing at its end; "" when nothing is, or when that is not known yet

	Partial bool      // the Frame is a first look: it counts only what was recorded since From
	From    time.Time // zero unless Partial

	Playing bool
	Ended   bool    // the Frame is the last one
	Speed   float64 // 1 = as it was; 0 = as fast as it goes
	Seeking bool    // it is on the way to a requested place
	Read    float64 // how much of that way is read, 0 to 1; negative if its length is not known
}

// Draw writes the line of a player into r: its state, what comes next, its place, and the recording as a line. what is
// what it plays: "replay".
func (b *Bar) Draw(c *ui.Context, r paint.Rect, what string) {
	p := c.Screen.At(c.Theme, r.Y, r)
	p.Space(1)
	b.state(c, &p, what)
	next := b.next(&p)
	if next != "" {
		p.Put(c.Theme.Text, next)
		p.Space(2)
	}
	p.Put(c.Theme.Strong, b.At.In(c.Zone).Format("15:04:05"))
	p.Space(2)
	if place := b.place(c); next == "" || paint.Width(place)+2+leastLine <= p.Room() {
		p.Put(c.Theme.Text, place)
		p.Space(2)
	}
	b.firstLook(c, &p)
	bar := p.Room() - 1
	if b.Torn != "" {
		bar -= len("torn") + 1
	}
	b.line(c, &p, bar)
	if b.Torn != "" {
		p.Space(1)
		p.Put(c.Theme.Warn, "torn")
	}
}

// The fault that is announced is at most that far away, and it leaves that much room for the line.
const (
	soon      = 10 * time.Second
	leastLine = 12
)

// next announces the next fault: "in 3 s: app1 is stopped"; "" if it is far away, or there is no room for it.
func (b *Bar) next(p *paint.Pen) string {
	for i, at := range b.Faults {
		in := at.Sub(b.At)
		if in <= 0 || i >= len(b.Broke) || b.Broke[i] == "" {
			continue
		}
		text := "in " + paint.Count(int64((in+time.Second-1)/time.Second)) + " s: " + b.Broke[i]
		if in > soon || b.Partial || paint.Width(text)+2+len("15:04:05")+2+leastLine > p.Room() {
			return ""
		}
		return text
	}
	return ""
}

// firstLook says what the Frame does not count.
func (b *Bar) firstLook(c *ui.Context, p *paint.Pen) {
	if !b.Partial {
		return
	}
	from := b.From.In(c.Zone).Format("15:04:05")
	p.Put(c.Theme.Warn, ui.Fitting(p.Room()-1, "first look: events before "+from+" are not counted yet", "first look: counted from "+from, "first look"))
	p.Space(2)
}

// state is the player's state, a glyph and a word of constant width.
func (b *Bar) state(c *ui.Context, p *paint.Pen, what string) {
	s, word := paint.NewSign(c.Theme.Arrow, c.Theme.Good), what+" "+speed(b.Speed)
	switch {
	case b.Seeking && b.Read >= 0:
		s, word = paint.NewSign(c.Theme.Moving, c.Theme.Warn), "reading "+paint.Count(int64(b.Read*100))+" %"
	case b.Seeking:
		s, word = paint.NewSign(c.Theme.Moving, c.Theme.Warn), "reading"+c.Theme.Ellipsis
	case b.Ended:
		s, word = paint.NewSign(c.Theme.Out, c.Theme.Warn), "end"
	case !b.Playing:
		s, word = paint.NewSign(c.Theme.Paused, c.Theme.Frozen), "paused "+speed(b.Speed)
	}
	p.Glyph(s.Style, s.Glyph, 1)
	p.Space(1)
	p.Left(s.Style, word, len("reading 100 %"))
	p.Space(1)
}

// speed is how fast a recording is played, in words.
func speed(by float64) string {
	switch by {
	case 0:
		return "max"
	case 0.25:
		return "1/4x"
	case 0.5:
		return "1/2x"
	}
	return paint.Count(int64(by)) + "x"
}

// place is how much was seen of how much: "+01:23 / 10:00". What is not read to its end yet has an ellipsis.
func (b *Bar) place(c *ui.Context) string {
	text := "+" + clock(b.At.Sub(b.Begun)) + " / " + clock(b.Until.Sub(b.Begun))
	if !b.Whole {
		text += c.Theme.Ellipsis
	}
	return text
}

// clock writes how far into a recording something is: 01:23, 3:04:05.
func clock(d time.Duration) string {
	s := int64(max(d, 0) / time.Second)
	var b []byte
	if s >= 3600 {
		b = append(paint.AppendGrouped(b, s/3600), ':')
	}
	b = append(b, byte('0'+s/600%6), byte('0'+s/60%10), ':')
	return string(append(b, byte('0'+s%60/10), byte('0'+s%10)))
}

// line draws the recording as a line of w cells: what was seen, where it is, and each fault where it was made.
func (b *Bar) line(c *ui.Context, p *paint.Pen, w int) {
	whole := b.Until.Sub(b.Begun)
	if w < 5 || whole <= 0 {
		return
	}
	cell := func(t time.Time) int {
		return min(max(int(float64(t.Sub(b.Begun))/float64(whole)*float64(w-1)+0.5), 0), w-1)
	}
	fault := make([]bool, w)
	for _, t := range b.Faults {
		fault[cell(t)] = true
	}
	from := p.Row.X
	for x, here := 0, cell(b.At); x < w; x++ {
		switch {
		case x == here:
			p.Glyph(c.Theme.Strong, c.Theme.OK, 1)
		case fault[x]:
			p.Glyph(c.Theme.Strong, c.Theme.Fault, 1)
		case x < here:
			p.Glyph(c.Theme.Focus, c.Theme.Heavy.Across, 1)
		default:
			p.Glyph(c.Theme.Border, c.Theme.Thin.Across, 1)
		}
	}
	p.PickFrom(from, paint.ReplayBar, 0)
}
