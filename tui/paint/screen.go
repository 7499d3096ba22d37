// Package paint draws: cells of a row, borders, colours, glyphs and numbers as the whole screen has them.
package paint

import "hadash/wording"

const reset = "\x1b[0m"

// Screen is the frame being drawn: one buffer a row, kept from frame to frame. Panels write their
// part of a row from left to right; the drawer of the whole sees to it that every row is full.
type Screen struct {
	rows []Row
	w    int
}

// Row is one line: the bytes so far, the cells they fill, and the style that is switched on.
type Row struct {
	buf   []byte
	X     int
	on    Style
	links []Link
}

// Resize makes the screen h empty rows of w cells.
func (s *Screen) Resize(w, h int) {
	for len(s.rows) < h {
		s.rows = append(s.rows, Row{})
	}
	s.rows, s.w = s.rows[:h], w
	for i := range s.rows {
		s.rows[i].clear()
	}
}

func (r *Row) clear() { r.buf, r.X, r.on, r.links = r.buf[:0], 0, Style{}, r.links[:0] }

// String joins the rows, each filled up to the screen's width.
func (s *Screen) String() string {
	s.Close()
	size := 0
	for i := range s.rows {
		size += len(s.rows[i].buf) + 1
	}
	out := make([]byte, 0, size)
	for i := range s.rows {
		if i > 0 {
			out = append(out, '\n')
		}
		out = append(out, s.rows[i].buf...)
	}
	return string(out)
}

// Close fills the rows and ends their styles, so that they can be pasted.
func (s *Screen) Close() {
	for i := range s.rows {
		p := Pen{Row: &s.rows[i], End: s.w}
		p.Fill()
		p.switchTo(Style{})
	}
}

// Pen writes into one row up to the cell end. Text that is too long ends in an ellipsis, which never cuts a figure; foreign
// text is guarded here, so no panel can forget to.
type Pen struct {
	Row   *Row
	Th    *Theme
	End   int
	Base  Style // under every style: the background of the chosen row
	Muted bool  // stale: every style is drawn faint

	Chosen bool // this is the chosen row
}

// At returns a pen for the cells of r in the screen's row y.
func (s *Screen) At(th *Theme, y int, r Rect) Pen {
	p := Pen{Row: &s.rows[y], Th: th, End: r.X + r.W}
	p.To(r.X)
	return p
}

func (p *Pen) Room() int { return p.End - p.Row.X }

func (p *Pen) switchTo(st Style) {
	if p.Row.on == st {
		return
	}
	if p.Row.on != (Style{}) {
		p.Row.buf = append(p.Row.buf, reset...)
	}
	p.Row.buf = append(append(p.Row.buf, st.base...), st.Open...)
	p.Row.on = st
}

func (p *Pen) use(st Style) {
	if p.Muted {
		st = p.Th.Faint
	}
	st.base = p.Base.Open
	p.switchTo(st)
}

// Space writes n blanks. Blanks need no colour of their own, only the base's.
func (p *Pen) Space(n int) {
	n = min(n, p.Room())
	if n <= 0 {
		return
	}
	if p.Row.on.base != p.Base.Open || p.Row.on.spaces {
		p.switchTo(Style{base: p.Base.Open})
	}
	for range n {
		p.Row.buf = append(p.Row.buf, ' ')
	}
	p.Row.X += n
}

// Paste copies a row of another, closed screen as it was drawn there; if it does not fit, nothing.
func (p *Pen) Paste(from *Screen, y int) {
	if y >= len(from.rows) || from.w > p.Room() {
		return
	}
	p.switchTo(Style{})
	p.Row.buf = append(p.Row.buf, from.rows[y].buf...)
	p.Row.X += from.w
}

func (p *Pen) Fill()    { p.Space(p.Room()) }
func (p *Pen) To(x int) { p.Space(x - p.Row.X) }

// Glyph writes one of the theme's own one-cell signs, n times.
func (p *Pen) Glyph(st Style, g string, n int) {
	n = min(n, p.Room())
	if n <= 0 {
		return
	}
	p.use(st)
	for range n {
		p.Row.buf = append(p.Row.buf, g...)
	}
	p.Row.X += n
}

// Put writes text, cut to the room there is.
func (p *Pen) Put(st Style, s string) { putText(p, st, s, p.Room()) }

// PutBytes is Put for a number that was just formatted.
func (p *Pen) PutBytes(st Style, b []byte) { putText(p, st, b, p.Room()) }

// Say writes a phrase.
func (p *Pen) Say(st Style, says wording.Phrase) { p.Put(st, wording.English.Say(says)) }

// Left writes text into exactly w cells.
func (p *Pen) Left(st Style, s string, w int) {
	stop := min(p.Row.X+w, p.End)
	putText(p, st, s, stop-p.Row.X)
	p.To(stop)
}

// Right writes a number into exactly w cells, against their right edge.
func (p *Pen) Right(st Style, b []byte, w int) {
	w = min(w, p.Room())
	n := len(b)
	if !Plain(b) {
		n = Width(string(b))
	}
	if n > w { // the rest of it would be another number
		p.Space(w - 1)
		p.Glyph(st, p.Th.Ellipsis, min(w, 1))
		return
	}
	p.Space(w - n)
	putText(p, st, b, n)
}

func putText[T string | []byte](p *Pen, st Style, s T, room int) {
	if room <= 0 || len(s) == 0 {
		return
	}
	p.use(st)
	if !Plain(s) {
		p.guarded(string(s), room)
		return
	}
	if len(s) <= room {
		p.Row.buf, p.Row.X = append(p.Row.buf, s...), p.Row.X+len(s)
		return
	}
	n := uncut(s, room-1)
	p.Row.buf = append(append(p.Row.buf, s[:n]...), p.Th.Ellipsis...)
	p.Row.X += n + 1
	p.Space(room - n - 1)
}

// Plain reports whether a text is printable ASCII: as many cells as bytes.
func Plain[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// guarded writes foreign text cluster by cluster, so that it fills the cells we count, whatever
// terminal shows it.
func (p *Pen) guarded(s string, room int) {
	whole, stop := Width(s) <= room, p.Row.X+room
	if !whole {
		room -= len(" ") // the ellipsis
		s = s[:uncut(s, fitting(s, room))]
	}
	for len(s) > 0 && room > 0 {
		c, w, n := cluster(s)
		s = s[n:]
		if w > room {
			break
		}
		if p.Th.plain {
			c = spelled(c, w)
		}
		p.Row.buf, p.Row.X, room = append(p.Row.buf, c...), p.Row.X+w, room-w
	}
	if !whole {
		p.Row.buf, p.Row.X = append(p.Row.buf, p.Th.Ellipsis...), p.Row.X+1
		p.To(stop)
	}
}

// fitting is how many bytes of a text fit into that many cells.
func fitting(s string, room int) int {
	at := 0
	for at < len(s) {
		_, w, n := cluster(s[at:])
		if w > room {
			break
		}
		at, room = at+n, room-w
	}
	return at
}

// Width is the number of cells that Put would fill with s.
func Width(s string) int {
	if Plain(s) {
		return len(s)
	}
	total := 0
	for len(s) > 0 {
		_, w, n := cluster(s)
		total, s = total+w, s[n:]
	}
	return total
}

// arrows are the signs of our own key names that an ASCII screen replaces.
var arrows = map[string]string{"↑": "^", "↓": "v", "←": "<", "→": ">"}

// spelled is what a screen that has only ASCII shows instead of a character of w cells.
func spelled(c string, w int) string {
	switch {
	case w == 0 || Plain(c):
		return c
	case arrows[c] != "":
		return arrows[c]
	}
	return "??"[:min(w, 2)]
}

// Clear empties h rows from y on, for what covers them.
func (s *Screen) Clear(y, h int) {
	for i := max(y, 0); i < min(y+h, len(s.rows)); i++ {
		s.rows[i].clear()
	}
}
