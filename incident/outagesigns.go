package incident

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

const (
	// explainedBy is how long a report of Docker's may take that explains why a server fell: it comes half a second late on a
	// busy machine, and a list of containers every two seconds.
	explainedBy = 3 * time.Second

	// starting is how long a container may take until its server answers for the first time.
	starting = time.Minute

	// signsIn is how long before a server is given up its first sign may be, where no configuration tells how long that takes.
	signsIn = 10 * time.Second
)

// turned takes note that a server changed, for outages.
func (f *folding) turned(e *event.Event, c change) {
	t := outage.Change{Server: outage.Server{Name: e.Subject, Balancer: e.Balancer, Node: e.Node}, At: e.At, By: e.Witness, Within: e.Within, Event: f.state.nextID}
	t.Backend, _, _ = servers.SplitServer(e.Subject)
	switch {
	case GivesUp(e.To) && e.Says.Quotes("via "): // what it tracks fell
		return
	case GivesUp(e.To):
		t.What = outage.Fell
	case c.to == record.Up && !c.untried:
		t.What = outage.Rose
	default:
		return
	}
	if e.At.Before(f.watchedFrom()) {
		return // if it is down still, the first page says so
	}
	f.turns = append(f.turns, t)
}

// gone takes note that a balancer lists a server no more, or that a slot of it has another server.
func (f *folding) gone(p *poll, s *record.Server, what outage.What) {
	if !f.state.outages.Idle() {
		f.turns = append(f.turns, outage.Change{What: what, Server: f.serverOf(p.balancer, s), At: p.at, By: event.ByPoll, Within: p.within})
	}
}

func (f *folding) serverOf(balancer string, s *record.Server) outage.Server {
	return outage.Server{Name: s.Name(), Balancer: balancer, Backend: s.Pxname, Node: f.state.servers.Node(s)}
}

// downAlready takes note of the servers that are DOWN on the first page of a balancer.
func (f *folding) downAlready(is servers.Reading) {
	for i := range is.Row.Servers {
		s := &is.Row.Servers[i]
		untaken := s.Status.Cause() == record.Unresolved && s.Stot == 0 // it may be a slot
		if !GivesUp(f.changeOf(s).label()) || s.Status.Cause() == record.Inherited || untaken || f.Standby(s) {
			continue
		}
		at, known := is.Changed(s)
		if !known {
			at = is.At
		}
		f.turns = append(f.turns, outage.Change{Server: f.serverOf(is.Node, s), At: at, By: event.ByLastchg, Within: servers.LastchgWithin, Already: true})
	}
}

// fails takes note that requests to a node fail for a while though its balancer uses it.
func (f *folding) fails(n *Node, since time.Time) {
	s := outage.Server{Name: n.Name, Balancer: f.balancerOf(n), Node: n.Name}
	if n.Server != nil {
		s.Name = n.Server.Name()
	}
	f.failsAt(s, since)
}

func (f *folding) failsAt(s outage.Server, since time.Time) {
	f.turns = append(f.turns, outage.Change{Server: s, Shape: stopwatch.Failing, At: since, By: event.ByPoll})
}

// setsAside takes note that nginx chooses an instance no more, or again.
func (f *folding) setsAside(what outage.What, by sends, at time.Time) {
	n := f.Node(by.to)
	if n == nil || n.Server != nil || at.Before(f.watchedFrom()) || what == outage.Fell && !n.Upstream.Aside.After(at) {
		return // another nginx sends to it still
	}
	f.turns = append(f.turns, outage.Change{What: what, Server: outage.Server{Name: by.to, Balancer: by.from, Backend: f.groupOf(n), Node: by.to}, At: at, By: event.ByLog})
}

// balancerOf is a balancer that sends to a node; "" if none is known.
func (f *folding) balancerOf(n *Node) string {
	if n.Server != nil {
		if r := f.state.servers.ReadingOf(n.Server); r != nil {
			return r.Node
		}
	}
	for i := range f.Nodes {
		if b := &f.Nodes[i]; b.Software().Balances() && slices.Contains(b.To, n.Name) {
			return b.Name
		}
	}
	return ""
}

// groupOf is the group of an nginx that an instance is in.
func (f *folding) groupOf(n *Node) string {
	if u := f.Upstream(n); u != nil {
		return u.Group
	}
	return ""
}

// feltBy counts what clients felt of an instant, for bursts.
func (f *folding) feltBy(at time.Time, is clients.Clients) {
	b, was := &f.state.outages.Users, &f.state.felt
	all, bad, another := is.Requests-was.all, is.Failed-was.bad, was.by != is.By && was.by != ""
	f.state.felt = felt{is.By, is.Requests, is.Failed}
	switch {
	case another || all < 0 || bad < 0:
		*b = outage.Burst{} // another witness counts other requests
	case all > 0 || bad > 0:
		*b = b.Add(at, all, bad)
		f.feltBad = f.feltBad || bad > 0
	}
}

// awaitsUntil returns until when an explanation of a fall is awaited: where Docker is watched, and until that is known.
func (f *folding) awaitsUntil(c *outage.Change) time.Time {
	n := f.Node(c.Node)
	housed := n != nil && n.Container.Node != "" || n == nil && !f.state.containersAt.IsZero()
	if housed || f.At.Sub(f.Begun) < explainedBy && slices.ContainsFunc(f.Dockers(), func(s *Source) bool { return s != nil }) || c.Already {
		return newest(f.At, f.Begun).Add(explainedBy)
	}
	return f.At
}

// explained reports whether a fall needs no outage: a fault is known that may be its cause, Docker is about to report one, or nothing
// is expected of the server.
func (f *folding) explained(x *outage.Fall) bool {
	n := f.Node(x.Node)
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; (!w.Kind.Found() || w.OfHost() || w.OfBalancer()) && !w.OverBy(x.At) && (!x.At.Before(w.Earliest()) || x.Already && !w.Done) && f.causes(w, x, n) {
			return true
		}
	}
	if _, told := f.state.signals[x.Node]; told && x.Node != "" {
		return true
	}
	if n != nil && n.Container.Node != "" {
		c := &n.Container
		starts := c.Running() && !c.Started.IsZero() && x.At.Sub(c.Started) < starting && x.Shape != stopwatch.BalancerDown // which had answered
		if !c.Running() || c.Networks == 0 || starts {
			return true
		}
	}
	return x.Shape == stopwatch.ServerDown && f.idle(x)
}

// causes reports whether a fault may be the cause of a fall: one of the node, of its balancer, or of what it sends its own requests to.
func (f *folding) causes(w *stopwatch.Stopwatch, x *outage.Fall, n *Node) bool {
	switch {
	case w.Hits([]string{x.Node, x.Name}):
		return true
	case w.Kind.AtBalancer(), x.Shape == stopwatch.BalancerDown:
		return false
	case w.OfHost():
		return (w.Out.IsZero() || !x.At.After(w.Out.Add(stopwatch.Settle))) && f.fellWith(x, w.Nodes) // or its tasks run elsewhere
	}
	return f.depends(x, n, w.Target)
}

// depends reports whether a server may have fallen because of another node: its balancer, its master, or what it sends its own requests
// to.
func (f *folding) depends(x *outage.Fall, n *Node, on string) bool {
	at := f.Node(on)
	switch {
	case on == x.Balancer:
		return true
	case n == nil || at == nil || at.Runs(record.KindK6):
		return false
	case at.IsMaster() && n.IsReplica():
		return true
	}
	return !f.Siblings(n, at) && len(n.To)+len(n.Writes) > 0 && f.leads(n, on, map[string]bool{})
}

// idle reports whether nothing is expected of a server: a slot that is free, one without the role that another has, and a backup
// while others serve.
func (f *folding) idle(x *outage.Fall) bool {
	_, name, _ := servers.SplitServer(x.Name)
	s := f.state.servers.Find(x.Balancer, x.Backend, name)
	if s == nil {
		return false
	}
	if f.Free(s) || f.Standby(s) {
		return true
	}
	check := f.Check(s)
	if !s.Backup && (check == nil || check.Role == "") {
		return false
	}
	serve, _ := f.usable(&x.Server, s.Backup)
	return serve > 0
}

// usable returns how many servers of a backend serve, without those that have just fallen, and how many there are.
func (f *folding) usable(of *outage.Server, primary bool) (serve, all int) {
	r := f.state.servers.Reading(of.Balancer)
	if r == nil {
		return f.chosenBy(of)
	}
	for i := range r.Row.Servers {
		s := &r.Row.Servers[i]
		if s.Pxname != of.Backend || primary && s.Backup {
			continue
		}
		all++
		// the log may have said that it is out, and the page not yet
		if s.Status.State.Serving() && !f.falling[of.Balancer+" "+s.Name()] && !f.state.outages.IsOut(of.Balancer, s.Name()) {
			serve++
		}
	}
	return serve, all
}

// chosenBy returns how many instances an nginx chooses among, and how many it has.
func (f *folding) chosenBy(of *outage.Server) (serve, all int) {
	b := f.Node(of.Balancer)
	if b == nil || !b.Runs(record.KindNginx) {
		return 1, 1 // not known
	}
	for _, name := range b.To {
		n := f.Node(name)
		if n == nil || f.groupOf(n) != of.Backend {
			continue
		}
		all++
		if !f.ejected(n) {
			serve++
		}
	}
	return serve, all
}

// dateOutage gives an outage the time of the first sign of its falls.
func (f *folding) dateOutage(fault *stopwatch.Fault, falls []outage.Fall) event.Witness {
	first := falls[0].Change
	for i := range falls[:min(len(falls), maxSigns)] {
		if sign := f.firstSign(&falls[i]); sign.At.Before(first.At) {
			first = sign
		}
	}
	fault.At, fault.Within = first.At, first.Within
	return first.By
}

// maxSigns is of how many servers of one outage the first sign is looked for.
const maxSigns = 20

// firstSign returns the first sign that a server failed, before it was given up.
func (f *folding) firstSign(x *outage.Fall) outage.Change {
	first, from := x.Change, x.At.Add(-f.signsOf(x))
	if x.Already {
		return first
	}
	for i := len(f.Timeline) - 1; i >= 0; i-- {
		e := &f.Timeline[i]
		own := e.Subject == x.Name && e.Balancer == x.Balancer
		switch {
		case e.At.After(x.At) || !e.At.Before(first.At) && e.Kind == event.KindServer && e.Within > 0:
			continue
		case e.At.Before(from) || own && e.Kind == event.KindServer && (e.To == record.Up.String() || e.To == added):
			return first
		case own && e.To == record.GoingDown.String(), f.signs(e, x):
			first.At, first.By, first.Within, first.Event = e.At, e.Witness, e.Within, e.ID
		}
	}
	return first
}

// signs reports whether an event is a sign that requests to a server fail.
func (f *folding) signs(e *event.Event, x *outage.Fall) bool {
	if e.Kind == event.KindAddress && x.Shape == stopwatch.BalancerDown {
		return e.From == x.Node || e.Node == x.Node && e.To == string(record.VRRPFault)
	}
	if e.Node != x.Node || x.Node == "" {
		if e.Subject != x.Name && (e.Subject != x.Node || x.Node == "") {
			return false
		}
	}
	switch e.Kind {
	case event.KindEndings, event.KindMoved, event.KindUpstream:
		return e.Severity >= event.Warn
	case event.KindClient:
		return true
	}
	return false
}

// signsOf returns how long before a server is given up the first sign can be: as long as its checks take by the configuration.
func (f *folding) signsOf(x *outage.Fall) time.Duration {
	if p := f.Predict(record.Fault{Kind: record.Kill, Target: x.Node}); p.Known && !p.Never && p.Detect > 0 {
		return p.Detect + time.Second
	}
	return signsIn
}

// explains takes back the outages that a fault explains, which is reported now: Docker's event comes after HAProxy's line.
func (f *folding) explains(fault *stopwatch.Fault) {
	n := f.Node(fault.Target)
	for i := 0; i < len(f.state.outages.Open); {
		o := &f.state.outages.Open[i]
		w := f.watchOf(o.Watch)
		if w != nil && f.explainsOne(fault, o, n) {
			f.takeBack(o.Watch)
			continue
		}
		i++
	}
	f.state.outages.Falls = slices.DeleteFunc(slices.Clone(f.state.outages.Falls), func(x outage.Fall) bool {
		return !fault.Kind.AtBalancer() && !fault.Kind.Found() && fault.Hits([]string{x.Node}) && x.Node != ""
	})
}

func (f *folding) explainsOne(fault *stopwatch.Fault, o *outage.Open, n *Node) bool {
	late := sameChange
	if fault.You {
		late = 0
	}
	before := !fault.At.Add(-fault.Within).After(o.Out.Add(late)) || fault.Already
	switch {
	case fault.Kind.AtBalancer(), fault.Kind.Found() && !o.Up.IsZero() && (!fault.OfBalancer() || o.T0.Before(fault.At.Add(-fault.Within))):
		return false
	case fault.OfBalancer() && o.Shape != stopwatch.Failing:
		at := f.Node(o.First.Node)
		return before && (o.First.Balancer == fault.Target || at != nil && n != nil && !f.Siblings(at, n) && len(at.To) > 0 && f.leads(at, n.Name, map[string]bool{}))
	case o.Shape == stopwatch.Failing && fault.Hits([]string{o.First.Node}):
		return before || fault.Kind.Found()
	case o.Shape == stopwatch.Failing && o.First.Name == usersOf:
		return o.T0.Sub(fault.At) > -signsIn && (n == nil || n.Name == o.First.Node || f.onPath(n.Name, o.First.Node))
	case fault.Kind.Found():
		return false
	case o.Shape == stopwatch.ServerDown, o.Shape == stopwatch.BalancerDown:
		return before && fault.Hits([]string{o.First.Node})
	}
	return before && n != nil && o.Down == 1 && slices.ContainsFunc(o.Names(), func(name string) bool {
		backend, server, _ := servers.SplitServer(name)
		return n.Is(backend, server)
	})
}
