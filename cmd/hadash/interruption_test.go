package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/cmd/hadash/hands"
	"hadash/cmd/hadash/hands/slowlab"
	"hadash/drill"
	"hadash/record"
)

// Ctrl+c during a fault says in one line what was healed and what was not. The exit code is 130 only if all was healed.
func TestInterruptedFaultSaysWhatWasHealed(t *testing.T) {
	for name, tt := range map[string]struct {
		fails error
		want  string
		code  int
	}{
		"healed":     {nil, "interrupted; healed: kill app1", exitInterrupted},
		"not healed": {fmt.Errorf("app1: %w", context.DeadlineExceeded), "interrupted; kill app1 is NOT healed: app1: context deadline exceeded; 'hadash heal' tries again", exitBroken},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			l := slowlab.New()
			l.Fails["heal kill app1"] = tt.fails
			var acts []record.Act
			tr := limited(t, l, "visible > 3", &loaded{failsAt: time.Hour}, &acts, &strings.Builder{})
			time.AfterFunc(8*time.Second, cancel)
			_, err := tr.run(ctx, faultOn(record.Kill, "app1"), time.Minute)
			err = interrupt(ctx, (&options{}).leave(ctx, tr.h, err), slices.Concat(tr.undone, tr.h.Undone()))
			if err == nil || err.Error() != tt.want || exitCode(err, true) != tt.code {
				t.Errorf("%s: %v, exit %d", name, err, exitCode(err, true))
			}
		})
	}
}

func TestInterruption(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	kill, pause := faultOn(record.Kill, "app1"), faultOn(record.Pause, "app2")
	left := &hands.NotHealed{Fault: pause, Err: errors.New("no answer\nat all")}
	for want, err := range map[string]error{
		"interrupted; nothing is left broken":        interrupt(ended, context.Canceled, nil),
		"interrupted; healed: kill app1, pause app2": interrupt(ended, errors.New("heal: tried twice"), []record.Fault{kill, pause}),
		"interrupted; healed: kill app1; pause app2 is NOT healed: no answer; at all; 'hadash heal' tries again": interrupt(ended, errors.Join(context.Canceled, left), []record.Fault{kill}),
		"no such service":                 interrupt(ended, errors.New("no such service"), nil),
		"interrupted; healed: pause app2": interruptedDrill(ended, &drill.Result{State: drill.Interrupted}, []record.Fault{pause}),
		"interrupted; healed: kill app1; pause app2 is NOT healed: no; 'hadash heal' tries again": interruptedDrill(ended,
			&drill.Result{State: drill.Interrupted, Err: &hands.NotHealed{Fault: pause, Err: errors.New("no")}}, []record.Fault{kill}),
		"aborted": interrupt(t.Context(), errors.New("aborted"), []record.Fault{kill}),
	} {
		if err.Error() != want {
			t.Errorf("%q, want %q", err, want)
		}
	}
	if interrupt(ended, nil, []record.Fault{kill}) != nil {
		t.Error("what ended well was not interrupted")
	}
}
