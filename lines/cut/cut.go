// Package cut takes a stream of bytes apart into lines.
package cut

import "bytes"

// Longest is how much is kept of one line. What follows is left out, up to the end of the line.
const Longest = 16 << 10

// Cutter keeps what was read of a line whose end was not. The zero value is ready; a Cutter is for one goroutine.
type Cutter struct {
	Most int // how much is kept of one line; 0 = Longest

	begun []byte
}

func (c *Cutter) most() int {
	if c.Most > 0 {
		return c.Most
	}
	return Longest
}

// Cut calls each for every line that ends in a chunk, without its end. Empty lines are left out, and zeros at the start of one: a file that was
// truncated while it was written has them. The line is valid until each returns.
func (c *Cutter) Cut(chunk []byte, each func(line []byte)) {
	for len(chunk) > 0 {
		i := bytes.IndexByte(chunk, '\n')
		if i < 0 {
			c.keep(chunk)
			return
		}
		if len(c.begun) == 0 {
			c.deliver(bytes.TrimLeft(chunk[:i], "\x00"), each)
		} else {
			c.keep(chunk[:i])
			c.deliver(c.begun, each)
			c.begun = c.begun[:0]
		}
		chunk = chunk[i+1:]
	}
}

// Rest calls each for the last line if it has no end: none will come.
func (c *Cutter) Rest(each func(line []byte)) {
	c.deliver(c.begun, each)
	c.begun = c.begun[:0]
}

// Begun reports whether the last line has not ended yet.
func (c *Cutter) Begun() bool { return len(c.begun) > 0 }

func (c *Cutter) keep(part []byte) {
	if len(c.begun) == 0 {
		part = bytes.TrimLeft(part, "\x00")
	}
	c.begun = append(c.begun, part[:min(len(part), c.most()-len(c.begun))]...)
}

func (c *Cutter) deliver(line []byte, each func(line []byte)) {
	line = bytes.TrimSuffix(line[:min(len(line), c.most())], []byte("\r"))
	if len(line) > 0 {
		each(line)
	}
}
