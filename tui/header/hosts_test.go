package header

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// An Engine that does not answer is named with the age of what is known, once: the logs that are read through it are silent with it.
func TestSilentHost(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	top := record.Topology{Hosts: []record.Host{{Name: "east"}, {Name: "west"}},
		Nodes: []record.Node{{Name: "app@east", Host: "east"}, {Name: "app@west", Host: "west"}}}
	f := incident.NewFrame(at)
	take := func(after time.Duration, s record.Sample) { s.At = at.Add(after); f = incident.Fold(f, s) }
	take(0, record.Sample{Source: record.SourceTopology, Topology: &top})
	for _, host := range []string{"east", "west"} {
		take(time.Second, record.Sample{Source: record.SourceDocker, Node: host, Containers: []record.Container{
			{Node: "app@" + host, Host: host, ID: host, State: "running", Networks: 1, Started: at}}})
	}
	for i := range 3 {
		take(time.Duration(4+3*i)*time.Second, record.Sample{Source: record.SourceDocker, Node: "west", Err: "no answer within 2.4s"})
	}
	take(11*time.Second, record.Sample{Source: record.SourceLogs, Node: "app@west", Err: "no answer"})
	take(13*time.Second, record.Sample{Source: record.SourceDocker, Node: "east", Containers: []record.Container{{Node: "app@east", Host: "east", ID: "east", State: "running", Networks: 1, Started: at}}})
	ctx := &ui.Context{Frame: &f, Live: &f, Screen: &paint.Screen{}, Theme: paint.Look{Name: paint.ThemeMono}.Theme(), Zone: time.UTC, Keys: keys.New(nil), Verdict: verdict.Of(&f)}
	ctx.Screen.Resize(140, 1)
	(&Header{C: ctx, Any: true}).Draw(paint.Area(0, 0, 140, 1))
	line := ansi.Strip(ctx.Screen.String())
	if !strings.Contains(line, "no answer from west 12s") || strings.Contains(line, "app@west") || strings.Contains(line, "east") {
		t.Errorf("%q", line)
	}
	if n := f.Node("app@west"); !ctx.Old(n) || n.Health.Broken() || ctx.Old(f.Node("app@east")) {
		t.Errorf("the node there is %v, old %v; the other one old %v", n.Health, ctx.Old(n), ctx.Old(f.Node("app@east")))
	}
	for _, e := range f.Events {
		if e.Node == "west" && !strings.Contains(e.Says.String(), "docker at west") {
			t.Errorf("%q does not name the host", e.Says)
		}
	}
}
