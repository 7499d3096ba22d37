// Package tui draws Frames in a terminal and turns keys into actions.
package tui

import (
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
	"hadash/tui/tty"
)

// Hands is what the screen may do to the world.
type Hands interface {
	Inject(ctx context.Context, f record.Fault) error
	Heal(ctx context.Context, f record.Fault) error
	SetLoad(ctx context.Context, vus int) error // 0 stops it; waits until it is prepared, which may take minutes
	LoadPreparing() string                      // what is done at the moment to prepare it, "" = nothing; must not block
}

// Options is what a screen is made of. Only Frames is needed, or Replay.
type Options struct {
	Frames <-chan incident.Frame                                          // closed when there are no more
	Replay Player                                                         // a recording that is shown instead of Frames
	Hands  Hands                                                          // nil = read-only: the keys that change the world do not exist
	Note   func(text string)                                              // takes what the user types for the timeline; must not block; nil = no such key
	Export func(context.Context, incident.Frame) (path string, err error) // nil = no such key

	// WriteLogs writes a file of log lines, as they stood at that time, and gives its path; nil = no such key.
	WriteLogs func(ctx context.Context, at time.Time, write func(io.Writer) error) (path string, err error)

	// Record starts recording what is watched, or ends it, and says in words what it did; nil = no such key.
	// Recording reports whether a recording is being made; it may end by itself, as on a full disk.
	Record    func() (text string, err error)
	Recording func() bool

	// Limit reads a condition that ends all harm done from here; nil = there is no such setting. AbortWhen is armed from
	// the start. Aborted takes that a limit was reached for the timeline; it must not block.
	Limit     func(text string) (Limit, error)
	AbortWhen Limit
	Aborted   func(when, saw string)

	Title   string // what is watched, where the Frames do not say
	Badge   string // says at the end of the first line that this is a recording
	EndHint string // what is told at the end of a recording, beside the keys
	Version string // of hadash
	VUs     int    // the load that the load key starts; 0 = 20
	Yes     bool   // do not ask before breaking something

	Prefs Prefs             // what was chosen on an earlier screen
	Keep  func(Prefs) error // remembers what is chosen now; nil = nothing is remembered

	Keys   map[string][]string // keys of actions other than the usual ones, by the action's name; see CheckKeys
	Mouse  bool                // the mouse selects, scrolls and clicks; what the terminal selects then needs shift
	Bell   bool                // rings the terminal's bell at an alert
	Notify bool                // sends an alert to the desktop through the terminal (OSC 9)

	Theme   string         // one of ThemeNames; "" = auto, which goes by the terminal's background
	NoColor bool           // as if NO_COLOR were set
	ASCII   bool           // no glyphs beyond ASCII; also where TERM says dumb or linux
	Blocks  bool           // charts are bars of blocks instead of dots, until a key says otherwise
	Zone    *time.Location // nil = local

	Input  io.Reader // nil = the terminal
	Output io.Writer // nil = stdout

	depth termenv.Profile  // how many colours the terminal has
	light bool             // its background is, as far as is known
	say   func(seq string) // writes a sequence between frames; nil = nowhere
	grab  func(on bool)    // has the terminal report the mouse, or not; nil = nobody to ask

	// What the Frame itself says, unless told otherwise.
	predict func(*incident.Frame, record.Fault) predict.Prediction
	truths  func(*incident.Frame) []incident.Truth
}

// Run shows the screen until the user quits, ctx ends, or a signal asks the process to end; the
// terminal is restored in each case. It gives nil when the user quit and everything broken here is
// healed, the cause when ctx or a signal ended it, else what went wrong.
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
