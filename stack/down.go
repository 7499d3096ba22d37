package stack

import "context"

// Down stops and removes the project's containers and networks, those of the load too, and with
// volumes also its data. Other projects, and images, stay. progress may be nil.
func Down(ctx context.Context, opts Options, volumes bool, progress func(Step)) error {
	l, err := newLab(ctx, opts, programs{}, progress)
	if err != nil {
		return err
	}
	defer func() { _ = l.p.Close() }()
	defer l.log.close()
	return l.down(ctx, volumes)
}

func (l *lab) down(ctx context.Context, volumes bool) error {
	st := l.steps.begin("down", "project "+l.p.name)
	if err := l.findCompose(ctx); err != nil {
		return st.end("", err)
	}
	out := &output{log: l.log, watch: func(line string) { st.say(Running, line) }}
	args := []string{"--profile", loadProfile, "down", "--remove-orphans"}
	if volumes {
		args = append(args, "--volumes")
	}
	err := l.compose.do(ctx, out, args...)
	if err != nil && ctx.Err() == nil {
		err = outputError(err, out.last(), l.log)
	}
	return st.end("project "+l.p.name+" is gone", err)
}
