package tui

import (
	"fmt"

	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// talk is what is asked of the user, typed, and said.
type talk struct {
	ask      *question
	typing   *typedLine
	said     remark
	prepared remark // what was last said of how the load is prepared
}

// remark is the result of the last key: one line, until the next key.
type remark struct {
	text string
	tone ui.Tone
}

// The tones of a remark.
const (
	plainly = ui.Plainly
	well    = ui.Well
	badly   = ui.Badly
)

func newRemark(t ui.Tone, format string, args ...any) remark {
	return remark{record.Printable(fmt.Sprintf(format, args...)), t}
}

func (t *talk) say(tone ui.Tone, format string, args ...any) {
	t.said = newRemark(tone, format, args...)
}

// draw writes what wants an answer or was answered; it reports whether there is such a thing.
func (t *talk) draw(c *ui.Context, p *paint.Pen) bool {
	p.Space(1)
	switch {
	case t.ask != nil:
		t.ask.draw(c, p)
	case t.typing != nil:
		t.typing.draw(c, p)
	case t.said.text != "":
		p.Put([]paint.Style{c.Theme.Text, c.Theme.Good, c.Theme.Bad}[t.said.tone], t.said.text)
	default:
		return false
	}
	return true
}
