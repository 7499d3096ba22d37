package tui

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"hadash/incident"
)

// screenEnv makes this test binary a hadash screen, for tests that need a whole process.
const screenEnv = "HADASH_TUI_TEST_SCREEN"

func TestMain(m *testing.M) {
	switch os.Getenv(screenEnv) {
	case "":
		flag.Parse()
		_ = flag.Set("test.parallel", "8") // those that wait for a terminal leave the processors to others
		debug.SetGCPercent(400)
		os.Exit(runTests(m))
	case "shell":
		shell()
		return
	}
	if path := os.Getenv(screenEnv + "_STDERR"); path != "" {
		f, err := os.Create(path)
		if err == nil {
			err = unix.Dup3(int(f.Fd()), 2, 0)
		}
		if err != nil {
			panic(err)
		}
	}
	patience = patience / 10
	go endBadly(os.Getenv(screenEnv))
	frames := make(chan incident.Frame, 1)
	frames <- allUp()
	err := Run(context.Background(), Options{
		Frames: frames, Hands: &fakeHands{},
		Theme: os.Getenv(screenEnv + "_THEME"), Mouse: os.Getenv(screenEnv+"_MOUSE") != "",
		answerPause: time.Hour, // on a busy machine a test can be that late with the rest of an answer
		Export:      func(context.Context, incident.Frame) (string, error) { panic("boom") },
	})
	fmt.Println("ended:", err)
}

// runTests runs the tests. When all of them ran and passed, a golden file that none has read is a fault too.
func runTests(m *testing.M) int {
	failed := m.Run()
	if failed != 0 || !wholeRun() {
		return failed
	}
	unread := unreadGoldens()
	for _, path := range unread {
		fmt.Println(path + " is read by no test: -update removes it")
	}
	return min(len(unread), 1)
}

// terminal is a pseudo-terminal that shows nothing and answers nothing, and the process in it.
type terminal struct {
	master, slave *os.File
	cmd           *exec.Cmd
	mu            sync.Mutex
	got           bytes.Buffer
	read          chan struct{}
	before        unix.Termios // its mode before the process
}

// startScreen starts one that has a theme, so that nothing is asked.
func startScreen(t *testing.T) *terminal {
	t.Helper()
	s := startScreenWith(t, screenEnv+"_THEME=dark")
	s.wait(t, "all 10 up")
	return s
}

func startScreenWith(t *testing.T, env ...string) *terminal {
	t.Helper()
	master, slave, err := pty.Open()
	if err == nil {
		err = pty.Setsize(master, &pty.Winsize{Cols: 80, Rows: 24})
	}
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	s := &terminal{master: master, slave: slave, cmd: exec.Command(os.Args[0]), read: make(chan struct{})}
	s.cmd.Env = append(os.Environ(), screenEnv+"=1", "TERM=xterm-256color", "CI=", "NO_COLOR=", "COLORFGBG=", "LC_ALL=C.UTF-8", "TMUX=")
	s.cmd.Env = append(s.cmd.Env, env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if before, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS); err == nil {
		s.before = *before
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = slave.Close(); _ = master.Close() })
	go s.copy()
	return s
}

func (s *terminal) copy() {
	defer close(s.read)
	buf := make([]byte, 4096)
	for {
		n, err := s.master.Read(buf)
		s.mu.Lock()
		s.got.Write(buf[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *terminal) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.got.String()
}

func (s *terminal) wait(t *testing.T, text string) {
	t.Helper()
	s.waitAfter(t, 0, text)
}

// waitAfter waits for a text behind the first bytes that came.
func (s *terminal) waitAfter(t *testing.T, bytes int, text string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.text()[bytes:], text) {
			return
		}
	}
	t.Fatalf("no %q within 20 s in:\n%q", text, s.text())
}

// restored wants the process gone and the terminal as it was.
func (s *terminal) restored(t *testing.T) {
	t.Helper()
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the process ended with %v", err)
	}
	s.wait(t, "ended:")
	for name, seq := range map[string]string{"left the alternate screen": "\x1b[?1049l", "shown the cursor": "\x1b[?25h"} {
		if !strings.Contains(s.text(), seq) {
			t.Error("it has not", name)
		}
	}
	mode, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS)
	if err != nil || mode.Lflag&unix.ICANON == 0 || mode.Lflag&unix.ECHO == 0 {
		t.Errorf("the terminal is still raw (%v)", err)
	}
}

// bubbletea's init() would ask for the background colour and wait five seconds for the answer.
func TestTerminalIsNotAsked(t *testing.T) {
	t.Parallel()
	s := startScreen(t)
	for _, query := range []string{"\x1b]11;?", "\x1b]10;?", "\x1b[6n"} {
		if strings.Contains(s.text(), query) {
			t.Errorf("asked the terminal %q", query)
		}
	}
	if !strings.Contains(s.text(), "\x1b[38;5;") {
		t.Error("no 256 colours: TERM was not given back")
	}
	_, _ = s.master.WriteString("q")
	s.restored(t)
	if !strings.Contains(s.text(), "ended: <nil>") {
		t.Errorf("ended otherwise: %q", s.text()[len(s.text())-80:])
	}
}

func TestSignalRestores(t *testing.T) {
	t.Parallel()
	s := startScreen(t)
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	s.restored(t)
}

func TestPanicRestores(t *testing.T) {
	t.Parallel()
	s := startScreen(t)
	_, _ = s.master.WriteString("e")
	s.restored(t)
	if text := s.text(); strings.LastIndex(text, "panic: boom") < strings.LastIndex(text, "\x1b[?1049l") {
		t.Error("the panic is told on the screen that vanishes")
	}
}

const mouseReports = "\x1b[?1000h\x1b[?1006h"

// Presses are reported while the screen is there, unless the mouse was released; never movements.
func TestMouseReports(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t, screenEnv+"_THEME=dark", screenEnv+"_MOUSE=1")
	s.wait(t, "all 10 up")
	s.wait(t, mouseReports)
	_, _ = s.master.WriteString("\x1b[<0;3;12M\x1b[<0;3;12m")
	for _, want := range []string{"\x1b[?1000l\x1b[?1006l", mouseReports} {
		before := len(s.text())
		_, _ = s.master.WriteString("M")
		s.waitAfter(t, before, want)
	}
	_, _ = s.master.WriteString("q")
	s.restored(t)
	text := s.text()
	if off := strings.LastIndex(text, "\x1b[?1000l"); off < strings.LastIndex(text, "\x1b[?1000h") || off > strings.LastIndex(text, "\x1b[?1049l") {
		t.Error("reports of the mouse are left switched on")
	}
	for _, more := range []string{"\x1b[?1002h", "\x1b[?1003h"} {
		if strings.Contains(text, more) {
			t.Errorf("%q asks for movements", more)
		}
	}
}

func TestNoMouse(t *testing.T) {
	t.Parallel()
	s := startScreen(t)
	_, _ = s.master.WriteString("q")
	s.restored(t)
	if strings.Contains(s.text(), "\x1b[?1000h") {
		t.Error("the mouse is taken though it was not asked for")
	}
}
