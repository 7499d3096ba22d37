package progress

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hadash/stack"
)

func steps(p *Steps) {
	for _, s := range []stack.Step{
		{Name: "image a", State: stack.Running, Detail: "Step 1"},
		{Name: "image b", State: stack.Running, Detail: "Step 1"},
		{Name: "image a", State: stack.Running, Detail: "Step 2"},
		{Name: "image b", State: stack.Running, Detail: "Step 2"},
		{Name: "image a", State: stack.Done, Detail: "built", Took: 2 * time.Second},
		{Name: "image b", State: stack.Failed, Detail: "no space left", Took: time.Millisecond},
	} {
		p.Show(s)
	}
}

// In a pipe a step is one line when it has ended. In the first seconds there is nothing else.
func TestProgressInAPipe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b strings.Builder
		p := NewSteps(&b)
		defer p.End()
		steps(p)
		if want := "  ✓ image a    built  (2.0 s)\n  ✗ image b    no space left\n"; b.String() != want {
			t.Errorf("got\n%q\nwant\n%q", b.String(), want)
		}
	})
}

// While steps are at work a pipe has a line every few seconds, of each step in turn: also of one that reports nothing,
// and also when others have ended.
func TestProgressInAPipeGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &shared{}
		p := NewSteps(b)
		defer p.End()
		time.Sleep(time.Millisecond) // the clock looks just before the work begins
		p.Show(stack.Step{Name: "image a", State: stack.Running, Detail: "Step 1"})
		p.Show(stack.Step{Name: "image b", State: stack.Running, Detail: "compiling net"})
		p.Show(stack.Step{Name: "image c", State: stack.Waiting, Detail: "waiting for the base image"})
		time.Sleep(3 * pipeEvery)
		p.Show(stack.Step{Name: "image a", State: stack.Done, Detail: "built"})
		p.Show(stack.Step{Name: "image b", State: stack.Running, Detail: "compiling net/http"})
		time.Sleep(pipeEvery)
		p.Show(stack.Step{Name: "image b", State: stack.Done, Detail: "built"})
		time.Sleep(pipeEvery)
		p.Show(stack.Step{Name: "image c", State: stack.Done, Detail: "built"})
		time.Sleep(time.Minute)
		want := "  … image a    Step 1  (4s)\n" +
			"  … image b    compiling net  (9s)\n" +
			"  … image a    Step 1  (14s)\n" +
			"  ✓ image a    built\n" +
			"  … image b    compiling net/http  (19s)\n" +
			"  ✓ image b    built\n" +
			"  … image c    waiting for the base image  (24s)\n" +
			"  ✓ image c    built\n"
		if got := b.String(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// shared is a buffer that two goroutines may use.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// On a terminal, each of the steps that run at the same time has exactly one line. An ended step is shown in full.
func TestProgressOnATerminal(t *testing.T) {
	var b strings.Builder
	p := &Steps{w: &b, terminal: true, width: 40}
	steps(p)
	p.Show(stack.Step{Name: "down", State: stack.Done, Detail: strings.Repeat("long ", 10) + "and whole"})
	want := "  ✓ image a    built  (2.0 s)\n  ✗ image b    no space left\n" +
		"  ✓ down       " + strings.Repeat("long ", 10) + "and whole\n"
	if got := screenOf(b.String()); got != want {
		t.Errorf("the screen shows\n%s\nwant\n%s", got, want)
	}
	p.End()
	before := b.Len()
	p.Show(stack.Step{Name: "load", State: stack.Done})
	if b.Len() != before {
		t.Error("wrote after the end")
	}
}

// On a terminal a step's clock runs while it reports nothing, and its line never wraps.
func TestProgressClockOnATerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &shared{}
		p := &Steps{w: b, terminal: true, width: 40}
		p.begin(terminalEvery)
		defer p.End()
		p.Show(stack.Step{Name: "image b", State: stack.Running, Detail: "compiling " + strings.Repeat("x", 80)})
		time.Sleep(90*time.Second + time.Millisecond)
		if got, want := screenOf(b.String()), "  … image b    compiling xxxx…  (1m30s)\n"; got != want {
			t.Errorf("the screen shows\n%q\nwant\n%q", got, want)
		}
	})
}

// screenOf plays what progress writes: lines, and "up n, erase below".
func screenOf(out string) string {
	var lines []string
	for len(out) > 0 {
		if rest, ok := strings.CutPrefix(out, "\x1b["); ok {
			n, after, _ := strings.Cut(rest, "A")
			up := 1
			if n != "" {
				up = int(n[0] - '0')
			}
			lines, out = lines[:len(lines)-up], strings.TrimPrefix(after, "\r\x1b[J")
			continue
		}
		line, rest, _ := strings.Cut(out, "\n")
		lines, out = append(lines, line+"\n"), rest
	}
	return strings.Join(lines, "")
}
