package report_test

import (
	"path/filepath"
	"testing"
	"time"

	samples "hadash/incident/captured"
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
