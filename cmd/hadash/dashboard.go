package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/term"

	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/recorder"
	"hadash/files"
	"hadash/incident"
	"hadash/record"
	"hadash/report/snapshot"
	"hadash/stack"
	"hadash/tui"
)

// dashboard opens the screen on a running project.
func (o *options) dashboard(ctx context.Context) error {
	if err := needTerminal(); err != nil {
		return err
	}
	p, err := o.connect(ctx)
	if err != nil {
		return unreachable(orDemo(err))
	}
	defer func() { _ = p.Close() }()
	return o.show(ctx, p)
}

// needTerminal refuses to draw where nobody can look or type.
func needTerminal() error {
	if onTerminal() {
		return nil
	}
	return usage(errors.New("the dashboard needs a terminal; use 'hadash status' or 'hadash snapshot' without one"))
}

func onTerminal() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
}

// show runs the screen until the user leaves. Whatever ended it, all that was broken from here is
// healed before it returns.
func (o *options) show(ctx context.Context, p *stack.Project) (err error) {
	oneCore()
	rec := recorder.NewKey(func() record.Header { return header(p.Name()) })
	if o.record != "" {
		if err := rec.Start(o.record); err != nil {
			return usage(err)
		}
	}
	defer func() {
		if r := rec.End(); r != nil {
			endRecording(os.Stderr, r)
		}
	}()
	o.tap, o.gather = rec.Tap, together
	watching, stop := context.WithCancel(context.WithoutCancel(ctx)) // what is healed on leaving is still observed
	st, err := newStream(watching, p, o)
	if err != nil {
		stop()
		return unreachable(err)
	}
	defer func() { stop(); <-st.done }()
	rec.Listen(func(text string) { st.act(record.Act{Note: text}) })
	h := &hands.Hands{Project: p, Act: st.act}
	for _, text := range o.inherit(ctx, p) {
		st.act(record.Act{Note: text})
	}
	defer func() { err = o.part(ctx, h, err) }()
	screen := o.newScreen()
	screen.Frames, screen.VUs, screen.Yes, screen.Record, screen.Recording = st.frames, o.vus, o.yes, rec.Press, rec.On
	screen.Note = func(text string) { st.act(record.Act{Note: text}) }
	screen.WriteLogs = writeLogs
	screen.Export = func(ctx context.Context, f incident.Frame) (string, error) { return export(ctx, p, f, "") }
	if !o.readOnly {
		screen.Hands = h
		if err := o.limitScreen(&screen, st.act); err != nil {
			return err
		}
	}
	shown, unshow := st.until(ctx)
	defer unshow()
	err = tui.Run(shown, screen)
	if bug := st.failed(); bug != nil {
		return bug // the screen ended by it
	}
	return err
}

// together is how long what is observed is gathered before it is drawn: what is polled in one moment is one picture.
const together = 30 * time.Millisecond

// oneCore keeps a watch on one core, unless the user has said how many. It waits for answers nearly all of the time,
// and on its way from one goroutine to the next a second core would have to be woken each time: that cost a fifth of
// all that watching costs (make idle).
func oneCore() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(1)
	}
}

// inherit sees to what dead hadash processes left broken: it is healed before anything else, or only reported
// where nothing may be changed. What it says is worth a note, too.
func (o *options) inherit(ctx context.Context, p *stack.Project) (notes []string) {
	if o.readOnly {
		o.tellLeft(p, os.Stderr)
		return nil
	}
	_ = o.healLeft(ctx, p, func(s string) { // it reports what went wrong, too, and watching is possible all the same
		tell(os.Stderr, s)
		notes = append(notes, s)
	})
	return notes
}

// part leaves, and says so when all is well: who has broken things wants to know that before anything else.
func (o *options) part(ctx context.Context, h *hands.Hands, ended error) error {
	err := o.leave(ctx, h, ended)
	if !o.readOnly && len(h.Project.Open()) == 0 {
		tell(os.Stderr, "nothing is left broken")
	}
	return err
}

// leave heals all that is still broken by us, and says so where the screen was: afterwards, for a terminal that takes
// nothing any more must not keep anything broken. What could not be healed is worth more than why the screen ended.
func (o *options) leave(ctx context.Context, h *hands.Hands, ended error) error {
	var told []string
	err := h.HealAll(ctx, func(s string) { told = append(told, s) })
	tell := func(s string) { tell(os.Stderr, s) }
	for _, s := range told {
		tell(s)
	}
	if now := h.LoadPreparing(); now != "" {
		tell("the load was not ready to start yet (" + now + "); " + o.Call("up") + " continues, and so does key l in " + o.Call())
	}
	if h.VUs() > 0 {
		tell(fmt.Sprintf("the load keeps running with %d users; key l in %s stops it, and so does %s", h.VUs(), o.Call(), o.Call("down")))
	}
	if err != nil {
		return err
	}
	return ended
}

// export writes a snapshot beside the user, under a name that says when, and gives its path.
func export(ctx context.Context, p *stack.Project, f incident.Frame, path string) (string, error) {
	return writeSnapshot(f, configs(ctx, p, f), path)
}

// writeLogs writes log lines beside the user, under a name that says when they stood so.
func writeLogs(_ context.Context, at time.Time, write func(io.Writer) error) (string, error) {
	path := "hadash-logs-" + at.Local().Format("20060102-150405") + ".log"
	return path, files.Write(path, write)
}

func writeSnapshot(f incident.Frame, configs []snapshot.Config, path string) (string, error) {
	s := snapshot.Snapshot{Frame: f, Configs: configs, Made: f.At.Local(), Version: version()}
	if path == "" {
		path = "hadash-" + f.At.Local().Format("20060102-150405") + ".md"
	}
	return path, files.Write(path, s.Write)
}
