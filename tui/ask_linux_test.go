package tui

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"hadash/tui/tty"
)

const (
	whiteGround = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"
	attributes  = "\x1b[?62;22c"
	lightGood   = "38;5;22m" // the green of the light theme, in 256 colours
	darkGood    = "38;5;114m"
)

func (s *terminal) send(t *testing.T, text string) {
	t.Helper()
	if _, err := s.master.WriteString(text); err != nil {
		t.Fatal(err)
	}
}

// taken waits until the screen has read all that was sent.
func (s *terminal) taken(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if n, err := unix.IoctlGetInt(int(s.slave.Fd()), unix.TIOCINQ); err != nil || n == 0 {
			return
		}
	}
	t.Fatal("the screen does not read")
}

// asked waits for the question, and wants it once.
func (s *terminal) asked(t *testing.T) {
	t.Helper()
	s.wait(t, tty.Question)
}

// leaves wants the screen to end, and nothing to be left for the shell that gets the terminal next.
func (s *terminal) leaves(t *testing.T) {
	t.Helper()
	s.restored(t)
	if n, err := unix.IoctlGetInt(int(s.slave.Fd()), unix.TIOCINQ); err != nil || n > 0 {
		t.Errorf("%d bytes are left for the shell (%v)", n, err)
	}
	if got := strings.Count(s.text(), tty.Question); got > 1 {
		t.Errorf("asked %d times", got)
	}
}

// The first frame is there though the terminal never answers.
func TestNeverAnswers(t *testing.T) {
	t.Parallel()
	begun := time.Now()
	s := startScreenWith(t)
	s.wait(t, "all 10 up")
	t.Logf("first frame after %v, with the start of the process", time.Since(begun).Round(time.Millisecond))
	s.asked(t)
	s.send(t, "?")
	s.wait(t, "any other key closes")
	s.send(t, "?q")
	s.leaves(t)
	if strings.Contains(s.text(), lightGood) || !strings.Contains(s.text(), darkGood) {
		t.Error("without an answer the theme is not the dark one")
	}
}

func TestAnswersAtOnce(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t)
	s.asked(t)
	s.send(t, whiteGround+attributes)
	s.wait(t, lightGood)
	s.send(t, "q")
	s.leaves(t)
}

// An answer that comes late, in pieces, among keys: the keys are those that were pressed, and no others.
func TestAnswersLate(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t)
	s.asked(t)
	s.wait(t, "all 10 up")
	s.send(t, "j"+whiteGround[:9])
	s.taken(t) // so that the rest comes in another read
	s.send(t, whiteGround[9:]+"j"+attributes)
	s.wait(t, lightGood)
	s.wait(t, "▸ \x1b[0m\x1b[48;5;254m\x1b[1mmysql-slave3")
	s.send(t, "q")
	s.leaves(t)
	if strings.Contains(s.text(), "▸ \x1b[0m\x1b[48;5;254m\x1b[1mapp1") {
		t.Error("a third row was reached by two keys")
	}
}

func TestAnswersGarbage(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t)
	s.asked(t)
	s.wait(t, "all 10 up")
	s.send(t, "\x1b]11;?sxHq\x07"+attributes+"?")
	s.wait(t, "any other key closes")
	if text := s.text(); strings.Contains(text, "nothing to heal") || strings.Contains(text, "stop mysql-slave1?") || strings.Contains(text, lightGood) {
		t.Error("garbage pressed keys")
	}
	s.send(t, "?q")
	s.leaves(t)
}

// Whoever quits at once does not find the answer in the shell.
func TestAnswersWhileLeaving(t *testing.T) {
	t.Parallel()
	s := startScreenWith(t)
	s.asked(t)
	s.wait(t, "all 10 up")
	s.send(t, "q")
	s.send(t, whiteGround+attributes)
	s.leaves(t)
}

// Nobody is asked where the theme is chosen, or where it is known to end badly.
func TestNotAsked(t *testing.T) {
	t.Parallel()
	for _, env := range []string{
		screenEnv + "_THEME=light", screenEnv + "_THEME=mono", "NO_COLOR=1", "TERM=screen-256color", "TERM=tmux-256color", "TERM=linux", "TERM=dumb",
	} {
		s := startScreenWith(t, env)
		s.wait(t, "all 10 up")
		s.send(t, "q")
		s.leaves(t)
		if strings.Contains(s.text(), "\x1b]11;") || strings.Contains(s.text(), "\x1b[c") {
			t.Errorf("%s: the terminal was asked", env)
		}
	}
}
