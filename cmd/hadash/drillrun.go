package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/found"
	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/progress"
	"hadash/cmd/hadash/recorder"
	"hadash/cmd/hadash/world"
	"hadash/drill"
	"hadash/files"
	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/stack"
)

// drillOptions are the flags of drill run.
type drillOptions struct {
	stack       string // instead of the drill's own
	dryRun      bool
	failFast    bool
	out         string // folder of recordings
	junit, json string // files, "" = none
}

func drillRunCommand(o *options) *cobra.Command {
	do := drillOptions{}
	cmd := &cobra.Command{
		Use: "run FILE...", Short: "run drills one after the other and judge them", Args: someFiles,
		Long: "Runs drills on the stack and prints a verdict on each. All files are read and checked before the first drill runs.\n" +
			"Each drill is recorded to a file in --out, with its report and picture beside it. Ctrl+c stops the drill and heals what is broken.\n\n" +
			"Exit codes: 0 every drill held (or cannot run on this machine, which is reported); 1 an expectation failed, a drill was\n" +
			"aborted, there was no steady state to begin with, or something could not be healed; 2 wrong usage, or a mistake in a\n" +
			"drill; 3 the stack cannot be reached; 130 interrupted, and healed.",
		Example: "  hadash drill run drills/report-2022.drill --stack baseline\n  hadash drill run drills/*.drill --junit drills.xml --out evidence",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkStack(do.stack); err != nil {
				return err
			}
			for flag, file := range map[string]string{"--junit": do.junit, "--json": do.json} {
				if err := keeps(flag+" "+file, file, args); err != nil {
					return err
				}
			}
			if do.json != "" && filepath.Clean(do.json) == filepath.Clean(do.junit) {
				return usage(fmt.Errorf("--json %s: the same file as --junit; choose another name", do.json))
			}
			all, err := readDrills(args, cmd.ErrOrStderr(), o.own.All())
			if err != nil {
				return err
			}
			if do.dryRun {
				return o.drillPlan(cmd.Context(), all, cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			return o.drillRun(cmd.Context(), all, do, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&do.stack, "stack", "", "configuration to run on, overriding the drills: tuned or baseline")
	f.BoolVar(&do.dryRun, "dry-run", false, "print what would happen, line by line, touching nothing")
	f.BoolVar(&do.failFast, "fail-fast", false, "end a drill at the first line that fails and heal everything at once; a never that fails interrupts the line that runs")
	f.StringVar(&do.out, "out", ".", "folder for recordings and reports")
	f.StringVar(&do.junit, "junit", "", "JUnit XML file to write")
	f.StringVar(&do.json, "json", "", "JSON file to write")
	return attachFlags(cmd, o, true)
}

// drillRun runs drills one after the other. However that ends, the results so far are printed and written.
func (o *options) drillRun(ctx context.Context, all []*drill.Drill, do drillOptions, out, talk io.Writer) error {
	if err := do.ready(); err != nil {
		return err
	}
	for _, d := range all {
		if err := o.mayRun(d, do.stack); err != nil {
			return err
		}
	}
	if t, _ := o.topology(ctx); t != nil { // without a stack, it is started or the error is reported below
		if err := checkNames(all, t, talk); err != nil {
			return err
		}
	}
	var results []*drill.Result
	var err error
	for i, d := range all {
		if len(all) > 1 {
			tell(talk, fmt.Sprintf("drill %d of %d: %s", i+1, len(all), d.File))
		}
		var r *drill.Result
		if r, err = o.drillOne(ctx, d, do, talk); r != nil {
			results = append(results, r)
			writeVerdict(out, r)
		}
		if err != nil || r.State == drill.Interrupted {
			break
		}
	}
	if len(all) > 1 {
		writeSummary(out, all, results)
	}
	end := drillsEnd(ctx, results, err)
	if err := do.write(results); err != nil && end == nil {
		return err
	} else if err != nil {
		tell(talk, err)
	}
	return end
}

// mayRun returns an error if a drill cannot run on the targets that are watched.
func (o *options) mayRun(d *drill.Drill, stack string) error {
	if want := cmp.Or(stack, d.Stack); want != "" && len(o.attach.targets) > 0 {
		return usage(fmt.Errorf("%s: it wants the %s stack, which is not there with --attach: leave its line 'stack' out", d.File, want))
	}
	if d.Breaks() {
		return o.attach.mayBreak(d.File)
	}
	return nil
}

// ready checks before the first drill that the files written at the end can be created.
func (do *drillOptions) ready() error {
	if err := os.MkdirAll(do.out, 0o777); err != nil {
		return usage(fmt.Errorf("--out: %w", err))
	}
	for flag, file := range map[string]string{"--junit": do.junit, "--json": do.json} {
		if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
			return usage(fmt.Errorf("%s %s: no such folder: %s", flag, file, filepath.Dir(file)))
		}
	}
	return nil
}

// write writes the JUnit and JSON files.
func (do *drillOptions) write(results []*drill.Result) (err error) {
	if do.junit != "" {
		err = files.Write(do.junit, func(w io.Writer) error { return drill.WriteJUnit(w, results) })
	}
	if do.json != "" {
		err = errors.Join(err, files.Write(do.json, func(w io.Writer) error { return drill.WriteJSON(w, results) }))
	}
	return err
}

// drillOne runs one drill on the stack that it names, and writes its recording and report.
func (o *options) drillOne(ctx context.Context, d *drill.Drill, do drillOptions, talk io.Writer) (*drill.Result, error) {
	want := d.Stack
	if do.stack != "" {
		want = do.stack
	}
	p, err := o.onStack(ctx, want, d.Pair && do.stack == "", talk)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.Close() }() // everything is healed by then, or reported
	path := filepath.Join(do.out, d.Name+"-"+time.Now().Format("20060102-150405")+".hadash")
	h := header(p.Name())
	h.Title, h.Drill = d.Title, d.Text
	rec, err := recorder.New(path, h, func(err error) { tell(talk, err) })
	if err != nil {
		return nil, err
	}
	o.inherit(ctx, p)
	watched := *o
	watched.since, watched.tap = time.Second, rec.Tap // earlier logs and events are not needed
	r, err := watched.drillOn(ctx, p, d, do, talk)
	if r != nil {
		r.Recording = path
	}
	if closed := rec.Close(); closed != nil {
		tell(talk, closed)
	}
	if r != nil {
		doc := &document{out: strings.TrimSuffix(path, filepath.Ext(path)) + ".md", lang: string(report.English)}
		if told := doc.report(path, io.Discard, io.Discard); told != nil {
			tell(talk, told)
		} else {
			r.Report = doc.out
		}
	}
	return r, err
}

// drillOn runs a drill on a running project.
func (o *options) drillOn(ctx context.Context, p world.World, d *drill.Drill, do drillOptions, talk io.Writer) (r *drill.Result, err error) {
	watching, stop := context.WithCancel(context.WithoutCancel(ctx)) // healing at the end is still observed
	st, err := newStream(watching, p, o)
	if err != nil {
		stop()
		return nil, unreachable(err)
	}
	defer func() { stop(); <-st.done }()
	hearing := drill.NewWatcher(st.frames)
	if err := hearing.Until(ctx, o.hearing(), heardTwice); err != nil && !errors.Is(err, drill.ErrWaited) {
		return nil, errors.Join(err, st.failed()) // the steady state reports sources that do not answer
	}
	if d, err = bound(ctx, hearing, d); err != nil {
		return nil, err
	}
	show := progress.NewDrill(talk)
	defer show.End()
	o.own.Tell = func(text string) {
		st.act(record.Act{Note: text})
		show.Say(text)
	}
	defer func() { _ = o.own.Close() }()
	w := &drillWorld{Hands: &hands.Hands{Project: o.breaks(p), Act: st.act}, project: p, show: show, out: do.out, name: d.Name}
	r = drill.Run(ctx, d, w, st.frames, drill.Options{FailFast: do.failFast, Seen: show.Seen})
	return r, errors.Join(st.failed(), interruptedDrill(ctx, r, w.Undone()))
}

// pairKnown is how long a drill waits to hear which HAProxy of a pair has the address: keepalived says so every few seconds.
const pairKnown = 15 * time.Second

// bound gives the nodes of a pair in a drill their names.
func bound(ctx context.Context, hearing *drill.Watcher, d *drill.Drill) (*drill.Drill, error) {
	if !d.Bound() {
		return d, nil
	}
	err := hearing.Until(ctx, pairKnown, func(f *incident.Frame) bool { active, _ := f.Pair(); return active != "" })
	if err != nil && !errors.Is(err, drill.ErrWaited) {
		return nil, err
	}
	return d.Bind(&hearing.Frame)
}

// interruptedDrill is the error of a drill that was interrupted, nil for any other.
func interruptedDrill(ctx context.Context, r *drill.Result, healed []record.Fault) error {
	if r.State != drill.Interrupted {
		return nil
	}
	return interrupt(ctx, errors.Join(ctx.Err(), r.Err), healed)
}

// onStack connects to the project. If another configuration runs, or none, it starts the one that is wanted.
func (o *options) onStack(ctx context.Context, want string, pair bool, talk io.Writer) (world.World, error) {
	p, err := o.open(ctx)
	if err != nil {
		return nil, unreachable(err)
	}
	t, err := p.Topology(ctx)
	if err != nil {
		return nil, errors.Join(unreachable(err), p.Close())
	}
	paired := slices.ContainsFunc(t.Nodes, func(n record.Node) bool { return n.Address != "" })
	if (want == "" || t.Stack == want) && (paired || !pair) {
		return p, nil
	}
	if err := p.Close(); err != nil {
		return nil, err
	}
	up := stack.UpOptions{Stack: want}
	if pair {
		up.Pair = stack.WithPair
		want += " pair's"
	}
	tell(talk, fmt.Sprintf("bringing the %s stack up", want))
	steps := progress.NewSteps(talk)
	defer steps.End()
	up.Progress = steps.Show
	started, err := stack.Up(ctx, o.Options, up)
	if err != nil {
		return nil, unreachable(err)
	}
	return found.Watch(found.One{Project: started}, o.exec), nil
}
