package incident

import (
	"slices"
	"testing"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// weighs is a reading of one server; -1 leaves a column out.
func weighs(seconds float64, weight, uweight, throttle int64, agent string) record.Sample {
	s := haproxy(seconds, server("db1", "UP", func(s *record.Server) { s.Weight, s.Throttle = weight, max(throttle, 0) }))
	h := s.HAProxy
	h.Columns, h.Rows = []string{"pxname", "svname", "weight", "throttle"}, []record.Row{{Kind: record.RowServer}}
	if uweight >= 0 {
		h.More = append(h.More, record.Column{Name: "uweight", Numbers: []int64{uweight}})
	}
	h.More = append(h.More, record.Column{Name: "agent_status", Texts: []string{agent}})
	return s
}

// The numbers are those of a real HAProxy 2.6 with "slowstart 12s" and "agent-check": the weight column ramps up, uweight
// does not, and an agent's answer changes both.
func TestOnlyAChangedWeightIsTold(t *testing.T) {
	ramp := func(uweight int64) (all []record.Sample) {
		for i, w := range []int64{100, 13, 19, 38, 44, 69, 100} {
			throttle := w - 1
			if w == 100 {
				throttle = -1
			}
			all = append(all, weighs(float64(i), w, uweight, throttle, ""))
		}
		return all
	}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    []string
	}{
		"slowstart":                   {ramp(100), nil},
		"slowstart, no uweight":       {ramp(-1), nil},
		"by hand":                     {[]record.Sample{weighs(0, 100, 100, -1, ""), weighs(1, 20, 20, -1, "")}, []string{"1s servers/db1 weight 20, was 100"}},
		"by hand, no uweight":         {[]record.Sample{weighs(0, 100, -1, -1, ""), weighs(1, 20, -1, -1, "")}, []string{"1s servers/db1 weight 20, was 100"}},
		"by hand while it ramps":      {[]record.Sample{weighs(0, 38, 100, 37, ""), weighs(1, 9, 20, 44, "")}, []string{"1s servers/db1 weight 20, was 100"}},
		"to 0":                        {[]record.Sample{weighs(0, 1, 1, -1, ""), weighs(1, 0, 0, -1, "")}, []string{"1s servers/db1 weight 0, was 1"}},
		"where an agent may have":     {[]record.Sample{weighs(0, 50, 50, -1, "CHECKED"), weighs(1, 25, 25, -1, "CHECKED")}, []string{"1s servers/db1 weight 25, was 50 (perhaps by its agent check)"}},
		"effective only, by whatever": {[]record.Sample{weighs(0, 50, 50, -1, "CHECKED"), weighs(1, 25, 50, -1, "CHECKED")}, nil},
	} {
		t.Run(name, func(t *testing.T) { wantTold(t, play(c.samples...), []event.Kind{event.KindServer}, c.want...) })
	}
}

// "DRAIN (agent)" is what HAProxy says of every drained server with an agent check: that somebody else drained it is not
// known. One that was drained from here is dated as any other.
func TestDrainWithAnAgent(t *testing.T) {
	drained := func(status string) Frame {
		return play(haproxy(0, server("db1", "UP", nil)), haproxy(1, server("db1", status, nil)))
	}
	if f := drained("DRAIN (agent)"); len(f.Faults) != 0 {
		t.Errorf("faults: %+v", f.Faults)
	}
	if f := drained("DRAIN"); len(f.Faults) != 1 || f.Faults[0].Kind != record.SetDrain {
		t.Errorf("faults: %+v", f.Faults)
	}
	f := play(haproxy(0, server("db1", "UP", nil)), record.Sample{At: at(0.5), Source: record.SourceYou, Act: &record.Act{Inject: &record.Fault{Kind: record.SetDrain, Target: "db1"}}},
		haproxy(1, server("db1", "DRAIN (agent)", nil)))
	if len(f.Faults) != 1 || !f.Faults[0].You || f.Stopwatches[0].Moments[stopwatch.Injected].Witness != event.ByPoll {
		t.Errorf("faults: %+v\n%+v", f.Faults, f.Stopwatches)
	}
}

// A drained server that stops answering is DOWN, and as drained as before: it is in service again when HAProxy says so, or sends to it.
func TestDrainedAndDown(t *testing.T) {
	drained := []record.Sample{haproxy(0, server("db1", "UP", nil)), stateLine(1, "db1", record.Drain, "")}
	left := stateLine(5, "db1", record.Down, "leaving forced drain")
	for name, c := range map[string]struct {
		then []record.Sample
		open bool
	}{
		"its check fails":        {[]record.Sample{stateLine(3, "db1", record.Down, "Layer4 timeout")}, true},
		"the page says DOWN":     {[]record.Sample{haproxy(2, server("db1", "DRAIN", nil)), haproxy(3, server("db1", "DOWN", nil)), haproxy(4, server("db1", "DOWN 1/2", nil))}, true},
		"DOWN, and undrained":    {[]record.Sample{stateLine(3, "db1", record.Down, "Layer4 timeout"), left}, false},
		"DOWN, and in use again": {[]record.Sample{haproxy(3, server("db1", "DOWN", nil)), haproxy(6, server("db1", "UP", nil))}, false},
		"undrained, and in use":  {[]record.Sample{stateLine(3, "db1", record.Up, "leaving forced drain")}, false},
	} {
		f := play(append(slices.Clone(drained), c.then...)...)
		if len(f.Faults) == 1 != c.open || len(f.Stopwatches) != 1 {
			t.Errorf("%s: open %v, stopwatches %d", name, f.Faults, len(f.Stopwatches))
		}
	}
}

func TestUnreadRowsAreTold(t *testing.T) {
	page := func(seconds float64, unread string) record.Sample {
		s := haproxy(seconds, server("db1", "UP", nil))
		s.HAProxy.Unread = unread
		return s
	}
	const why = "line 3 (b/t): a row without a type"
	f := play(page(0, ""), page(1, why), page(2, ""), page(3, why))
	wantTold(t, f, []event.Kind{event.KindSource}, "1s haproxy: a row of its statistics cannot be read and is skipped: "+why)
	if s := f.Source(record.SourceHAProxy, "haproxy"); s.Unread != why || s.Stale() {
		t.Errorf("%+v", s)
	}
	if f = Fold(f, page(4, "")); f.Source(record.SourceHAProxy, "haproxy").Unread != "" {
		t.Error("what could be read again is still called unread")
	}
	wantTold(t, play(page(0, why), page(700, why)), []event.Kind{event.KindSource}, "0s haproxy: a row of its statistics cannot be read and is skipped: "+why, "11m40s haproxy: a row of its statistics cannot be read and is skipped: "+why)
}

// A server whose row is not there, or cannot be read, has no state until it is: not the one of before.
func TestARowThatIsGone(t *testing.T) {
	both := []record.Server{server("db1", "UP", nil), server("db2", "UP", nil)}
	f := play(haproxy(0, both...), haproxy(1, both[0]))
	if n := f.Node("db2"); n.Server != nil || n.Health == Up || f.Node("db1").Server == nil {
		t.Errorf("db2 is %s, by %+v", n.Health, n.Server)
	}
	if f = Fold(f, haproxy(2, both...)); f.Node("db2").Server == nil || f.Node("db2").Health != Up {
		t.Errorf("db2 is %s again", f.Node("db2").Health)
	}
}
