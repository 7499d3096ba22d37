package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// long is a run of any length with faults spread over it, and everything that a picture can have too much of.
func long(lasts time.Duration, faults, nodes int) *Run {
	r := &Run{Name: "a/b/" + hostile + ".hadash", Begun: start, Ended: start.Add(lasts)}
	r.Frame.Topology = record.Topology{Stack: hostile, DB: "mysql"}
	dice := rand.New(rand.NewPCG(1, 2))
	at := func() time.Time { return start.Add(time.Duration(dice.Int64N(int64(lasts)))) }
	for i := range faults {
		w := incident.Stopwatch{Fault: incident.Fault{Fault: record.Fault{Kind: record.Stop, Target: fmt.Sprintf("mysql-slave%d", i%3+1)}, At: at()}}
		w.Moments[incident.Injected] = incident.Moment{At: w.At}
		w.Moments[incident.Detected] = incident.Moment{At: w.At.Add(lasts / 200)}
		w.Moments[incident.Healed] = incident.Moment{At: w.At.Add(lasts / 30)}
		w.Moments[incident.Back] = incident.Moment{At: w.At.Add(lasts / 25)}
		r.Faults = append(r.Faults, w)
		state := record.StepHeld
		if i%3 == 0 {
			state = record.StepFailed
		}
		r.Steps = append(r.Steps, Step{To: w.At.Add(2 * time.Second), Step: record.Step{Line: i, Verb: "expect", State: state,
			Text: "expect mysql-slave1 DOWN within 2s", Why: "still UP after 2 s " + hostile}})
	}
	for s := time.Duration(0); s < lasts; s += time.Second * (1 + lasts/(3*time.Hour)) {
		x := incident.Second{At: start.Add(s), Requests: dice.IntN(900), Failed: max(0, dice.IntN(400)-390),
			P95: time.Duration(dice.ExpFloat64() * float64(50*time.Millisecond))}
		x.Max = x.P95 + time.Duration(dice.ExpFloat64()*float64(300*time.Millisecond))
		r.Seconds = append(r.Seconds, x)
		r.Whole.Requests += x.Requests
		r.Whole.Failed += x.Failed
		r.Whole.Max = max(r.Whole.Max, x.Max)
	}
	for i := range nodes {
		b := Band{Node: fmt.Sprintf("node-with-a-rather-long-name-%d", i)}
		for t := start; t.Before(r.Ended); {
			next := t.Add(1 + time.Duration(dice.Int64N(int64(lasts)/100)))
			b.Spans = append(b.Spans, Span{From: t, To: next, Health: incident.Health(dice.IntN(len(looks)))})
			t = next
		}
		r.Bands = append(r.Bands, b)
	}
	return r
}

func TestPictureHoldsMuch(t *testing.T) {
	for _, lasts := range []time.Duration{100 * time.Millisecond, 30 * time.Second, 24 * time.Hour, 400 * 24 * time.Hour} {
		for _, many := range []int{1, 200} {
			draw(t, long(lasts, many, many), Russian)
		}
	}
	golden(t, "picture-20-faults.svg", draw(t, long(24*time.Hour, 20, 14), English))
}

// Two labels, or a label and a flag, are never in each other's way.
func TestNothingOverlaps(t *testing.T) {
	p := &picture{axis: axis{left: plotLeft, right: plotRight}}
	dice := rand.New(rand.NewPCG(3, 4))
	var all []spot
	for range 200 {
		x := p.left + dice.Float64()*(p.right-p.left)
		all = append(all, p.above("stop mysql-slave1", x, min(p.right, x+dice.Float64()*100)), p.beside("line 12: expect something", x))
	}
	if rows := pack(all, 1000); rows > 400 {
		t.Errorf("%d rows", rows)
	}
	for i, a := range all {
		if a.from < 0 || a.to > pictureWidth || a.from < p.left {
			t.Errorf("outside: %+v", a)
		}
		for _, b := range all[:i] {
			if a.row == b.row && a.from < b.to && b.from < a.to {
				t.Errorf("in one row: %+v, %+v", a, b)
			}
		}
	}
}

func TestPictureOfNothing(t *testing.T) {
	draw(t, &Run{}, English)
	noFault := captured(t, runs[3])
	noFault.Faults = nil
	draw(t, noFault, English)
	noLoad := captured(t, runs[3])
	noLoad.Seconds, noLoad.Whole = nil, incident.Second{}
	golden(t, "picture-no-load.svg", draw(t, noLoad, Russian))
	early := captured(t, runs[3]) // begun before anybody looked, never healed
	early.Faults[0].Moments[incident.Injected].At = early.Begun.Add(-time.Hour)
	early.Faults[0].Moments[incident.Healed] = incident.Moment{}
	draw(t, early, English)
}

// A curve's points add up to what the seconds say, however many of them are one.
func TestBucketsLoseNothing(t *testing.T) {
	r := long(3*time.Hour, 0, 0)
	for _, most := range []int{1, 7, 409, 100000} {
		requests, failed, longest := 0, 0, time.Duration(0)
		all := buckets(r.Seconds, r.Begun, r.Ended, most)
		for _, b := range all {
			requests += b.requests
			failed += b.failed
			longest = max(longest, b.max)
		}
		if len(all) > most || requests != r.Whole.Requests || failed != r.Whole.Failed || longest != r.Whole.Max {
			t.Errorf("%d points of at most %d: %d requests, %d failed, %v", len(all), most, requests, failed, longest)
		}
	}
}

// A moment in which a node was DOWN is seen on the picture of a day.
func TestShortStateIsSeen(t *testing.T) {
	day := &Run{Begun: start, Ended: start.Add(24 * time.Hour)}
	p := &picture{axis: day.axis()}
	noon := start.Add(12 * time.Hour)
	got := p.pieces([]Span{{start, noon, incident.Up}, {noon, noon.Add(time.Second), incident.Down}, {noon.Add(time.Second), day.Ended, incident.Up}})
	if len(got) != 3 || got[1].health != incident.Down || got[1].to-got[1].from != cell || got[2].to != plotRight {
		t.Errorf("%+v", got)
	}
}

func TestPictureIsDeterministic(t *testing.T) {
	r := long(time.Hour, 40, 40)
	if a, b := draw(t, r, English), draw(t, r, English); !bytes.Equal(a, b) {
		t.Error("two pictures of one run differ")
	}
}

// What nginx counted is spread over the time in which it was not heard, and none of it is lost.
func TestAnsweredLosesNothing(t *testing.T) {
	at := func(s float64) time.Time { return start.Add(time.Duration(s * float64(time.Second))) }
	all := answered([]Reading{{at(0), -1}, {at(0.5), 10}, {at(1), 3}, {at(6), 100}, {at(9), -1}, {at(10), 7}}, 10*time.Second)
	sum := 0
	for i, s := range all {
		sum += s.Requests
		if s.Requests > 101 || i > 0 && s.At.Before(all[i-1].At) {
			t.Errorf("%+v", s)
		}
	}
	if sum != 5+1+500+7 { // 6.5 are 6 and a half that is carried on: 513.5 in all
		t.Errorf("%d requests", sum)
	}
	if answered(nil, 0) != nil {
		t.Error("something of nothing")
	}
}
