package stack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hadash/stack/compose"
	"hadash/stack/program"
)

// UpOptions configure Up. The zero value means the stack as compose.yaml describes it.
type UpOptions struct {
	Stack   string // HADASH_STACK: baseline or tuned
	DB      string // HADASH_DB: mariadb or mysql
	DBImage string // HADASH_DB_IMAGE: the user's own database image; then DB is "own"
	// LoadLater makes Up return when all but the load is ready. The preparation of the load, whose image takes minutes
	// to build on a fresh machine, continues until ctx ends. StartLoad and WaitLoad wait for it.
	LoadLater bool
	Rebuild   bool       // rebuild every image, without the cache
	Swarm     bool       // deploy it as a stack of a swarm; Options.Context may name the Engines of several nodes: a,b,c
	Progress  func(Step) // called for every change, never concurrently; may be nil
}

// env returns these options as variables of compose.yaml.
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
	opts       Options
	eng        engine
	run        program.Runner
	compose    compose.Composer
	steps      *steps
	log        *program.LogFile
	baseChosen bool // the user chose the image to build on

	compiling sync.WaitGroup // programs of the images that the user waits for
	restBuilt chan struct{}  // closed when all images but the load's exist; nil = there are no others
	baseOnce  sync.Once
	baseErr   error

	mu       sync.Mutex
	baseName string // image to build on; "" = none yet
}

// Up brings a compose project up: it builds what is missing or changed, starts what does not match compose.yaml, and
// returns when all of it answers. A repeated Up does only what is left to do. When ctx ends it stops cleanly, and what
// was started stays.
func Up(ctx context.Context, opts Options, up UpOptions) (*Project, error) {
	if up.Swarm {
		return upSwarm(ctx, opts, up)
	}
	l, err := newLab(ctx, opts, program.System{}, up.Progress)
	if err != nil {
		return nil, err
	}
	l.log = program.OpenLog(l.p.name)
	if err := l.up(ctx, up); err != nil {
		l.log.Close()
		return nil, errors.Join(err, l.p.Close())
	}
	return l.p, nil
}

// newLab finds the compose files and connects to the Engine.
func newLab(ctx context.Context, opts Options, run program.Runner, progress func(Step)) (*lab, error) {
	files, err := compose.Find(ctx, opts.Project, opts.File)
	if err != nil && (!errors.Is(err, compose.ErrNoFile) || files.Project == "") {
		return nil, err
	}
	eng, errDial := dial(ctx, opts.Context)
	if errDial != nil {
		return nil, errDial
	}
	p := newProject(files.Project, eng.api)
	p.host, p.context, p.runner = eng.publishedOn(), opts.Context, run
	if err != nil { // no file here, but the project's labels may name its files
		found, errLabels := p.filesFromLabels(ctx)
		if errLabels != nil {
			return nil, errors.Join(err, eng.api.Close())
		}
		files = found
	}
	p.files = files
	return &lab{p: p, opts: opts, eng: eng, run: run, steps: &steps{tell: progress}, log: &program.LogFile{}}, nil
}

func (l *lab) up(ctx context.Context, up UpOptions) error {
	l.baseName, l.baseChosen = baseHere(ctx, l.p.api, l.p.files)
	if there, err := l.p.list(ctx); err == nil && l.noStack(there) != nil {
		return l.noStack(there)
	}
	services, err := l.prepare(ctx, up)
	if err != nil {
		return err
	}
	todo, left, err := l.plan(ctx, services, up.Rebuild)
	if err != nil {
		return err
	}
	load, rest := forLoad(todo, services)
	l.tellPlan(load, rest)
	prepared := l.prepareLoad(ctx, l.inTurn(rest, load), compose.LoadServices(services), up.Rebuild)
	l.p.setLoad(prepared)
	if err := l.images(ctx, rest, load, up.Rebuild); err != nil {
		prepared.stop()
		return err
	}
	if err := l.bringUp(ctx, prepared, left, up.Rebuild); err != nil {
		prepared.stop()
		return err
	}
	if up.LoadLater {
		return nil
	}
	return l.p.WaitLoad(ctx)
}

// tellPlan reports what will be done, and the log file with the details.
func (l *lab) tellPlan(load, rest []build) {
	if l.log.Path != "" {
		l.steps.say(Step{Name: "log", State: Done, Detail: l.log.Path})
	}
	if len(load)+len(rest) == 0 {
		return
	}
	first := "the containers"
	if len(rest) > 0 {
		first = "build " + imagesOf(rest) + ", then the containers"
	}
	if len(load) > 0 {
		first += "; for the load also " + imagesOf(load)
	}
	l.steps.say(Step{Name: "to do", State: Done, Detail: first})
}

func imagesOf(builds []build) string {
	var out []string
	for _, b := range builds {
		out = append(out, b.Image)
	}
	return strings.Join(out, ", ")
}

// inTurn makes the load's programs compile after those that the user waits for.
func (l *lab) inTurn(rest, load []build) []build {
	l.restBuilt = make(chan struct{})
	for i := range rest {
		if rest[i].GoStage != nil {
			l.compiling.Add(1)
			rest[i].compiled = sync.OnceFunc(l.compiling.Done)
		}
	}
	for i := range load {
		load[i].later = true
	}
	return load
}

// images builds the images that the user waits for.
func (l *lab) images(ctx context.Context, rest, load []build, rebuild bool) error {
	if err := l.buildAll(ctx, rest, rebuild); err != nil {
		return err
	}
	if l.needsBase(load) { // compose must know it before it creates containers
		if err := l.base(ctx); err != nil {
			return err
		}
	}
	close(l.restBuilt)
	return nil
}

// bringUp starts all but the load, and waits until it is ready.
func (l *lab) bringUp(ctx context.Context, load *preparation, left, rebuild bool) error {
	if err := l.containers(ctx, left, rebuild); err != nil {
		return err
	}
	close(load.started)
	st := l.steps.begin("ready", "")
	err := l.p.waitReady(ctx, func(line string) { st.say(Running, line) })
	return st.end(load.leftToDo(), err)
}

// needsBase reports whether some of the images are certainly built on the base image.
func (l *lab) needsBase(todo []build) bool {
	return slices.ContainsFunc(todo, func(b build) bool { return b.OnBase && (b.GoStage == nil || !l.run.Find("go")) })
}

// asItRuns sets the options that the user did not choose to those of the running project: a repeated Up changes only
// what it is told to.
func (l *lab) asItRuns(ctx context.Context, up *UpOptions) {
	top, err := l.p.Topology(ctx)
	if err != nil {
		return // the Engine will report it again, where it matters
	}
	if up.Stack == "" && l.p.files.Lookup("HADASH_STACK") == "" {
		up.Stack = top.Stack
	}
	// The labels do not name the user's own image.
	if up.DB == "" && l.p.files.Lookup("HADASH_DB") == "" && top.DB != "own" {
		up.DB = top.DB
	}
}

// prepare finds compose and makes it read its files.
func (l *lab) prepare(ctx context.Context, up UpOptions) ([]compose.Service, error) {
	st := l.steps.begin("compose", "")
	l.asItRuns(ctx, &up)
	l.p.mu.Lock()
	l.p.env = up.env()
	l.p.mu.Unlock()
	if err := l.findCompose(ctx); err != nil {
		return nil, st.end("", err)
	}
	l.setBase(l.baseName)
	services, err := l.compose.Services(ctx)
	if err == nil && len(services) == 0 {
		err = fmt.Errorf("no services in %s", strings.Join(l.p.files.Paths, ", "))
	}
	return services, st.end(fmt.Sprintf("%s, project %s", l.compose.Version, l.p.name), err)
}

func (l *lab) findCompose(ctx context.Context) error {
	tool, err := compose.FindTool(ctx, l.run, l.p.context)
	l.compose = compose.Composer{Tool: tool, Runner: l.run, Project: l.p.name, Files: l.p.files, Env: l.p.env}
	return err
}
