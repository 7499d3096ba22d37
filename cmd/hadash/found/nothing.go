package found

import (
	"context"
	"errors"
	"strings"
)

// Nothing says why there is nothing to watch: no such project, or one that has no labels and no balancer.
func (p *Project) Nothing(ctx context.Context) error {
	if err := p.Nobody(ctx); err != nil {
		return err
	}
	there, _ := p.Labelled(ctx) // only a hint: the error is right without it
	return nothingToWatch(p.Name(), there)
}

// nothingToWatch returns the error for a project that has no labels, and no balancer either. Most often the user means
// another one, whose name was given to 'hadash up' and is missing now.
func nothingToWatch(project string, there []string) error {
	text := "project " + project + ": no container carries a hadash.role label or balances anything ('hadash discover' says what was found)"
	if len(there) > 0 {
		text += "; other projects have some: " + strings.Join(there, ", ") + " (choose one with --project)"
	}
	return errors.New(text + "; 'hadash up' starts the stack")
}
