package tui

import (
	"time"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// Player is a recording that is shown instead of what is now. What a key asks of it is done soon: no call waits.
type Player interface {
	Shown() <-chan Shown // what is to be seen; closed when there is no more

	Pause()                 // or play on
	Faster()                // doubles the speed, up to as fast as it goes
	Slower()                // halves it
	Step(frames int)        // pauses; so many Frames on, or back
	Shift(by time.Duration) // so far on, or back
	Seek(at time.Time)      // to the last Frame of that time
	Part(share float64)     // of the whole: 0 is its beginning, 1 its end
	Event(by int)           // to the next event (+1), or the one before (-1)
	Fault(by int)           // to the next fault, or the one before
}

// Shown is a Frame of a recording, and where it is in it.
type Shown struct {
	Frame  incident.Frame
	Jumped bool   // it does not follow the one shown before: its Lines are all that is to be seen of the logs
	Said   string // what came of a key, where that is not seen; "" = nothing
	Reel   Reel
}

// Reel says where a player is, and what it does.
type Reel struct {
	Begun  time.Time   // of the recording
	At     time.Time   // the recording's clock: that of the Frame, or somewhat later where nothing came since
	Until  time.Time   // its end, as far as it was read
	Whole  bool        // it was read to its end
	Faults []time.Time // when something was broken, as far as it was read
	Torn   string      // what is missing at its end; "" when nothing is, or when that is not known yet

	Playing bool
	Ended   bool    // the Frame is the last one
	Speed   float64 // 1 = as it was; 0 = as fast as it goes
	Seeking bool    // what was asked for is being looked for
	Read    float64 // how much of that way is read, 0 to 1; below 0 when nobody knows how long it is
}

// shown takes what a player shows.
func (m *Model) shown(s Shown) {
	if s.Jumped {
		m.logs.Reset()
		m.any = false // the Frame brings its own past
	}
	ended := s.Reel.Ended && !m.reel.Ended
	m.reel = s.Reel
	m.take(s.Frame)
	if s.Said != "" {
		m.say(plainly, "%s", s.Said)
	}
	if ended {
		m.sayEnd()
	}
}

// sayEnd says that this was all, and what can be done now.
func (m *Model) sayEnd() {
	text := "the end of the recording   " + m.c.Keys.Key(keys.Begin) + " begins again, " + m.c.Keys.Key(keys.Quit) + " quits"
	if m.o.EndHint != "" {
		text += "; " + m.o.EndHint
	}
	if m.reel.Torn != "" {
		text += "   it is torn: " + m.reel.Torn
	}
	m.say(plainly, "%s", text)
}

// renderReel is the line of a player: what it does, where it is, and the recording as a bar.
func (m *Model) renderReel(r paint.Rect) {
	if m.o.Replay == nil || r.H == 0 || !m.any {
		return
	}
	p := m.c.Screen.At(m.c.Theme, r.Y, r)
	p.Space(1)
	m.reelState(&p)
	p.Put(m.c.Theme.Strong, m.reel.At.In(m.c.Zone).Format("15:04:05"))
	p.Space(2)
	p.Put(m.c.Theme.Text, m.reelPlace())
	p.Space(2)
	bar := p.Room() - 1
	if m.reel.Torn != "" {
		bar -= len("torn") + 1
	}
	m.reelBar(&p, bar)
	if m.reel.Torn != "" {
		p.Space(1)
		p.Put(m.c.Theme.Warn, "torn")
	}
}

// reelState is what the player does, in a glyph and a word of always the same width.
func (m *Model) reelState(p *paint.Pen) {
	s, word := paint.NewSign(m.c.Theme.Arrow, m.c.Theme.Good), "replay "+speed(m.reel.Speed)
	switch {
	case m.reel.Seeking && m.reel.Read >= 0:
		s, word = paint.NewSign(m.c.Theme.Moving, m.c.Theme.Warn), "reading "+paint.Count(int64(m.reel.Read*100))+" %"
	case m.reel.Seeking:
		s, word = paint.NewSign(m.c.Theme.Moving, m.c.Theme.Warn), "reading"+m.c.Theme.Ellipsis
	case m.reel.Ended:
		s, word = paint.NewSign(m.c.Theme.Out, m.c.Theme.Warn), "end"
	case !m.reel.Playing:
		s, word = paint.NewSign(m.c.Theme.Paused, m.c.Theme.Frozen), "paused "+speed(m.reel.Speed)
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

// reelPlace is how much was seen of how much: "+01:23 / 10:00". What is not read to its end yet has an ellipsis.
func (m *Model) reelPlace() string {
	text := "+" + clock(m.reel.At.Sub(m.reel.Begun)) + " / " + clock(m.reel.Until.Sub(m.reel.Begun))
	if !m.reel.Whole {
		text += m.c.Theme.Ellipsis
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

// reelBar draws the recording as a line of w cells: what was seen, where it is, and each fault where it was made.
func (m *Model) reelBar(p *paint.Pen, w int) {
	whole := m.reel.Until.Sub(m.reel.Begun)
	if w < 5 || whole <= 0 {
		return
	}
	cell := func(t time.Time) int {
		return min(max(int(float64(t.Sub(m.reel.Begun))/float64(whole)*float64(w-1)+0.5), 0), w-1)
	}
	fault := make([]bool, w)
	for _, t := range m.reel.Faults {
		fault[cell(t)] = true
	}
	from := p.Row.X
	for x, here := 0, cell(m.reel.At); x < w; x++ {
		switch {
		case x == here:
			p.Glyph(m.c.Theme.Strong, m.c.Theme.OK, 1)
		case fault[x]:
			p.Glyph(m.c.Theme.Bad, m.c.Theme.Fault, 1)
		case x < here:
			p.Glyph(m.c.Theme.Focus, m.c.Theme.Heavy.Across, 1)
		default:
			p.Glyph(m.c.Theme.Border, m.c.Theme.Thin.Across, 1)
		}
	}
	p.PickFrom(from, paint.Reel, 0)
}
