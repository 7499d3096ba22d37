package screenshot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// element is one text or path of a picture.
type element struct {
	name, text string
	at         map[string]string
}

// elements reads a picture: its texts and paths, and the size within its margins.
func elements(t *testing.T, svg []byte) (all []element, w, h float64) {
	t.Helper()
	var open *element
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, w, h
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			open = &element{name: e.Name.Local, at: map[string]string{}}
			for _, a := range e.Attr {
				open.at[a.Name.Local] = a.Value
			}
			if open.name == "svg" {
				w, h = number(t, open.at["width"])-2*margin, number(t, open.at["height"])-2*margin
			}
		case xml.CharData:
			if open != nil {
				open.text += string(e)
			}
		case xml.EndElement:
			if open != nil && (open.name == "text" || open.name == "path") {
				all = append(all, *open)
			}
			open = nil
		}
	}
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%q is no number", text)
	}
	return n
}

// near reports whether two coordinates are equal but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 0.11 }

// inCells fails if the place of something in a picture depends on the font, or if something leaves the picture.
func inCells(t *testing.T, name string, svg []byte) {
	t.Helper()
	all, w, h := elements(t, svg)
	for _, e := range all {
		if e.name == "path" {
			for x, y := range points(t, e.at["d"]) {
				if x < -0.1 || x > w+0.1 || y < 0 || y > h {
					t.Errorf("%s: a path at %v, %v leaves %v by %v", name, x, y, w, h)
				}
			}
			continue
		}
		x, cells := number(t, e.at["x"]), utf8.RuneCountInString(e.text)
		if !near(x, math.Round(x/cellW)*cellW) {
			t.Errorf("%s: %q at %v begins in no cell", name, e.text, x)
		}
		if cells > 1 && (e.at["textLength"] == "" || !near(number(t, e.at["textLength"]), float64(cells)*cellW)) {
			t.Errorf("%s: %q of %d cells is %q long", name, e.text, cells, e.at["textLength"])
		}
		if x+float64(cells)*cellW > w+0.1 {
			t.Errorf("%s: %q ends at %v, the picture at %v", name, e.text, x+float64(cells)*cellW, w)
		}
		if strings.Contains(e.text, "  ") && e.at["text-decoration"] == "" && !painted(svg, e) {
			t.Errorf("%s: %q has a gap of blanks", name, e.text)
		}
		if strings.IndexFunc(e.text, func(r rune) bool { return r >= 0x2500 && r <= 0x2588 || r >= firstDots && r <= lastDots }) >= 0 {
			t.Errorf("%s: %q is left to a font", name, e.text)
		}
	}
}

// painted reports whether a text has a background of its own, on which blanks are visible.
func painted(svg []byte, e element) bool {
	y, _ := strconv.Atoi(e.at["y"])
	return bytes.Contains(svg, []byte(`<rect x="`+e.at["x"]+`" y="`+strconv.Itoa(y-rise)+`"`))
}

var step = regexp.MustCompile(`([MhvHVz])([^MhvHVz]*)`)

// points returns the points of a path, as x and y.
func points(t *testing.T, d string) func(yield func(x, y float64) bool) {
	t.Helper()
	return func(yield func(x, y float64) bool) {
		var x, y float64
		for _, s := range step.FindAllStringSubmatch(d, -1) {
			var n []float64
			for _, text := range strings.Fields(s[2]) {
				n = append(n, number(t, text))
			}
			switch s[1] {
			case "M":
				x, y = n[0], n[1]
			case "h":
				x += n[0]
			case "H":
				x = n[0]
			case "v":
				y += n[0]
			case "V":
				y = n[0]
			}
			if !yield(x, y) {
				return
			}
		}
	}
}

// With any font, no line of a picture crosses its border.
func TestEverythingStandsInItsCell(t *testing.T) {
	shipped, err := filepath.Glob("../../../docs/screens/*.svg")
	if err != nil || len(shipped) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, path := range shipped {
		svg, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		inCells(t, filepath.Base(path), svg)
	}
	text := "┏━ a  b ━━┓\n┃⡤⠤⢄⣀⡀ × ▄█┃\n┗━━ ä ▶▶ ━┛"
	var b bytes.Buffer
	if err := Still(&b, text, Sheet{W: 12, H: 3, Paper: Dark}); err != nil {
		t.Fatal(err)
	}
	inCells(t, "a small one", b.Bytes())
}

// Every braille sign has exactly the dots of Unicode.
func TestDotsAreThoseOfTheSign(t *testing.T) {
	for r := rune(firstDots); r <= lastDots; r++ {
		var got rune
		for x, y := range points(t, shape(0, piece{cells: 1, text: string(r), kind: dots})) {
			column, row := int(x/(cellW/2)), int(y/(cellH/4.))
			for bit, at := range dotAt {
				if at == [2]int{column, row} {
					got |= 1 << bit
				}
			}
		}
		if got != r-firstDots {
			t.Errorf("%c has the dots %08b", r, got)
		}
	}
}

// Lines reach the right sides of their cell, where they meet those of the next cell, and no others.
func TestLinesMeet(t *testing.T) {
	for r, a := range lines {
		var left, right, up, down bool
		for x, y := range points(t, shape(0, piece{cells: 1, text: string(r), kind: a.kind})) {
			left, right = left || near(x, 0), right || near(x, cellW)
			up, down = up || near(y, 0), down || near(y, cellH)
		}
		if got := (arms{left, right, up, down, a.kind}); got != a {
			t.Errorf("%c reaches %+v, want %+v", r, got, a)
		}
	}
	if got := shape(1, piece{x: 2, cells: 3, text: "━━━", kind: heavyLines}); got != "M16.8 25.5h25.2" {
		t.Errorf("a straight line is %s", got)
	}
}
