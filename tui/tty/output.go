// Package tty stands between bubbletea and the terminal: it puts sequences of our own between
// bubbletea's writes, and takes the terminal's answers out of what is typed.
package tty

import (
	"bytes"
	"io"
	"os"
	"sync"
)

// Output is the terminal as bubbletea writes to it. bubbletea v1 offers no way to send a sequence that is no part
// of the frame, and in the frame it would be sent again with every change of its line. But the renderer hands over
// each frame in one Write, so whatever waits for the same lock lands between two frames, never in one.
type Output struct {
	mu    sync.Mutex
	w     io.Writer
	first []byte
	mouse bool // reports of it are wanted
	alt   bool // the alternate screen is there
}

// NewOutput is an Output that writes first after the first thing that is written: by then the terminal is raw.
func NewOutput(w io.Writer, first string) *Output { return &Output{w: w, first: []byte(first)} }

// Write writes p whole.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	leaves := bytes.Equal(p, leaveAlt)
	if leaves && o.mouse {
		_, _ = io.WriteString(o.w, mouseOff)
	}
	n, err := o.w.Write(p)
	if enters := bytes.Equal(p, enterAlt); enters || leaves {
		o.alt = enters
		if enters && o.mouse {
			_, _ = io.WriteString(o.w, mouseOn)
		}
	}
	if err == nil && len(o.first) > 0 {
		_, err = o.w.Write(o.first)
		o.first = nil
	}
	return n, err
}

// Say writes a sequence between frames. An error is left to the frame that follows: a terminal that is gone is told
// of once.
func (o *Output) Say(seq string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	_, _ = io.WriteString(o.w, seq)
}

// File is an Output that bubbletea can ask for the terminal's size.
type File struct {
	*os.File
	*Output
}

// Write goes by the Output's lock.
func (f File) Write(p []byte) (int, error) { return f.Output.Write(p) }

// WriteString is for io.WriteString, which would choose the file's own.
func (f File) WriteString(s string) (int, error) { return f.Output.Write([]byte(s)) }

// ReadFrom is for io.Copy, for the same reason.
func (f File) ReadFrom(r io.Reader) (int64, error) { return io.Copy(f.Output, r) }
