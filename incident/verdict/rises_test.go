package verdict

import (
	"path/filepath"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// everyRun folds each real run that is kept, one Sample after the other.
func everyRun(t *testing.T, each func(run string, f *incident.Frame)) {
	t.Helper()
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		var f incident.Frame
		for _, s := range captured.Samples(t, run) {
			f = incident.Fold(f, s)
			each(run, &f)
		}
	}
	for _, run := range []string{"baseline", "tuned"} {
		r, err := record.Open(filepath.Join("..", "..", "docs", "experiment", run+".hadash"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		f := incident.NewFrame(r.Header.Started)
		for s := range r.Samples() {
			f = incident.Fold(f, s)
			each(run, &f)
		}
	}
}

// While the fault is the same, the first line never takes back a request or a failure that it has counted, whichever witness
// speaks for the users.
func TestSumsNeverFall(t *testing.T) {
	type sums struct {
		run              string
		id               int
		requests, failed int
	}
	var was sums
	everyRun(t, func(run string, f *incident.Frame) {
		u := Of(f).Users
		now := sums{run: run}
		if u.Since != nil {
			now.id = u.Since.ID
		}
		if was.run == now.run && was.id == now.id {
			now.requests, now.failed = was.requests, was.failed
		}
		if !u.Clients.Known() {
			was = now
			return
		}
		if u.Clients.Failed < now.failed {
			t.Errorf("%s, fault %d at %v: %d failed, after %d (%s)", run, now.id, f.At, u.Clients.Failed, now.failed, u.Clients.By)
		}
		now.failed = u.Clients.Failed
		if u.Clients.Counted {
			if u.Clients.Requests < now.requests {
				t.Errorf("%s, fault %d at %v: %d requests, after %d (%s)", run, now.id, f.At, u.Clients.Requests, now.requests, u.Clients.By)
			}
			now.requests = u.Clients.Requests
		}
		was = now
	})
}
