package incident

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/record"
)

// foldingBytes is how many bytes it takes to fold Samples.
func foldingBytes(f Frame, all []record.Sample) (Frame, uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, s := range all {
		f = Fold(f, s)
	}
	runtime.ReadMemStats(&after)
	return f, after.TotalAlloc - before.TotalAlloc
}

func deaths(n int, apart time.Duration) (all []record.Sample) {
	for i := range n {
		e := record.DockerEvent{Node: "db1", Action: [2]string{"die", "start"}[i%2]}
		all = append(all, record.Sample{At: at(100).Add(time.Duration(i) * apart), Source: record.SourceDocker, Docker: &e})
	}
	return all
}

// What an event of Docker's costs does not grow with how many there were.
func TestDockerEventsCostTheSame(t *testing.T) {
	for _, apart := range []time.Duration{time.Millisecond, time.Second, time.Hour} {
		all := deaths(4000, apart)
		f, _ := foldingBytes(play(), all[:1000])
		f, early := foldingBytes(f, all[1000:2000])
		f, late := foldingBytes(f, all[2000:])
		if late > 3*early || early > 1000*480<<10 {
			t.Errorf("%v apart: 1000 events take %d MB, 2000 later ones %d MB", apart, early>>20, late>>20)
		}
		if len(f.Faults) > 2*maxSpare || len(f.state.closed) > maxClosed || len(f.Timeline) > maxTimeline {
			t.Errorf("%v apart: %d faults, %d closed, %d events", apart, len(f.Faults), len(f.state.closed), len(f.Timeline))
		}
	}
}

// Hundreds of faults within a moment are reported once, and followed again when that is over.
func TestFaultsThatNobodyCanFollow(t *testing.T) {
	f := play()
	for i := range 1000 {
		fault := record.Fault{Kind: record.Slow, Target: fmt.Sprint("n", i), Amount: 2}
		f = Fold(f, record.Sample{At: at(10), Source: record.SourceYou, Act: &record.Act{Inject: &fault}})
	}
	told := 0
	for _, e := range f.Timeline {
		if e.Kind == event.KindNote && e.Severity == event.Warn {
			told++
		}
	}
	if len(f.Faults) != maxSpare || told != 1 {
		t.Errorf("%d faults are followed, reported %d times", len(f.Faults), told)
	}
	fault := record.Fault{Kind: record.Stop, Target: "db1"}
	f = Fold(f, record.Sample{At: at(70), Source: record.SourceYou, Act: &record.Act{Inject: &fault}})
	if foldingOf(f).openAs("db1", record.Stop) < 0 {
		t.Error("a minute later none is followed")
	}
}

// A project in which every service leads to many is searched in the time that its services take, and not its ways.
func TestManyWaysLeadSomewhere(t *testing.T) {
	var top record.Topology
	for layer := range 40 {
		for i := range 10 {
			n := record.Node{Name: fmt.Sprintf("n%d-%d", layer, i), Role: record.RoleApp}
			for k := range 10 {
				n.To = append(n.To, fmt.Sprintf("n%d-%d", layer+1, k))
			}
			top.Nodes = append(top.Nodes, n)
		}
	}
	top.Nodes = append(top.Nodes, record.Node{Name: "alone", Role: record.RoleReplica})
	f := Fold(Frame{}, record.Sample{At: at(0), Source: record.SourceTopology, Topology: &top})
	if foldingOf(f).onPath("n0-0", "alone") {
		t.Error("nothing leads there")
	}
}

// Lines of seconds that come in any order, or of any time, keep few seconds open.
func TestSecondsOfAnyTime(t *testing.T) {
	f := play()
	for i := range 2000 {
		var all []record.Window
		for _, s := range []int64{at(1).Unix() - int64(i), at(1).Unix() + int64(i), math.MaxInt64/2000*int64(i) - 1<<60, int64(i) * 1e7} {
			all = append(all, record.Window{Second: s, Requests: math.MaxInt64, Buckets: []record.Bucket{{N: math.MinInt64, Count: math.MaxInt64}, {N: math.MaxInt64, Count: -5}}})
		}
		f = Fold(f, record.Sample{At: at(1), Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Windows: all}})
		if f.state.gather.Growing() > 2*clients.LateLines+2 || len(f.Load.Seconds) > maxSeconds {
			t.Fatalf("%d seconds may still grow, %d are told", f.state.gather.Growing(), len(f.Load.Seconds))
		}
	}
	for _, s := range f.Load.Seconds {
		if s.Requests < 0 || s.P99 < 0 || s.At.Sub(at(1)).Abs() > 24*time.Hour {
			t.Fatalf("%+v", s)
		}
	}
	if f.Dropped == 0 {
		t.Error("lines of another time are not counted")
	}
}

// Two futures of one Frame do not write into each other's timeline.
func TestTimelineIsShared(t *testing.T) {
	past := play()
	for i := range 50 {
		past = Fold(past, record.Sample{At: at(float64(i)), Source: record.SourceYou, Act: &record.Act{Note: fmt.Sprint("past ", i)}})
	}
	n := len(past.Timeline)
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			f := past
			for i := range 600 {
				f = Fold(f, record.Sample{At: at(float64(100 + i)), Source: record.SourceYou, Act: &record.Act{Note: fmt.Sprint("future ", g, " ", i)}})
			}
			for i, e := range f.Timeline[n:] {
				if want := fmt.Sprint("future ", g, " ", i); e.Says.String() != want {
					t.Errorf("%q is where %q was", e.Says.String(), want)
					return
				}
			}
		})
	}
	wait.Wait()
}

// Names, endings and lines that nobody could count are counted together.
func TestNamesAreBounded(t *testing.T) {
	f := play(record.Sample{At: at(1), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "die"}})
	long := string(make([]byte, 4000))
	for i := range 3000 {
		l := record.Line{At: at(2), Node: "k6", Text: long, Request: &record.Request{At: at(2), Failed: true, Name: fmt.Sprint("page", i), Took: time.Second}}
		end := record.SessionTally{Server: "db1", Termination: fmt.Sprintf("%c%c", 'A'+i%50, 'A'+i/50), Sessions: 1, Last: at(2)}
		f = Fold(f, record.Sample{At: at(2), Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Lines: []record.Line{l}, Sessions: []record.SessionTally{end}}})
	}
	w := f.Stopwatches[0]
	if len(w.Felt.By) > maxKinds+1 || w.Felt.By[rates.Others] < 2900 || len(w.Blast.Endings) > maxKinds+1 || len(f.Node("db1").Endings) > maxKinds+1 {
		t.Errorf("%d names, %d of others, %d endings", len(w.Felt.By), w.Felt.By[rates.Others], len(w.Blast.Endings))
	}
	if f.state.notable > maxNotableBytes || len(f.Notable) == 0 {
		t.Errorf("%d lines of %d bytes are kept", len(f.Notable), f.state.notable)
	}
}
