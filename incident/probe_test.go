package incident

import (
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

var probeBegins = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// probeSecond is what a probe reports after a second of 10 requests, of which some failed.
func probeSecond(node string, second, failed int) record.Sample {
	at := probeBegins.Add(time.Duration(second) * time.Second)
	logs := &record.Logs{Sent: &record.SentTally{Rate: 10, Timeout: time.Second, Ended: 10, Failed: failed}, Windows: []record.Window{{Second: at.Unix(), Failed: failed}}}
	for i := range 10 {
		logs.Windows[0].Took(time.Millisecond)
		if end := at.Add(time.Duration(i*100+50) * time.Millisecond); i < failed {
			logs.Lines = append(logs.Lines, record.Line{At: end, Node: node, Text: "/ failed",
				Request: &record.Request{At: end, Name: "/", Took: time.Millisecond, Failed: true, Error: "connection refused"}})
		}
	}
	return record.Sample{At: at.Add(1060 * time.Millisecond), Source: record.SourceLogs, Node: node, Logs: logs}
}

// A probe is a client, in no container: Docker does not miss it, its requests are those of the users, and its failures date the
// fault to the time between two of them. A second probe has its own figures only.
func TestProbeSpeaksForTheUsers(t *testing.T) {
	top := record.Topology{Nodes: []record.Node{{Name: "shop", Kind: record.KindProbe}, {Name: "api", Kind: record.KindProbe}, {Name: "lb", Kind: record.KindHAProxy}, {Name: "app1", Kind: record.KindServer}}}
	f := Fold(Frame{}, record.Sample{At: probeBegins, Source: record.SourceTopology, Topology: &top})
	listed := []record.Container{{Node: "lb", State: "running", Networks: 1}, {Node: "app1", State: "running", Networks: 1}}
	f = Fold(f, record.Sample{At: probeBegins, Source: record.SourceDocker, Containers: listed})
	for second := range 3 {
		f = Fold(f, probeSecond("shop", second, 0))
		f = Fold(f, probeSecond("api", second, 3))
	}
	fault := record.Fault{Kind: record.Kill, Target: "app1"}
	f = Fold(f, record.Sample{At: probeBegins.Add(4 * time.Second), Source: record.SourceYou, Act: &record.Act{Inject: &fault}})
	f = Fold(f, record.Sample{At: probeBegins.Add(4001 * time.Millisecond), Source: record.SourceYou, Act: &record.Act{Made: &fault}})
	before := f
	for second := 4; second < 7; second++ {
		f = Fold(f, probeSecond("shop", second, []int{4: 2, 5: 1, 6: 0}[second]))
	}
	if n := f.Node("shop"); n.Health != Up || n.Recent != 8 && n.Recent != 10 || n.Container.Node != "" {
		t.Errorf("%v, %v/s, container %+v", n.Health, n.Recent, n.Container)
	}
	if c := f.Watched.Felt.Clients(); c.By != event.ByProbe || c.Requests != 60 || c.Failed != 3 || c.Names["connection refused"] != 3 {
		t.Errorf("the users: %+v", c)
	}
	if c := f.Probed("api").Clients(); c.Requests != 30 || c.Failed != 9 {
		t.Errorf("the second probe: %+v", c)
	}
	w := f.Stopwatches[0]
	first, last := w.Moments[stopwatch.FirstFailed], w.Moments[stopwatch.LastFailed]
	if first.Witness != event.ByProbe || first.Within != 100*time.Millisecond || !first.At.Equal(probeBegins.Add(4050*time.Millisecond)) || !last.At.Equal(probeBegins.Add(5050*time.Millisecond)) {
		t.Errorf("failed from %+v to %+v", first, last)
	}
	if got := first.Precision().String(); got != "±100 ms, the probe's record" {
		t.Errorf("it is known %s", got)
	}
	lost := []clients.Lost{{Second: probeBegins.Unix() + 4, Probe: 2}, {Second: probeBegins.Unix() + 5, Probe: 1}}
	if len(f.Lost) != 2 || f.Lost[0] != lost[0] || f.Lost[1] != lost[1] {
		t.Errorf("lost %+v", f.Lost)
	}
	if s, ok := f.Last(); !ok || s.Requests != 10 || f.AskedRate() <= 0 {
		t.Errorf("the last second: %+v, %v/s", s, f.AskedRate())
	}
	if len(f.Load.Seconds) != 0 || f.Watched.Felt.Requests != 0 {
		t.Errorf("the load script is said to have sent %d", f.Watched.Felt.Requests)
	}
	if c := before.Watched.Felt.Clients(); c.Failed != 0 || c.Requests != 30 {
		t.Errorf("an earlier Frame has changed: %+v", c)
	}
	for _, phrase := range f.Trouble() {
		if s := phrase.String(); s != "" && len(f.Faults) == 0 {
			t.Error(s)
		}
	}
	// Its silence is no silence of the users: nothing is known then.
	late := Fold(f, record.Sample{At: probeBegins.Add(time.Minute), Source: record.SourceDocker, Containers: listed})
	if _, ok := late.Last(); ok || late.AskedRate() >= 0 {
		t.Errorf("of a probe that is silent %v/s are known", late.AskedRate())
	}
}
