//go:build unix

package tty

import (
	"time"

	"golang.org/x/sys/unix"
)

// CanAsk reports whether answers can be taken out of what is typed on this system.
const CanAsk = true

// more waits for more input, and reports whether there is some.
func (in *Input) more(atMost time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(in.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, int(atMost.Milliseconds()))
	return err == nil && n > 0
}
