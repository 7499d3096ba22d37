package incident

import (
	"testing"

	"hadash/incident/captured"
	"hadash/incident/clients"
)

// What HAProxy tried again is absorbed only if its log has a session that reached a server. On the baseline each retry stayed at
// the dead server: by HAProxy's own log every such session ended without a connection (SC, sC), three retries each.
func TestRetriesInVainAreNotAbsorbed(t *testing.T) {
	for run, want := range map[string]clients.Hidden{
		"baseline-stop-mysql-slave2": {Retried: 45, Settled: 45},
		"tuned-kill-mysql-slave1":    {Redispatched: 1, NextUpstream: 6, Repeated: 12, Saved: 1, Settled: 1},
	} {
		var f Frame
		sessions, tries := 0, 0
		for _, s := range captured.Samples(t, run) {
			f = Fold(f, s)
			w := f.Stopwatches
			if len(w) > 0 && w[0].Hidden.Absorbed().Least > 0 && run == "baseline-stop-mysql-slave2" {
				t.Fatalf("%s at %v: %+v absorbed", run, f.At, w[0].Hidden.Absorbed())
			}
			if s.Logs == nil {
				continue
			}
			for _, l := range s.Logs.Lines {
				if x := l.Session; x != nil && x.Retries > 0 {
					if tries += x.Retries; x.Termination[1] != 'C' {
						sessions++
					}
				}
			}
		}
		got := f.Stopwatches[0].Hidden
		if got != want {
			t.Errorf("%s: %+v, want %+v", run, got, want)
		}
		if r := got.Sessions(); !r.Exact() || r.Most != int64(sessions) || got.Settled != int64(tries) {
			t.Errorf("%s: %+v sessions saved; the lines have %d, of %d tries", run, r, sessions, tries)
		}
	}
}

// Tries that failed at an instance are those that nginx's error log has.
func TestTriesFailed(t *testing.T) {
	var f Frame
	for _, s := range captured.Samples(t, "tuned-pause-app1") {
		f = Fold(f, s)
	}
	if w := &f.Stopwatches[0]; f.TriesFailed(w) == 0 {
		t.Errorf("none at %s", w.Target)
	}
	other := f.Stopwatches[0]
	if other.Target = "app2"; f.TriesFailed(&other) != 0 {
		t.Error("some at app2")
	}
}
