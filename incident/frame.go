// Package incident interprets the Samples: it folds them into Frames, makes the Events, and keeps the rates. It is
// pure, with no clock and no I/O, so a replayed recording gives the same Frames as the live run did.
package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/history"
	"hadash/incident/pair"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/incident/swarmstate"
	"hadash/record"
	"hadash/wording"
)

// Frame is the complete state after a Sample. It is a value: anyone may read all of it, from any goroutine, and it and
// what it points to are never changed.
type Frame struct {
	At         time.Time // the newest Sample's instant; zero before the first
	DockerFrom time.Time // the oldest reported event of Docker's: its history is short
	Begun      time.Time // when watching began: a recording's first Samples may hold what was known long before
	Topology   record.Topology
	Sources    []Source // which sources were asked and when they last answered, in the order first heard of
	Nodes      []Node   // one per Topology.Nodes, in its order

	Settings map[string]*record.Settings // what the balancers' configurations say, by node

	HAProxy *record.HAProxy // the last reading, of several balancers joined; nil before the first. Stale when its Source is
	Before  *record.HAProxy // the last reading before the first fault; nil while there was none
	Nginx   Nginx
	Load    Load
	Hidden  clients.Hidden
	GaveUp  int64           // sessions that HAProxy could connect to no server (Econ), since watching began
	Watched clients.Span    // since watching began, without what was read back from before
	Drill   clients.Span    // of the newest drill, from its steady state to its end
	History history.History // the last half hour
	Lost    []clients.Lost  // failed requests since watching began, by the second in which they ended, oldest first; at most 600

	Swarm swarmstate.Swarm // what the swarm says; not Known where there is none

	// BeforeNewest is the last reading of HAProxy before the newest fault began, up to a second older where the page is
	// read more often; without a Page if there was no fault, or none was read shortly before it.
	BeforeNewest Reading

	Logged []clients.Second // how long requests took, second by second, by the first balancer's log, oldest first, at most 600
	Probes []clients.Probed // what each probe recorded, in the order first heard of
	Erring []Erring         // servers in HTTP mode that are UP and answer 5xx, by HAProxy's page

	// When a client's request was first and last seen to fail since watching began; zero: none was.
	FirstFailed, LastFailed time.Time

	Faults      []stopwatch.Fault     // open ones, oldest first
	Stopwatches []stopwatch.Stopwatch // of every fault, open and healed, oldest first; at most 50
	Timeline    []event.Event         // every Event so far, by At; the oldest go first past maxTimeline
	Notable     []*record.Line        // log lines that are not plain traffic, by arrival; bounded

	Events  []event.Event  // those this Sample made or changed; they add up in a Handoff
	Lines   []*record.Line // the log lines this Sample brought; they add up in a Handoff, bounded
	Dropped int            // log lines that were dropped, since the beginning
	Unread  Unread         // of nginx's access logs, since the beginning

	UnreadOf map[string]Unread // of every log, by node

	Pace, Slowest record.Pace // how often HAProxies are read, and were read most rarely; zero where that was as often as asked for

	state foldstate // what only the fold needs
}

// Source is one feed's health.
type Source struct {
	Name   string    // a record.Source constant
	Node   string    // the compose service, "" for the project
	At     time.Time // last attempt
	Asked  int       // attempts
	First  time.Time // first answer; zero if it never answered
	LastOK time.Time // last answer; zero if it never answered
	Took   time.Duration
	Err    string    // why the last attempt gave nothing; "" when it answered
	Since  time.Time // when Err began
	Unread string    // the part of its last answer that could not be read, and why; "" if all was
	no     time.Time // when it last gave no answer, or a bad one
	steady time.Time // since when every poll was answered; zero while one was not
	told   bool      // its silence is on the timeline
	warned time.Time // when Unread was last reported
}

// called is its name, of one of several HAProxies or nginxes that of its node.
func (f *Frame) called(s *Source) string {
	if s.Node != "" && (s.Name == record.SourceHAProxy || s.Name == record.SourceNginx) {
		for i := range f.Sources {
			if o := &f.Sources[i]; o.Name == s.Name && o.Node != s.Node {
				return s.Node
			}
		}
	}
	return s.Called()
}

// Called is its name; of the Engine of one of several hosts with that host.
func (s *Source) Called() string {
	if s.Name == record.SourceDocker && s.Node != "" {
		return s.Name + " at " + s.Node
	}
	return s.Name
}

// Rated reports whether it has answered twice, far enough apart for rates; attempts do not count.
func (s Source) Rated() bool { return !s.First.IsZero() && s.LastOK.Sub(s.First) >= rates.Over }

// Rarely says that HAProxies are read less often than was asked for, and how late what is found may be; false if they are not.
func (f *Frame) Rarely() (wording.Phrase, bool) { return f.paced(wording.ReadRarely, &f.Pace) }

// WasRarely says it of all that was watched.
func (f *Frame) WasRarely() (wording.Phrase, bool) { return f.paced(wording.WasReadRarely, &f.Slowest) }

func (f *Frame) paced(as *wording.Sentence, p *record.Pace) (wording.Phrase, bool) {
	if p.Every <= p.Asked {
		return wording.Phrase{}, false
	}
	return as.Of(len(f.state.servers.Readings()), p.Every, p.Asked, wording.Took(p.Cost)), true
}

// Stale reports whether its last answer is no longer current.
func (s Source) Stale() bool { return s.Err != "" || s.LastOK.IsZero() }

// Node is one service of the topology with everything known about it.
type Node struct {
	record.Node
	Container record.Container
	Health    Health          // the one word for the screen: the worst of what Docker and its balancer say
	Since     time.Time       // when Health took its value, by the source that decides it
	Workers   *record.Workers // of a HAProxy, by its master's last answer; nil before the first
	Stub      *record.Nginx   // its last answer, of an nginx that is asked; nil before the first
	Server    *record.Server  // its row at the balancer; nil when it is no balancer's server
	Replica   *record.Replica // its replication state; nil while it does not answer
	Told      *record.Replica // the last such state, kept while it is silent
	Page      *record.Page    // its health page's answer; nil when it did not answer
	PageErr   string          // why it did not answer
	Own       int64           // requests it served since watching began, by that page
	Rate      float64         // requests or sessions per second, -1 when not known
	Recent    float64         // the same over the last five seconds, to be compared with others' and shown; HAProxy's own is of its last second
	Pair      *pair.State     // whether it has the address that it shares with another; nil = nothing is known
	Upstream  Upstream        // its state as seen by nginx
	Lags      *Lag            // how far it is behind its siblings; nil while it is not
	Endings   map[string]int  // HAProxy termination states other than "--" of sessions logged for it

	// What takes a byte is together: the nodes are copied after most Samples.
	AtLeast bool // it was so when first seen, at Since; since when is not known
	Logged  bool // HAProxy's log reported how its sessions ended
	Errs    bool // it serves, and answers 5xx for a while now (Frame.Erring)

	unwatched bool  // the change to Health was not observed
	heard     uint8 // the sources that have reported on it

	also        []*record.Server // its rows in other backends
	grew        [2]time.Time     // when its balancers' counters last showed traffic to it, and the time before
	asked       rates.Rate       // the last that was known
	ownRequests rates.Total      // requests, by its page
	ownErrors   rates.Total      // of those, answered 5xx
	voice       voice            // whether it answers queries about its state
}

// Upstream holds what nginx's logs report about one application instance since watching began.
type Upstream struct {
	Requests int // attempts sent to it (access log; 0 on the baseline stack, which has none)
	Errors   int // attempts that failed
	Hidden   int // of those, requests that another instance then answered
	Answers  int // attempts that it answered itself, by an access log with their statuses; 0 without one
	Hrsp5xx  int // of those, answered 5xx
	LastAt   time.Time
	Last     string    // the last error, in nginx's words
	Aside    time.Time // until when at least nginx sets it aside (see SetAside)

	AsideKnown bool // known from its configuration; otherwise a guess

	rates.Attempts // their durations

	answered time.Time // the last attempt that did not fail
}

// Nginx is stub_status and its rates.
type Nginx struct {
	*record.Nginx           // the last reading, nil before the first
	Rate          float64   // requests/s without our own polls, -1 when not known
	Recent        float64   // the same over the last five seconds
	History       []float64 // Rate, one per reading, oldest first, at most 120
	Errors        int       // error lines about upstreams since hadash watches
	Logs          bool      // a line of its access log was seen
	HasAccess     bool      // one that lists attempts
}

// Load is k6's last answer and its rates.
type Load struct {
	*record.K6                  // the last reading, nil before the first
	On         bool             // it answered, and runs
	Rate       float64          // requests/s, -1 when not known
	Recent     float64          // requests/s over the last five seconds, -1 when not known
	FailRate   float64          // failed requests/s, -1 when not known
	History    []float64        // Rate, one per reading, oldest first, at most 120
	Seconds    []clients.Second // what clients felt, second by second, oldest first, at most 600; empty when the script keeps no record
}

// NewFrame returns the Frame that a recording begins with, to fold its first Sample into.
func NewFrame(started time.Time) Frame { return Frame{state: foldstate{started: started}} }

// Last returns the newest whole second of the clients' own record, that of the load script while the load runs, else that of the
// probe; false if there is none within the last moments.
func (f *Frame) Last() (clients.Second, bool) {
	if p := f.probe(); p != nil && !f.Load.On {
		return p.Last(f.At)
	}
	return f.lastOfLoad()
}

func (f *Frame) lastOfLoad() (clients.Second, bool) {
	n := len(f.Load.Seconds)
	if !f.Load.On || n == 0 || f.At.Sub(f.Load.Seconds[n-1].At) > 10*time.Second {
		return clients.Second{}, false
	}
	return f.Load.Seconds[n-1], true
}

// LastFelt returns the newest whole second of the clients: by their own record while the load runs or a probe speaks for them,
// else by the log of the first balancer; false if there is none within the last moments.
func (f *Frame) LastFelt() (clients.Second, bool) {
	if f.Load.On {
		return f.lastOfLoad()
	}
	if p := f.probe(); p != nil && f.byProbe() {
		return p.Last(f.At)
	}
	if n := len(f.Logged); n > 0 && f.At.Sub(f.Logged[n-1].At) <= 10*time.Second {
		return f.Logged[n-1], true
	}
	return clients.Second{}, false
}

// byProbe reports whether a probe is the witness of what the clients felt.
func (f *Frame) byProbe() bool { return f.Watched.Felt.Clients().By == event.ByProbe }

// Served returns how many requests an instance was sent since watching began, by nginx's access log; without such a
// log, how many it has served by its own count. It is false if neither is known.
func (f *Frame) Served(n *Node) (int64, bool) {
	if f.Nginx.HasAccess && n.Upstream.Requests > 0 || !n.ownRequests.Known {
		return int64(n.Upstream.Requests), f.Nginx.HasAccess
	}
	return n.Own, true
}

// Absorbed returns how many of an instance's failed attempts no client felt, because another instance answered; false
// without an access log that names the instances.
func (f *Frame) Absorbed(n *Node) (int64, bool) { return int64(n.Upstream.Hidden), f.Nginx.HasAccess }

// Source finds a feed; nil if nothing came from it yet.
func (f *Frame) Source(name, node string) *Source {
	for i := range f.Sources {
		if f.Sources[i].Name == name && f.Sources[i].Node == node {
			return &f.Sources[i]
		}
	}
	return nil
}

// Docker finds the feed of the Engine that has a node; nil if nothing came from it yet.
func (f *Frame) Docker(n *Node) *Source {
	if n.Container.Host != "" {
		return f.Source(record.SourceDocker, n.Container.Host)
	}
	return f.Source(record.SourceDocker, n.Host)
}

// isCutOff reports whether the Engine of a node, one of several, has been silent: what it said last is no longer so.
func (f *Frame) isCutOff(n *Node) bool {
	s := f.Docker(n)
	return s != nil && s.Node != "" && s.told
}

// Dockers lists the feeds of all Engines, those of several that nothing came from yet as nil.
func (f *Frame) Dockers() []*Source {
	if len(f.Topology.Hosts) == 0 {
		return []*Source{f.Source(record.SourceDocker, "")}
	}
	var all []*Source
	for _, h := range f.Topology.Hosts {
		all = append(all, f.Source(record.SourceDocker, h.Name))
	}
	return all
}

// Node finds a node by service name; nil if there is none.
func (f *Frame) Node(name string) *Node {
	if i, known := f.state.servers.At(name, len(f.Nodes)); known {
		if i < 0 {
			return nil
		}
		return &f.Nodes[i]
	}
	for i := range f.Nodes { // a Frame that was not folded
		if f.Nodes[i].Name == name {
			return &f.Nodes[i]
		}
	}
	return nil
}

// Page is the last page of a HAProxy; nil when none was read. Where there are several, the names on it are those of
// servers.Split, as they are in HAProxy, which joins the pages of all.
func (f *Frame) Page(balancer string) *record.HAProxy { return f.state.servers.Page(balancer) }

// SeveralHAProxies reports whether there are several, so that a server is to be told with its own.
func (f *Frame) SeveralHAProxies() bool { return f.state.servers.Several() }

// Siblings reports whether two nodes do the same work: see record.Topology.
func (f *Frame) Siblings(a, b *Node) bool {
	return record.SiblingsIf(&a.Node, &b.Node, func() bool {
		if both, known := f.state.servers.Fed(a.Name, b.Name, len(f.Topology.Nodes)); known {
			return both
		}
		return f.Topology.Siblings(&a.Node, &b.Node)
	})
}

// ByAddr finds the node that owns an address, given as "ip" or "ip:port", as a node names it: one that still looks for a node where an
// earlier task of it was means that node.
func (f *Frame) ByAddr(addr, by string) (record.Node, bool) {
	i, known := f.state.servers.Owner(addr, by, len(f.Topology.Nodes))
	if known && i >= 0 {
		return f.Topology.Nodes[i], true
	}
	if !known {
		if n, ok := f.Topology.ByAddr(addr, f.Topology.HostOfNode(by)); ok {
			return n, true
		}
	}
	if had, ok := f.Swarm.Had(record.HostOf(addr)); ok {
		return f.Topology.Node(had)
	}
	return record.Node{}, false
}
