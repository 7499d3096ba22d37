//go:build unix

package tty

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// CanSuspend reports whether a process can be stopped here, and the terminal given back meanwhile.
const CanSuspend = true

// Resized calls each with the terminal's size now and whenever it changes, until ctx ends.
func (s *Screen) Resized(ctx context.Context, each func(w, h int)) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH, syscall.SIGCONT) // a stopped process gets no SIGWINCH
	defer signal.Stop(changed)
	for {
		if w, h, ok := s.Size(); ok {
			each(w, h)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// understand has nothing to switch on: terminals here read sequences.
func understand(io.Writer) {}
