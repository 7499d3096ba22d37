package stack

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/docker/docker/api/types/container"
)

// UpOptions say what Up brings up. The zero value is the stack as compose.yaml has it.
type UpOptions struct {
	Stack   string // HADASH_STACK: baseline or tuned
	DB      string // HADASH_DB: mariadb or mysql
	DBImage string // HADASH_DB_IMAGE: a database image of the user's; then DB is "own"
	// LoadLater returns when all but the load is ready. The load goes on being prepared until ctx ends:
	// its image takes minutes to build on a fresh machine. StartLoad waits for it, and so does WaitLoad.
	LoadLater bool
	Rebuild   bool       // build every image anew, from the first line on
	Progress  func(Step) // called for every change, never two at a time; may be nil
}

// env is what compose.yaml reads of all this.
func (u UpOptions) env() []string {
	if u.DBImage != "" && u.DB == "" {
		u.DB = "own"
	}
	var env []string
	for _, v := range []struct{ key, value string }{
		{"HADASH_STACK", u.Stack}, {"HADASH_DB", u.DB}, {"HADASH_DB_IMAGE", u.DBImage},
	} {
		if v.value != "" {
			env = append(env, v.key+"="+v.value)
		}
	}
	return env
}

// lab is one run of Up or Down.
type lab struct {
	p          *Project
	eng        engine
	run        runner
	compose    composer
	steps      *steps
	log        *logFile
	baseName   string // image to build on; "" = none yet
	baseChosen bool   // the user named it
}

// Up brings a compose project up: it builds what is missing or changed, starts what is not as
// compose.yaml says, and returns when all of it answers. Run again, it does only what is left to do.
// When ctx ends, it stops cleanly, and what was started stays.
func Up(ctx context.Context, opts Options, up UpOptions) (*Project, error) {
	l, err := newLab(ctx, opts, programs{}, up.Progress)
	if err != nil {
		return nil, err
	}
	if err := l.up(ctx, up); err != nil {
		l.log.close()
		return nil, errors.Join(err, l.p.Close())
	}
	return l.p, nil
}

// newLab finds the compose files and connects to the Engine.
func newLab(ctx context.Context, opts Options, run runner, progress func(Step)) (*lab, error) {
	files, err := findCompose(ctx, opts)
	if err != nil && (!errors.Is(err, ErrNoCompose) || files.project == "") {
		return nil, err
	}
	eng, errDial := dial(ctx, opts.Context)
	if errDial != nil {
		return nil, errDial
	}
	p := newProject(files.project, eng.api)
	p.host, p.context, p.runner = eng.publishedOn(), opts.Context, run
	if err != nil { // no file here, but the project may know where it came from
		found, errLabels := p.filesFromLabels(ctx)
		if errLabels != nil {
			return nil, errors.Join(err, eng.api.Close())
		}
		files = found
	}
	p.files = files
	return &lab{p: p, eng: eng, run: run, steps: &steps{tell: progress}, log: openLog(files.project)}, nil
}

func (l *lab) up(ctx context.Context, up UpOptions) error {
	l.baseName, l.baseChosen = baseHere(ctx, l.p.api, l.p.files)
	services, err := l.prepare(ctx, up)
	if err != nil {
		return err
	}
	todo, left, err := l.plan(ctx, services, up.Rebuild)
	if err != nil {
		return err
	}
	if needsBase(todo) {
		if err := l.base(ctx); err != nil {
			return err
		}
	}
	load, rest := forLoad(todo, services)
	if err := l.buildAll(ctx, rest, up.Rebuild); err != nil {
		return err
	}
	l.p.load = l.prepareLoad(ctx, load, loadServices(services), up.Rebuild)
	if err := l.bringUp(ctx, left, up.Rebuild); err != nil {
		l.p.load.stop()
		return err
	}
	if up.LoadLater {
		return nil
	}
	return l.p.WaitLoad(ctx)
}

// bringUp starts all but the load, and waits until it is ready.
func (l *lab) bringUp(ctx context.Context, left, rebuild bool) error {
	if err := l.containers(ctx, left, rebuild); err != nil {
		return err
	}
	close(l.p.load.started)
	st := l.steps.begin("ready", "")
	return st.end("", l.p.waitReady(ctx, func(line string) { st.say(Running, line) }))
}

// asItRuns fills in what nobody asked for otherwise: Up run again changes only what it is told to.
func (l *lab) asItRuns(ctx context.Context, up *UpOptions) {
	top, err := l.p.Topology(ctx)
	if err != nil {
		return // the Engine will say so again, where it matters
	}
	if up.Stack == "" && l.p.files.lookup("HADASH_STACK") == "" {
		up.Stack = top.Stack
	}
	// Of an image of the user's own the labels do not say which.
	if up.DB == "" && l.p.files.lookup("HADASH_DB") == "" && top.DB != "own" {
		up.DB = top.DB
	}
}

// prepare finds compose and has it read its files.
func (l *lab) prepare(ctx context.Context, up UpOptions) ([]service, error) {
	st := l.steps.begin("compose", "")
	l.asItRuns(ctx, &up)
	l.p.env = up.env()
	if err := l.findCompose(ctx); err != nil {
		return nil, st.end("", err)
	}
	l.setBase(l.baseName)
	services, err := l.compose.services(ctx)
	if err == nil && len(services) == 0 {
		err = fmt.Errorf("no services in %s", strings.Join(l.p.files.files, ", "))
	}
	return services, st.end(fmt.Sprintf("%s, project %s", l.compose.version, l.p.name), err)
}

func (l *lab) findCompose(ctx context.Context) error {
	tool, err := findTool(ctx, l.run, l.p.context)
	l.compose = composer{composeTool: tool, run: l.run, project: l.p.name, files: l.p.files, env: l.p.env}
	return err
}

// setBase tells compose of the base image, even where it builds nothing: Compose 1 makes a container
// anew when a build argument of its image changes.
func (l *lab) setBase(name string) {
	if name == "" {
		return
	}
	l.baseName = name
	l.p.env = append(l.p.env[:len(l.p.env):len(l.p.env)], "HADASH_BASE="+name)
	l.compose.env = l.p.env
}

// containers has compose start what should run. Images are there; only those of a build that Up does
// not read are left to compose.
func (l *lab) containers(ctx context.Context, left, rebuild bool) error {
	st := l.steps.begin("containers", "starting")
	out := &output{log: l.log, watch: func(line string) { st.say(Running, line) }}
	if err := l.thaw(ctx); err != nil {
		return st.end("", err)
	}
	args := []string{"up", "-d"}
	switch {
	case !left:
		args = append(args, "--no-build")
	case rebuild:
		args = append(args, "--build")
	}
	if err := l.compose.do(ctx, out, args...); err != nil {
		if ctx.Err() == nil {
			err = outputError(err, out.last(), l.log)
		}
		return st.end("", err)
	}
	return st.end("started", nil)
}

// thaw unpauses what somebody left paused: compose cannot start it.
func (l *lab) thaw(ctx context.Context) error {
	all, err := l.p.list(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.State != container.StatePaused {
			continue
		}
		c, err := l.p.target(ctx, s.Labels[labelService])
		if err != nil {
			return err
		}
		if err := l.p.unpause(ctx, c); err != nil {
			return fmt.Errorf("unpause %s: %w", s.Labels[labelService], err)
		}
	}
	return nil
}
