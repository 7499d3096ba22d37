// Package prober is a client of one's own: it requests one target at a constant rate, and records what it felt.
package prober

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"hadash/record"
	"hadash/record/probe"
)

// Prober is one probe.
type Prober struct {
	node   string
	target probe.Target
	ask    func(context.Context) answer
	close  func()
	jitter func() float64 // 0 to 1
}

// answer is how one request ended.
type answer struct {
	at     time.Time // when it ended
	took   time.Duration
	status int    // 0: no answer, or none of HTTP
	by     string // who answered
	err    string // why it failed; "" if it did not
}

// New returns the probe that a node is.
func New(node string, t probe.Target) *Prober {
	p := &Prober{node: node, target: t, jitter: rand.Float64, close: func() {}}
	if t.TCP {
		p.ask = (&tcp{target: t}).ask
		return p
	}
	h := newHTTP(t)
	p.ask, p.close = h.ask, h.client.CloseIdleConnections
	return p
}

// settles is how long after a second its requests may still be reported to the loop.
const settles = 50 * time.Millisecond

// soon is how much time passes at least between two Samples while requests fail.
const soon = 250 * time.Millisecond

// Run sends requests and the record of them until ctx ends. It does not wait for answers before it sends the next request: a
// target that hangs must not make a probe ask less. Requests under way at the end are given up, and not counted.
func (p *Prober) Run(ctx context.Context, out chan<- record.Sample) {
	ctx, cancel := context.WithCancel(ctx)
	most := p.most()
	answers := make(chan answer, most) // never full: no request waits for this loop to end
	defer p.close()
	open := 0
	defer func() { // none outlives Run
		cancel()
		for ; open > 0; open-- {
			<-answers
		}
	}()
	b := batch{node: p.node, name: p.name(), rate: p.target.Rate, timeout: p.target.Timeout}
	pace := pace{every: p.target.Within(), jitter: p.jitter}
	next := time.NewTimer(0)
	defer next.Stop()
	look := time.NewTimer(soon)
	defer look.Stop()
	var ready *record.Sample
	for {
		var to chan<- record.Sample
		var sample record.Sample
		if ready != nil {
			to, sample = out, *ready
		}
		select {
		case <-next.C:
			if open < most {
				open++
				go p.request(ctx, answers)
			} else {
				b.notSent++
			}
			next.Reset(pace.next(time.Now()))
		case a := <-answers:
			open--
			if ctx.Err() == nil {
				b.add(a)
			}
		case <-look.C:
			if ready == nil {
				ready = b.sample(time.Now(), open)
			}
			look.Reset(b.due(time.Now()))
		case to <- sample:
			ready = nil
		case <-ctx.Done():
			return
		}
	}
}

// most is how many requests may be under way: as many as are sent until the first of them is given up.
func (p *Prober) most() int {
	return int(time.Duration(p.target.Rate)*p.target.Timeout/time.Second) + 1 + p.target.Rate/5
}

// request sends one request. A panic in it is a failed request.
func (p *Prober) request(ctx context.Context, answers chan<- answer) {
	begun := time.Now()
	var a answer
	defer func() {
		if r := recover(); r != nil {
			a = answer{err: record.Clean(fmt.Sprintf("panic: %v", r))}
		}
		a.at = time.Now()
		if a.took == 0 {
			a.took = a.at.Sub(begun)
		}
		answers <- a
	}()
	a = p.ask(ctx)
}

// name is what a request is called.
func (p *Prober) name() string {
	if p.target.TCP {
		return "connect"
	}
	return record.Clean(p.target.URL.EscapedPath())
}

// pace is when requests are due: each in its own part of the time, so that a late one makes none after it late.
type pace struct {
	every  time.Duration
	jitter func() float64
	slot   time.Time // of the last request, without its jitter
}

// next returns how long to wait for the next request. After a pause of the whole program the time that passed is left out.
func (p *pace) next(now time.Time) time.Duration {
	if p.slot.IsZero() || now.Sub(p.slot) > max(time.Second, 3*p.every) {
		p.slot = now
	}
	p.slot = p.slot.Add(p.every)
	return max(p.slot.Add(time.Duration((p.jitter()-0.5)*0.3*float64(p.every))).Sub(now), 0)
}

// agent is the User-Agent of a probe. That of hadash's own polls is another: these are no clients.
var agent = "hadash-probe/" + version()

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
