package tui

import (
	"fmt"

	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// talk is the question, the typed line and the remark.
type talk struct {
	ask      *question
	typing   *typedLine
	said     remark
	prepared remark // the last remark about preparing the load
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

// draw writes the question, the typed line or the remark; it reports whether there is one.
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
