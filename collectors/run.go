package collectors

import (
	"context"
	"fmt"
	"io"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"hadash/collectors/pace"
	"hadash/collectors/prober"
	"hadash/record"
	"hadash/record/probe"
)

// Run watches what the plan says and sends its observations to out, the Topology first, until ctx ends. It leaves no
// goroutine and no connection behind. A panic in one of its goroutines becomes a panic of Run itself after the others
// have ended, so that the caller can handle it.
func Run(ctx context.Context, p Plan, out chan<- record.Sample) {
	if p.Interval <= 0 {
		p.Interval = time.Second
	}
	if p.Costs == nil {
		p.Costs = &pace.Costs{}
	}
	now := time.Now()
	if p.Since.IsZero() {
		p.Since = now
	}
	if p.Events.IsZero() || p.Since.Before(p.Events) {
		p.Events = p.Since
	}
	t := p.Topology
	select {
	case out <- record.Sample{At: now, Source: record.SourceTopology, Topology: &t}:
	case <-ctx.Done():
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := run{stop: cancel, plan: p, out: out, beat: now, project: map[string]bell{}, bells: map[string]bell{}, started: map[string]bell{}, configs: map[string]bell{}, formats: map[string]*formats{}, sends: map[string]*sender{}, syslogs: map[string]*senders{}}
	for _, e := range p.Engines {
		r.docker(ctx, e)
	}
	if p.Swarm != nil {
		r.swarm(ctx, p.Swarm)
	}
	r.nodes(ctx, t)
	r.changes(ctx)
	r.end()
}

// end waits for all goroutines.
func (r *run) end() {
	r.wg.Wait()
	if r.bug != nil {
		panic(r.bug)
	}
}

// start runs f in a goroutine; a panic in it ends them all.
func (r *run) start(do func()) {
	r.wg.Go(func() {
		defer func() {
			if p := recover(); p != nil {
				bug := fmt.Errorf("%v\n\n%s", p, debug.Stack())
				r.once.Do(func() { r.bug = bug })
				r.stop()
			}
		}()
		do()
	})
}

// run is a plan in execution.
type run struct {
	plan Plan
	out  chan<- record.Sample
	wg   sync.WaitGroup
	stop context.CancelFunc
	once sync.Once
	bug  error // the panic that ended them; read it after wg

	beat time.Time

	mu      sync.Mutex
	project map[string]bell // wake the feeds of container states, by host
	bells   map[string]bell // wake a node's own feed
	shared  []bell          // wake the balancers' feeds, whatever node an event is about
	started map[string]bell // tell a node's Tail that its container runs again
	configs map[string]bell // trigger a new read of a node's configuration
	formats map[string]*formats
	sends   map[string]*sender  // the balancers that log to another container
	syslogs map[string]*senders // those that log to a node
}

// changes follows the changes of the project until ctx ends. A new service gets its feed and its Tail. A removed one
// keeps them, silent, since it may come back.
func (r *run) changes(ctx context.Context) {
	for {
		select {
		case t := <-r.plan.Changes: // never, when it is nil
			send(ctx, r.out, record.Sample{At: time.Now(), Source: record.SourceTopology, Topology: &t})
			r.nodes(ctx, t)
		case <-ctx.Done():
			return
		}
	}
}

// nodes starts what does not run yet: for each node its feed, if it has a status URL, the feed of its configuration,
// and the Tail of every service.
func (r *run) nodes(ctx context.Context, t record.Topology) {
	for _, n := range t.Nodes {
		if !r.has(r.bells, n.Name) {
			r.feed(ctx, n)
		}
		r.settings(ctx, n)
	}
	r.elsewhere(t)
	for _, n := range t.Nodes {
		r.tail(ctx, n)
	}
	for _, name := range t.Others {
		r.tail(ctx, record.Node{Name: name, Address: t.AddressBy(name)})
	}
}

func (r *run) has(bells map[string]bell, node string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := bells[node]
	return ok
}

// feed polls a node that has a status URL.
func (r *run) feed(ctx context.Context, n record.Node) {
	if n.Runs(record.KindProbe) {
		r.probe(ctx, n)
		return
	}
	src := r.plan.source(n)
	if src == nil {
		return
	}
	b := newBell()
	f := Feed{Source: src, Every: r.plan.Interval, Wake: b}
	r.mu.Lock()
	r.bells[n.Name] = b
	switch n.Software() {
	case record.KindHAProxy, record.KindNginx: // these notice a fault
		r.shared = append(r.shared, b)
		if h, ok := src.(*HAProxy); ok {
			r.paced(&f, h)
		} else {
			f.Dense, f.Close, f.Share = r.plan.Dense, closeBalancer, r.plan.Costs.Closest
		}
	case record.KindHTTP:
		f.Dense, f.Close = r.plan.Dense, closeInstance
	}
	r.mu.Unlock()
	r.workers(ctx, n, src)
	r.poll(ctx, f)
}

// paced makes a HAProxy be read as often as all of them together can be.
func (r *run) paced(f *Feed, h *HAProxy) {
	costs, asked, dense := r.plan.Costs, f.Every, r.plan.Dense
	costs.Add(h.node)
	h.costs = costs
	h.answered = func(rows int, took time.Duration, turned bool) { costs.Read(h.node, rows, took, turned) }
	f.Paced = func() pace.Now {
		return costs.Of(h.node, pace.Load{Asked: asked, Dense: dense != nil && dense(), Close: closeBalancer})
	}
}

// probe starts a probe. It is no poll: its requests are a client's.
func (r *run) probe(ctx context.Context, n record.Node) {
	r.mu.Lock()
	r.bells[n.Name] = newBell()
	r.mu.Unlock()
	r.start(func() {
		target, err := probe.Parse(n.Status)
		if err != nil {
			send(ctx, r.out, record.Sample{At: time.Now(), Source: record.SourceLogs, Node: n.Name, Err: record.Clean(err.Error())})
			return
		}
		prober.New(n.Name, target).Run(ctx, r.out)
	})
}

// workers asks a HAProxy's master for its workers: rarely, and at once when its statistics are of a new process.
func (r *run) workers(ctx context.Context, n record.Node, statistics Source) {
	src := r.plan.workers(n)
	if src == nil {
		return
	}
	b := newBell()
	if h, ok := statistics.(*HAProxy); ok {
		h.renewed = b.ring
	}
	r.poll(ctx, Feed{Source: src, Every: workersOld, Wake: b})
}

// settings reads a balancer's configuration now, whenever its container starts, and every rereading.
func (r *run) settings(ctx context.Context, n record.Node) {
	logs := newFormats()
	src := r.plan.settings(n, logs)
	if src == nil || r.has(r.configs, n.Name) {
		return
	}
	b := newBell()
	r.mu.Lock()
	r.configs[n.Name], r.formats[n.Name] = b, logs
	r.mu.Unlock()
	r.poll(ctx, Feed{Source: src, Every: rereading, Wake: b})
}

// poll starts a feed, on the same beat as all others.
func (r *run) poll(ctx context.Context, f Feed) {
	f.Beat = r.beat
	r.start(func() {
		Poll(ctx, f, r.out)
		if c, ok := f.Source.(io.Closer); ok {
			_ = c.Close() // there is no one left to report an error to
		}
	})
}

// elsewhere notes which balancers log to which syslog servers. One that is known already remains the same.
func (r *run) elsewhere(t record.Topology) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[string][]*sender{}
	for _, n := range t.Nodes {
		at := n.Syslog.Node
		if at == "" || at == n.Name || !n.Software().Balances() {
			continue
		}
		s := r.sends[n.Name]
		if s == nil {
			s = &sender{formats: r.formats[n.Name], reader: &shared{reader: readerFor(n.Software(), r.formats[n.Name])}}
			if b, ok := r.bells[n.Name]; ok {
				s.changed = b.ring
			}
		} else {
			renewed := *s
			s = &renewed
		}
		if was := r.sends[n.Name]; was == nil || !reflect.DeepEqual(was.node, n) {
			s.node = n
			r.sends[n.Name] = s
		}
		all[at] = append(all[at], r.sends[n.Name])
	}
	for at, of := range all {
		r.sendersTo(at).now.Store(&of)
	}
	for at, to := range r.syslogs {
		if all[at] == nil {
			to.now.Store(nil)
		}
	}
}

// sendersTo are the balancers that log to a node, now or later.
func (r *run) sendersTo(node string) *senders {
	if r.syslogs[node] == nil {
		r.syslogs[node] = &senders{}
	}
	return r.syslogs[node]
}

// tail follows a node's log, if it has one.
func (r *run) tail(ctx context.Context, n record.Node) {
	if r.plan.Site == nil || n.Runs(record.KindProbe) || !r.plan.Site.HasLog(n.Name) || r.has(r.started, n.Name) {
		return
	}
	started := newBell()
	r.mu.Lock()
	r.started[n.Name] = started
	tail := Tail{Site: r.plan.Site, Node: n, Since: r.plan.since(&n, r.beat), Started: started, formats: r.formats[n.Name], senders: r.sendersTo(n.Name)}
	if s := r.sends[n.Name]; s != nil {
		tail.reader = s.reader
	}
	if b, ok := r.bells[n.Name]; ok {
		tail.Changed = b.ring
	}
	if b, ok := r.configs[n.Name]; ok {
		tail.reload = b.ring
	}
	r.mu.Unlock()
	r.start(func() { tail.Run(ctx, r.out) })
}

// docker starts the feeds that cover all that an Engine has of the project: container states and events.
func (r *run) docker(ctx context.Context, e Engine) {
	b := newBell()
	r.mu.Lock()
	r.project[e.Host()] = b
	r.mu.Unlock()
	r.poll(ctx, Feed{Source: NewContainers(e), Every: listing * r.plan.Interval, Wake: b, Dense: r.plan.Dense, Close: r.plan.Interval})
	watch := Watch{Engine: e, Since: r.plan.Events, Each: r.happened}
	r.start(func() { watch.Run(ctx, r.out) })
}

// happened triggers a poll of everything in which a container's change can show. It is called with every Docker event,
// before the event's own Sample is sent.
func (r *run) happened(e record.DockerEvent) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, b := range r.project { // a task that ends at one host begins at another
		b.ring()
	}
	for _, b := range r.shared {
		b.ring()
	}
	if b, ok := r.bells[e.Node]; ok {
		b.ring()
	}
	if e.Action != "start" {
		return
	}
	for _, bells := range []map[string]bell{r.started, r.configs} {
		if b, ok := bells[e.Node]; ok {
			b.ring()
		}
	}
}
