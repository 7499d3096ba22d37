package collectors

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hadash/collectors/pace"
	"hadash/record"
)

// fake is a Source that calls read.
type fake struct {
	read func(ctx context.Context, s *record.Sample) error
	gap  time.Duration
}

func (fake) Name() string { return record.SourcePage }
func (fake) Node() string { return "app1" }

func (f fake) Read(ctx context.Context, s *record.Sample) error { return f.read(ctx, s) }

func (f fake) Gap() time.Duration { return f.gap }

func well(_ context.Context, s *record.Sample) error {
	s.Page = &record.Page{Code: 200}
	return nil
}

// polls runs a feed for a time and returns the samples, and when they came.
func polls(t *testing.T, f Feed, during time.Duration) (samples []record.Sample, at []time.Duration) {
	t.Helper()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), during)
	defer cancel()
	out := make(chan record.Sample)
	go func() {
		Poll(ctx, f, out)
		close(out)
	}()
	for s := range out {
		samples = append(samples, s)
		at = append(at, s.At.Sub(begun))
	}
	return samples, at
}

// A feed with a beat returns to it after a poll off the beat: one that was slow, or one that a ring caused.
func TestPollKeepsTheBeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ring := newBell()
		time.AfterFunc(1300*time.Millisecond, ring.ring)
		time.AfterFunc(2980*time.Millisecond, ring.ring)
		f := Feed{Source: fake{read: well}, Every: time.Second, Beat: time.Now().Add(-400 * time.Millisecond), Wake: ring}
		_, at := polls(t, f, 4*time.Second)
		const ms = time.Millisecond
		wantTimes(t, at, 0, 600*ms, 1300*ms, 1600*ms, 2600*ms, 2980*ms, 3600*ms)
	})
}

func TestPollAsksNowAndEveryInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		samples, at := polls(t, Feed{Source: fake{read: well}, Every: time.Second}, 3500*time.Millisecond)
		wantTimes(t, at, 0, time.Second, 2*time.Second, 3*time.Second)
		if s := samples[0]; s.Source != record.SourcePage || s.Node != "app1" || s.Page.Code != 200 || s.Err != "" {
			t.Errorf("%+v", s)
		}
	})
}

func wantTimes(t *testing.T, got []time.Duration, want ...time.Duration) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("polled at %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("polled at %v, want %v", got, want)
		}
	}
}

func TestPollGivesUpAStalledTarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stalled := fake{read: func(ctx context.Context, s *record.Sample) error {
			s.Page = &record.Page{} // half an answer does not count
			<-ctx.Done()
			return failed("page", nil, ctx.Err())
		}}
		samples, at := polls(t, Feed{Source: stalled, Every: time.Second}, 3*time.Second)
		wantTimes(t, at, 800*time.Millisecond, 1800*time.Millisecond, 2800*time.Millisecond)
		for _, s := range samples {
			if s.Err != "poll page: no answer within 800ms" || s.Page != nil || s.Took != 800*time.Millisecond {
				t.Errorf("%+v", s)
			}
		}
	})
}

func TestPollSurvivesAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		samples, _ := polls(t, Feed{Source: fake{read: func(_ context.Context, s *record.Sample) error {
			s.Page = &record.Page{}
			panic("index out of \x1b[31mrange")
		}}, Every: time.Second}, 1500*time.Millisecond)
		if len(samples) != 2 {
			t.Fatalf("%d samples", len(samples))
		}
		s := samples[1]
		if !strings.HasPrefix(s.Err, "poll page: panic: index out of range at collectors/poll_test.go:") || s.Page != nil || s.Source != record.SourcePage {
			t.Errorf("%+v", s)
		}
	})
}

func TestPollSaysWhatThePollSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		samples, _ := polls(t, Feed{Source: fake{read: func(context.Context, *record.Sample) error {
			return errors.New("said \x1b]0;title\x07this")
		}}, Every: time.Second}, 500*time.Millisecond)
		if len(samples) != 1 || samples[0].Err != "said this" {
			t.Errorf("%+v", samples)
		}
	})
}

func TestWakePollsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBell()
		time.AfterFunc(300*time.Millisecond, b.ring)
		_, at := polls(t, Feed{Source: fake{read: well}, Every: time.Second, Wake: b}, 2*time.Second)
		wantTimes(t, at, 0, 300*time.Millisecond, 1300*time.Millisecond)
	})
}

func TestAStormOfTriggersDoesNotHammer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBell()
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		go func() {
			for ctx.Err() == nil {
				b.ring()
				time.Sleep(time.Millisecond)
			}
		}()
		_, at := polls(t, Feed{Source: fake{read: well}, Every: time.Second, Wake: b}, 501*time.Millisecond)
		if len(at) < 10 || len(at) > 11 {
			t.Errorf("polled at %v, want every 50 ms", at)
		}
	})
}

func TestPollSparesAnExpensiveTarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, at := polls(t, Feed{Source: fake{read: well, gap: 300 * time.Millisecond}, Every: 100 * time.Millisecond}, 700*time.Millisecond)
		wantTimes(t, at, 0, 300*time.Millisecond, 600*time.Millisecond)
	})
}

func TestPollIsDenserWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var dense atomic.Bool
		dense.Store(true)
		time.AfterFunc(600*time.Millisecond, func() { dense.Store(false) })
		_, at := polls(t, Feed{Source: fake{read: well}, Every: time.Second, Dense: dense.Load, Close: 250 * time.Millisecond}, 2*time.Second)
		wantTimes(t, at, 0, 250*time.Millisecond, 500*time.Millisecond, 750*time.Millisecond, 1750*time.Millisecond)
	})
}

// Poll must end even if no one receives, and a read that ctx ended sends no Sample.
func TestPollEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			Poll(ctx, Feed{Source: fake{read: well}, Every: time.Second}, make(chan record.Sample))
			close(ended)
		}()
		synctest.Wait()
		cancel()
		<-ended
		slow := fake{read: func(ctx context.Context, _ *record.Sample) error { <-ctx.Done(); return ctx.Err() }}
		if samples, _ := polls(t, Feed{Source: slow, Every: time.Second}, 200*time.Millisecond); len(samples) != 0 {
			t.Errorf("%+v", samples)
		}
	})
}

// While a fault is open a feed is read as often as Close says, or as its share of our time allows, and never less often than
// otherwise.
func TestDensePollsHaveTheirShare(t *testing.T) {
	for rows, want := range map[int]int{100: 21, 20_000: 6, 1_000_000: 3} { // in 2.05 s
		synctest.Test(t, func(t *testing.T) {
			var all pace.Costs
			for _, node := range []string{"lb1", "lb2"} {
				all.Read(node, rows, 0, false) // is replaced by the next
				all.Read(node, rows/2, 0, false)
			}
			f := Feed{Source: fake{read: well}, Every: time.Second, Dense: func() bool { return true }, Close: closeBalancer, Share: all.Closest}
			if got, _ := polls(t, f, 2050*time.Millisecond); len(got) != want {
				t.Errorf("%d rows: %d polls, want %d", rows, len(got), want)
			}
		})
	}
}
