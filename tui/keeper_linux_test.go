package tui

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// endBadly ends the process at SIGUSR1 in a way that no code of its own can recover from.
func endBadly(way string) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	<-asked
	switch way {
	case "panic":
		panic("boom\x1b[31m in some library's goroutine")
	case "nil":
		var p *terminal
		_ = p.read
		p.mu.Lock()
	case "overflow":
		debug.SetMaxStack(1 << 20)
		println(deeper(0))
	case "deadly":
		m := map[int]int{}
		for range 4 {
			go func() {
				for i := 0; ; i++ {
					m[i%8] = i
				}
			}()
		}
	case "exit":
		os.Exit(3)
	case "noise":
		unsolicited()
		fmt.Fprintln(os.Stderr, "some library says \x1b[31mthis")
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
	}
}

// unsolicited asks a server that answers twice: net/http logs the second answer, with the package log, when it comes
// while nothing is asked.
func unsolicited() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	const answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
	idle, logged := make(chan struct{}), make(logging, 16)
	log.SetOutput(io.MultiWriter(os.Stderr, logged))
	go func() {
		c, err := l.Accept()
		if err != nil {
			panic(err)
		}
		_, _ = c.Read(make([]byte, 4096))
		_, _ = c.Write([]byte(answer))
		<-idle
		_, _ = c.Write([]byte(answer))
	}()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		panic(err)
	}
	_ = resp.Body.Close()
	close(idle)
	<-logged
}

// logging has a value for each line that was logged.
type logging chan struct{}

func (l logging) Write(line []byte) (int, error) {
	l <- struct{}{}
	return len(line), nil
}

func deeper(n int) int {
	if n < 0 {
		return 0
	}
	return deeper(n+1) + 1
}

// Whatever ends the process, the terminal has its modes, its screen, its cursor and its mouse again, and the user is told
// what happened. Nothing in the process itself could see to it.
func TestEveryEndGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signal syscall.Signal
		want   string
	}{
		"panic":    {syscall.SIGUSR1, "hadash: ended by panic: boom in some library's goroutine"},
		"nil":      {syscall.SIGUSR1, "hadash: ended by panic: runtime error: invalid memory address"},
		"overflow": {syscall.SIGUSR1, "hadash: ended by runtime: goroutine stack exceeds 1048576-byte limit"},
		"deadly":   {syscall.SIGUSR1, "hadash: ended by fatal error: concurrent map writes"},
		"exit":     {syscall.SIGUSR1, "was killed; the terminal is restored. 'hadash heal' or the next 'hadash' heals what it left broken"},
		"kill":     {syscall.SIGKILL, "was killed; the terminal is restored. 'hadash heal' or the next 'hadash' heals what it left broken"},
		"quit":     {syscall.SIGQUIT, "hadash: ended by SIGQUIT"},
		"abort":    {syscall.SIGABRT, "hadash: ended by SIGABRT"},
		"segv":     {syscall.SIGSEGV, "hadash: ended by SIGSEGV"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, before := startMouseScreen(t, name)
			_ = s.cmd.Process.Signal(c.signal)
			if err := s.cmd.Wait(); err == nil {
				t.Error("the process ended as if all were well")
			}
			s.wait(t, c.want)
			s.wait(t, "or the next 'hadash' heals what it left broken.")
			s.asBefore(t, before)
			if text := s.text(); strings.LastIndex(text, "hadash: ") < strings.LastIndex(text, "\x1b[?1049l") || strings.Contains(text, "\x1b[31m in") && strings.Contains(text[strings.LastIndex(text, "hadash: "):], "\x1b[31m") {
				t.Errorf("it is told on the screen that vanishes, or with an escape: %q", text[len(text)-300:])
			}
			s.told(t)
		})
	}
}

// Where standard error is no terminal it goes where it went, and the keeper has the stack all the same.
func TestEndWithStandardErrorElsewhere(t *testing.T) {
	for way, want := range map[string]string{"panic": "hadash: ended by panic: boom", "deadly": "hadash: ended by a fatal error of the Go runtime"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			log := filepath.Join(t.TempDir(), "log")
			s := startScreenWith(t, screenEnv+"="+way, screenEnv+"_THEME=dark", screenEnv+"_STDERR="+log)
			s.wait(t, "all 10 up")
			_ = s.cmd.Process.Signal(syscall.SIGUSR1)
			_ = s.cmd.Wait()
			s.wait(t, want)
			s.wait(t, "or the next 'hadash' heals what it left broken.")
			s.asBefore(t, s.before)
			s.told(t)
			if text, err := os.ReadFile(log); err != nil || !strings.Contains(string(text), "goroutine ") {
				t.Errorf("standard error has %q, %v", text, err)
			}
		})
	}
}

// told reads the file that a crash is kept in, and removes it.
func (s *terminal) told(t *testing.T) {
	t.Helper()
	_, path, found := strings.Cut(s.text(), "report it with the file ")
	if !found {
		return
	}
	path, _, _ = strings.Cut(path, ". 'hadash")
	stack, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(stack), "goroutine ") {
		t.Errorf("the file of the crash: %v, %.200q", err, stack)
	}
	_ = os.Remove(path)
}

// A signal that asks the process to end is not a crash: none is reported, and no keeper stays.
func TestAskedToEndGivesTheTerminalBack(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			s, before := startMouseScreen(t, "asked")
			_ = s.cmd.Process.Signal(sig)
			s.restored(t)
			s.asBefore(t, before)
			time.Sleep(50 * time.Millisecond) // for a keeper to say something
			if strings.Contains(s.text(), "hadash: ") {
				t.Errorf("a crash is reported: %q", s.text()[max(0, len(s.text())-200):])
			}
		})
	}
}

// What a library logs does not stand on the screen; it is told when the screen has been left.
func TestNothingElseWritesOnTheScreen(t *testing.T) {
	t.Parallel()
	s, before := startMouseScreen(t, "noise")
	_ = s.cmd.Process.Signal(syscall.SIGUSR1)
	s.restored(t)
	s.asBefore(t, before)
	screen, after, _ := strings.Cut(s.text(), "\x1b[?1049l")
	for _, noise := range []string{"Unsolicited response", "some library"} {
		if strings.Contains(screen, noise) {
			t.Errorf("%q stands on the screen", noise)
		}
		if !strings.Contains(after, noise) {
			t.Errorf("%q is not told afterwards: %q", noise, after)
		}
	}
	if strings.Contains(after, "\x1b[31m") {
		t.Errorf("told with its escape: %q", after)
	}
}

// Killed while the shell has the terminal, it leaves that one alone.
func TestKilledWhileSuspended(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t, screenEnv+"=shell", screenEnv+"_THEME=dark")
	s.wait(t, "all 10 up")
	_, _ = s.master.WriteString("\x1a")
	s.wait(t, "stopped")
	_, _ = s.master.WriteString("no\n") // the shell kills it
	_ = s.cmd.Wait()
	time.Sleep(200 * time.Millisecond)
	if text := s.text(); strings.Contains(text, "was killed") || strings.Count(text, "\x1b[?1049l") != 1 {
		t.Errorf("the shell's terminal was written to: %q", text[strings.LastIndex(text, "stopped"):])
	}
}

// startMouseScreen starts a screen with everything that a screen can switch on, and gives the terminal's mode before.
func startMouseScreen(t *testing.T, way string) (*terminal, unix.Termios) {
	t.Helper()
	s := startScreenWith(t, screenEnv+"="+way, screenEnv+"_THEME=dark", screenEnv+"_MOUSE=1")
	s.wait(t, "all 10 up")
	s.wait(t, mouseReports)
	return s, s.before
}

// asBefore wants every mode that was switched on off again, and the terminal's own mode the same to the bit.
func (s *terminal) asBefore(t *testing.T, before unix.Termios) {
	t.Helper()
	text := s.text()
	for _, mode := range []string{"1049", "1000", "1006", "1002", "1003", "1004", "2004"} {
		if on := strings.LastIndex(text, "\x1b[?"+mode+"h"); on >= 0 && strings.LastIndex(text, "\x1b[?"+mode+"l") < on {
			t.Errorf("mode %s is left switched on", mode)
		}
	}
	if strings.LastIndex(text, "\x1b[?25h") < strings.LastIndex(text, "\x1b[?25l") {
		t.Error("the cursor is left hidden")
	}
	after, err := unix.IoctlGetTermios(int(s.slave.Fd()), unix.TCGETS)
	if err != nil || *after != before {
		t.Errorf("the terminal's mode is %+v (%v), was %+v", after, err, before)
	}
}
