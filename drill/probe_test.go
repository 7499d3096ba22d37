package drill

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
)

// The figures of a drill that has no load but a probe: a captured run of the real HAProxy, where one of three servers is killed.
func TestFiguresByAProbe(t *testing.T) {
	rec, err := record.Open("../tui/testdata/probe.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	f := incident.NewFrame(rec.Header.Started)
	var began *tally
	for s := range rec.Samples() {
		if s.Act != nil && began == nil {
			began = begin(&f, s.At)
		}
		f = incident.Fold(f, s)
		if began != nil {
			began.count.See(&f)
		}
	}
	w := &f.Stopwatches[0]
	all := began.felt(&f)
	if by := all.Clients().By; by != event.ByProbe {
		t.Fatalf("the witness is %q", by)
	}
	near := func(n number, want, within float64) bool {
		return n.lack.IsZero() && n.n >= want-within && n.n <= want+within
	}
	for name, c := range map[string]struct {
		got          number
		want, within float64
	}{
		"failed":          {failed(&w.Felt), 2, 0},
		"failed in all":   {failed(&all), 2, 0},
		"share":           {failedShare(&w.Felt), 2, 0.1},
		"requests":        {requests(&w.Felt), 100, 1},
		"requests in all": {requests(&all), 100, 20}, // whole seconds
		"slowest":         {slowest(&w.Felt), 0.003, 0.001},
		"p95":             {ofWorst(p95)(&w.Felt), 0.001, 0.001},
		"p95 in all":      {ofWorst(p95)(&all), 0.001, 0.001},
		"window":          {errorWindow(w), 0.149, 0.01},
		"rate":            {rateNow(&view{f: &f}), 20, 0},
	} {
		if !near(c.got, c.want, c.within) {
			t.Errorf("%s is %+v, want %v", name, c.got, c.want)
		}
	}
	if why := unrest(&f, false); !why.IsZero() && f.At.Sub(w.At) < time.Second {
		t.Error(why)
	}
	late := f
	late.Probes[0].Seconds[len(late.Probes[0].Seconds)-1].Failed = 3
	if why := unrest(&late, false).String(); why == "" {
		t.Error("it is steady while requests of the probe fail")
	}
}
