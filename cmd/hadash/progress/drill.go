package progress

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
	"hadash/units"
)

// redraw is the shortest time between two drawings of the current line.
const redraw = 200 * time.Millisecond

// Drill shows a drill while it runs. Each ended step is a line. On a terminal, the current step is drawn below them in
// place, with a clock and what the users feel now.
type Drill struct {
	w        io.Writer
	terminal bool
	width    func() int

	mu      sync.Mutex
	begun   time.Time
	running record.Step // the current step, Line 0 = none
	from    time.Time   // when it began; without one, when the last one ended
	live    string
	drawn   bool
	last    time.Time // when it was drawn
	over    bool
}

func NewDrill(w io.Writer) *Drill {
	p := &Drill{w: w, begun: time.Now(), width: func() int { return 80 }}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.terminal = true
		p.width = func() int {
			if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 20 {
				return w
			}
			return 80
		}
	}
	return p
}

var drillMarks = map[record.StepState]string{
	record.StepDone: "·", record.StepHeld: "✓", record.StepFailed: "✗", record.StepAborted: "✗", record.StepSkipped: "-",
}

// Step reports the begin or the end of a step.
func (p *Drill) Step(s record.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case s.State == record.StepBegun && s.Verb == "#":
		p.print("        " + s.Text)
	case s.State == record.StepBegun && (s.Verb == "never" || s.Verb == "abort"):
		p.print(p.clock() + "   " + s.Text + ": watched from here on")
	case s.State == record.StepBegun:
		p.running, p.from = s, time.Now()
		p.draw()
	case s.Verb == "#":
	default:
		if p.running.Line == s.Line && p.running.Verb == s.Verb {
			p.running, p.from = record.Step{}, time.Now()
		}
		text := s.Text
		if s.Why != "" {
			text += ": " + s.Why
		}
		p.print(p.clock() + " " + drillMarks[s.State] + " " + text)
	}
}

// Seen reads from a Frame what the users feel now.
func (p *Drill) Seen(f *incident.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live = ""
	if s, ok := f.Last(); ok {
		p.live = fmt.Sprintf("%d failed · %d req/s · p95 %s", felt(f).Failed, s.Requests, units.English.AppendTook(nil, s.P95))
	}
	if time.Since(p.last) > redraw {
		p.draw()
	}
}

// felt returns what the clients have felt since the drill began; before that, since watching began.
func felt(f *incident.Frame) clients.Clients {
	if f.Drill.Began() {
		return f.Drill.Felt.Clients()
	}
	return f.Watched.Felt.Clients()
}

// Say prints a message between two steps.
func (p *Drill) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.print(p.clock() + "   " + text)
}

// End removes the current step from the screen.
func (p *Drill) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running, p.from = record.Step{}, time.Time{}
	p.draw()
	p.over = true
}

// clock returns the time since the drill began, "  12.3s".
func (p *Drill) clock() string { return fmt.Sprintf("%6.1fs", time.Since(p.begun).Seconds()) }

// print writes a line that stays.
func (p *Drill) print(line string) {
	text := record.Printable(line) + "\n"
	if p.drawn {
		text = "\r" + ansi.EraseLineRight + text
	}
	p.drawn = false
	_, _ = io.WriteString(p.w, text) // there is nowhere to report an error
	p.draw()
}

// doing describes the current work. After the last step the faults are watched until they are over, for minutes at
// most.
func (p *Drill) doing() string {
	switch {
	case p.running.Line > 0:
		return p.running.Text
	case !p.from.IsZero() && time.Since(p.from) > time.Second:
		return "all lines are done; waiting until every fault is over"
	}
	return ""
}

// draw draws the current work.
func (p *Drill) draw() {
	if !p.terminal || p.over {
		return
	}
	var b strings.Builder
	if p.drawn {
		b.WriteString("\r" + ansi.EraseLineRight)
	}
	text := p.doing()
	p.drawn = text != ""
	if p.drawn {
		line := fmt.Sprintf("%s … %s  %s  %s", p.clock(), record.Printable(text), units.English.AppendLasted(nil, time.Since(p.from)), p.live)
		b.WriteString(ansi.Truncate(strings.TrimRight(line, " "), p.width()-1, "…"))
	}
	p.last = time.Now()
	_, _ = io.WriteString(p.w, b.String())
}
