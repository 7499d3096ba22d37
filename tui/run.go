// Package tui draws Frames in a terminal and turns keys into actions.
package tui

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/incident/predict"
	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/tty"
	"hadash/tui/ui"
)

// Hands are the ways in which the screen can change the world.
type Hands interface {
	Inject(ctx context.Context, f record.Fault) error
	Heal(ctx context.Context, f record.Fault) error
	SetLoad(ctx context.Context, vus int) error // 0 stops it; waits until it is prepared, which can take minutes
	LoadPreparing() string                      // the current step of preparing it, "" = none; must not block
}

// Options configure a screen. Only Frames is required, or Replay.
type Options struct {
	Frames <-chan incident.Frame                                          // closed when there are no more
	Replay Player                                                         // a recording to show instead of Frames
	Hands  Hands                                                          // nil = read-only: the keys that change the world do not exist
	Note   func(text string)                                              // takes the user's notes for the timeline; must not block; nil = no such key
	Export func(context.Context, incident.Frame) (path string, err error) // nil = no such key

	// WriteLogs writes log lines to a file and returns its path; nil = no such key.
	WriteLogs func(ctx context.Context, at time.Time, write func(io.Writer) error) (path string, err error)

	// Record starts or ends a recording, and describes what it did; nil = no such key.
	// Recording reports whether a recording is running; it may end without a key, as on a full disk.
	Record    func() (text string, err error)
	Recording func() bool

	// Limit reads a condition that ends all faults made here; nil = there is no such setting. AbortWhen is armed from
	// the start. Aborted records on the timeline that a limit was reached; it must not block.
	Limit     func(text string) (asked.Limit, error)
	AbortWhen asked.Limit
	Aborted   func(when, saw string)

	Own []record.Fault // faults of the user's own, which the node page and the palette have beside the others

	Title   string // the name of the stack, if the Frames do not say it
	Badge   string // marks a recording at the end of the first line
	Played  string // what is played: "demo"; "" = a replay
	EndHint string // shown at the end of a recording, beside the keys
	Version string // of hadash
	VUs     int    // the load that the load key starts; 0 = 20
	Yes     bool   // do not ask before breaking something

	Prefs ui.Prefs             // the choices on an earlier screen
	Keep  func(ui.Prefs) error // keeps the present choices; nil = they are not kept

	Keys   map[string][]string // other keys for actions, by the action's name; see CheckKeys
	Mouse  bool                // the mouse selects, scrolls and clicks; text selection then needs shift
	Bell   bool                // rings the terminal's bell at an alert
	Notify bool                // sends an alert to the desktop through the terminal (OSC 9)

	Theme   string         // one of ThemeNames; "" = auto, which follows the terminal's background
	NoColor bool           // as if NO_COLOR were set
	ASCII   bool           // no glyphs beyond ASCII; also where TERM says dumb or linux
	Blocks  bool           // charts use blocks instead of dots, until a key changes that
	Zone    *time.Location // nil = local

	Input  io.Reader // nil = the terminal
	Output io.Writer // nil = stdout

	depth termenv.Profile  // how many colours the terminal has
	light bool             // the background, if known
	say   func(seq string) // writes a sequence between frames; nil = nowhere
	grab  func(on bool)    // turns the terminal's mouse reports on or off; nil = no terminal

	answerPause time.Duration // how long the rest of a torn answer of the terminal may take; 0 = as tty has it

	// Defaults, as the Frame has them.
	predict func(*incident.Frame, record.Fault) predict.Prediction
	truths  func(*incident.Frame) []incident.Truth
}

// Run shows the screen until the user quits, ctx ends, or a signal asks the process to end; the
// terminal is restored in each case. It returns nil when the user quit and every fault made here is
// healed, the cause when ctx or a signal ended it, else the error.
func Run(ctx context.Context, o Options) (err error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	o = o.fromEnv(os.Getenv)
	first := ""
	if o.asks(os.Getenv) {
		first = tty.Question
	}
	screen := tty.NewScreen(o.input(), o.output(), first)
	o.say, o.grab = screen.Say, screen.Mouse
	screen.Mouse(o.Mouse)
	m := New(ctx, o)
	var p *tea.Program
	filters := []filter{around(screen)}
	opts := []tea.ProgramOption{tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithoutCatchPanics()}
	switch {
	case first != "":
		in := tty.NewInput(o.input().(*os.File), func(light bool) { p.Send(groundMsg{light}) })
		in.Pause = cmp.Or(o.answerPause, in.Pause)
		opts = append(opts, tea.WithInput(in))
		filters = append(filters, stay(in, func() { p.Quit() }))
	case o.Input != nil:
		opts = append(opts, tea.WithInput(o.Input))
	}
	p = tea.NewProgram(painted{m, screen}, append(opts, tea.WithFilter(chain(filters)))...)
	ran := make(chan error, 1)
	go func() { ran <- play(p, m, screen) }()
	go screen.Resized(ctx, func(w, h int) { p.Send(tea.WindowSizeMsg{Width: w, Height: h}) })
	err = await(ctx, p, ran)
	left := screen.Leave()
	switch {
	case errors.Is(err, errStuck): // it may still write to the Model
		err = context.Cause(ctx)
	case m.fatal != nil:
		err = m.fatal
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	default:
		err = errors.Join(append(m.asked.Unhealed(), err)...)
	}
	return errors.Join(err, left)
}
