package tui

import (
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A terminal that takes nothing any more, as over a line that broke, must not keep the screen from ending: what was
// broken is healed after it.
func TestStuckTerminal(t *testing.T) {
	t.Parallel()
	s := startScreen(t)
	s.mu.Lock() // nobody reads any more
	for i := range 40 {
		_ = unix.IoctlSetWinsize(int(s.master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Col: 120 + uint16(i%2), Row: 40})
		time.Sleep(10 * time.Millisecond)
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	given := false
	for end := time.Now().Add(20 * time.Second); !given && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		mode, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS)
		given = err == nil && mode.Lflag&unix.ICANON != 0 && mode.Lflag&unix.ECHO != 0
	}
	s.mu.Unlock()
	if !given {
		t.Error("the terminal is not given back")
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the process ended with %v", err)
	}
}
