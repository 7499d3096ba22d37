package screenshot

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Film is a moving picture: every Frame is shown for as long, and at the end it begins again. A row that stays as it
// is is drawn once, so a minute of a screen that seldom changes is small.
type Film struct {
	w, h   int
	frames [][]line
}

// NewFilm begins a film of w by h cells.
func NewFilm(w, h int) *Film { return &Film{w: w, h: h} }

// Add adds a terminal's text as the next Frame.
func (f *Film) Add(text string) { f.frames = append(f.frames, read(text, f.w, f.h)) }

// Write draws the film; each is how long a Frame is shown.
func (f *Film) Write(out io.Writer, each time.Duration, p Paper, alt string) error {
	d := newDrawing(f.w, f.h, p, alt)
	whole := each * time.Duration(len(f.frames))
	for y := range f.h {
		for _, t := range f.takes(y) {
			if len(t.line) == 0 {
				continue
			}
			if len(t.seen) == 1 && t.seen[0] == (span{0, len(f.frames)}) {
				d.line(y, t.line)
				continue
			}
			d.WriteString("<g visibility=\"hidden\">\n")
			d.animate(t.seen, len(f.frames), whole)
			d.line(y, t.line)
			d.WriteString("</g>\n")
		}
	}
	return d.end(out)
}

// span is Frames one after the other, the end not among them.
type span struct{ from, to int }

// take is what a row shows at some time, and when.
type take struct {
	line line
	seen []span
}

// takes is what row y shows over the film, each content once.
func (f *Film) takes(y int) []*take {
	var out []*take
	for i := range f.frames {
		l := f.frames[i][y]
		at := slices.IndexFunc(out, func(t *take) bool { return slices.Equal(t.line, l) })
		if at < 0 {
			out = append(out, &take{line: l, seen: []span{{i, i + 1}}})
			continue
		}
		t := out[at]
		if last := &t.seen[len(t.seen)-1]; last.to == i {
			last.to++
		} else {
			t.seen = append(t.seen, span{i, i + 1})
		}
	}
	return out
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
