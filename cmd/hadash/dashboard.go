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
	"hadash/cmd/hadash/lean"
	"hadash/cmd/hadash/recorder"
	"hadash/cmd/hadash/world"
	"hadash/files"
	"hadash/incident"
	"hadash/record"
	"hadash/report/snapshot"
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

// needTerminal returns an error unless stdin and stdout are a terminal.
func needTerminal() error {
	if onTerminal() {
		return nil
	}
	return usage(errors.New("the dashboard needs a terminal; use 'hadash status' or 'hadash snapshot' without one"))
}

func onTerminal() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
}

// show runs the screen until the user leaves. However the screen ends, everything that this process broke is healed
// before show returns.
func (o *options) show(ctx context.Context, p world.World) (err error) {
	cores(nil)
	lean.Heap()
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
	o.gather, o.tap = together, func(s record.Sample) {
		if s.Topology != nil {
			cores(s.Topology)
		}
		rec.Tap(s)
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx)) // healing at the end is still observed
	st, err := newStream(watching, p, o)
	if err != nil {
		stop()
		return unreachable(err)
	}
	defer func() { stop(); <-st.done }()
	rec.Listen(func(text string) { st.act(record.Act{Note: text}) })
	h := &hands.Hands{Project: o.breaks(p), Act: st.act}
	o.own.Tell = func(text string) { st.act(record.Act{Note: text}) }
	for _, text := range o.inherit(ctx, p) {
		st.act(record.Act{Note: text})
	}
	defer func() { err = o.part(ctx, h, err) }()
	screen := o.newScreen()
	screen.Frames, screen.VUs, screen.Yes, screen.Record, screen.Recording = st.frames, o.vus, o.yes, rec.Press, rec.On
	screen.Note = func(text string) { st.act(record.Act{Note: text}) }
	screen.WriteLogs = writeLogs
	screen.Export = func(ctx context.Context, f incident.Frame) (string, error) { return export(ctx, p, f, "") }
	if !o.readOnly && !o.attach.watchOnly() {
		screen.Hands, screen.Own = h, o.own.All()
		if err := o.limitScreen(&screen, st.act); err != nil {
			return err
		}
	}
	defer time.AfterFunc(firstRound, lean.Program).Stop()
	shown, unshow := st.until(ctx)
	defer unshow()
	err = tui.Run(shown, screen)
	if bug := st.failed(); bug != nil {
		return bug // the bug ended the screen
	}
	return err
}

// firstRound is when all has been asked and drawn for the first time.
const firstRound = 3 * time.Second

// together is how long Frames are gathered before one is drawn, so that the answers of one round of polls are drawn
// once.
const together = 30 * time.Millisecond

// manyHAProxies is from how many HAProxies on the dashboard takes a second core.
const manyHAProxies = 4

// cores limits the dashboard to one core, unless the user set GOMAXPROCS. It waits for answers nearly all of the
// time, and passing a Sample from one goroutine to the next would wake a second core each time: that was a fifth of the
// cost of watching (make idle). The pages of many HAProxies come at once, and a key would wait until all are read: a
// project that has them gets a second core, and its garbage is collected sooner.
func cores(t *record.Topology) {
	n, haproxies, nodes := 1, 0, 0
	if t != nil {
		haproxies, nodes = len(t.Of(record.KindHAProxy)), len(t.Nodes)
	}
	if haproxies >= manyHAProxies {
		n = 2
	}
	spareMemory(haproxies, nodes)
	if os.Getenv("GOMAXPROCS") == "" && runtime.GOMAXPROCS(0) != n {
		runtime.GOMAXPROCS(n)
	}
}

// inherit heals the faults that dead hadash processes left, or only reports them with --read-only. It returns its
// messages, which become notes on the timeline.
func (o *options) inherit(ctx context.Context, p world.World) (notes []string) {
	if o.readOnly {
		o.tellLeft(p, os.Stderr)
		return nil
	}
	_, _ = o.healLeft(ctx, o.breaks(p), func(s, brief string) { // it reports its errors itself, and watching is possible anyway
		tell(os.Stderr, s)
		notes = append(notes, brief)
	})
	return notes
}

// part leaves the dashboard and confirms that nothing is left broken.
func (o *options) part(ctx context.Context, h *hands.Hands, ended error) error {
	err := o.leave(ctx, h, ended)
	if !o.readOnly && !o.attach.watchOnly() && len(h.Project.Open()) == 0 {
		tell(os.Stderr, "nothing is left broken")
	}
	return err
}

// leave heals everything that this process broke, and then prints messages about it: a terminal that no longer accepts
// output must not keep anything broken. An error of healing takes precedence over the error that ended the screen.
func (o *options) leave(ctx context.Context, h *hands.Hands, ended error) error {
	var told []string
	err := h.HealAll(ctx, func(s string) { told = append(told, s) })
	defer func() { _ = o.own.Close() }()
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

// export writes a snapshot and returns its path. If path is "", the file is in the working directory, named after the
// time of the Frame.
func export(ctx context.Context, p world.World, f incident.Frame, path string) (string, error) {
	return writeSnapshot(f, configs(ctx, p, f), path)
}

// writeLogs writes log lines to a file in the working directory, named after a time, and returns its path.
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
