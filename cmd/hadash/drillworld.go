package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/progress"
	"hadash/cmd/hadash/world"
	"hadash/drill"
	"hadash/incident"
	"hadash/own"
	"hadash/record"
	"hadash/stack"
)

// drillWorld is the stack as a drill uses it: hands that break and heal it, and a stream that observes it.
type drillWorld struct {
	*hands.Hands
	project   world.World
	show      *progress.Drill
	out, name string // folder and drill, for the names of snapshots
}

func (w *drillWorld) Inject(ctx context.Context, f record.Fault) error {
	if meanwhile, _ := w.Project.Needs(ctx, f); meanwhile != "" { // Inject returns the same error
		w.show.Say(meanwhile)
	}
	err := w.Hands.Inject(ctx, f)
	if errors.Is(err, stack.ErrNoNetem) {
		return fmt.Errorf("%w: %w", drill.ErrImpossible, err)
	}
	return w.brief(err)
}

// brief shows an error, and returns it as it may be recorded.
func (w *drillWorld) brief(err error) error {
	short := own.Briefly(err)
	if short != err { //nolint:errorlint // the same error, not one that it wraps
		w.show.Say(err.Error())
	}
	return short
}

func (w *drillWorld) Heal(ctx context.Context, f record.Fault) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), hands.HealLimit)
	defer cancel()
	return w.brief(w.Hands.Heal(ctx, f))
}

func (w *drillWorld) HealAll(ctx context.Context) error {
	return w.brief(w.Hands.HealAll(ctx, w.show.Say))
}

func (w *drillWorld) Reload(ctx context.Context, node string) error {
	w.Act(record.Act{Note: "reload " + node})
	return w.project.Reload(ctx, node)
}

func (w *drillWorld) Step(s record.Step) {
	w.Act(record.Act{Step: &s})
	w.show.Step(s)
}

func (w *drillWorld) Over() { w.Act(record.Act{Over: true}) }

// Warn shows a message to the user and adds it to the recording.
func (w *drillWorld) Warn(text string) {
	w.Act(record.Act{Note: text})
	w.show.Say(text)
}

func (w *drillWorld) Note(text string) { w.Act(record.Act{Note: text}) }

func (w *drillWorld) Snapshot(f incident.Frame, name string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), hands.HealLimit)
	defer cancel()
	path := filepath.Join(w.out, fmt.Sprintf("%s-%s-%s.md", w.name, name, time.Now().Format("20060102-150405")))
	return export(ctx, w.project, f, path)
}
