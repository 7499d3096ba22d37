package collectors

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

var clients atomic.Int32

// session returns a line of HAProxy's TCP log, each from another client.
func session(server, ending, retries string) string {
	return fmt.Sprintf("10.0.0.1:%d", clients.Add(1)) + " [23/Nov/2026:05:00:30.174] mysql servers/" + server + " 1/0/30 177 " + ending + " 7/7/6/1/" + retries + " 0/0"
}

func TestTrafficIsGatheredAndCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		s := collect(t, tailOf(d, record.RoleBalancer).Run)
		const lines = 1000
		for i := range lines {
			d.write("n", session(fmt.Sprintf("s%d", i%2), "--", "0"))
		}
		time.Sleep(time.Second)
		samples := s.stop()
		got, dropped := s.texts()
		if len(samples) != 1 || len(got) != maxPlain || dropped != lines-maxPlain {
			t.Errorf("%d samples, %d lines, %d dropped", len(samples), len(got), dropped)
		}
		want := []record.SessionTally{
			{Backend: "servers", Server: "s0", Termination: "--", Sessions: lines / 2},
			{Backend: "servers", Server: "s1", Termination: "--", Sessions: lines / 2},
		}
		sums := samples[0].Logs.Sessions
		for i := range sums {
			sums[i].First, sums[i].Last, sums[i].Longest = time.Time{}, time.Time{}, 0 // TestTallyTimes checks these
		}
		if diff := cmp.Diff(want, sums); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestWhatIsNotableGoesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		s := collect(t, tailOf(d, record.RoleBalancer).Run)
		time.Sleep(time.Second)
		d.write("n", session("s1", "--", "0"))
		time.Sleep(20 * time.Millisecond)
		begun := time.Now()
		d.write("n", session("s1", "--", "+1"))
		time.Sleep(time.Second)
		samples := s.stop()
		if len(samples) != 1 || len(samples[0].Logs.Lines) != 2 || !samples[0].At.Equal(begun) {
			t.Errorf("%d samples, the first %v late", len(samples), samples[0].At.Sub(begun))
		}
	})
}

// The reader does not read: no notable line is lost, the order is kept, and no Sample exceeds its limit.
func TestASlowReaderLosesNothingNotable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		tail := tailOf(d, record.RoleBalancer)
		ctx, cancel := context.WithCancel(t.Context())
		out := make(chan record.Sample)
		ended := make(chan struct{})
		go func() {
			tail.Run(ctx, out)
			close(ended)
		}()
		const bad = 3 * maxNotable
		for i := range bad {
			d.write("n", session(fmt.Sprintf("s%d", i), "SC", "0"))
			d.write("n", session("good", "--", "0"))
		}
		time.Sleep(time.Minute)
		next, all, tallied := 0, 0, 0
		for all < 2*bad {
			s := <-out
			if len(s.Logs.Lines) > maxNotable+maxPlain {
				t.Fatalf("%d lines in one sample", len(s.Logs.Lines))
			}
			all += len(s.Logs.Lines) + s.Logs.Dropped
			for _, l := range s.Logs.Lines {
				if l.Session.Server == "good" {
					continue
				}
				if want := fmt.Sprintf("s%d", next); l.Session.Server != want {
					t.Fatalf("%s came, want %s", l.Session.Server, want)
				}
				next++
			}
			for _, n := range s.Logs.Sessions {
				tallied += n.Sessions
			}
		}
		cancel()
		<-ended
		if next != bad || tallied != 2*bad {
			t.Errorf("%d of %d bad sessions came, %d counted", next, bad, tallied)
		}
	})
}

func TestTallies(t *testing.T) {
	attempts := func(status int, each ...record.Attempt) record.Line {
		return record.Line{Access: &record.Access{Status: status, Upstreams: each}}
	}
	a, b := record.Attempt{Addr: "a", Status: 200}, record.Attempt{Addr: "b", Status: 200}
	lostA, lostB := record.Attempt{Addr: "a", Status: 502}, record.Attempt{Addr: "b"}
	for name, c := range map[string]struct {
		lines []record.Line
		want  record.Logs
	}{
		"good": {[]record.Line{attempts(200, a), attempts(404, b), attempts(200)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 1, Answers: 1}, {Addr: "b", Attempts: 1, Answers: 1}}}},
		"hidden": {[]record.Line{attempts(200, lostA, b)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 1, Failures: 1, Hidden: 1, Left: 1}, {Addr: "b", Attempts: 1, Answers: 1}}}},
		"twice hidden": {[]record.Line{attempts(200, lostA, lostB, a)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 2, Failures: 1, Hidden: 1, Left: 1, Answers: 1}, {Addr: "b", Attempts: 1, Failures: 1, Hidden: 1, Left: 1}}}},
		"visible": {[]record.Line{attempts(502, lostA, lostB)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 1, Failures: 1, Left: 1}, {Addr: "b", Attempts: 1, Failures: 1}}}},
		"one attempt": {[]record.Line{attempts(502, lostA)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 1, Failures: 1}}}},
		"the client left": {[]record.Line{attempts(499, lostB)},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "b", Attempts: 1}}}},
		// 502 and 504 nginx writes also for a server that gave no answer, and of an attempt without a status nothing is known.
		"answers of 5xx": {[]record.Line{attempts(500, record.Attempt{Addr: "a", Status: 500}), attempts(200, record.Attempt{Addr: "a", Status: 503}, a),
			attempts(504, record.Attempt{Addr: "a", Status: 504}), attempts(200, record.Attempt{Addr: "a", Status: record.StatusUnknown})},
			record.Logs{Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 5, Failures: 3, Hidden: 1, Left: 1, Answers: 3, Hrsp5xx: 2}}}},
		"sessions": {[]record.Line{
			{Session: &record.Session{Backend: "x", Server: "s", Termination: "--", Retries: 2, Redispatched: true}},
			{Session: &record.Session{Backend: "x", Server: "s", Termination: "--", Retries: 1}},
			{Session: &record.Session{Backend: "x", Server: "s", Termination: "SC"}},
			{Text: "only text"},
		}, record.Logs{Sessions: []record.SessionTally{
			{Backend: "x", Server: "s", Termination: "--", Sessions: 2, Retries: 3, Again: 2, Redispatched: 1},
			{Backend: "x", Server: "s", Termination: "SC", Sessions: 1},
		}}},
	} {
		var n tally
		var got record.Logs // the counts: the times and the answers have separate tests
		for i := range c.lines {
			n.add(&got, &c.lines[i], &fate{})
		}
		got.Answers = nil
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// A request that its client gave up is counted apart, and one of whose time the log does not say has none.
func TestTallyLeftAndUntimed(t *testing.T) {
	at := time.UnixMilli(1_795_000_000_000)
	session := func(termination string, code int) record.Line {
		return record.Line{At: at, Session: &record.Session{Backend: "x", Server: "s", Termination: termination, Code: code, Tt: time.Second}}
	}
	var n tally
	var got record.Logs
	for _, l := range []record.Line{
		{At: at, Access: &record.Access{Status: 499, Took: time.Second}}, {At: at, Access: &record.Access{Status: 200, Untimed: true}},
		session("CH--", 400), session("CC--", -1), session("cD--", 200), session("CR--", -1), session("sH--", 504),
	} {
		n.add(&got, &l, &fate{})
	}
	if a := got.Answers; a.Requests != 2 || a.Failed != 0 || a.Left != 1 || a.Untimed != 1 || a.Seconds[0].Requests != 2 || len(a.Seconds[0].Buckets) != 1 {
		t.Errorf("nginx: %+v", a)
	}
	if a := got.HTTP; a.Requests != 4 || a.Failed != 1 || a.Left != 2 || a.Untimed != 0 {
		t.Errorf("HAProxy: %+v", a)
	}
}

// The times of the counted attempts and sessions, and the answers that the clients got.
func TestTallyTimes(t *testing.T) {
	at := func(ms int) time.Time { return time.UnixMilli(1_795_000_000_000 + int64(ms)) }
	access := func(ms, status, took int, attempts ...record.Attempt) record.Line {
		return record.Line{At: at(ms + 3), Access: &record.Access{At: at(ms), Status: status, Took: time.Duration(took) * time.Millisecond, Upstreams: attempts}}
	}
	good, bad := record.Attempt{Addr: "a", Status: 200, Took: 4 * time.Millisecond}, record.Attempt{Addr: "a", Status: 502, Took: time.Millisecond}
	var n tally
	var got record.Logs
	for _, l := range []record.Line{
		access(0, 200, 5, good), access(10, 502, 7, bad), access(20, 200, 90, good), access(30, 503, 1, bad),
		{At: at(40), Session: &record.Session{Backend: "x", Server: "s", Termination: "SD", Tt: time.Second}},
		{At: at(50), Session: &record.Session{Backend: "x", Server: "s", Termination: "SD", Tt: time.Minute}},
	} {
		n.add(&got, &l, &fate{})
	}
	second := record.Window{Second: at(0).Unix(), Failed: 2}
	for _, took := range []time.Duration{5, 7, 90, 1} {
		second.Took(took * time.Millisecond)
	}
	want := record.Logs{
		Upstreams: []record.UpstreamTally{{Addr: "a", Attempts: 4, Failures: 2, Answers: 2, FirstOK: at(0), LastOK: at(20), FirstLost: at(10), LastLost: at(30),
			Took: 10 * time.Millisecond, Slowest: 4 * time.Millisecond}},
		Answers:  &record.AnswerTally{Requests: 4, Failed: 2, Slowest: 90 * time.Millisecond, SlowestAt: at(20), Last: at(30), Seconds: []record.Window{second}},
		Sessions: []record.SessionTally{{Backend: "x", Server: "s", Termination: "SD", Sessions: 2, Longest: time.Minute, First: at(40), Last: at(50)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The load script's seconds and an application's repeats are summed up; the seconds are not kept as lines.
func TestTallyOfRecords(t *testing.T) {
	out := make(chan record.Sample)
	tail := Tail{Node: record.Node{Name: "k6", Role: record.RoleLoad}, reader: readerFor(record.KindK6, nil), lines: make(chan streamItem, 64)}
	go newGather("k6").run(t.Context(), tail.lines, out)
	for _, text := range []string{
		`{"second":1795522494,"n":2,"failed":0,"max":42.337,"b":{"62":1,"65":1}}`,
		`{"second":1795522493,"n":1,"failed":1,"max":1,"b":{"48":1}}`,
		`{"second":1795522494,"n":3,"failed":1,"max":9.5,"b":{"62":3}}`,
		`{"second":1795522494,"n":3,"failed":1,"max":9.5,"b":{"62":4}}`, // contradicts itself
	} {
		tail.line(t.Context(), time.Now(), true, []byte(text))
	}
	got := (<-out).Logs
	want := []record.Window{
		{Second: 1795522493, Requests: 1, Failed: 1, Max: time.Millisecond, Buckets: []record.Bucket{{N: 48, Count: 1}}},
		{Second: 1795522494, Requests: 5, Failed: 1, Max: 42337 * time.Microsecond, Buckets: []record.Bucket{{N: 62, Count: 4}, {N: 65, Count: 1}}},
	}
	if diff := cmp.Diff(want, got.Windows); diff != "" || len(got.Lines) != 1 {
		t.Errorf("%d lines, want only the invalid one; (-want +got)\n%s", len(got.Lines), diff)
	}
	var n tally
	var logs record.Logs
	for _, text := range []string{
		`{"time":"x","level":"WARN","msg":"reads repeated","instance":"app1","replica":"mysql-slave1","reads":17,"reason":"EOF"}`,
		`{"level":"WARN","msg":"reads repeated","replica":"mysql-slave1","reads":3}`,
		`{"level":"WARN","msg":"reads repeated","replica":"mysql-slave2","reads":-3}`,
	} {
		l := record.Line{Text: text}
		f := readerFor(record.KindHTTP, nil).read(&l)
		if !f.notable {
			t.Errorf("%s: not notable", text)
		}
		n.add(&logs, &l, &f)
	}
	if diff := cmp.Diff([]record.RepeatTally{{Server: "mysql-slave1", Reads: 20}}, logs.Repeated); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func BenchmarkTail(b *testing.B) {
	tail := Tail{Node: record.Node{Name: "lb", Role: record.RoleBalancer}, reader: readerFor(record.KindHAProxy, nil), lines: make(chan streamItem, 64)}
	ctx, cancel := context.WithCancel(b.Context())
	out := make(chan record.Sample)
	go newGather("lb").run(ctx, tail.lines, out)
	go func() {
		for range out {
		}
	}()
	line, at := []byte(session("s1", "--", "0")), time.Now()
	b.ReportAllocs()
	for b.Loop() {
		at = at.Add(time.Microsecond)
		tail.line(ctx, at, false, line)
	}
	cancel()
}

// Minutes of a past log arrive at once. Each line is counted at its own time, as if it had been read when it was
// written.
func TestThePastIsCountedInItsOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		tail := tailOf(d, record.RoleBalancer)
		const lines = 40
		for range lines {
			d.write("n", session("s1", "--", "0"))
			time.Sleep(250 * time.Millisecond)
		}
		begun := time.Now()
		s := collect(t, tail.Run)
		time.Sleep(time.Second)
		samples, all := s.stop(), 0
		for i := range samples {
			if late := samples[i].At.Sub(begun); late > gatherTime {
				t.Errorf("sample %d: %s after the log was opened", i, late)
			}
			for _, n := range samples[i].Logs.Sessions {
				all += n.Sessions
				if span := n.Last.Sub(n.First); span > gatherTime {
					t.Errorf("sample %d: %d sessions of %s are counted as of one moment", i, n.Sessions, span)
				}
			}
		}
		if all != lines {
			t.Errorf("%d sessions, want %d", all, lines)
		}
	})
}
