package screenshot

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Film is a moving picture: every Frame is shown for as long, and at the end it begins again. A piece of a row that stays
// as it is is drawn once, and pieces that come and go together do so as one, so a screen on which little changes is small.
type Film struct {
	sheet  Sheet
	frames [][]line
}

// NewFilm begins a film.
func NewFilm(l Sheet) *Film { return &Film{sheet: l} }

// Add adds a terminal's text as the next Frame.
func (f *Film) Add(text string) { f.frames = append(f.frames, read(text, f.sheet.W, f.sheet.H)) }

// Write draws the film; each is how long a Frame is shown.
func (f *Film) Write(out io.Writer, each time.Duration) error {
	d := newDrawing(f.sheet)
	whole := each * time.Duration(len(f.frames))
	for _, t := range f.takes() {
		still := t.seen[0] == (span{0, len(f.frames)})
		if !still {
			d.group(t.seen[0].from == 0)
			d.animate(t.seen, len(f.frames), whole)
		}
		for y, l := range t.rows {
			d.line(y, l)
		}
		if !still {
			d.WriteString("</g>\n")
		}
	}
	return d.end(out)
}

// group begins what is not seen all the time. A viewer that moves nothing shows the first Frame.
func (d *drawing) group(first bool) {
	if first {
		d.WriteString("<g>\n")
		return
	}
	d.WriteString("<g visibility=\"hidden\">\n")
}

// span is Frames one after the other, the end not among them.
type span struct{ from, to int }

// take is what is seen in the same Frames, and in which.
type take struct {
	seen []span
	rows []line
}

// takes are what the film shows, each piece once. No two that are seen at the same time share a cell, so none covers
// another, whichever is drawn first.
func (f *Film) takes() []*take {
	var out []*take
	byTime := map[string]*take{}
	for y := range f.sheet.H {
		for _, p := range f.pieces(y) {
			key := fmt.Sprint(p.seen)
			t := byTime[key]
			if t == nil {
				t = &take{seen: p.seen, rows: make([]line, f.sheet.H)}
				byTime[key] = t
				out = append(out, t)
			}
			t.rows[y] = append(t.rows[y], p.piece)
		}
	}
	return out
}

// shown is a piece of a row, and when it is seen.
type shown struct {
	piece
	seen []span
}

// pieces are what row y shows over the film, in the order in which they come.
func (f *Film) pieces(y int) []*shown {
	var out []*shown
	byPiece := map[piece]*shown{}
	for i := range f.frames {
		for _, p := range f.frames[i][y] {
			s := byPiece[p]
			if s == nil {
				s = &shown{piece: p}
				byPiece[p] = s
				out = append(out, s)
			}
			s.add(i)
		}
	}
	return out
}

// add notes that it is seen in a Frame, which is later than those before.
func (s *shown) add(frame int) {
	if n := len(s.seen); n > 0 && s.seen[n-1].to == frame {
		s.seen[n-1].to++
		return
	}
	s.seen = append(s.seen, span{frame, frame + 1})
}

// animate says when the group it stands in is seen (SVG 1.1, 19.2.9: keyTimes with calcMode discrete).
func (d *drawing) animate(seen []span, frames int, whole time.Duration) {
	values, times := []string{"hidden"}, []string{"0"}
	put := func(at int, value string) {
		if at == 0 {
			values[0] = value
			return
		}
		if at < frames {
			values, times = append(values, value), append(times, fmt.Sprintf("%.4g", float64(at)/float64(frames)))
		}
	}
	for _, s := range seen {
		put(s.from, "visible")
		put(s.to, "hidden")
	}
	fmt.Fprintf(d, `<animate attributeName="visibility" calcMode="discrete" dur="%.3gs" repeatCount="indefinite" values="%s" keyTimes="%s"/>`+"\n",
		whole.Seconds(), strings.Join(values, ";"), strings.Join(times, ";"))
}
