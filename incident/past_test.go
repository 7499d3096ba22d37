package incident

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// db1 was stopped and started before watching began. Docker's history and the logs report it at once and in any order,
// while polls report the present: the result is the same in each order, and what no source reports is not known.
func TestFaultsThatWereOverBeforeWatchingBegan(t *testing.T) {
	now := []record.Sample{routed(), containers(100, nil), rows(100.1, "UP", "UP")}
	told := []record.Sample{docker(10, "db1", "kill", "15"), docker(10.2, "db1", "die", "0"), docker(30, "db1", "start", "")}
	logs := []record.Sample{
		cut(10.1, "SD"), repeats(10.2, "app1", "db1"), lost(10.24), stateLine(10.25, "db1", record.Down, "Layer4 connection problem"),
		stateLine(33, "db1", record.Up, "Layer4 check passed"), lost(50), repeats(60, "app1", "db1"),
	}
	later := []record.Sample{rows(101, "UP", "UP"), rows(104.5, "UP", "UP")}
	want := ""
	for name, samples := range map[string][]record.Sample{
		"Docker first":    slices.Concat(now, told, later[:1], logs, later),
		"logs first":      slices.Concat(now, logs, later[:1], told, later),
		"Docker in logs":  slices.Concat(now, logs[:4], told, logs[4:], later),
		"polls in Docker": slices.Concat(now, told[:2], later[:1], told[2:], logs, later),
	} {
		f := play(samples...)
		w := f.Stopwatch("db1")
		if w == nil {
			t.Fatalf("%s: no fault", name)
		}
		got := fmt.Sprintf("%v %v up %v back %v %v", spent(f), w.Moments[stopwatch.Detected].At.Sub(start), w.Up.At.Sub(start), w.Moments[stopwatch.Back].Seen(), w.Findings)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s:\n%s\nbut in another order:\n%s", name, got, want)
		}
		if !w.Bygone() || w.Moments[stopwatch.Detected].At.Sub(start) != 10250*time.Millisecond || w.Up.At.Sub(start) != 33*time.Second || w.Moments[stopwatch.Back].Seen() ||
			len(w.Findings) != 0 || w.Felt.Failed != 1 || w.Blast.Cut != 1 || w.Hidden.Total() != 1 {
			t.Errorf("%s: %s", name, got)
		}
		if w.Done {
			t.Errorf("%s: it does not wait for what may still be read", name)
		}
		if f := play(slices.Concat(samples, []record.Sample{rows(112, "UP", "UP")})...); !f.Stopwatch("db1").Done || f.Running() {
			t.Errorf("%s: it waits for ever", name)
		}
	}
}

// For a fault that only Docker reports, whether HAProxy noticed it and what it cost is not known.
func TestABygoneFaultThatNoLogTellsOf(t *testing.T) {
	f := play(routed(), containers(100, nil), rows(100.1, "UP", "UP"), docker(10, "db1", "kill", "15"), docker(10.2, "db1", "die", "0"),
		docker(30, "db1", "start", ""), rows(101, "UP", "UP"), rows(112, "UP", "UP"))
	w := f.Stopwatch("db1")
	if w == nil || !w.Bygone() || len(w.Findings) != 0 || w.Moments[stopwatch.Detected].Seen() || w.Up.Seen() || w.Moments[stopwatch.Back].Seen() || w.Felt.HasNginx {
		t.Errorf("%+v", w)
	}
}

// The log of a time before watching began names its upstreams like any other: the fault's account is of attempts, whether
// Docker or the log is read first.
func TestTheLogOfABygoneFaultNamesItsUpstreams(t *testing.T) {
	now := []record.Sample{routed(), containers(100, nil), rows(100.1, "UP", "UP")}
	told := []record.Sample{docker(10, "db1", "kill", "15"), docker(10.2, "db1", "die", "0"), docker(30, "db1", "start", "")}
	answered := func(seconds float64, upstreams ...record.UpstreamTally) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{
			Answers: &record.AnswerTally{Requests: 5, Last: at(12)}, Upstreams: upstreams}}
	}
	read := []record.Sample{answered(104), answered(106, record.UpstreamTally{Addr: "172.28.44.31:81", Attempts: 5, FirstOK: at(11), LastOK: at(12)})}
	for name, samples := range map[string][]record.Sample{"Docker first": slices.Concat(now, told, read), "logs first": slices.Concat(now, read, told)} {
		f := play(samples...)
		if w := f.Stopwatch("db1"); w == nil || !w.Felt.HasNginx || !w.Felt.CountsAttempts() || w.Felt.NginxRequests != 10 {
			t.Errorf("%s: %+v", name, w)
		}
	}
}

// A fault that the first list of containers shows has Docker's time, also where the log of an earlier one is read first.
func TestAnEarlierFaultDoesNotDateIt(t *testing.T) {
	log := []record.Sample{stateLine(-300, "db1", record.Down, "Layer4 timeout"), stateLine(-294, "db1", record.Up, "Layer7 check passed"),
		stateLine(-15.8, "db1", record.Down, "Layer4 connection problem")}
	events := []record.Sample{docker(-16, "db1", "kill", "15"), docker(-16, "db1", "die", "0"), docker(0.5, "db1", "start", "")}
	for name, past := range map[string][]record.Sample{"the log first": slices.Concat(log, events), "Docker first": slices.Concat(events, log)} {
		f := play(append([]record.Sample{containers(0, map[string]string{"db1": "exited"})}, past...)...)
		if w := f.Stopwatch("db1"); len(f.Stopwatches) != 1 || !w.At.Equal(at(-16)) {
			t.Errorf("%s: %d faults, T0 %v", name, len(f.Stopwatches), w.At.Sub(start))
		}
	}
}
