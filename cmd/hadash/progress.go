package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"hadash/stack"
)

// progress shows the steps of a long piece of work: on a terminal one line a step that changes in
// place, in a pipe one line a step when it ends.
type progress struct {
	w        io.Writer
	terminal bool
	width    int
	open     bool // a line is on the screen that the next step of that name may rewrite
	name     string
	mu       sync.Mutex
	over     bool // what comes now would be written over the dashboard
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, width: 80}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.terminal = true
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			p.width = w
		}
	}
	return p
}

var stepMarks = map[stack.StepState]string{stack.Running: "…", stack.Done: "✓", stack.Skipped: "·", stack.Failed: "✗"}

// show tells of a step.
func (p *progress) show(s stack.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	line := fmt.Sprintf("  %s %-10s %s", stepMarks[s.State], s.Name, s.Detail)
	if s.State != stack.Running && s.Took > 100*time.Millisecond {
		line += fmt.Sprintf("  (%.1f s)", s.Took.Seconds())
	}
	if !p.terminal {
		if s.State != stack.Running {
			fmt.Fprintln(p.w, line)
		}
		return
	}
	if p.open && p.name != s.Name {
		fmt.Fprintln(p.w)
	}
	fmt.Fprint(p.w, "\r"+ansi.Truncate(line, p.width-1, "…")+ansi.EraseLineRight)
	p.open, p.name = true, s.Name
	if s.State != stack.Running {
		p.leave()
	}
}

// leave ends the line that changes in place.
func (p *progress) leave() {
	if p.open {
		fmt.Fprintln(p.w)
		p.open = false
	}
}

// end shows no more: somebody else has the terminal now.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.leave()
	p.over = true
}
