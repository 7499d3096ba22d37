package logs

import (
	"bufio"
	"io"
	"slices"
	"time"

	"hadash/record"
)

// Copy returns the lines that pass the filters now, oldest first, also those that are folded.
func (p *Panel) Copy() []Line {
	p.finish()
	out := make([]Line, 0, len(p.seen))
	for n := p.ring.first; n < p.ring.next; n++ {
		if l := p.ring.at(n); p.pass(l) {
			out = append(out, *l)
		}
	}
	return slices.Clip(out)
}

// Write writes lines as a text file: Docker's timestamp, the container, and the whole text of each.
func Write(w io.Writer, lines []Line) error {
	out := bufio.NewWriter(w)
	var b []byte
	for i := range lines {
		l := &lines[i]
		b = l.At.UTC().AppendFormat(b[:0], time.RFC3339Nano)
		b = append(b, ' ')
		b = append(b, record.Clean(l.Node)...)
		b = append(b, ' ')
		b = append(b, record.Clean(l.Whole())...)
		b = append(b, '\n')
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}
