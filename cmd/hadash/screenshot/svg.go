package screenshot

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Paper holds the default colours of the terminal.
type Paper struct{ Ink, Ground string }

// The papers of dark and light terminals.
var (
	Dark  = Paper{Ink: "#d7dce2", Ground: "#14181e"}
	Light = Paper{Ink: "#1c2128", Ground: "#ffffff"}
)

// The size of a cell, of its letters and of the margin, in pixels. The ratio is that of most monospaced fonts, so that
// text is stretched little.
const (
	cellW  = 8.4
	cellH  = 17
	font   = 14
	rise   = 13 // from the top of a row to the baseline of its letters
	margin = 10
)

// Sheet holds the size of a picture in cells, its paper, and Alt, its description for those who cannot see it.
type Sheet struct {
	W, H  int
	Paper Paper
	Alt   string
}

// Still draws a terminal's text.
func Still(out io.Writer, text string, l Sheet) error {
	d := newDrawing(l)
	for y, l := range read(text, l.W, l.H) {
		d.line(y, l)
	}
	return d.end(out)
}

// drawing is an SVG that is being written.
type drawing struct {
	bytes.Buffer
	paper Paper
}

func newDrawing(l Sheet) *drawing {
	d := &drawing{paper: l.Paper}
	pw, ph := num(float64(l.W)*cellW+2*margin), strconv.Itoa(l.H*cellH+2*margin)
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" xml:space="preserve">`+"\n", pw, ph, pw, ph)
	fmt.Fprintf(d, "<title>%s</title>\n", escaped(l.Alt))
	fmt.Fprintf(d, "<style>text{font:%dpx ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;white-space:pre}.b{font-weight:bold}.f{opacity:.6}"+
		".d,.l,.h{fill:none}.d{stroke-width:2.2;stroke-linecap:round}.d.b{stroke-width:2.8}.l{stroke-width:1.2}.h{stroke-width:2.2}</style>\n", font)
	fmt.Fprintf(d, `<rect width="%s" height="%s" rx="8" fill="%s"/>`+"\n", pw, ph, l.Paper.Ground)
	fmt.Fprintf(d, `<g transform="translate(%d %d)" fill="%s">`+"\n", margin, margin, l.Paper.Ink)
	return d
}

func (d *drawing) end(out io.Writer) error {
	d.WriteString("</g>\n</svg>\n")
	_, err := d.WriteTo(out)
	return err
}

// line draws one row: the backgrounds first, so that they cover no letter.
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

// piece draws one piece: letters as text of exactly the width of their cells with any font, anything else as a path. In
// viewers without textLength each piece still begins at its cell.
func (d *drawing) piece(y int, p piece) {
	switch p.kind {
	case letters, sign:
		fmt.Fprintf(d, `<text x="%s" y="%d"`, num(float64(p.x)*cellW), y*cellH+rise)
		if p.cells > 1 || p.kind == sign {
			fmt.Fprintf(d, ` textLength="%s"`, num(float64(p.cells)*cellW))
		}
		if p.kind == sign {
			d.WriteString(` lengthAdjust="spacingAndGlyphs"`) // another font's is often wider than a cell
		}
		d.classes(p, "")
		if p.ink != "" {
			fmt.Fprintf(d, ` fill="%s"`, d.colour(p.ink))
		}
		if p.underline {
			d.WriteString(` text-decoration="underline"`)
		}
		fmt.Fprintf(d, ">%s</text>\n", escaped(p.text))
	case blocks:
		fmt.Fprintf(d, `<path fill="%s"`, d.colour(orOwn(p.ink, ownInk)))
		d.classes(p, "")
		fmt.Fprintf(d, ` d="%s"/>`+"\n", shape(y, p))
	default:
		fmt.Fprintf(d, `<path stroke="%s"`, d.colour(orOwn(p.ink, ownInk)))
		d.classes(p, strokes[p.kind])
		fmt.Fprintf(d, ` d="%s"/>`+"\n", shape(y, p))
	}
}

// strokes are the classes of stroked paths.
var strokes = map[kind]string{dots: "d", lightLines: "l", heavyLines: "h"}

// classes writes the classes of a piece, its look without the colours; kind is the class of its kind.
func (d *drawing) classes(p piece, kind string) {
	all := []string{}
	if kind != "" {
		all = append(all, kind)
	}
	if p.bold {
		all = append(all, "b")
	}
	if p.faint {
		all = append(all, "f")
	}
	if len(all) > 0 {
		fmt.Fprintf(d, ` class="%s"`, strings.Join(all, " "))
	}
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
		return "" // writing to a Buffer does not fail
	}
	return b.String()
}

// num writes a coordinate: a tenth of a pixel is finer than any screen.
func num(x float64) string {
	return string(bytes.TrimSuffix(strconv.AppendFloat(nil, x, 'f', 1, 64), []byte(".0")))
}
