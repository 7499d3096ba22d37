package tui

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const reset = "\x1b[0m"

// screen is the frame being drawn: one buffer a row, kept from frame to frame. Panels write their
// part of a row from left to right; whoever draws the whole sees that every row is full.
type screen struct {
	rows []row
	w    int
}

// row is one line: the bytes so far, the cells they fill, and the style that is switched on.
type row struct {
	buf []byte
	x   int
	on  style
}

// resize makes the screen h empty rows of w cells.
func (s *screen) resize(w, h int) {
	for len(s.rows) < h {
		s.rows = append(s.rows, row{})
	}
	s.rows, s.w = s.rows[:h], w
	for i := range s.rows {
		s.rows[i].buf, s.rows[i].x, s.rows[i].on = s.rows[i].buf[:0], 0, style{}
	}
}

// String joins the rows, each filled up to the screen's width.
func (s *screen) String() string {
	size := 0
	for i := range s.rows {
		p := pen{row: &s.rows[i], end: s.w}
		p.fill()
		p.switchTo(style{})
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

// pen writes into one row up to the cell end. Text that is too long ends in an ellipsis; foreign
// text is guarded here, so no panel can forget to.
type pen struct {
	row   *row
	th    *Theme
	end   int
	base  style // under every style: the background of the chosen row
	muted bool  // stale: every style is drawn faint

	chosen bool // this is the chosen row
}

// at is a pen for the cells of r in the screen's row y.
func (s *screen) at(th *Theme, y int, r rect) pen {
	p := pen{row: &s.rows[y], th: th, end: r.x + r.w}
	p.to(r.x)
	return p
}

func (p *pen) room() int { return p.end - p.row.x }

func (p *pen) switchTo(st style) {
	if p.row.on == st {
		return
	}
	if p.row.on != (style{}) {
		p.row.buf = append(p.row.buf, reset...)
	}
	p.row.buf = append(append(p.row.buf, st.base...), st.open...)
	p.row.on = st
}

func (p *pen) use(st style) {
	if p.muted {
		st = p.th.Faint
	}
	st.base = p.base.open
	p.switchTo(st)
}

// space writes n blanks. Blanks need no colour of their own, only the base's.
func (p *pen) space(n int) {
	n = min(n, p.room())
	if n <= 0 {
		return
	}
	if p.row.on.base != p.base.open || p.row.on.spaces {
		p.switchTo(style{base: p.base.open})
	}
	for range n {
		p.row.buf = append(p.row.buf, ' ')
	}
	p.row.x += n
}

func (p *pen) fill()    { p.space(p.room()) }
func (p *pen) to(x int) { p.space(x - p.row.x) }

// glyph writes one of the theme's own one-cell signs, n times.
func (p *pen) glyph(st style, g string, n int) {
	n = min(n, p.room())
	if n <= 0 {
		return
	}
	p.use(st)
	for range n {
		p.row.buf = append(p.row.buf, g...)
	}
	p.row.x += n
}

// put writes text, cut to the room there is.
func (p *pen) put(st style, s string) { putText(p, st, s, p.room()) }

// putb is put for a number that was just formatted.
func (p *pen) putb(st style, b []byte) { putText(p, st, b, p.room()) }

// left writes text into exactly w cells.
func (p *pen) left(st style, s string, w int) {
	stop := min(p.row.x+w, p.end)
	putText(p, st, s, stop-p.row.x)
	p.to(stop)
}

// right writes a number into exactly w cells, against their right edge.
func (p *pen) right(st style, b []byte, w int) {
	w = min(w, p.room())
	n := len(b)
	if !plain(b) {
		n = width(string(b))
	}
	p.space(w - n)
	putText(p, st, b, min(w, n))
}

func putText[T string | []byte](p *pen, st style, s T, room int) {
	if room <= 0 || len(s) == 0 {
		return
	}
	p.use(st)
	if !plain(s) {
		p.guarded(string(s), room)
		return
	}
	if len(s) <= room {
		p.row.buf, p.row.x = append(p.row.buf, s...), p.row.x+len(s)
		return
	}
	p.row.buf = append(append(p.row.buf, s[:room-1]...), p.th.Ellipsis...)
	p.row.x += room
}

// plain reports whether a text is printable ASCII: as many cells as bytes.
func plain[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// guarded writes foreign text cluster by cluster, so that it fills the cells we count, whatever
// terminal shows it.
func (p *pen) guarded(s string, room int) {
	whole := width(s) <= room
	if !whole {
		room -= len(" ") // the ellipsis
	}
	for len(s) > 0 && room > 0 {
		c, w, n := cluster(s)
		s = s[n:]
		if w > room {
			break
		}
		p.row.buf, p.row.x, room = append(p.row.buf, c...), p.row.x+w, room-w
	}
	if !whole {
		p.row.buf, p.row.x = append(p.row.buf, p.th.Ellipsis...), p.row.x+1
	}
}

// width is the cells that put would fill with s.
func width(s string) int {
	if plain(s) {
		return len(s)
	}
	total := 0
	for len(s) > 0 {
		_, w, n := cluster(s)
		total, s = total+w, s[n:]
	}
	return total
}

// unsure stands for what terminals do not agree on how to draw.
const unsure = "\ufffd"

// cluster takes the first character of s as people count them: what to write for it, its cells,
// and the bytes it took. Control characters are left out; a cluster of which terminals disagree how
// wide it is (joined emoji, variation selectors), or that is absurdly long, is shown as one sign.
func cluster(s string) (show string, w, n int) {
	if c := s[0]; c >= ' ' && c <= '~' && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1], 1, 1
	}
	c, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	switch {
	case len(c) == 0:
		return "", 0, 1
	case w == 0:
		return "", 0, len(c)
	case len(c) > 24, !utf8.ValidString(c), w != ansi.StringWidthWc(c):
		return unsure, 1, len(c)
	}
	return c, w, len(c)
}
