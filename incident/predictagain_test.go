package incident

import (
	"strings"
	"testing"

	"hadash/record"
)

// A fault from before hadash started is reported before the configurations are read: its prediction is known with them.
func TestPredictedOnceRead(t *testing.T) {
	f := play(remembered, docker(-3, "db1", "pause", ""), docker(-2, "app1", "stop", ""),
		settings(tunedCheck), haproxy(0.2, server("db1", "UP", nil), server("db2", "UP", nil)))
	w := f.Stopwatch("db1")
	if want := f.Predict(w.Fault.Fault); !w.Expected.Known || !w.Expected.Equal(want) {
		t.Errorf("expected %+v, want %+v", w.Expected, want)
	}
}

// A server whose line has no name that could be read, one that no line names, and one that tracks another.
func TestPredictServers(t *testing.T) {
	kill := record.Fault{Kind: record.Kill, Target: "db1"}
	check := tunedCheck
	check.Backend, check.Server = "servers", "db1"
	for name, c := range map[string]struct {
		checks []record.Check
		want   string
	}{
		"as it is":  {[]record.Check{check}, "2 failed checks"},
		"unnamed":   {[]record.Check{{Backend: "servers", Doubts: []record.Doubt{{Kind: record.DoubtTooMuch, What: "server-template t 9"}}}}, "not known: server-template t 9: more servers than are read"},
		"elsewhere": {[]record.Check{{Backend: "other", Server: "db1"}}, "not known: no server line was read for servers/db1"},
		"tracking":  {[]record.Check{{Backend: "servers", Server: "db1", Tracks: "servers/db2", On: true, Inter: 100 * ms, Fall: 1}}, "as servers/db2, which it tracks: 3 failed checks"},
	} {
		set := record.Sample{At: start, Source: record.SourceSettings, Node: "haproxy", Settings: &record.Settings{Checks: c.checks}}
		f := play(set, containers(0, nil), haproxy(1, server("db1", "UP", nil), server("db2", "UP", func(s *record.Server) { s.CheckFall = 3 })))
		got := f.Predict(kill)
		text := got.Why.String()
		if !got.Known {
			text = "not known: " + text
		}
		if !strings.HasPrefix(text, c.want) {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}
