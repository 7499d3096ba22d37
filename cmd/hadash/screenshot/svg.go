package screenshot

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// Paper is what a picture is drawn on: the terminal's own colours.
type Paper struct{ Ink, Ground string }

// The papers of the two kinds of terminals.
var (
	Dark  = Paper{Ink: "#d7dce2", Ground: "#14181e"}
	Light = Paper{Ink: "#1c2128", Ground: "#ffffff"}
)

// A cell's size, that of the letters in it, and the margin, in pixels. The ratio is that of most monospaced fonts, so
// that little has to be stretched.
const (
	cellW  = 8.4
	cellH  = 17
	font   = 14
	rise   = 13 // from the top of a row to the foot of its letters
	margin = 10
)

// Still draws a terminal's text of w by h cells. Alt says in words what it shows, for those who cannot see it.
func Still(out io.Writer, text string, w, h int, p Paper, alt string) error {
	d := newDrawing(w, h, p, alt)
	for y, l := range read(text, w, h) {
		d.line(y, l)
	}
	return d.end(out)
}

// drawing is an SVG that is being written.
type drawing struct {
	bytes.Buffer
	paper Paper
}

func newDrawing(w, h int, p Paper, alt string) *drawing {
	d := &drawing{paper: p}
	pw, ph := num(float64(w)*cellW+2*margin), strconv.Itoa(h*cellH+2*margin)
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" xml:space="preserve">`+"\n", pw, ph, pw, ph)
	fmt.Fprintf(d, "<title>%s</title>\n", escaped(alt))
	fmt.Fprintf(d, `<style>text{font:%dpx ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre}.b{font-weight:bold}.f{opacity:.6}</style>`+"\n", font)
	fmt.Fprintf(d, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", pw, ph, p.Ground)
	fmt.Fprintf(d, `<g transform="translate(%d %d)" fill="%s">`+"\n", margin, margin, p.Ink)
	return d
}

func (d *drawing) end(out io.Writer) error {
	d.WriteString("</g>\n</svg>\n")
	_, err := d.WriteTo(out)
	return err
}

// line draws one row: the grounds first, so that no letter is covered.
func (d *drawing) line(y int, l line) {
	for _, p := range l {
		if p.ground != "" {
			fmt.Fprintf(d, `<rect x="%s" y="%d" width="%s" height="%d" fill="%s"/>`+"\n", num(float64(p.x)*cellW), y*cellH, num(float64(p.cells)*cellW), cellH, d.colour(p.ground))
		}
	}
	for _, p := range l {
		d.piece(y, p)
	}
}

// piece writes letters into exactly their cells, whatever font they are shown in.
func (d *drawing) piece(y int, p piece) {
	class := ""
	if p.bold {
		class += "b "
	}
	if p.faint {
		class += "f "
	}
	fmt.Fprintf(d, `<text x="%s" y="%d"`, places(p), y*cellH+rise)
	if len(p.text) == p.cells {
		fmt.Fprintf(d, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, num(float64(p.cells)*cellW))
	}
	if class != "" {
		fmt.Fprintf(d, ` class="%s"`, class[:len(class)-1])
	}
	if p.ink != "" {
		fmt.Fprintf(d, ` fill="%s"`, d.colour(p.ink))
	}
	if p.underline {
		d.WriteString(` text-decoration="underline"`)
	}
	fmt.Fprintf(d, ">%s</text>\n", escaped(p.text))
}

// places is where the letters of a piece stand. Signs that are not ASCII often come from another font, whose letters
// are wider or narrower: each of a piece that has some is put into its cell.
func places(p piece) string {
	if len(p.text) == p.cells || p.cells == 1 {
		return num(float64(p.x) * cellW)
	}
	var b []byte
	for i := range p.cells {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, num(float64(p.x+i)*cellW)...)
	}
	return string(b)
}

func (d *drawing) colour(c string) string {
	switch c {
	case ownInk:
		return d.paper.Ink
	case ownGround:
		return d.paper.Ground
	}
	return c
}

func escaped(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "" // a Buffer takes everything
	}
	return b.String()
}

// num writes a coordinate: a tenth of a pixel is finer than any screen.
func num(x float64) string {
	return string(bytes.TrimSuffix(strconv.AppendFloat(nil, x, 'f', 1, 64), []byte(".0")))
}
