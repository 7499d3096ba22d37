//go:build unix

package tty

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sys/unix"

	"hadash/record"
)

// keep is all that a keeper does: it waits for the end of the process that started it, and restores what that one left
// unrestored.
func keep(of string) {
	signal.Ignore(syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGTSTP, syscall.SIGTTOU, syscall.SIGTTIN, syscall.SIGPIPE)
	var held *unix.Termios
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var mode unix.Termios
		switch {
		case lines.Text() == released:
			held = nil
		case json.Unmarshal(lines.Bytes(), &mode) == nil:
			held = &mode
		}
	}
	if held == nil {
		return
	}
	uncook(held)
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = io.WriteString(os.Stdout, afterwards+epitaph(of, (&aside{file: os.NewFile(keeperAside, "stderr")}).text()))
	}()
	select {
	case <-said:
	case <-time.After(stuck):
	}
}

// uncook restores the terminal's mode unless another program, such as the shell, has set it meanwhile.
func uncook(mode *unix.Termios) {
	now, err := unix.IoctlGetTermios(keeperInput, getTermios)
	if err == nil && now.Lflag&(unix.ICANON|unix.ECHO|unix.ISIG) == 0 && now.Oflag&unix.OPOST == 0 {
		_ = unix.IoctlSetTermios(keeperInput, setTermios, mode)
	}
}

// afterwards switches off all that a screen may have switched on. It begins with the end of a string, for the process may
// have died in the middle of one.
const afterwards = "\x1b\\" + mouseOff + "\x1b[?1002l\x1b[?1003l\x1b[?1004l" + ansi.ResetModeBracketedPaste + ansi.ResetStyle + ansi.ShowCursor + ansi.ResetModeAltScreenSaveCursor

// epitaph says how a process ended, and what to do about it.
func epitaph(of, said string) string {
	const left = " 'hadash heal' or the next 'hadash' heals what it left broken.\r\n"
	why := crash(said)
	if why == "" && strings.Contains(said, "goroutine ") {
		why = "a fatal error of the Go runtime, printed in full on standard error" // of these it repeats only the stack
	}
	if why == "" {
		return "hadash: process " + of + " was killed; the terminal is restored." + left
	}
	text := "hadash: ended by " + record.Clean(why) + "\r\n"
	f, err := os.CreateTemp("", "hadash-crash-*.txt")
	if err == nil {
		_, err = f.WriteString(record.PrintableLines(said))
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return strings.ReplaceAll(said, "\n", "\r\n") + text + "hadash: this is a bug; report it with the lines above." + left
	}
	return text + "hadash: this is a bug; report it with the file " + f.Name() + "." + left
}

// crash is the line in which the Go runtime says why it ends the process; "" if there is none.
func crash(said string) string {
	for line := range strings.Lines(said) {
		for _, begins := range []string{"panic: ", "fatal error: ", "SIG", "runtime: "} {
			if strings.HasPrefix(line, begins) && (begins != "SIG" || strings.Contains(line, ": ")) {
				return strings.TrimSpace(line)
			}
		}
	}
	return ""
}
