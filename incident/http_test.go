package incident

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
)

// httpRun is the run of testdata/http that most tests take.
const httpRun = "500-and-stop"

// httpRuns are all of them, by the witness of what the clients felt.
var httpRuns = map[string]string{
	httpRun: "HAProxy's HTTP log", "json-and-hang": "HAProxy's HTTP log", "nginx-500-and-hang": "nginx's access log",
}

// asked is a request as its client wrote it down.
type askedHTTP struct {
	ended  time.Time
	took   time.Duration
	status int
}

// httpRequests reads what the clients of the run counted themselves.
func httpRequests(t *testing.T, run string) (all []askedHTTP) {
	t.Helper()
	f, err := os.Open("testdata/http/" + run + "/requests.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(z); lines.Scan(); {
		var us int64
		var ms float64
		var r askedHTTP
		if _, err := fmt.Sscan(lines.Text(), &us, &ms, &r.status); err != nil {
			t.Fatal(err)
		}
		r.ended, r.took = time.UnixMicro(us), time.Duration(ms*float64(time.Millisecond))
		all = append(all, r)
	}
	return all
}

func (r *askedHTTP) failed() bool { return r.status == 0 || r.status >= 500 }

// httpFrames folds a part of the run's Samples.
func httpFrames(t *testing.T, run string, keep func(*record.Sample) bool, each func(*Frame)) Frame {
	var f Frame
	for _, s := range captured.Samples(t, "../http/"+run) {
		if keep(&s) {
			f = Fold(f, s)
			each(&f)
		}
	}
	return f.Ended()
}

func everything(*record.Sample) bool { return true }
func quietly(*Frame)                 {}

// The log of the first balancer says of the clients what they counted themselves: how many requests, how many of them
// failed, the first and the last of those, when, how many they gave up, and the slowest.
func TestHTTPLogIsTheClientsWitness(t *testing.T) {
	for run, witness := range httpRuns {
		f, own := httpFrames(t, run, everything, quietly), httpRequests(t, run)
		failed, left, bySecond := 0, 0, map[int64]int{}
		var first, last time.Time
		var slowest time.Duration
		for i := range own {
			slowest = max(slowest, own[i].took)
			if own[i].status < 0 {
				left++
			}
			if own[i].failed() {
				failed++
				bySecond[own[i].ended.Unix()]++
				if first.IsZero() {
					first = own[i].ended
				}
				last = own[i].ended
			}
		}
		c := f.Clients(&f.Watched.Felt)
		if c.By != event.ByLog || c.Witness() != witness || c.Least || c.Untimed {
			t.Errorf("%s: the witness is %q (%v), least %v", run, c.Witness(), c.By, c.Least)
		}
		if c.Requests != len(own) || c.Failed != failed || failed == 0 || c.Left != left {
			t.Errorf("%s: %d of %d requests failed and %d were given up, the clients counted %d of %d and %d", run, c.Failed, c.Requests, c.Left, failed, len(own), left)
		}
		if late := slowest - c.Slowest; late < -2*time.Millisecond || late > 20*time.Millisecond {
			t.Errorf("%s: the slowest took %v, at the client %v", run, c.Slowest, slowest)
		}
		if d := f.LastFailed.Sub(last).Abs(); d > 100*time.Millisecond {
			t.Errorf("%s: the last failed %v away from the clients' last", run, d)
		}
		if d := f.FirstFailed.Sub(first).Abs(); d > 100*time.Millisecond {
			t.Errorf("%s: the first failed %v away from the clients' first", run, d)
		}
		apart := 0
		for _, l := range f.Lost {
			n, ok := l.By(event.ByLog)
			if !ok {
				t.Error("the log does not say when")
			}
			apart += max(n-bySecond[l.Second], bySecond[l.Second]-n)
		}
		if apart > 6 { // lines at the edge of a second
			t.Errorf("%s: %d failed in other seconds than at the clients: %v, %v", run, apart, f.Lost, bySecond)
		}
	}
}

// The percentiles of a second are those of the clients, but for the way between.
func TestHTTPLogHasPercentiles(t *testing.T) {
	for run := range httpRuns {
		f, own := httpFrames(t, run, everything, quietly), httpRequests(t, run)
		took := map[int64][]time.Duration{}
		for i := range own {
			took[own[i].ended.Unix()] = append(took[own[i].ended.Unix()], own[i].took)
		}
		sum, seconds := 0, 0
		for _, s := range f.Logged {
			sum += s.Requests
			of := took[s.At.Unix()]
			if len(of) < 20 || len(of) != s.Requests {
				continue
			}
			seconds++
			slices.Sort(of)
			for _, q := range []struct {
				name  string
				at    int // in hundredths
				value time.Duration
				late  time.Duration // at the clients, whose machine was busy
			}{{"p50", 50, s.P50, 5 * time.Millisecond}, {"p95", 95, s.P95, 100 * time.Millisecond}, {"p99", 99, s.P99, 100 * time.Millisecond}} {
				if own := of[(len(of)*q.at+99)/100-1]; q.value > own+own/10+2*time.Millisecond || q.value < own-own/10-q.late {
					t.Errorf("%s %v: %s %v, at the clients %v", run, s.At, q.name, q.value, own)
				}
			}
		}
		if sum != len(own) || seconds < 8 {
			t.Errorf("%s: %d requests of %d in the seconds, %d seconds compared", run, sum, len(own), seconds)
		}
		if w := f.Watched.Felt.WorstSecond(); w.P99 == 0 || w.P50 > w.P95 || w.P95 > w.P99 || w.P99 > w.Max {
			t.Errorf("%s: the worst second: %+v", run, w)
		}
	}
}

// Without a log HAProxy's counters say how many failed at least.
func TestCountersAreTheFloor(t *testing.T) {
	f, failed := httpFrames(t, httpRun, func(s *record.Sample) bool { return s.Logs == nil }, quietly), 0
	for _, r := range httpRequests(t, httpRun) {
		if r.failed() {
			failed++
		}
	}
	c := f.Clients(&f.Watched.Felt)
	if c.By != event.ByCounters || !c.Least || c.Witness() != "HAProxy's counters" {
		t.Errorf("the witness is %q, least %v", c.Witness(), c.Least)
	}
	if c.Failed != failed {
		t.Errorf("%d failed by the counters, at the clients %d", c.Failed, failed)
	}
	sum := 0
	for _, l := range f.Lost {
		sum += l.Answered
	}
	if sum != c.Failed {
		t.Errorf("%d in the seconds, %d in all", sum, c.Failed)
	}
}

// A server that passes its checks and answers 500 is a grey failure, told once, over when it answers well again; by the
// counters alone, by both, and as a server that is no node.
func TestServerThatAnswers5xxIsGrey(t *testing.T) {
	none := func(s *record.Sample) bool {
		if s.Topology != nil {
			only := *s.Topology
			only.Nodes = only.Nodes[:1]
			s.Topology = &only
		}
		return true
	}
	for name, keep := range map[string]func(*record.Sample) bool{
		"all": everything, "no log": func(s *record.Sample) bool { return s.Logs == nil }, "no nodes": none,
	} {
		var from, until time.Time
		f := httpFrames(t, httpRun, keep, func(f *Frame) {
			for _, x := range f.Erring {
				if x.Server != "web/w1" {
					t.Errorf("%s %v: %s errs", name, f.At, x.Server)
				}
			}
			n := f.Node("w1")
			if n == nil {
				return
			}
			switch errs := n.Health == Errs; {
			case errs && from.IsZero():
				from = f.At
			case !errs && !from.IsZero() && until.IsZero():
				until = f.At
			}
		})
		var said []string
		for _, e := range f.Timeline {
			if e.Kind == event.KindTruth {
				said = append(said, e.Subject+" "+e.To+": "+e.Says.String())
			}
		}
		what := strings.Join(said, "\n")
		if len(said) != 2 || !strings.Contains(said[0], "w1 disagree") || !strings.Contains(said[0], "yet") || !strings.Contains(said[0], "5xx") || !strings.Contains(said[1], "w1 agree") {
			t.Errorf("%s: said\n%s", name, what)
		}
		if lasted := until.Sub(from); name != "no nodes" && (lasted < 2*time.Second || lasted > 9*time.Second) {
			t.Errorf("%s: it errs for %v", name, lasted)
		}
		if len(f.Erring) > 0 {
			t.Errorf("%s: it still errs", name)
		}
	}
}

// Few answers are no proof, nor is what a server answered that its balancer gave up.
func TestFewErrorsProveNothing(t *testing.T) {
	for name, c := range map[string]struct {
		ok, bad int64
		status  string
		errs    bool
	}{
		"none":         {100, 0, "UP", false},
		"too few":      {0, 4, "UP", false},
		"enough":       {0, 5, "UP", true},
		"a small part": {95, 4, "UP", false},
		"stands out":   {90, 8, "UP", true}, // its sibling has none
		"given up":     {0, 50, "DOWN", false},
	} {
		var f Frame
		for i := range 4 {
			at := time.Unix(1700000000+int64(i), 0)
			row := func(name, status string, ok, bad int64) record.Server {
				return server(name, status, func(s *record.Server) {
					s.Mode, s.Pxname, s.Stot = modeHTTP, "web", ok+bad
					s.Hrsp2xx, s.Hrsp5xx = ok, bad
				})
			}
			page := record.HAProxy{Servers: []record.Server{row("a", "UP", 100*int64(i), 0), row("b", c.status, c.ok*int64(i)/3, c.bad*int64(i)/3)}}
			f = Fold(f, record.Sample{At: at, Source: record.SourceHAProxy, Node: "lb", HAProxy: &page})
		}
		if got := len(f.Erring) > 0; got != c.errs {
			t.Errorf("%s: errs %v, want %v: %+v", name, got, c.errs, f.Erring)
		}
	}
}

// After a reload the counters begin at 0, which is no flood of answers.
func TestErrorsAfterAReload(t *testing.T) {
	var f Frame
	for i, n := range []int64{1000, 1000, 0, 2, 4} {
		page := record.HAProxy{Pid: 7, Uptime: 100 + int64(i), Servers: []record.Server{server("b", "UP", func(s *record.Server) {
			s.Mode, s.Pxname, s.Hrsp5xx, s.Hrsp2xx, s.Stot = modeHTTP, "web", n/10, n, n
		})}, Proxies: []record.Proxy{{Pxname: "www", Svname: "FRONTEND", Frontend: true, Mode: modeHTTP, Counters: record.Counters{Hrsp5xx: n / 10, Hrsp2xx: n, Stot: n}}}}
		if i >= 2 {
			page.Pid, page.Uptime = 8, int64(i)
		}
		f = Fold(f, record.Sample{At: time.Unix(1700000000+int64(i), 0), Source: record.SourceHAProxy, Node: "lb", HAProxy: &page})
		if len(f.Erring) > 0 {
			t.Errorf("%d: %+v", i, f.Erring)
		}
	}
	r := f.Answers(&f.HAProxy.Servers[0])
	if r.Responses != 4 || r.Errors != 0 {
		t.Errorf("%+v", r)
	}
	if p := f.ProxyAnswers(&f.HAProxy.Proxies[0]); p != r || p.PerSecond() != 0 || p.Over != 2*time.Second {
		t.Errorf("its frontend: %+v", p)
	}
	if f.Watched.Felt.AnsweredFailed != 0 {
		t.Errorf("%d failed", f.Watched.Felt.AnsweredFailed)
	}
}

// The log of the first balancer speaks for the clients, whichever is read first.
func TestOutermostLogSpeaks(t *testing.T) {
	at := time.Unix(1700000000, 0)
	topology := record.Topology{Nodes: []record.Node{{Name: "edge", Kind: record.KindHAProxy, To: []string{"inner"}}, {Name: "inner", Kind: record.KindNginx, To: []string{"a"}}, {Name: "a", Kind: record.KindHTTP}}}
	tally := func(n int) *record.AnswerTally {
		return &record.AnswerTally{Requests: n, Failed: n / 10, Last: at.Add(time.Second)}
	}
	edge := record.Sample{At: at.Add(time.Second), Source: record.SourceLogs, Node: "edge", Logs: &record.Logs{HTTP: tally(100)}}
	inner := record.Sample{At: at.Add(time.Second), Source: record.SourceLogs, Node: "inner", Logs: &record.Logs{Answers: tally(120)}}
	for name, order := range map[string][]record.Sample{"edge first": {edge, inner}, "inner first": {inner, edge, inner}} {
		f := Fold(Frame{}, record.Sample{At: at, Source: record.SourceTopology, Topology: &topology})
		for _, s := range order {
			f = Fold(f, s)
		}
		c := f.Watched.Felt.Clients()
		if c.Log != record.KindHAProxy || c.Requests != 100 || c.Failed != 10 || len(f.Lost) != 1 || f.Lost[0].Nginx != 10 {
			t.Errorf("%s: %+v, lost %+v", name, c, f.Lost)
		}
	}
}
