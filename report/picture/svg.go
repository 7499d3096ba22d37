package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"hadash/record"
)

// svg collects the elements of a picture. What an element looks like is said by its class, so that one picture can
// have the colours of a light page and of a dark one.
type svg struct{ bytes.Buffer }

func (s *svg) rect(class string, x, y, w, h float64) {
	fmt.Fprintf(s, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`+"\n", class, num(x), num(y), num(w), num(h))
}

func (s *svg) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(s, `<path class="%s" d="M%s %sL%s %s"/>`+"\n", class, num(x1), num(y1), num(x2), num(y2))
}

// path draws d; an empty one is left out.
func (s *svg) path(class, d string) {
	if d != "" {
		fmt.Fprintf(s, `<path class="%s" d="%s"/>`+"\n", class, d)
	}
}

// at draws a shape that is given around 0,0.
func (s *svg) at(class, shape string, x, y float64) {
	fmt.Fprintf(s, `<path class="%s" transform="translate(%s %s)" d="%s"/>`+"\n", class, num(x), num(y), shape)
}

// text writes one line; y is its baseline. A class "e" ends it at x, "m" puts its middle there.
func (s *svg) text(class string, x, y float64, text string) {
	fmt.Fprintf(s, `<text class="%s" x="%s" y="%s">%s</text>`+"\n", class, num(x), num(y), escapeXML(text))
}

// escapeXML makes foreign text harmless: nothing in it is markup, and no control character is left.
func escapeXML(text string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(record.Clean(text))); err != nil {
		return "" // a Buffer takes everything
	}
	return b.String()
}

// num writes a coordinate: a tenth of a pixel is finer than any screen.
func num(x float64) string {
	s := strconv.FormatFloat(x, 'f', 1, 64)
	s = strings.TrimSuffix(s, ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// The size of ordinary text, and how wide its letters are at most, whatever the font.
const (
	textSize  = 11
	wideLatin = 0.62 // of the size
)

// widthOf is the largest width of a text. The reader's font is not known, so letters count as wide ones.
func widthOf(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		if r >= 0x1100 { // ideographs and emoji fill a square
			w += size
			continue
		}
		w += wideLatin * size
	}
	return w
}

// fit cuts a text to a width.
func fit(text string, width, size float64) string {
	text = record.Clean(text)
	if widthOf(text, size) <= width {
		return text
	}
	w := widthOf("…", size)
	for i, r := range text {
		if w += widthOf(string(r), size); w > width {
			return strings.TrimRight(text[:i], " ") + "…"
		}
	}
	return text
}

// document writes the whole picture: its name and what is to be seen on it for those who cannot see it, its colours,
// and what was drawn.
func (p *picture) document(w io.Writer, title, desc string) error {
	var head svg
	height := math.Ceil(p.y)
	fmt.Fprintf(&head, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-labelledby="title desc">`+"\n",
		num(pictureWidth), num(height), num(pictureWidth), num(height))
	fmt.Fprintf(&head, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escapeXML(title), escapeXML(desc))
	fmt.Fprintf(&head, "<style>\n%s</style>\n<defs>\n%s</defs>\n", styles(), weaves(&p.painted))
	head.rect("page", 0.5, 0.5, pictureWidth-1, height-1)
	for _, part := range [][]byte{head.Bytes(), p.back.Bytes(), p.Bytes(), []byte("</svg>\n")} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
