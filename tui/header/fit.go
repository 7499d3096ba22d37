package header

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// gap is the distance between two segments of the first line.
const gap = 2

// segment is a part of the first line, in several forms.
type segment struct {
	style paint.Style
	forms []string // the longest first; none: there is nothing to say
	spare bool     // left out before the others
}

// short is the number of cells that its shortest form takes.
func (s *segment) short() int {
	if len(s.forms) == 0 {
		return 0
	}
	return gap + paint.Width(s.forms[len(s.forms)-1])
}

// put writes segments in their order. Where not all fit even in their shortest forms the last ones are left out. The room
// that is left makes the first one longer, then serves the spare ones, then makes the others longer.
func put(p *paint.Pen, all ...segment) {
	f := fitting{room: p.Room(), all: all, form: make([]string, len(all))}
	f.fit(false)
	f.grow(all[:1], false)
	f.fit(true)
	f.grow(all, false)
	f.grow(all, true)
	for i, text := range f.form {
		if text != "" {
			p.Space(gap)
			p.Put(all[i].style, text)
		}
	}
}

// fitting chooses the forms of segments; "" leaves one out.
type fitting struct {
	room int
	all  []segment
	form []string
}

// fit chooses the shortest forms of the spare segments, or of the others, while there is room.
func (f *fitting) fit(spare bool) {
	for i := range f.all {
		if s := &f.all[i]; s.spare == spare && len(s.forms) > 0 && s.short() <= f.room {
			f.room, f.form[i] = f.room-s.short(), s.forms[len(s.forms)-1]
		}
	}
}

// grow makes the spare ones of the first segments, or the others, as long as the room allows.
func (f *fitting) grow(first []segment, spare bool) {
	for i := range first {
		if f.form[i] != "" && first[i].spare == spare {
			f.room += paint.Width(f.form[i])
			f.form[i] = ui.Fitting(f.room, first[i].forms...)
			f.room -= paint.Width(f.form[i])
		}
	}
}
