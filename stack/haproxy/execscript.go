package haproxy

import (
	"bytes"
	"io"
	"strings"
)

// dialogue is the conversation with a script in a container: after the script's prompt it sends the line, and keeps the
// answer. Any output instead of the prompt also counts as the answer.
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
