package stack

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"hadash/record"
	"hadash/stack/compose"
	"hadash/stack/program"
)

// preparation is the preparation of the load, which may continue when the rest is up.
type preparation struct {
	started chan struct{} // closed when the other containers, and so the network, exist
	done    chan struct{} // closed at the end
	err     error         // set before done is closed
	cancel  context.CancelFunc

	names map[string]bool // the names of its steps
	mu    sync.Mutex
	runs  []Step // the steps in progress
	began map[string]time.Time
}

func newPreparation(images []build) *preparation {
	p := &preparation{
		started: make(chan struct{}), done: make(chan struct{}),
		names: map[string]bool{"load": true}, began: map[string]time.Time{},
	}
	for _, b := range images {
		p.names["image "+b.Image] = true
	}
	return p
}

// stop interrupts the preparation and waits for its end.
func (p *preparation) stop() {
	p.cancel()
	<-p.done
}

// over reports whether the preparation has ended.
func (p *preparation) over() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// note keeps the steps of the preparation that are in progress.
func (p *preparation) note(s Step) {
	if !p.names[s.Name] {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, runs := p.began[s.Name]; !runs {
		p.began[s.Name] = time.Now().Add(-s.Took)
	}
	for i := range p.runs {
		if p.runs[i].Name == s.Name {
			p.runs = append(p.runs[:i], p.runs[i+1:]...)
			break
		}
	}
	if !s.State.Ended() {
		p.runs = append(p.runs, s)
	}
}

// now describes the step in progress; "" after the end.
func (p *preparation) now() string {
	if p.over() {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.runs) == 0 {
		return "waiting for the other containers"
	}
	s := p.runs[len(p.runs)-1]
	return strings.TrimSpace(fmt.Sprintf("%s (%s) %s", s.Name, time.Since(p.began[s.Name]).Round(time.Second), s.Detail))
}

// leftToDo is the text of the step "ready": it includes the unfinished preparation of the load.
func (p *preparation) leftToDo() string {
	now := p.now()
	if now == "" {
		return "all services are ready"
	}
	return "all services but the load are ready; still working: " + now
}

// prepareLoad builds the load's images and creates its containers, so that the load starts at once on request. It also
// closes the log, because it is the last to write to it.
func (l *lab) prepareLoad(ctx context.Context, images []build, services []string, rebuild bool) *preparation {
	ctx, cancel := context.WithCancel(ctx)
	p := newPreparation(images)
	p.cancel = cancel
	l.steps.also(p.note)
	go func() {
		defer close(p.done)
		defer l.log.Close()
		defer cancel()
		defer func() {
			if bug := recover(); bug != nil { // a running dashboard must not be ended by a bug here
				p.err = fmt.Errorf("prepare the load: this is a bug in hadash: panic: %v\n\n%s", bug, debug.Stack())
			}
		}()
		if p.err = l.buildAll(ctx, images, rebuild); p.err != nil || len(services) == 0 {
			return
		}
		select {
		case <-p.started:
			p.err = l.createLoad(ctx, services)
		case <-ctx.Done():
			p.err = ctx.Err()
		}
	}()
	return p
}

// createLoad creates the containers of the load.
func (l *lab) createLoad(ctx context.Context, services []string) error {
	st := l.steps.begin("load", strings.Join(services, ", "))
	release, _, err := l.p.alone(ctx, l.p.containersOf(), func() { st.say(Running, "waiting: another hadash is making containers") })
	if err != nil {
		return st.end("", err)
	}
	defer release()
	if err := l.p.dropImageless(ctx); err != nil {
		return st.end("", err)
	}
	out := &program.Output{Log: l.log}
	err = l.composes().Create(ctx, out, services)
	if err != nil && ctx.Err() == nil {
		err = program.Failure(err, out.Last(), l.log)
	}
	return st.end("ready to start: "+strings.Join(services, ", "), err)
}

// WaitLoad waits until the load is prepared, if an Up with LoadLater or a StartLoad has not finished that. After an
// error the load may be prepared again.
func (p *Project) WaitLoad(ctx context.Context) error {
	load := p.loading()
	if load == nil {
		return nil
	}
	select {
	case <-load.done:
		if load.err != nil {
			p.forgetLoad(load)
		}
		return load.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// LoadPreparing describes the current work on the load's image and container; "" if there is none.
func (p *Project) LoadPreparing() string {
	load := p.loading()
	if load == nil {
		return ""
	}
	return load.now()
}

func (p *Project) loading() *preparation {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.load
}

func (p *Project) setLoad(load *preparation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.load = load
}

func (p *Project) forgetLoad(load *preparation) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.load == load {
		p.load = nil
	}
}

// prepareLoad makes the missing load: its image, as Up would, and its container. It continues when ctx ends, and later
// calls wait for the same work.
func (p *Project) prepareLoad(ctx context.Context) error {
	l, services, err := p.loadLab(ctx)
	if err != nil {
		return err
	}
	todo, _, err := l.plan(ctx, services, false) // compose builds the images left to it when it creates the container
	if err != nil {
		return err
	}
	p.mu.Lock()
	if p.load == nil || p.load.over() {
		l.log = program.OpenLog(p.name + "-load")
		p.load = l.prepareLoad(context.WithoutCancel(ctx), todo, compose.LoadServices(services), false)
		close(p.load.started) // the project's other containers exist
	}
	p.mu.Unlock()
	return p.WaitLoad(ctx)
}

// loadLab returns a lab for the load only.
func (p *Project) loadLab(ctx context.Context) (*lab, []compose.Service, error) {
	with, err := p.composer(ctx)
	if err != nil {
		return nil, nil, err
	}
	all, err := with.Services(ctx)
	if err != nil {
		return nil, nil, err
	}
	var services []compose.Service
	for _, s := range all {
		if s.Role == string(record.RoleLoad) {
			services = append(services, s)
		}
	}
	if len(services) == 0 {
		return nil, nil, errNoLoad
	}
	l := &lab{p: p, eng: p.engine(), run: p.runner, compose: *with, steps: &steps{}, log: &program.LogFile{}}
	l.baseName, l.baseChosen = baseHere(ctx, p.api, p.files)
	return l, services, nil
}

var errNoLoad = errors.New("there is no load: no service has the label hadash.role=load")
