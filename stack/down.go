package stack

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/volume"
)

// Down stops and removes the project's containers and networks, including the load's, and with volumes also its data.
// Other projects, and images, stay. progress may be nil.
func Down(ctx context.Context, opts Options, volumes bool, progress func(Step)) error {
	l, err := newLab(ctx, opts, program.System{}, progress)
	if err != nil {
		return err
	}
	defer func() { _ = l.p.Close() }()
	l.log = program.OpenLog(l.p.name + "-down")
	defer l.log.Close()
	return l.down(ctx, volumes)
}

func (l *lab) down(ctx context.Context, volumes bool) error {
	st := l.steps.begin("down", "project "+l.p.name)
	if err := l.findCompose(ctx); err != nil {
		return st.end("", err)
	}
	there, err := l.p.list(ctx)
	if err == nil {
		err = l.noStack(there)
	}
	if err != nil {
		return st.end("", err)
	}
	args := []string{"--profile", compose.LoadProfile, "down", "--remove-orphans"}
	if volumes {
		args = append(args, "--volumes")
	}
	left, err := l.remove(ctx, st, args)
	if len(left) > 0 {
		// Compose does not remove containers that were started while it stopped the rest: a dashboard that is exiting
		// heals.
		st.say(Running, "still there: "+strings.Join(left, ", ")+": removing again")
		left, err = l.remove(ctx, st, args)
	}
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("still there: %s; something may be starting them; run down again to remove them", strings.Join(left, ", "))
	}
	if err != nil {
		return st.end("", err)
	}
	text := "project " + l.p.name + " is gone"
	if len(there) == 0 { // perhaps the user meant another one
		text = "project " + l.p.name + " had no containers"
		if others, _ := l.p.Labelled(ctx); len(others) > 0 {
			text += "; these projects have some: " + strings.Join(others, ", ") + " (choose one with --project)"
		}
	}
	return st.end(text+l.volumesLeft(ctx), nil)
}

// dataStays says that volumes are left, and how to remove them; more are flags that both commands need.
func (l *lab) dataStays(volumes []string, more ...string) string {
	if len(volumes) == 0 {
		return ""
	}
	return fmt.Sprintf("; its data stays for the next %s, in %s (%s removes it)",
		l.opts.Call(append([]string{"up"}, more...)...), strings.Join(volumes, ", "),
		l.opts.Call(append([]string{"down", "--volumes"}, more...)...))
}

// volumesLeft names the project's remaining volumes and how to remove them.
func (l *lab) volumesLeft(ctx context.Context) string {
	list, err := l.p.api.VolumeList(ctx, volume.ListOptions{Filters: filters.NewArgs(filters.Arg("label", label.Project+"="+l.p.name))})
	if err != nil {
		return "; its remaining volumes are not known: " + err.Error()
	}
	var left []string
	for _, v := range list.Volumes {
		left = append(left, v.Name)
	}
	slices.Sort(left)
	return l.dataStays(left)
}

// remove makes compose remove the containers, and returns the services that still have one.
func (l *lab) remove(ctx context.Context, st step, args []string) (left []string, err error) {
	out := &program.Output{Log: l.log, Line: func(line string) { st.say(Running, line) }}
	err = l.compose.Do(ctx, out, args...)
	if ctx.Err() != nil {
		return nil, err
	}
	if err != nil {
		err = program.Failure(err, out.Last(), l.log)
	}
	all, listErr := l.p.list(ctx)
	for _, c := range all {
		left = append(left, c.Labels[label.Service])
	}
	return left, cmp.Or(err, listErr)
}
