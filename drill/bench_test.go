package drill

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/handoff"
	"hadash/record"
)

// bench is a World of which every answer takes its time, and that notes when it was asked. From the instant failsAt on
// requests fail, one every 100 ms.
type bench struct {
	frames  chan incident.Frame
	began   time.Time
	failsAt time.Duration // 0 = they never do
	silent  bool          // nobody counts requests
	takes   map[string]time.Duration

	mu   sync.Mutex
	log  []string
	told []record.Step
	open []record.Fault
}

// newBench begins a stack, as with says; nil is the usual one.
func newBench(ctx context.Context, failsAt time.Duration, with func(*bench)) *bench {
	b := &bench{frames: make(chan incident.Frame), began: time.Now(), failsAt: failsAt, takes: map[string]time.Duration{}}
	if with != nil {
		with(b)
	}
	folded := make(chan incident.Frame)
	go b.run(ctx, folded)
	go handoff.Run(ctx, folded, b.frames, handoff.Gathering(0))
	return b
}

func (b *bench) run(ctx context.Context, out chan<- incident.Frame) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		f := b.frame(n)
		select {
		case out <- f:
		case <-ctx.Done():
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// frame is the stack after n tenths of a second, under 100 requests a second.
func (b *bench) frame(n int) incident.Frame {
	f := incident.Frame{At: b.began.Add(time.Duration(n) * 100 * time.Millisecond), Begun: b.began}
	if b.silent {
		return f
	}
	for s := max(n/10-30, 0); s < n/10; s++ {
		f.Load.Seconds = append(f.Load.Seconds, clients.Second{At: b.began.Add(time.Duration(s) * time.Second), Requests: 100})
	}
	f.Load.On, f.Load.Rate = true, 100
	if b.failsAt > 0 {
		f.Watched.Felt.Failed = max(n-int(b.failsAt/(100*time.Millisecond))+1, 0)
	}
	f.Watched.Felt.Requests = 100*(n/10) + f.Watched.Felt.Failed
	return f
}

func (b *bench) asked(ctx context.Context, what string) error {
	b.mu.Lock()
	b.log = append(b.log, fmt.Sprintf("%.1f %s", time.Since(b.began).Seconds(), what))
	b.mu.Unlock()
	select {
	case <-time.After(b.takes[what]):
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// Inject goes on when ctx ends, as Docker does.
func (b *bench) Inject(ctx context.Context, f record.Fault) error {
	if err := b.asked(context.WithoutCancel(ctx), f.String()); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open = append(b.open, f)
	return nil
}

func (b *bench) Heal(ctx context.Context, f record.Fault) error {
	return b.asked(context.WithoutCancel(ctx), "heal "+f.Target)
}

func (b *bench) HealAll(ctx context.Context) error {
	b.mu.Lock()
	what := "heal all:"
	for _, f := range b.open {
		what += " " + f.Target
	}
	b.open = nil
	b.mu.Unlock()
	return b.asked(context.WithoutCancel(ctx), what)
}

func (b *bench) Reload(ctx context.Context, node string) error { return b.asked(ctx, "reload "+node) }
func (b *bench) SetLoad(ctx context.Context, n int) error      { return b.asked(ctx, vusText(n)) }
func (b *bench) Over()                                         {}
func (b *bench) Note(string)                                   {}
func (b *bench) Warn(text string)                              { _ = b.asked(context.Background(), "warn "+text) }

func (b *bench) Snapshot(incident.Frame, string) (string, error) {
	return "x.md", b.asked(context.Background(), "snapshot")
}

func (b *bench) Step(s record.Step) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, s)
}

// benched runs a drill on a bench whose requests fail from an instant on.
func benched(t *testing.T, failsAt time.Duration, text string, with func(*bench), o Options) (*Result, *bench) {
	t.Helper()
	d, all := Parse("x.drill", []byte(text))
	if all.Fatal() {
		t.Fatal(all)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b := newBench(ctx, failsAt, with)
	return Run(ctx, d, b, b.frames, o), b
}
