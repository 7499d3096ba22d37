package collectors

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hadash/record"
)

// heard reads lines a millisecond apart, and returns those that are kept.
func heard(lines ...string) (out []record.Line) {
	log := NewLog(record.Node{Name: "lb", Role: record.RoleBalancer})
	for i, line := range lines {
		at := time.Date(2026, 11, 29, 12, 0, 0, i*1e6, time.UTC)
		if s, ok := log.Read(at, false, line); ok {
			out = append(out, s.Logs.Lines...)
		}
	}
	return out
}

// Either copy of a sentence may come first: the sentence is kept once, and is equally notable in both cases.
func TestCopiesAreAsNotableInEitherOrder(t *testing.T) {
	for _, said := range []string{
		`Agent check for server be/s1 failed, reason: Layer7 wrong status, code: 0, info: "via agent : down (busy)", check duration: 1ms, status: 0/1 DOWN.`,
		`Agent check for server be/s1 succeeded, reason: Layer7 check passed, code: 0, info: "via agent : up", check duration: 0ms, status: 1/1 UP.`,
		`Health check for server be/s1 failed, reason: Layer7 timeout, check duration: 1000ms, status: 1/2 UP.`,
		`Server be/s1 is stopping, reason: Layer7 check conditionally passed, code: 404. 1 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.`,
		`proxy l has no server available!`, `Server be/s1 is going DOWN for maintenance (unspecified DNS error).`,
	} {
		loud := "[WARNING]  (8) : " + said
		for _, order := range [][]string{{said, loud}, {loud, said}, {said, said, loud}, {loud, said, said}, {"<129>" + said, loud}} {
			if got := heard(order...); len(got) != 1 || got[0].Minor {
				t.Errorf("%q: %+v", order, got)
			}
		}
	}
}

// A text that hadash does not understand is as notable as its copy with a level, whichever comes first.
func TestUnknownWarningsAreNotable(t *testing.T) {
	const said = "be/s1 changed its IP from (none) to 127.0.0.1 by r/d."
	for _, order := range [][]string{{said, "[WARNING]  (8) : " + said}, {"[WARNING]  (8) : " + said, said}, {"<132>" + said}} {
		if got := heard(order...); !slices.ContainsFunc(got, func(l record.Line) bool { return !l.Minor }) {
			t.Errorf("%q: %+v", order, got)
		}
	}
	if got := heard("Proxy web started.", "<134>Stopping frontend web in 0 ms."); len(got) != 2 || !got[0].Minor || !got[1].Minor {
		t.Errorf("routine lines about a proxy: %+v", got)
	}
}

func BenchmarkReadSessions(b *testing.B) {
	var lines []record.Line
	for i := range 1000 {
		at := time.Date(2026, 11, 29, 12, 0, 0, i*1e6, time.UTC)
		lines = append(lines, record.Line{At: at, Text: fmt.Sprintf("10.0.0.1:%d [29/Nov/2026:12:00:00.%03d] mysql servers/s%d 1/0/30 177 -- 7/7/6/1/0 0/0", 4000+i, i, i%3)})
	}
	r := readerFor(record.KindHAProxy, nil)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		l := lines[i%len(lines)]
		if r.read(&l); l.Session == nil {
			b.Fatal(l.Text)
		}
	}
}
