package stack

import (
	"context"
	"errors"
	"fmt"

	"hadash/stack/label"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/container"
)

// containers makes compose start what should run. The images exist, except those whose build Up does not read; compose
// builds those.
func (l *lab) containers(ctx context.Context, left, rebuild bool) error {
	st := l.steps.begin("containers", "starting")
	release, _, err := l.p.alone(ctx, l.p.containersOf(), func() { st.say(Running, "waiting: another hadash is making them") })
	if err != nil {
		return st.end("", err)
	}
	defer release()
	out := &program.Output{Log: l.log, Line: func(line string) { st.say(Running, line) }}
	if err := errors.Join(l.thaw(ctx), l.p.dropImageless(ctx)); err != nil {
		return st.end("", err)
	}
	args := []string{"up", "-d"}
	if l.alone {
		args = append(args, "--remove-orphans") // the second HAProxy
	}
	switch {
	case !left:
		args = append(args, "--no-build")
	case rebuild:
		args = append(args, "--build")
	}
	if err := l.composes().Do(ctx, out, args...); err != nil {
		if ctx.Err() == nil {
			said := out.Last()
			err = program.Failure(err, said, l.log)
			if why := l.taken(ctx, said); why != "" {
				err = fmt.Errorf("%w\n  %s", err, why)
			}
		}
		return st.end("", err)
	}
	return st.end("started", nil)
}

// thaw unpauses containers that were left paused: compose cannot start them.
func (l *lab) thaw(ctx context.Context) error {
	all, err := l.p.list(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.State != container.StatePaused {
			continue
		}
		c, err := l.p.target(ctx, s.Labels[label.Node])
		if err != nil {
			return err
		}
		if err := l.p.unpause(ctx, c); err != nil {
			return fmt.Errorf("unpause %s: %w", s.Labels[label.Node], err)
		}
	}
	return nil
}
