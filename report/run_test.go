package report_test

import (
	"path/filepath"
	"testing"
	"time"

	samples "hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
)

// A recording that is begun while one watches tells first what was known by then, some of it long: it was watched from
// when it was begun. What its header says of another time is not believed.
func TestRunBeginsWithItsRecording(t *testing.T) {
	topology := record.Sample{At: start.Add(-time.Minute), Source: record.SourceTopology, Topology: &record.Topology{Project: "lab"}}
	known := record.Sample{At: start.Add(-time.Second), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: 5}}
	first := record.Sample{At: start.Add(time.Second), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: 9}}
	for name, c := range map[string]struct{ started, want time.Time }{
		"begun by a key": {start, start},
		"no time":        {time.Time{}, known.At},
		"tomorrow":       {start.Add(24 * time.Hour), known.At},
	} {
		path := samples.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{Started: c.started}, []record.Sample{topology, known, first})
		rec, err := record.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		r := report.Gather(rec)
		_ = rec.Close()
		if !r.Begun.Equal(c.want) {
			t.Errorf("%s: begun %v, want %v", name, r.Begun, c.want)
		}
	}
}

// A service that gets fewer containers broke nothing: that one of them was stopped is taken back, in the report too.
func TestRemovedIsNoFault(t *testing.T) {
	project := func(seconds int, nodes ...string) record.Sample {
		all := []record.Node{{Name: "lb", Kind: record.KindHAProxy}}
		for _, n := range nodes {
			all[0].To = append(all[0].To, n)
			all = append(all, record.Node{Name: n, Kind: record.KindServer})
		}
		return record.Sample{At: start.Add(time.Duration(seconds) * time.Second), Source: record.SourceTopology, Topology: &record.Topology{Project: "shop", Nodes: all}}
	}
	docker := func(seconds int, node, action, detail string) record.Sample {
		return record.Sample{At: start.Add(time.Duration(seconds) * time.Second), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: node, Action: action, Detail: detail}}
	}
	gather := func(all ...record.Sample) *report.Run {
		path := samples.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{Started: start}, all)
		rec, err := record.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rec.Close() }()
		return report.Gather(rec)
	}
	stopped := []record.Sample{project(0, "web_1", "web_2"), docker(5, "web_2", "kill", "15"), docker(5, "web_2", "die", "0")}
	told := func(r *report.Run) (n int) {
		for _, e := range r.Events {
			if e.Kind == event.KindFault {
				n++
			}
		}
		return n
	}
	if r := gather(stopped...); len(r.Faults) != 1 || told(r) != 1 {
		t.Errorf("stopped: %d faults, %d told", len(r.Faults), told(r))
	}
	if r := gather(append(stopped, project(6, "web_1"))...); len(r.Faults) != 0 || told(r) != 0 {
		t.Errorf("removed: %d faults, %d told: %v", len(r.Faults), told(r), r.Events)
	}
}
