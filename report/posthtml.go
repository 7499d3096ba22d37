package report

import (
	"bytes"
	"io"
)

// HTML writes the post-mortem as one page that needs nothing else: its style is in it, and so is the picture, an
// SVG; nil = there is none. It has no script. Its only errors are w's.
func (d Post) HTML(w io.Writer, svg []byte) error {
	d = d.settled()
	d.Picture = ""
	if svg != nil {
		d.Picture = drawn
	}
	var source bytes.Buffer
	if err := d.Markdown(&source); err != nil {
		return err
	}
	return webPage(w, d.Lang, subjectOf(d.Run), source.Bytes(), svg)
}
