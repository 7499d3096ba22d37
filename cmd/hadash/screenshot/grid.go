// Package screenshot turns what a terminal would show into pictures: SVG, still or moving.
package screenshot

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/cellbuf"
)

// look is how a piece of a line is drawn.
type look struct {
	ink, ground string // #rrggbb; "" = the picture's own
	bold, faint bool
	underline   bool
}

// piece is cells beside each other that look alike.
type piece struct {
	x, cells int
	text     string
	look
}

// line is the pieces of one row, without those that are only blank.
type line []piece

// read turns a terminal's text of w by h cells into lines.
func read(text string, w, h int) []line {
	b := cellbuf.NewBuffer(w, h)
	cellbuf.SetContent(b, text)
	out := make([]line, h)
	for y := range h {
		out[y] = row(b.Line(y))
	}
	return out
}

func row(cells cellbuf.Line) line {
	var out line
	before := letters
	for x := 0; x < len(cells); x++ {
		c := cells[x]
		if c == nil {
			c = &cellbuf.BlankCell
		}
		if c.Width == 0 {
			continue // the right half of a wide one
		}
		l, split := lookOf(&c.Style), c.Width > 1 || before != kindOf(c)
		before = kindOf(c)
		if n := len(out); n > 0 && out[n-1].look == l && out[n-1].x+out[n-1].cells == x && !split {
			out[n-1].text += c.String()
			out[n-1].cells++
			continue
		}
		out = append(out, piece{x, c.Width, c.String(), l})
	}
	return trimmed(out)
}

// kind is what a piece is made of. Fonts differ in how wide a sign is that is no letter, so a piece has one kind, and a
// wide one is a piece of its own.
type kind uint8

const (
	letters kind = iota
	signs
	wide
)

func kindOf(c *cellbuf.Cell) kind {
	switch {
	case c.Width > 1:
		return wide
	case c.Rune > '~':
		return signs
	}
	return letters
}

// trimmed leaves out what nobody sees: blanks on the picture's own ground.
func trimmed(in line) line {
	out := in[:0]
	for _, p := range in {
		if p.ground == "" && !p.underline {
			before := len(p.text)
			p.text = strings.TrimLeft(p.text, " ")
			p.x, p.cells = p.x+before-len(p.text), p.cells-(before-len(p.text))
			after := strings.TrimRight(p.text, " ")
			p.cells -= len(p.text) - len(after)
			p.text = after
		}
		if p.cells > 0 {
			out = append(out, p)
		}
	}
	return out
}

func lookOf(s *cellbuf.Style) look {
	l := look{
		ink: hex(s.Fg), ground: hex(s.Bg), bold: s.Attrs.Contains(cellbuf.BoldAttr), faint: s.Attrs.Contains(cellbuf.FaintAttr),
		underline: s.UlStyle != cellbuf.NoUnderline,
	}
	if s.Attrs.Contains(cellbuf.ReverseAttr) {
		l.ink, l.ground = orOwn(l.ground, ownGround), orOwn(l.ink, ownInk)
	}
	return l
}

// The picture's own colours, where reversing makes ink of its ground.
const (
	ownInk    = "ink"
	ownGround = "ground"
)

func orOwn(c, own string) string {
	if c == "" {
		return own
	}
	return c
}

func hex(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
