package picture

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/report"
)

var dayBegins = time.Date(2026, 11, 23, 14, 48, 55, 0, time.UTC)

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

// A curve's points add up to what the seconds say, however many of them are one.
func TestBucketsLoseNothing(t *testing.T) {
	r := &report.Run{Begun: dayBegins, Ended: dayBegins.Add(3 * time.Hour)}
	dice := rand.New(rand.NewPCG(1, 2))
	for s := time.Duration(0); s < 3*time.Hour; s += 2 * time.Second {
		x := clients.Second{At: r.Begun.Add(s), Requests: dice.IntN(900), Failed: max(0, dice.IntN(400)-390), Max: time.Duration(dice.IntN(int(time.Second)))}
		r.Seconds = append(r.Seconds, x)
		r.Whole.Requests += x.Requests
		r.Whole.Failed += x.Failed
		r.Whole.Max = max(r.Whole.Max, x.Max)
	}
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
	day := &report.Run{Begun: dayBegins, Ended: dayBegins.Add(24 * time.Hour)}
	p := &picture{axis: axisOf(day)}
	noon := dayBegins.Add(12 * time.Hour)
	got := p.pieces([]report.Span{{From: dayBegins, To: noon, Health: incident.Up}, {From: noon, To: noon.Add(time.Second), Health: incident.Down},
		{From: noon.Add(time.Second), To: day.Ended, Health: incident.Up}})
	if len(got) != 3 || got[1].health != incident.Down || got[1].to-got[1].from != cell || got[2].to != plotRight {
		t.Errorf("%+v", got)
	}
}

// What nginx counted is spread over the time in which it was not heard, and none of it is lost.
func TestAnsweredLosesNothing(t *testing.T) {
	at := func(s float64) time.Time { return dayBegins.Add(time.Duration(s * float64(time.Second))) }
	all := answered([]report.Reading{{At: at(0), Rate: -1}, {At: at(0.5), Rate: 10}, {At: at(1), Rate: 3}, {At: at(6), Rate: 100}, {At: at(9), Rate: -1}, {At: at(10), Rate: 7}}, 10*time.Second)
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

// Every time has a form, however absurd it is.
func TestElapsedHasAForm(t *testing.T) {
	p := &picture{Lang: report.English}
	for _, n := range []int64{0, 1, -1, 999, 1000, -1000, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1} {
		if got := p.elapsed(time.Duration(n), time.Hour); got == "" || len(got) > 40 {
			t.Errorf("elapsed(%d) = %q", n, got)
		}
	}
}
