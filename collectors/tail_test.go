package collectors

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// sink receives everything that a feed sends.
type sink struct {
	samples []record.Sample
	ended   chan struct{}
	cancel  context.CancelFunc
}

// collect runs a feed until its test calls stop.
func collect(t *testing.T, run func(context.Context, chan<- record.Sample)) *sink {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := &sink{ended: make(chan struct{}), cancel: cancel}
	out := make(chan record.Sample)
	go func() {
		run(ctx, out)
		close(out)
	}()
	go func() {
		defer close(s.ended)
		for sample := range out {
			s.samples = append(s.samples, sample)
		}
	}()
	return s
}

func (s *sink) stop() []record.Sample {
	s.cancel()
	<-s.ended
	return s.samples
}

// texts returns the lines of all samples, in order.
func (s *sink) texts() (all []string, dropped int) {
	for _, sample := range s.samples {
		if sample.Logs != nil {
			dropped += sample.Logs.Dropped
			for i := range sample.Logs.Lines {
				all = append(all, sample.Logs.Lines[i].Text)
			}
		}
	}
	return all, dropped
}

func tailOf(d *engine, role record.Role) *Tail {
	return &Tail{Site: d, Node: record.Node{Name: "n", Role: role}, Since: time.Now()}
}

// Streams break, containers stop and start, the Engine goes away: every line comes exactly once.
func TestTailLosesAndRepeatsNothing(t *testing.T) {
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 2))
			d := newEngine()
			started := newBell()
			tail := tailOf(d, record.RoleApp)
			tail.Started = started
			s := collect(t, tail.Run)
			var want []string
			for i := range 300 {
				line := fmt.Sprintf("line %d", i)
				if r.IntN(10) == 0 {
					line = "the same again" // equal lines all count
				}
				want = append(want, line)
				d.write("n", line)
				switch r.IntN(12) {
				case 0:
					d.breakStreams()
				case 1:
					d.change(func() { d.stopped["n"] = true })
				case 2:
					d.change(func() { d.stopped["n"] = false })
					started.ring()
				case 3:
					d.change(func() { d.down = errors.New("no engine") })
				case 4:
					d.change(func() { d.down = nil })
				}
				if r.IntN(3) > 0 {
					time.Sleep(time.Duration(r.IntN(200)) * time.Millisecond)
				}
			}
			d.change(func() { d.down, d.stopped["n"] = nil, false })
			time.Sleep(5 * time.Second)
			s.stop()
			if got, _ := s.texts(); !slices.Equal(got, want) {
				t.Fatalf("seed %d: %d lines came, %d were written; first difference at %d", seed, len(got), len(want), differ(got, want))
			}
		})
	}
}

func differ(a, b []string) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// Two goroutines of the Engine stamp stdout and stderr: a line can be older than the one that came before it, also
// across a break of the stream.
func TestTailTakesLinesOutOfOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		s := collect(t, tailOf(d, record.RoleApp).Run)
		time.Sleep(time.Minute)
		now := time.Now()
		log := func(late time.Duration, stderr bool, text string) {
			d.change(func() { d.log["n"] = append(d.log["n"], entry{now.Add(-late), stderr, text}) })
		}
		log(0, false, "one")
		synctest.Wait()
		d.breakStreams()
		log(3*time.Millisecond, true, "two, written earlier and there later")
		log(0, true, "one")
		log(0, false, "one")
		time.Sleep(time.Second)
		s.stop()
		got, _ := s.texts()
		want := []string{"one", "two, written earlier and there later", "one", "one"}
		if !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestTailReopensAtOnceWhenTheContainerStarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		d.stopped["n"] = true
		started := newBell()
		tail := tailOf(d, record.RoleApp)
		tail.Started = started
		s := collect(t, tail.Run)
		time.Sleep(time.Minute + 700*time.Millisecond) // the pauses are at their longest
		begun := time.Now()
		d.change(func() { d.stopped["n"] = false })
		d.write("n", "hello")
		started.ring()
		time.Sleep(3 * time.Second)
		samples := s.stop()
		if len(samples) != 1 || samples[0].At.Sub(begun) > gatherTime {
			t.Errorf("%d samples: %+v", len(samples), samples)
		}
		if n := len(d.opened); n > 40 {
			t.Errorf("opened %d times in a minute", n)
		}
	})
}

func TestTailReportsABrokenStreamOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		d.down = errors.New("no such container: n")
		s := collect(t, tailOf(d, record.RoleApp).Run)
		time.Sleep(10 * time.Second)
		d.change(func() { d.down = nil })
		time.Sleep(10 * time.Second)
		samples := s.stop()
		if len(samples) != 2 || samples[0].Err != "read the log of n: no such container: n" || samples[1].Err != "" || samples[1].Logs == nil {
			t.Errorf("%+v", samples)
		}
	})
}

func TestTailSurvivesAnEndlessLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		tail := tailOf(d, record.RoleBalancer)
		s := collect(t, tail.Run)
		d.write("n", strings.Repeat("x", 100<<20))
		d.write("n", "\x1b[31mred\x1b[0m")
		d.write("n", "  \x00 ")
		time.Sleep(time.Second)
		s.stop()
		got, _ := s.texts()
		if len(got) != 2 || len(got[0]) > 4096 || got[1] != "red" {
			t.Errorf("%d lines, the first of %d bytes", len(got), len(got[0]))
		}
	})
}

// HAProxy's captured log, both streams as Docker stamped them: every change is reported once, without delay.
func TestTailOfHAProxysLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		tail := tailOf(d, record.RoleBalancer)
		changed := 0
		tail.Changed = func() { changed++ }
		s := collect(t, tail.Run)
		for stderr, name := range []string{"lab/haproxy-3.0.11-baseline.stdout.log", "lab/haproxy-3.0.11-baseline.stderr.log"} {
			for line := range strings.Lines(string(capture(t, name))) {
				_, text, _ := strings.Cut(strings.TrimSpace(line), " ")
				d.change(func() { d.log["n"] = append(d.log["n"], entry{time.Now(), stderr == 1, text}) })
			}
		}
		synctest.Wait()
		time.Sleep(time.Second)
		s.stop()
		states, sessions, bad := 0, 0, 0
		for _, sample := range s.samples {
			for i := range sample.Logs.Lines {
				switch l := &sample.Logs.Lines[i]; {
				case l.State != nil:
					states++
				case l.Session != nil && !l.Session.Normal():
					bad++
				case l.Session != nil:
					sessions++
				default:
					t.Errorf("%q was not understood", l.Text)
				}
			}
		}
		if states != 2 || changed != 2 || bad != 5 || sessions != 55 {
			t.Errorf("%d states, %d changes, %d sessions, %d of them bad", states, changed, sessions+bad, bad)
		}
	})
}
