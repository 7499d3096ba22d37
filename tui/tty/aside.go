//go:build unix

package tty

import (
	"io"
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"hadash/record"
)

// aside is where standard error goes while a screen has the terminal: a file without a name. Its writers, such as a
// library that logs or the Go runtime when it crashes, would write over the screen. A file needs no reader,
// and it outlives the process for the keeper.
type aside struct {
	file *os.File
	was  int // standard error meanwhile; -1 while it is not taken
}

func newAside() *aside {
	f, err := os.CreateTemp("", "hadash-*.txt")
	if err != nil {
		return nil
	}
	_ = os.Remove(f.Name())
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETFL, unix.O_APPEND); err != nil {
		_ = f.Close()
		return nil
	}
	return &aside{file: f, was: -1}
}

// take redirects standard error to the file, if it is a terminal. If not, it does no harm, and only the
// runtime's report of a crash goes to the file too.
func (a *aside) take() {
	if a == nil || a.was >= 0 {
		return
	}
	if !term.IsTerminal(2) {
		_ = debug.SetCrashOutput(a.file, debug.CrashOptions{})
		return
	}
	was, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return
	}
	if dupOver(int(a.file.Fd()), 2) != nil {
		_ = unix.Close(was)
		return
	}
	a.was = was
}

// give restores standard error, and copies there what was written meanwhile.
func (a *aside) give() {
	if a == nil || a.was < 0 {
		return
	}
	_ = dupOver(a.was, 2)
	_ = unix.Close(a.was)
	a.was = -1
	said := a.text()
	_ = a.file.Truncate(0)
	for line := range strings.Lines(said) {
		_, _ = io.WriteString(os.Stderr, record.Printable(strings.TrimRight(line, "\n"))+"\n")
	}
}

// most is how much of the file is copied: its end, which says why a process ended.
const most = 1 << 20

func (a *aside) text() string {
	info, err := a.file.Stat()
	if err != nil {
		return ""
	}
	from := max(info.Size()-most, 0)
	text, _ := io.ReadAll(io.NewSectionReader(a.file, from, info.Size()-from))
	return string(text)
}
