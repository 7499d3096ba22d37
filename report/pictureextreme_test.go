package report_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
)

// long is a run of any length with faults spread over it, and everything that a picture can have too much of.
func long(lasts time.Duration, faults, nodes int) *report.Run {
	r := &report.Run{Name: "a/b/" + hostile + ".hadash", Begun: start, Ended: start.Add(lasts)}
	r.Frame.Topology = record.Topology{Stack: hostile, DB: "mysql"}
	dice := rand.New(rand.NewPCG(1, 2))
	at := func() time.Time { return start.Add(time.Duration(dice.Int64N(int64(lasts)))) }
	for i := range faults {
		w := stopwatch.Stopwatch{Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Stop, Target: fmt.Sprintf("mysql-slave%d", i%3+1)}, At: at()}}
		w.Moments[stopwatch.Injected] = stopwatch.Moment{At: w.At}
		w.Moments[stopwatch.Detected] = stopwatch.Moment{At: w.At.Add(lasts / 200)}
		w.Moments[stopwatch.Healed] = stopwatch.Moment{At: w.At.Add(lasts / 30)}
		w.Moments[stopwatch.Back] = stopwatch.Moment{At: w.At.Add(lasts / 25)}
		r.Faults = append(r.Faults, w)
		state := record.StepHeld
		if i%3 == 0 {
			state = record.StepFailed
		}
		r.Steps = append(r.Steps, report.Step{To: w.At.Add(2 * time.Second), Step: record.Step{Line: i, Verb: "expect", State: state,
			Text: "expect mysql-slave1 DOWN within 2s", Why: "still UP after 2 s " + hostile}})
	}
	for s := time.Duration(0); s < lasts; s += time.Second * (1 + lasts/(3*time.Hour)) {
		x := clients.Second{At: start.Add(s), Requests: dice.IntN(900), Failed: max(0, dice.IntN(400)-390),
			P95: time.Duration(dice.ExpFloat64() * float64(50*time.Millisecond))}
		x.Max = x.P95 + time.Duration(dice.ExpFloat64()*float64(300*time.Millisecond))
		r.Seconds = append(r.Seconds, x)
		r.Whole.Requests += x.Requests
		r.Whole.Failed += x.Failed
		r.Whole.Max = max(r.Whole.Max, x.Max)
	}
	for i := range nodes {
		b := report.Band{Node: fmt.Sprintf("node-with-a-rather-long-name-%d", i)}
		for t := start; t.Before(r.Ended); {
			next := t.Add(1 + time.Duration(dice.Int64N(int64(lasts)/100)))
			b.Spans = append(b.Spans, report.Span{From: t, To: next, Health: incident.Health(dice.IntN(int(incident.Slow) + 1))})
			t = next
		}
		r.Bands = append(r.Bands, b)
	}
	return r
}

func TestPictureHoldsMuch(t *testing.T) {
	for _, lasts := range []time.Duration{100 * time.Millisecond, 30 * time.Second, 24 * time.Hour, 400 * 24 * time.Hour} {
		for _, many := range []int{1, 200} {
			draw(t, long(lasts, many, many), report.Russian)
		}
	}
	golden(t, "picture-20-faults.svg", draw(t, long(24*time.Hour, 20, 14), report.English))
}

func TestPictureOfNothing(t *testing.T) {
	draw(t, &report.Run{}, report.English)
	noFault := captured(t, runs[3])
	noFault.Faults = nil
	draw(t, noFault, report.English)
	noLoad := captured(t, runs[3])
	noLoad.Seconds, noLoad.Whole = nil, clients.Second{}
	golden(t, "picture-no-load.svg", draw(t, noLoad, report.Russian))
	early := captured(t, runs[3]) // begun before anybody looked, never healed
	early.Faults[0].Moments[stopwatch.Injected].At = early.Begun.Add(-time.Hour)
	early.Faults[0].Moments[stopwatch.Healed] = stopwatch.Moment{}
	draw(t, early, report.English)
}

func TestPictureIsDeterministic(t *testing.T) {
	r := long(time.Hour, 40, 40)
	if a, b := draw(t, r, report.English), draw(t, r, report.English); !bytes.Equal(a, b) {
		t.Error("two pictures of one run differ")
	}
}
