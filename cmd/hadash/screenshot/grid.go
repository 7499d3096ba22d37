// Package screenshot draws the content of a terminal as SVG, still or moving.
package screenshot

import (
	"fmt"
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/cellbuf"
)

// look holds the colours and attributes of a piece.
type look struct {
	ink, ground string // #rrggbb; "" = the picture's own
	bold, faint bool
	underline   bool
}

// piece is a run of adjacent cells with the same look.
type piece struct {
	x, cells int
	text     string
	kind     kind
	look
}

// line holds the pieces of one row, without blank ones.
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
		l, k := lookOf(&c.Style), kindOf(c)
		joins := k == before && k != sign
		before = k
		if n := len(out); n > 0 && out[n-1].look == l && out[n-1].x+out[n-1].cells == x && joins {
			out[n-1].text += c.String()
			out[n-1].cells++
			continue
		}
		out = append(out, piece{x, c.Width, c.String(), k, l})
	}
	return trimmed(apart(out))
}

// kind is the kind of characters of a piece. Fonts differ in the signs that they have: a sign from another font has
// another width, and would move the rest of its piece.
type kind uint8

const (
	letters kind = iota // of scripts that monospaced fonts have
	sign                // a piece of its own, like a letter that fills two cells
	dots                // this kind and the next ones are drawn, and need no font
	lightLines
	heavyLines
	blocks
)

func kindOf(c *cellbuf.Cell) kind {
	switch {
	case c.Width > 1 || len(c.Comb) > 0:
		return sign
	case c.Rune < 0x250 || unicode.In(c.Rune, unicode.Latin, unicode.Cyrillic, unicode.Greek):
		return letters
	case c.Rune >= firstDots && c.Rune <= lastDots:
		return dots
	case c.Rune >= firstBlock && c.Rune <= fullBlock:
		return blocks
	}
	if a, ok := lines[c.Rune]; ok {
		return a.kind
	}
	return sign
}

// apart divides letters at two blanks or more, so that the text after them begins at its own cell with any font.
func apart(in line) line {
	var out line
	for _, p := range in {
		for p.kind == letters && p.ground == "" && !p.underline {
			gap := strings.Index(strings.TrimLeft(p.text, " "), "  ")
			if gap < 0 {
				break
			}
			gap += len(p.text) - len(strings.TrimLeft(p.text, " "))
			head := p
			head.text, head.cells = p.text[:gap], utf8.RuneCountInString(p.text[:gap])
			out = append(out, head)
			p.x, p.cells, p.text = p.x+head.cells, p.cells-head.cells, p.text[gap:]
		}
		out = append(out, p)
	}
	return out
}

// trimmed leaves out blanks on the picture's own background, which are not visible.
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

// The picture's own colours, for reversed cells.
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
