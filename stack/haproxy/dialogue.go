package haproxy

import (
	"bytes"
	"io"
	"strings"
)

// dialogue is what a script in a container says: its prompt, upon which it is given the line, and then the answer. What
// it says instead of the prompt is an answer, too.
type dialogue struct {
	line string
	to   io.Writer

	sent   bool
	answer bytes.Buffer
}

func (d *dialogue) Write(b []byte) (int, error) {
	d.answer.Write(b)
	if d.sent || !strings.HasPrefix(d.answer.String(), prompt) {
		return len(b), nil
	}
	d.answer.Next(len(prompt))
	d.sent = true
	_, err := io.WriteString(d.to, d.line+"\n")
	return len(b), err
}
