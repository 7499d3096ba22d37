package postmortem

import (
	"bytes"
	"io"

	"hadash/report/webpage"
)

// HTML writes the post-mortem as one self-contained page, with its style and the picture, an
// SVG; nil = there is none. It has no script. Its only errors are w's.
func (d Report) HTML(w io.Writer, svg []byte) error {
	d = d.settled()
	d.Picture = ""
	if svg != nil {
		d.Picture = webpage.Drawn
	}
	var source bytes.Buffer
	if err := d.Markdown(&source); err != nil {
		return err
	}
	return webpage.Page{Lang: d.Lang, Title: subjectOf(d.Run), Source: source.Bytes(), SVG: svg}.Write(w)
}
