package replay

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
)

// A recording takes as long as the run did, at half the time at twice the speed, and brings every log line and
// every event once.
func TestPlaysAsItWas(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	live := folded(samples)
	path := written(t, samples)
	whole := live[len(live)-1].At.Sub(live[1].At)
	for _, by := range []struct {
		name   string
		faster int
		want   time.Duration
	}{{"1x", 0, whole}, {"2x", 1, whole / 2}, {"1/4x", -2, whole * 4}, {"64x", 6, whole / 64}, {"max", 20, 0}} {
		t.Run(by.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				p, err := Play(ctx, opener(path), asIs)
				if err != nil {
					t.Fatal(err)
				}
				for range max(by.faster, -by.faster) {
					if by.faster > 0 {
						p.Faster()
					} else {
						p.Slower()
					}
				}
				begun, got, told := time.Now(), []string{}, []event.Event{}
				last := drain(t, p, &got, &told)
				if took := time.Since(begun); took < by.want-pace || took > by.want+by.want/50+5*pace {
					t.Errorf("took %v, want %v", took, by.want)
				}
				stop()
				if err := p.Err(); err != nil {
					t.Error(err)
				}
				last.Frame.Lines, last.Frame.Events = live[len(live)-1].Lines, live[len(live)-1].Events
				if differ(live[len(live)-1], last.Frame) != "" {
					t.Error("the last Frame is not the live one")
				}
				var want []string
				var tell []event.Event
				for _, f := range live {
					tell = append(tell, f.Events...)
					for _, l := range f.Lines {
						want = append(want, l.Text)
					}
				}
				if !slices.Equal(want, got) {
					t.Errorf("%d log lines, want %d", len(got), len(want))
				}
				if !slices.EqualFunc(tell, told, func(a, b event.Event) bool { return reflect.DeepEqual(a, b) }) {
					t.Errorf("%d events, want %d", len(told), len(tell))
				}
			})
		})
	}
}

// drain takes all that is shown up to the end, the texts of the log lines and the events.
func drain(t *testing.T, p *Player[Shown], lines *[]string, events *[]event.Event) (s Shown) {
	t.Helper()
	for s = range p.Shown() {
		*events = append(*events, s.Frame.Events...)
		for _, l := range s.Frame.Lines {
			*lines = append(*lines, l.Text)
		}
		if s.Jumped {
			t.Error("it jumps while it plays")
		}
		if s.State.Ended && s.State.Whole {
			return s
		}
	}
	return s
}

// Keys that are pressed faster than they are done do no harm, and what was read is gone afterwards.
func TestManyKeys(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	samples := captured.Samples(t, "tuned-pause-app1")
	live := folded(samples)
	ctx, stop := context.WithCancel(t.Context())
	p, err := Play(ctx, opener(written(t, samples)), asIs)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		[]func(){
			p.Pause, p.Faster, func() { p.Step(1) }, func() { p.Part(0.9) }, func() { p.Event(1) }, func() { p.Step(-3) }, p.Slower,
			func() { p.Shift(-3 * time.Second) }, func() { p.Fault(-1) }, func() { p.Seek(live[5].At) }, func() { p.Part(1) },
		}[i*7%11]()
		if i%20 == 0 {
			<-p.Shown()
		}
	}
	until(p, func(r State) bool { return r.Whole })
	p.Step(1) // pauses
	until(p, func(r State) bool { return !r.Playing && !r.Seeking })
	p.Part(1)
	s := until(p, func(r State) bool { return r.Ended })
	s.Frame.Lines, s.Frame.Events = live[len(live)-1].Lines, live[len(live)-1].Events
	if diff := differ(live[len(live)-1], s.Frame); diff != "" {
		t.Errorf("the last Frame (-live +replayed):\n%s", diff)
	}
	stop()
	if err := p.Err(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// A recording that was cut off is played as far as it goes, and says so.
func TestTorn(t *testing.T) {
	path := written(t, captured.Samples(t, "tuned-pause-app1"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{len(data) - 1, len(data) / 2} {
		if err := os.WriteFile(path, data[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		p, err := Play(ctx, opener(path), asIs)
		if err != nil {
			t.Fatal(err)
		}
		p.Part(1)
		s := until(p, func(r State) bool { return r.Ended && r.Torn != "" })
		stop()
		if err := p.Err(); err != nil || p.Torn() != s.State.Torn || !strings.Contains(p.Torn(), "byte") {
			t.Errorf("cut at %d: %v, torn: %q and %q", n, err, p.Torn(), s.State.Torn)
		}
	}
}

// A file that holds no Sample says so at once.
func TestNothing(t *testing.T) {
	path := captured.Recording(t, t.TempDir()+"/run.hadash", record.Header{}, nil)
	if _, err := Play(t.Context(), opener(path), asIs); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("no Sample: %v", err)
	}
	if _, err := Play(t.Context(), opener("player_test.go"), asIs); err == nil || !strings.Contains(err.Error(), "not a hadash recording") {
		t.Errorf("this very file: %v", err)
	}
}

// until takes what is shown until the player is where it is wanted.
func until(p *Player[Shown], where func(State) bool) (s Shown) {
	for s = range p.Shown() {
		if where(s.State) {
			return s
		}
	}
	return s
}
