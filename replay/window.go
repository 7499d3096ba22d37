package replay

import (
	"hadash/incident"
	"hadash/record"
)

// windowKept is how many Frames before the newest one can be shown without reading again.
const windowKept = 256

// window holds the Frames folded last, in sequence without a gap.
type window struct {
	first  int // number of the first of them
	frames []incident.Frame
}

// begin empties the window, for the Frames that follow Frame n.
func (w *window) begin(n int) { w.first, w.frames = n+1, nil }

// last returns the number of the newest Frame.
func (w *window) last() int { return w.first + len(w.frames) - 1 }

func (w *window) has(n int) bool { return n >= w.first && n <= w.last() }

func (w *window) at(n int) *incident.Frame { return &w.frames[n-w.first] }

func (w *window) add(f incident.Frame) {
	if len(w.frames) >= 2*windowKept {
		gone := len(w.frames) - windowKept
		w.first, w.frames = w.first+gone, append(make([]incident.Frame, 0, 2*windowKept), w.frames[gone:]...)
	}
	w.frames = append(w.frames, f)
}

// lines returns the lines that the Frames up to n brought.
func (w *window) lines(n int) []*record.Line {
	var all []*record.Line
	for _, f := range w.frames[:n-w.first+1] {
		all = append(all, f.Lines...)
	}
	return all
}
