package screenshot

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Film is a moving picture: every Frame is shown for the same time, and after the last one it starts again. An
// unchanged piece of a row is drawn once, and pieces that appear and disappear together are one group, so the file is
// small if little changes.
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

// group begins a group that is not always visible. A viewer without animation shows the first Frame.
func (d *drawing) group(first bool) {
	if first {
		d.WriteString("<g>\n")
		return
	}
	d.WriteString("<g visibility=\"hidden\">\n")
}

// span is a range of Frames, without its end.
type span struct{ from, to int }

// take holds the pieces that are visible in the same Frames, and these Frames.
type take struct {
	seen []span
	rows []line
}

// takes returns all pieces of the film, each once. Pieces that are visible at the same time share no cell, so the order
// of drawing does not matter.
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

// shown is a piece of a row, and the Frames in which it is visible.
type shown struct {
	piece
	seen []span
}

// pieces returns the pieces of row y over the film, in order of appearance.
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

// add notes that the piece is visible in a Frame, later than the Frames before.
func (s *shown) add(frame int) {
	if n := len(s.seen); n > 0 && s.seen[n-1].to == frame {
		s.seen[n-1].to++
		return
	}
	s.seen = append(s.seen, span{frame, frame + 1})
}

// animate writes when the enclosing group is visible (SVG 1.1, 19.2.9: keyTimes with calcMode discrete).
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
