package stack

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"hadash/record"
	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"
	"hadash/stack/recipe"

	cbuild "github.com/docker/docker/api/types/build"
	"github.com/docker/docker/api/types/registry"
)

// lanes is how many images are built at the same time.
const lanes = 2

// build is an image to build.
type build struct {
	recipe.Recipe
	later    bool   // it is for the load, which is not needed yet
	compiled func() // reports that its program is compiled, or never will be; may be called again
}

// plan finds the images to build: those that are missing, or whose inputs have changed. It reports the others as
// skipped. Images are built with the Engine's own builder: every Engine has it, while newer versions of compose need
// buildx. left reports that some build is not plain; those are left to compose.
func (l *lab) plan(ctx context.Context, services []compose.Service, rebuild bool) (todo []build, left bool, err error) {
	seen := map[string]bool{}
	for _, s := range services {
		if s.Context == "" || seen[s.Image] && s.Image != "" {
			continue
		}
		seen[s.Image] = true
		r, err := recipe.New(s, l.baseChosen)
		if errors.Is(err, recipe.ErrNotPlain) || s.Image == "" {
			left = true
			continue
		}
		if err != nil {
			return nil, false, fmt.Errorf("image %s: %w", s.Image, err)
		}
		if !rebuild && l.builtFrom(ctx, r.Image) == r.Inputs {
			l.steps.say(Step{Name: "image " + r.Image, State: Skipped, Detail: "built, and nothing changed since"})
			continue
		}
		todo = append(todo, build{Recipe: r, compiled: func() {}})
	}
	return todo, left, nil
}

// builtFrom returns the hash of an image's inputs, "" if it is not known or there is no image.
func (l *lab) builtFrom(ctx context.Context, name string) string {
	image, err := l.p.api.ImageInspect(ctx, name)
	if err != nil || image.Config == nil {
		return ""
	}
	return image.Config.Labels[label.Inputs]
}

// forLoad separates the images that only the load needs from the rest.
func forLoad(todo []build, services []compose.Service) (load, rest []build) {
	needed := map[string]bool{}
	for _, s := range services {
		if s.Role != string(record.RoleLoad) {
			needed[s.Image] = true
		}
	}
	for _, b := range todo {
		if needed[b.Image] {
			rest = append(rest, b)
		} else {
			load = append(load, b)
		}
	}
	return load, rest
}

// buildAll builds images, several at a time. Images whose Dockerfiles begin alike are built one after another, so that
// the second reuses the layers of the first.
func (l *lab) buildAll(ctx context.Context, todo []build, rebuild bool) error {
	whole := ctx
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var groups [][]build
	index := map[string]int{}
	for _, b := range todo {
		i, ok := index[b.FirstRun]
		if !ok {
			i = len(groups)
			index[b.FirstRun], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], b)
	}
	slots := make(chan struct{}, lanes)
	var wg sync.WaitGroup
	for _, group := range groups {
		wg.Go(func() {
			for _, b := range group {
				defer b.compiled() // also for those that are not built because of an error
			}
			for _, b := range group {
				if ctx.Err() != nil {
					return
				}
				if err := l.image(ctx, b, slots, rebuild); err != nil {
					cancel(err) // the first error is reported
				}
			}
		})
	}
	wg.Wait()
	return cmp.Or(whole.Err(), context.Cause(ctx))
}

// stopped is why an image is not built further: the user ended it, or another image failed, whose own line says why.
func stopped(ctx context.Context) error {
	if cause := context.Cause(ctx); errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return errors.New("stopped, because another image could not be built")
}

// image builds one image, unless another hadash builds it meanwhile. If possible its program is compiled on this
// machine, in parallel with other builds; only the Engine's part of the build takes one of the lanes.
func (l *lab) image(ctx context.Context, b build, slots chan struct{}, afresh bool) error {
	st := l.steps.begin("image "+b.Image, "")
	release, waited, err := l.p.alone(ctx, "image "+b.Image, func() { st.say(Running, "waiting: another hadash is building it") })
	if err != nil {
		return st.end("", err)
	}
	defer release()
	if (waited || !afresh) && l.builtFrom(ctx, b.Image) == b.Inputs { // perhaps since the plan was made
		st.say(Skipped, "another hadash has built it")
		return nil
	}
	if b, err = l.quick(ctx, st, b); err != nil {
		return st.end("", err)
	}
	b.compiled()
	if err := l.ground(ctx, st, b); err != nil {
		return st.end("", err)
	}
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return st.end("", stopped(ctx))
	}
	defer func() { <-slots }()
	return l.build(ctx, st, b, afresh)
}

// quick compiles an image's program here, if it has one and that is possible; otherwise the image compiles it during
// its build.
func (l *lab) quick(ctx context.Context, st step, b build) (build, error) {
	if b.GoStage == nil {
		return b, nil
	}
	if b.later {
		st.say(Waiting, "waiting for the rest of the stack")
		l.compiling.Wait()
	}
	st.say(Running, "compiling")
	packed, err := l.compile(ctx, b, func(line string) { st.say(Running, "compiling "+line) })
	switch {
	case ctx.Err() != nil:
		return b, stopped(ctx)
	case err != nil:
		l.steps.say(Step{Name: "go", State: Skipped, Detail: fmt.Sprintf(
			"%s is compiled in a container, which takes minutes, because this machine cannot compile it: %v", b.Image, err)})
		return b, nil
	}
	b.Context, b.Args, b.OnBase = packed, nil, false
	return b, nil
}

// ground waits for the base image. An image of the load waits for the rest, whose layers it can then reuse.
func (l *lab) ground(ctx context.Context, st step, b build) error {
	if !b.OnBase {
		return nil
	}
	if b.later && l.restBuilt != nil {
		st.say(Waiting, "waiting for the rest of the stack")
		select {
		case <-l.restBuilt:
		case <-ctx.Done():
			return stopped(ctx)
		}
	}
	st.say(Waiting, "waiting for the base image")
	return l.base(ctx)
}

// build makes the Engine build one image.
func (l *lab) build(ctx context.Context, st step, b build, afresh bool) error {
	st.say(Running, "building")
	out := &program.Output{Log: l.log}
	at := ""
	out.Line = func(line string) {
		if strings.HasPrefix(line, "Step ") {
			at, _, _ = strings.Cut(line, " :") // the command is long, and the log has it
			st.say(Running, line)
			return
		}
		st.say(Running, strings.TrimSpace(at+"  "+line))
	}
	answer, err := l.p.api.ImageBuild(ctx, bytes.NewReader(b.Context), l.buildOptions(b, afresh))
	if err == nil {
		defer func() { _ = answer.Body.Close() }()
		err = messages(answer.Body, func(text string) { _, _ = out.Write([]byte(text)) })
	}
	if err != nil && ctx.Err() != nil {
		return st.end("", stopped(ctx))
	}
	if err != nil {
		err = program.Failure(fmt.Errorf("build %s: %w", b.Image, err), out.Last(), l.log)
	}
	return st.end("built", err)
}

func (l *lab) buildOptions(b build, afresh bool) cbuild.ImageBuildOptions {
	args := map[string]*string{}
	for key, value := range b.Args {
		args[key] = &value
	}
	if args["HADASH_BASE"] != nil {
		base := l.builtOn()
		args["HADASH_BASE"] = &base
	}
	return cbuild.ImageBuildOptions{
		Version:     cbuild.BuilderV1,
		Tags:        []string{b.Image},
		Dockerfile:  recipe.DockerfileInside,
		Target:      b.Target,
		Labels:      map[string]string{label.Inputs: b.Inputs},
		BuildArgs:   l.eng.config.ParseProxyConfig(l.eng.host, args), // as the docker command does
		AuthConfigs: l.registryLogins(),
		NoCache:     afresh,
		Remove:      true,
		ForceRemove: true,
	}
}

// registryLogins returns the docker command's logins, for a base image that is not public.
func (l *lab) registryLogins() map[string]registry.AuthConfig {
	all, err := l.eng.config.GetAllCredentials()
	if err != nil {
		return nil // a public image needs none
	}
	out := map[string]registry.AuthConfig{}
	for name, a := range all {
		out[name] = registry.AuthConfig(a)
	}
	return out
}
