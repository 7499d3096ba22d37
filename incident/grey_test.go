package incident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// upstream is what nginx's access log says of attempts at app1 within a moment.
func upstream(seconds float64, attempts, failures int) record.Sample {
	t := record.UpstreamTally{Addr: "172.28.44.31:9081", Attempts: attempts, Failures: failures}
	if failures > 0 {
		t.FirstLost, t.LastLost = at(seconds), at(seconds)
	}
	if attempts > failures {
		t.FirstOK, t.LastOK = at(seconds), at(seconds)
	}
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Upstreams: []record.UpstreamTally{t}}}
}

// probed is what app1's own page says; 0 = nothing.
func probed(seconds float64, code int) record.Sample {
	s := record.Sample{At: at(seconds), Source: record.SourcePage, Node: "app1", Err: "no answer"}
	if code > 0 {
		s.Page, s.Err = &record.Page{Code: code, Requests: -1}, ""
	}
	return s
}

// disabled is nginx's own word that it leaves app1 out for a second.
func disabled(seconds float64) record.Sample {
	return line(record.Line{At: at(seconds), Node: "nginx", Upstream: &record.UpstreamError{Kind: record.UpstreamDisabled, Addr: "172.28.44.31:9081"}})
}

var oneSecond = record.Sample{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &record.Settings{
	Upstreams: []record.Upstream{{Group: "service", Addr: "app1:9081", MaxFails: 3, FailTimeout: time.Second, Warns: true}}}}

// An instance that is frozen is in dispute until nginx sets it aside, be it sent much or nothing, and then no more, though
// nginx tries it with a request each second; healed it is used again.
func TestFrozenInstance(t *testing.T) {
	f := play(oneSecond, containers(0, nil), probed(0, 200), upstream(1, 50, 0), docker(10, "app1", "pause", ""), probed(10.5, 0))
	want := func(oper string, disagree ...string) {
		t.Helper()
		got := f.Truth(f.Node("app1"))
		if got.Oper != oper || !slices.EqualFunc(got.Disagree, disagree, func(p wording.Phrase, want string) bool { return p.String() == want }) {
			t.Errorf("at %v: %q, in dispute %q; want %q, %q", f.At.Sub(start), got.Oper, got.Disagree, oper, disagree)
		}
	}
	want("used", "Docker: paused, nginx has not set it aside")
	f = Fold(f, upstream(10.6, 8, 2))
	want("used", "Docker: paused, nginx still sends it requests")
	f = Fold(f, disabled(10.7))
	want("set aside")
	for _, s := range []float64{12, 13.4, 14.8} { // each time out of fail_timeout already
		f = Fold(f, upstream(s, 1, 1))
		want("set aside")
		f = Fold(f, disabled(s+0.2))
	}
	f = Fold(f, docker(16.5, "app1", "unpause", ""))
	f = Fold(f, probed(16.6, 200))
	want("used")
	f = Fold(f, upstream(16.7, 5, 0))
	want("used")
	wantTold(t, f, []event.Kind{event.KindTruth})
}

// How an instance did before it was set aside says nothing of how it does when it is used again.
func TestUsedAgain(t *testing.T) {
	f := play(oneSecond, containers(0, nil), upstream(1, 50, 0), upstream(10, 20, 15))
	if got := f.Truth(f.Node("app1")); got.Errors != 0.75 || len(got.Disagree) != 1 {
		t.Errorf("before: %.2f fails, in dispute %q", got.Errors, got.Disagree)
	}
	f = Fold(f, disabled(10.1))
	for _, s := range []record.Sample{containers(11.2, nil), upstream(12.9, 10, 0), upstream(13.5, 10, 0)} {
		f = Fold(f, s)
		if got := f.Truth(f.Node("app1")); got.Oper != "used" || got.Disagree != nil {
			t.Errorf("used again: %q, in dispute %q", got.Oper, got.Disagree)
		}
	}
	if got := f.Truth(f.Node("app1")); got.Errors != 0 {
		t.Errorf("%.2f fails", got.Errors)
	}
	wantTold(t, f, []event.Kind{event.KindTruth})
}

// A node that comes back after its heal is no grey failure: its process has to start, and checks have to pass.
// One that HAProxy leaves DOWN is.
func TestComingBackIsNotGrey(t *testing.T) {
	down := func(seconds float64) record.Sample {
		return haproxy(seconds, server("db1", "DOWN", func(s *record.Server) { s.CheckStatus = "L4CON" }), server("db2", "UP", nil))
	}
	f := play(containers(0, nil), haproxy(1, server("db1", "UP", nil), server("db2", "UP", nil)),
		docker(10, "db1", "die", "0"), down(11), docker(20, "db1", "start", ""))
	for _, s := range []float64{20.1, 22, 27.9} {
		f = Fold(f, down(s))
		if got := f.Truth(f.Node("db1")); got.Disagree != nil || got.Lasts {
			t.Errorf("%v after its heal: in dispute %q", f.At.Sub(at(20)), got.Disagree)
		}
	}
	slow := Fold(f, docker(27.95, "db1", "health_status", "starting"))
	f, slow = Fold(f, down(28.2)), Fold(slow, down(28.2))
	if got := f.Truth(f.Node("db1")); !got.Lasts || len(got.Disagree) != 1 || !strings.Contains(got.Disagree[0].String(), "Docker: running, HAProxy: DOWN (L4CON)") {
		t.Errorf("long after its heal: in dispute %q", got.Disagree)
	}
	if got := slow.Truth(slow.Node("db1")); got.Lasts {
		t.Errorf("Docker says that it starts: in dispute %q", got.Disagree)
	}
	wantTold(t, Fold(f, haproxy(30, server("db1", "UP", nil), server("db2", "UP", nil))), []event.Kind{event.KindTruth},
		"20s db1: Docker: running, HAProxy: DOWN (L4CON)", "30s db1: Docker, its balancer and its traffic agree again")
}

// What joins a disagreement that was told is told by itself; they agree again when nothing of it is left.
func TestDisagreementsJoin(t *testing.T) {
	up := func(seconds float64, io string) []record.Sample {
		return []record.Sample{haproxy(seconds, server("db1", "UP", nil), server("db2", "UP", nil)),
			{At: at(seconds), Source: record.SourceReplication, Node: "db1", Replica: &record.Replica{IO: io, SQL: "Yes"}}}
	}
	all := []record.Sample{containers(0, nil)}
	all = append(all, up(1, "Yes")...)
	for _, s := range []float64{10, 11, 12} {
		all = append(all, up(s, "No")...)
	}
	all = append(all, docker(13, "db1", "health_status", "unhealthy"))
	for _, s := range []float64{14, 15, 16} {
		all = append(all, up(s, "No")...)
	}
	f := play(append(all, up(17, "Yes")...)...)
	if n := len(told(f, event.KindTruth)); n != 2 {
		t.Errorf("while it is unhealthy still: %q", told(f, event.KindTruth))
	}
	f = Fold(f, docker(18, "db1", "health_status", "healthy"))
	wantTold(t, f, []event.Kind{event.KindTruth}, "10s db1: HAProxy: UP, yet it does not replicate (IO No, SQL Yes): its data grows stale",
		"13s db1: Docker's health check: unhealthy, HAProxy: UP", "18s db1: Docker, its balancer and its traffic agree again")
}
