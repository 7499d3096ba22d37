package hadash

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/drill"
	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/handoff"
	"hadash/record"
	"hadash/report"
	"hadash/report/postmortem"
)

// again is a drill's World that replays a captured run. What the drill reports is folded and recorded with the run.
type again struct {
	samples []record.Sample
	acts    chan record.Act
	frames  chan incident.Frame
	tape    []record.Sample
	made    chan struct{}
	healed  chan struct{}
	over    chan struct{}
}

func (w *again) run(ctx context.Context, out chan<- incident.Frame) {
	defer close(w.over)
	var f incident.Frame
	for i := 0; i < len(w.samples); {
		var s record.Sample
		select {
		case <-time.After(time.Until(w.samples[i].At)):
			s = w.samples[i]
			i++
		case a := <-w.acts:
			s = record.Sample{At: time.Now(), Source: record.SourceYou, Act: &a}
		case <-ctx.Done():
			return
		}
		w.tape = append(w.tape, s)
		f = incident.Fold(f, s)
		select {
		case out <- f:
		case <-ctx.Done():
			return
		}
		if a := s.Act; a != nil && a.Made != nil {
			close(w.made)
		} else if a != nil && a.Healed != nil {
			close(w.healed)
		}
	}
	<-ctx.Done()
}

func (w *again) Inject(context.Context, record.Fault) error { <-w.made; return nil }
func (w *again) Heal(context.Context, record.Fault) error   { <-w.healed; return nil }
func (w *again) HealAll(context.Context) error              { return nil }
func (w *again) Reload(context.Context, string) error       { return nil }
func (w *again) SetLoad(context.Context, int) error         { return nil }
func (w *again) Note(string)                                {}
func (w *again) Warn(string)                                {}
func (w *again) Step(s record.Step)                         { w.acts <- record.Act{Step: &s} }
func (w *again) Over()                                      { w.acts <- record.Act{Over: true} }
func (w *again) Snapshot(incident.Frame, string) (string, error) {
	return "", nil
}

// A drill's verdict and the report of its recording count the same requests, from its steady state to its end.
func TestVerdictIsThatOfTheReport(t *testing.T) {
	for name, fault := range map[string]string{"tuned-kill-mysql-slave1": "kill mysql-slave1", "baseline-stop-mysql-slave2": "stop mysql-slave2"} {
		t.Run(name, func(t *testing.T) {
			path, dir := "", t.TempDir()
			samples := captured.Samples(t, name)
			var result *drill.Result
			synctest.Test(t, func(t *testing.T) {
				node := strings.Fields(fault)[1]
				d, problems := drill.Parse("x.drill", []byte("load 20 VUs\n"+fault+"\nwait 3s\nheal "+node+"\nwait 2s\nassert requests > 100\n"))
				if problems.Fatal() {
					t.Fatal(problems)
				}
				ctx, cancel := context.WithCancel(t.Context())
				w := &again{samples: samples, acts: make(chan record.Act, 64), frames: make(chan incident.Frame),
					made: make(chan struct{}), healed: make(chan struct{}), over: make(chan struct{})}
				time.Sleep(time.Until(samples[0].At))
				folded := make(chan incident.Frame)
				go w.run(ctx, folded)
				go handoff.Run(ctx, folded, w.frames, handoff.Gathering(0))
				result = drill.Run(ctx, d, w, w.frames, drill.Options{Calm: 300 * time.Millisecond})
				cancel()
				<-w.over
				path = captured.Recording(t, filepath.Join(dir, "x.hadash"), record.Header{Drill: d.Text, Title: "x"}, w.tape)
			})
			rec, err := record.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer rec.Close()
			run := report.Gather(rec)
			var text bytes.Buffer
			if err := (postmortem.Report{Run: run}).JSON(&text); err != nil {
				t.Fatal(err)
			}
			var post struct {
				Clients struct {
					figures
					From, To time.Time
				}
				Hidden map[string]int64
			}
			if err := json.Unmarshal(text.Bytes(), &post); err != nil {
				t.Fatal(err)
			}
			t.Log(result.Verdict())
			cost, hidden := &result.Cost, clients.Range{Least: post.Hidden["absorbed_at_least"], Most: post.Hidden["absorbed_at_most"]}
			if got, want := post.Clients.String(), figuresOf(cost.Clients).String(); got != want || hidden != cost.Hidden || cost.Clients.Requests < 500 {
				t.Errorf("the report says %s, %v hidden; the verdict %s, %v hidden", got, hidden, want, cost.Hidden)
			}
			if !post.Clients.From.Equal(cost.From) || !post.Clients.To.Equal(cost.Until) || cost.Until.IsZero() || cost.From.Before(run.Begun) {
				t.Errorf("the report counts from %s to %s, the verdict from %s to %s", post.Clients.From, post.Clients.To, cost.From, cost.Until)
			}
		})
	}
}
