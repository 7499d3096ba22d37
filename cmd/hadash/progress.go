package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"hadash/record"
	"hadash/stack"
)

// progress shows the steps of a long piece of work, of which several may run side by side: on a
// terminal what runs is a block of lines that change in place, below those that have ended; in a pipe
// there is one line a step, when it ends.
type progress struct {
	w        io.Writer
	terminal bool
	width    int

	mu      sync.Mutex
	running []stack.Step // in the order in which they began
	drawn   int          // lines of the block on the screen
	over    bool         // what comes now would be written over the dashboard
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
	ended := s.State != stack.Running
	p.note(s)
	var out strings.Builder
	if p.terminal && p.drawn > 0 {
		out.WriteString(ansi.CursorUp(p.drawn) + "\r" + ansi.EraseScreenBelow)
	}
	if ended {
		out.WriteString(p.line(s))
	}
	p.drawn = 0
	if p.terminal {
		for _, r := range p.running {
			out.WriteString(p.line(r))
			p.drawn++
		}
	}
	_, _ = io.WriteString(p.w, out.String()) // nobody is left to tell if that fails
}

// note keeps the list of what runs.
func (p *progress) note(s stack.Step) {
	i := slices.IndexFunc(p.running, func(r stack.Step) bool { return r.Name == s.Name })
	switch {
	case s.State != stack.Running && i >= 0:
		p.running = slices.Delete(p.running, i, i+1)
	case s.State != stack.Running:
	case i >= 0:
		p.running[i] = s
	default:
		p.running = append(p.running, s)
	}
}

func (p *progress) line(s stack.Step) string {
	line := record.Printable(fmt.Sprintf("  %s %-10s %s", stepMarks[s.State], s.Name, s.Detail))
	if s.State != stack.Running && s.Took > 100*time.Millisecond {
		line += fmt.Sprintf("  (%.1f s)", s.Took.Seconds())
	}
	if p.terminal {
		line = ansi.Truncate(line, p.width-1, "…")
	}
	return line + "\n"
}

// end shows no more: somebody else has the terminal now.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
}
