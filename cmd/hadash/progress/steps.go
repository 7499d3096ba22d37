// Package progress shows long work while it runs: in place on a terminal, line by line in a pipe.
package progress

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
	"hadash/units"
)

const (
	pipeEvery     = 5 * time.Second // between two lines in a pipe while a step is at work
	terminalEvery = time.Second     // between two updates of the clocks on a terminal
	clockFrom     = 2 * time.Second // age from which a step shows its clock
)

// Steps shows the steps of long work, of which several may run at the same time. On a terminal, the running steps are a
// block of lines that change in place, below the ended ones. In a pipe there is a line for each step that ends, and
// every few seconds a line of one of the running steps in turn, except those that only wait for others.
type Steps struct {
	w        io.Writer
	terminal bool
	width    int

	mu      sync.Mutex
	running []running // in the order in which they began
	drawn   int       // lines of the block on the screen
	over    bool      // further output would overwrite the dashboard
	stop    chan struct{}
}

// running is a step at work.
type running struct {
	stack.Step
	began, told time.Time // told: in a pipe, the time of its last line
}

func NewSteps(w io.Writer) *Steps {
	p := &Steps{w: w, width: 80}
	every := pipeEvery
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.terminal, every = true, terminalEvery
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
			p.width = w
		}
	}
	p.begin(every)
	return p
}

// begin keeps the clocks running while no step reports anything.
func (p *Steps) begin(every time.Duration) {
	p.stop = make(chan struct{})
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				p.tick()
			case <-p.stop:
				return
			}
		}
	}()
}

var stepMarks = map[stack.StepState]string{stack.Running: "…", stack.Waiting: "…", stack.Done: "✓", stack.Skipped: "·", stack.Failed: "✗"}

// Show gets the state of a step that begins, continues or ends.
func (p *Steps) Show(s stack.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	p.note(s)
	ended := ""
	if s.State.Ended() {
		ended = p.line(s)
	}
	p.write(ended)
}

// write writes lines that stay, and on a terminal the block below them.
func (p *Steps) write(stays string) {
	var out strings.Builder
	if p.terminal && p.drawn > 0 {
		out.WriteString(ansi.CursorUp(p.drawn) + "\r" + ansi.EraseScreenBelow)
	}
	out.WriteString(stays)
	p.drawn = 0
	if p.terminal {
		for _, r := range p.running {
			out.WriteString(p.line(r.now()))
			p.drawn++
		}
	}
	_, _ = io.WriteString(p.w, out.String()) // there is nowhere to report an error
}

// tick shows the running steps.
func (p *Steps) tick() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over || len(p.running) == 0 {
		return
	}
	if p.terminal {
		p.write("")
		return
	}
	next := &p.running[0]
	for i := range p.running {
		r := &p.running[i]
		waits, waited := r.State == stack.Waiting, next.State == stack.Waiting
		if waited && !waits || waits == waited && r.told.Before(next.told) {
			next = r
		}
	}
	next.told = time.Now()
	p.write(p.line(next.now()))
}

// now returns the step with the time that it has been at work.
func (r running) now() stack.Step {
	s := r.Step
	s.Took = time.Since(r.began)
	return s
}

// note updates the list of running steps.
func (p *Steps) note(s stack.Step) {
	i := slices.IndexFunc(p.running, func(r running) bool { return r.Name == s.Name })
	switch {
	case s.State.Ended() && i >= 0:
		p.running = slices.Delete(p.running, i, i+1)
	case s.State.Ended():
	case i >= 0:
		p.running[i].Step = s
	default:
		p.running = append(p.running, running{Step: s, began: time.Now().Add(-s.Took)})
	}
}

func (p *Steps) line(s stack.Step) string {
	line := record.Printable(fmt.Sprintf("  %s %-10s %s", stepMarks[s.State], s.Name, s.Detail))
	if s.State.Ended() {
		if s.Took > 100*time.Millisecond {
			line += fmt.Sprintf("  (%s)", units.English.AppendLasted(nil, s.Took))
		}
		return line + "\n"
	}
	clock := ""
	if s.Took >= clockFrom {
		clock = "  (" + s.Took.Truncate(time.Second).String() + ")"
	}
	if p.terminal { // a line that changes in place must not wrap
		line = ansi.Truncate(line, p.width-1-len(clock), "…")
	}
	return line + clock + "\n"
}

// End ends the output: the terminal belongs to another part of hadash now.
func (p *Steps) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.over && p.stop != nil {
		close(p.stop)
	}
	p.over = true
}
