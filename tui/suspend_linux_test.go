package tui

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// shell is as much of one as job control takes: it starts the screen in the foreground, says when that is stopped,
// and has it continue after a line is typed.
func shell() {
	signal.Ignore(syscall.SIGTTOU) // whoever takes the terminal back is in the background
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), screenEnv+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: 0}
	if err := cmd.Start(); err != nil {
		fmt.Println("shell:", err)
		return
	}
	for in := bufio.NewReader(os.Stdin); ; {
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(cmd.Process.Pid, &status, syscall.WUNTRACED, nil); err != nil || !status.Stopped() {
			return
		}
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, syscall.Getpgrp())
		fmt.Println("stopped")
		if line, _ := in.ReadString('\n'); strings.TrimSpace(line) != "fg" {
			_ = cmd.Process.Kill()
			return
		}
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, cmd.Process.Pid)
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGCONT)
	}
}

// ctrl+z gives the terminal back to the shell, and fg brings the whole screen again.
func TestSuspend(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t, screenEnv+"=shell", screenEnv+"_THEME=dark", screenEnv+"_MOUSE=1")
	s.wait(t, "all 10 up")
	_, _ = s.master.WriteString("\x1a")
	s.wait(t, "stopped")
	text := s.text()
	if strings.LastIndex(text, "\x1b[?1049l") < strings.LastIndex(text, "\x1b[?1049h") {
		t.Error("the shell is left on the alternate screen")
	}
	if strings.LastIndex(text, "\x1b[?1000l") < strings.LastIndex(text, "\x1b[?1000h") {
		t.Error("the shell is left with reports of the mouse")
	}
	if mode, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS); err != nil || mode.Lflag&unix.ICANON == 0 || mode.Lflag&unix.ECHO == 0 {
		t.Errorf("the shell's terminal is still raw (%v)", err)
	}
	before := len(text)
	_, _ = s.master.WriteString("fg\n")
	for _, want := range []string{"\x1b[?1049h", mouseReports, "all 10 up", "mysql-slave3", "all 3", "timeline", "q\x1b"} {
		s.waitAfter(t, before, want)
	}
	_, _ = s.master.WriteString("q")
	s.restored(t)
}
