package report_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	samples "hadash/incident/captured"
	"hadash/record"
	"hadash/report"
	"hadash/report/postmortem"
	"hadash/report/snapshot"
)

// ranHTTP is a captured run of incident/testdata/http, without the Samples that are not kept.
func ranHTTP(t *testing.T, run string, keep func(*record.Sample) bool) (*report.Run, incident.Frame) {
	t.Helper()
	var all []record.Sample
	var f incident.Frame
	for _, s := range samples.Samples(t, "../http/"+run) {
		if keep(&s) {
			all, f = append(all, s), incident.Fold(f, s)
		}
	}
	rec, err := record.Open(samples.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{}, all))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rec.Close() }()
	return report.Gather(rec), f.Ended()
}

// What users felt without a load script is in the report, in both languages, in the snapshot and in JSON, by the log of the
// first balancer, and at least by its counters.
func TestUsersWithoutALoad(t *testing.T) {
	for run, c := range map[string]struct {
		log         bool
		english, ru []string
	}{
		"500-and-stop": {true, []string{"| source | HAProxy's HTTP log |", "| failed | 126 (8.3 %) |", "| first failed | 13:09:40.27 |", "| last failed | 13:10:03.41 |", "| slowest | 2.0 s |", "p50 / p95 / p99 in it",
			"lb answered 500 to the client, by web/w1", "| web/w1 | 763 | 0 | 0 | 77 |", "averages of the last 1 024 requests"}, []string{"| первая ошибка | 13:09:40.27 |", "Ответы HTTP"}},
		"500-and-stop ": {false, []string{"| source | HAProxy's counters |", "| failed | ≥ 126 (8.3 %) |", ", seen by polling |", "| slowest | not known: HAProxy's log with option httplog would tell |"}, []string{"счётчики HAProxy"}},
		"json-and-hang": {true, []string{"| source | HAProxy's HTTP log |", "| failed | 114 (15 %) |", "| given up by the client | 22, which are not among the failed |"}, []string{"брошено клиентом"}},
		"nginx-500-and-hang": {true, []string{"| source | nginx's access log |", "| failed | 174 (13 %) |", "| given up by the client | 18, which are not among the failed |", "| slowest | 916 ms |", "## Outages that nobody made here", "p50 / p95 / p99 in it",
			"| 15:38:20.01 | lb | failing requests | 3.93 s | 72 | 30 ms | nginx's access log |"}, []string{"журнал доступа nginx"}},
	} {
		r, f := ranHTTP(t, strings.TrimSpace(run), func(s *record.Sample) bool { return c.log || s.Logs == nil })
		var en, ru, snap, js bytes.Buffer
		f.Watched.From = f.Begun
		for _, err := range []error{postmortem.Report{Run: r}.Markdown(&en), postmortem.Report{Run: r, Lang: report.Russian}.Markdown(&ru),
			snapshot.Snapshot{Frame: f, Made: time.Now().UTC(), Version: "test"}.Write(&snap), postmortem.Report{Run: r}.JSON(&js)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for i, want := range c.english {
			if !strings.Contains(plain(en.String()), want) {
				t.Errorf("%s: the report has no %q", run, want)
			}
			if i < 3 && !strings.Contains(plain(snap.String()), want) {
				t.Errorf("%s: the snapshot has no %q", run, want)
			}
		}
		for _, want := range c.ru {
			if !strings.Contains(plain(ru.String()), want) {
				t.Errorf("%s: the Russian report has no %q", run, want)
			}
		}
		var got struct {
			Clients struct {
				Requests, Failed int
				First            *time.Time `json:"first_failed"`
				Last             *time.Time `json:"last_failed"`
				Worst            *struct{}  `json:"worst_second"`
			}
			Seconds []struct{ Requests int } `json:"client_seconds"`
		}
		if err := json.Unmarshal(js.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		sum := 0
		for _, s := range got.Seconds {
			sum += s.Requests
		}
		if got.Clients.First == nil || got.Clients.Last == nil || (got.Clients.Worst != nil) != c.log || c.log && sum != got.Clients.Requests {
			t.Errorf("%s: JSON %+v, %d in its seconds", run, got.Clients, sum)
		}
	}
}

// plain has ordinary spaces.
func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

// The report of a run in which nobody broke anything is about its outages.
func TestGoldenOutages(t *testing.T) {
	r, f := ranHTTP(t, "killed-alone", func(*record.Sample) bool { return true })
	golden(t, "killed-alone.md", written(t, postmortem.Report{Run: r}.Markdown))
	golden(t, "killed-alone.ru.md", written(t, postmortem.Report{Run: r, Lang: report.Russian}.Markdown))
	golden(t, "killed-alone.json", written(t, postmortem.Report{Run: r}.JSON))
	f.Watched.From = f.Begun
	golden(t, "killed-alone-snapshot.md", written(t, snapshot.Snapshot{Frame: f, Made: f.At, Version: "test"}.Write))
}
