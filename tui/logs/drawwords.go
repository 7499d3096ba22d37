package logs

import (
	"strings"

	"hadash/tui/paint"
)

// words writes a line in words, and at its right end who else reports the same request, or how HAProxy puts it; else its
// meaning.
func (v *View) words(pen *paint.Pen, l *Line, st paint.Style) {
	if l.naming && v.Name != nil {
		pen.Put(st, v.Name(l.about, l.Node))
		pen.Space(1)
	}
	pen.Put(st, l.words)
	if l.tries {
		v.tried(pen, l, st)
	}
	switch {
	case l.with != "":
		const same = "same request: "
		v.atEnd(pen, pen.Th.Faint, same, l.with)
	case l.tail != "":
		v.atEnd(pen, pen.Th.Faint, "", l.tail)
	case l.said != "":
		v.atEnd(pen, pen.Th.Said, "", l.said)
	}
}

// tried writes the servers that nginx tried for a request.
func (v *View) tried(pen *paint.Pen, l *Line, st paint.Style) {
	word := ", tried "
	for addr := range strings.FieldsSeq(l.about) {
		if v.Name != nil {
			addr = v.Name(addr, l.Node)
		}
		pen.Put(st, word)
		pen.Put(st, addr)
		word = ", "
	}
}

// atEnd writes a text against the right edge, if there is room for all of it.
func (*View) atEnd(pen *paint.Pen, st paint.Style, what, text string) {
	const gap, edge = 2, 1
	w := paint.Width(what) + paint.Width(text)
	room := pen.Room()
	if room < gap+w+edge {
		return
	}
	pen.Space(room - w - edge)
	pen.Put(st, what)
	pen.Put(st, text)
}
