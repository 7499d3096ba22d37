package compare

import (
	"math"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/report"
)

var noonOfRun = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// The load script's seconds are whole ones: of those at the ends of a run only what lies in it is time under load.
func TestLoadedLiesInTheRun(t *testing.T) {
	at := func(s float64) time.Time { return noonOfRun.Add(time.Duration(s * float64(time.Second))) }
	r := report.Run{Begun: at(0.7), Ended: at(18.4)}
	for s := range 30 {
		r.Seconds = append(r.Seconds, clients.Second{At: at(float64(s)), Requests: 10})
	}
	if got := loaded(&r); got != r.Ended.Sub(r.Begun) {
		t.Errorf("under load for %s of %s", got, r.Ended.Sub(r.Begun))
	}
	r.Frame.Drill = clients.Span{From: at(5.5), Until: at(9.5)}
	if got := loaded(&r); got != 4*time.Second {
		t.Errorf("in the drill for %s", got)
	}
	r.Seconds = r.Seconds[7:8]
	if got := loaded(&r); got != time.Second {
		t.Errorf("a single second lasts %s", got)
	}
}

func TestJudge(t *testing.T) {
	wait, moment := figure{Unit: unitWait, Want: wantLess}, figure{Unit: unitMoment, Want: wantLess}
	rates, failures := figure{Unit: unitRate, Want: wantMore}, figure{Unit: unitCount, Want: wantLess}
	of := func(n, of float64) value { return value{n: n, known: true, of: of} }
	for _, c := range []struct {
		f    figure
		a, b value
		want judgement
	}{
		{wait, amount(0.100), amount(0.091), same},    // less than a tenth
		{wait, amount(0.100), amount(0.080), better},  //
		{wait, amount(0.002), amount(0.006), same},    // less than 5 ms
		{wait, amount(0.020), amount(0.060), worse},   //
		{moment, amount(0.35), amount(0.44), same},    // less than 0.1 s
		{moment, amount(18.07), amount(0.44), better}, //
		{moment, amount(0.44), amount(18.07), worse},  //
		{moment, value{never: true}, value{}, unjudged},
		{moment, value{never: true, known: true}, amount(0.4), better},
		{moment, amount(0.4), value{never: true, known: true}, worse},
		{moment, value{never: true, known: true}, value{never: true, known: true}, same},
		{rates, amount(300), amount(200), worse},
		{rates, amount(200), amount(300), better},
		{rates, amount(0), amount(0), same},
		{failures, of(17, 5000), of(0, 5000), better},
		{failures, of(0, 5000), of(3, 5000), same},     // chance alone would do that
		{failures, of(0, 5000), of(17, 5000), worse},   //
		{failures, of(17, 5000), of(170, 50000), same}, // of ten times as many
		{failures, amount(3), amount(40), worse},
		{figure{Unit: unitCount}, amount(3), amount(40), unjudged},
	} {
		if got := c.f.judge(c.a, c.b); got != c.want {
			t.Errorf("%s: %+v against %+v: %q, want %q", c.f.Unit, c.b, c.a, got, c.want)
		}
	}
}

// What is no number is none in any unit.
func TestValueThatIsNoNumber(t *testing.T) {
	x := comparing{in: report.English}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for _, u := range []unit{unitCount, unitShare, unitRate, unitWait} {
			if got := x.value(amount(v), u); got != "-" {
				t.Errorf("%v in unit %v = %q", v, u, got)
			}
		}
	}
}
