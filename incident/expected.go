package incident

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldSettings processes a balancer's configuration.
func (f *folding) foldSettings(node string, s *record.Settings) {
	f.Settings = maps.Clone(f.Settings)
	if f.Settings == nil {
		f.Settings = map[string]*record.Settings{}
	}
	was := f.Changed(node)
	f.Settings[node] = s
	f.tellNewer(node, was)
	f.predictAgain()
}

// Changed is a configuration that was changed after its process read it.
type Changed struct {
	Path  string
	At    time.Time
	After time.Duration // how long after it was read
	// It is not known when it was read: After counts from the start of the container, and it may have been read again since.
	Perhaps bool
}

// Says returns it as a sentence about the balancer; zero if nothing was changed.
func (c Changed) Says(node string) wording.Phrase {
	switch {
	case c.At.IsZero():
		return wording.Phrase{}
	case c.Perhaps:
		return wording.ChangedPerhaps.Of(node, path.Base(c.Path), c.After.Round(time.Second))
	}
	return wording.ChangedSince.Of(node, path.Base(c.Path), c.After.Round(time.Second))
}

// readWithin is how exactly the start of a process is known: HAProxy reports its age in whole seconds.
const readWithin = 2 * time.Second

// Changed returns which of a balancer's configuration files was changed last, if that was after its process read it; zero if
// none was, or if it is not known. A HAProxy reads them when a process begins, and reports that process's age. Of nginx only
// the start of the container is known.
func (f *Frame) Changed(node string) (c Changed) {
	set, n := f.Settings[node], f.Node(node)
	if set == nil || n == nil {
		return Changed{}
	}
	for i := range set.Files {
		if file := &set.Files[i]; file.Changed.After(c.At) {
			c.Path, c.At = file.Path, file.Changed
		}
	}
	read := n.Container.Started
	c.Perhaps = true
	if n.Runs(record.KindHAProxy) {
		is := f.state.servers.Reading(node)
		if is == nil {
			return Changed{} // it may report its age soon
		}
		if is.Row.Uptime > 0 {
			read, c.Perhaps = is.Began(), false
		}
	}
	if c.After = c.At.Sub(read); read.IsZero() || c.At.IsZero() || c.After <= readWithin {
		return Changed{}
	}
	return c
}

// tellNewer makes the event of a configuration that was changed after it was read, unless was is the same change.
func (f *folding) tellNewer(node string, was Changed) {
	is := f.Changed(node)
	if is.At.IsZero() || is.At.Equal(was.At) {
		return
	}
	at := is.At
	if at.Before(f.Begun) || at.After(f.At) {
		at = f.At
	}
	by := event.ByDocker
	if f.Topology.NoDocker {
		by = event.ByPoll // the file is read again and again
	}
	f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Warn, Node: node, Subject: node, To: "changed", Says: is.Says(node), Witness: by})
}

// predictAgain repeats predictions made before all their inputs were read: an earlier fault is reported before any
// configuration or page is read.
func (f *folding) predictAgain() {
	if f.At.Sub(f.Begun) > warmUp {
		return
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || w.Expected.Known && !w.Expected.Never {
			continue
		}
		if n := f.Node(w.Target); n != nil && n.Server != nil && n.Server.Status.State == record.Maint {
			continue // it may be in maintenance only since the fault
		}
		if p := f.Predict(w.Fault.Fault); !p.Equal(w.Expected) {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.Expected, w.Notices = p, nil
				f.notice(w)
			})
		}
	}
}

// Predict computes the expected detection of a fault made now, from the balancers' configurations.
func (f *Frame) Predict(fault record.Fault) predict.Prediction {
	if fault.Kind.OfCluster() {
		return f.predictCluster(fault)
	}
	n := f.Node(fault.Target)
	switch {
	case n == nil || fault.Kind.Found(): // an outage begins with its first sign
		return predict.Prediction{}
	case fault.Kind == record.Own:
		return predict.Unknown(wording.OwnCommand.Of())
	case fault.Kind == record.SetHealth && n.Server != nil:
		return predict.Health(f.Check(n.Server), n.Server)
	case fault.Kind.AtBalancer():
		return predict.Ordered(fault.Kind)
	case n.Server != nil && n.Server.Status.State == record.Maint:
		return predict.Prediction{Known: true, Never: true, Why: wording.NotCheckedMaint.Of()}
	case n.Server != nil:
		return f.predictServer(f.FirstToNotice(n, fault), fault)
	case f.balanced(n):
		return f.predictInstance("", n, fault)
	case n.Paired():
		return f.predictPair(n, fault)
	}
	if s := f.configured(n); s != nil {
		return f.predictServer(s, fault)
	}
	if why := f.unplaced(n); !why.IsZero() {
		return predict.Unknown(why)
	}
	return predict.Prediction{Known: true, Never: true, Why: wording.NobodyChecks.Of()}
}

// predictCluster returns when the first of the nodes that a fault hits is noticed by a balancer, as if each were cut off or stopped.
func (f *Frame) predictCluster(fault record.Fault) (first predict.Prediction) {
	as := record.Stop
	if fault.Kind == record.CutHost {
		as = record.Cut
	}
	first = predict.Unknown(wording.NoBalancerKnows.Of())
	nodes := f.Topology.Hit(fault)
	unwatched := len(nodes) > 0
	for _, node := range nodes {
		p := f.Predict(record.Fault{Kind: as, Target: node})
		unwatched = unwatched && p.Known && p.Never
		if p.Known && !p.Never && (!first.Known || p.Detect < first.Detect) {
			first = p
		}
	}
	if unwatched {
		return predict.Prediction{Known: true, Never: true, Why: wording.NobodyChecks.Of()}
	}
	return first
}

// FirstToNotice returns the row of the balancer that takes a node out first, by the configurations: of one balancer it is the
// node's own. A node has one.
func (f *Frame) FirstToNotice(n *Node, fault record.Fault) *record.Server {
	first := n.Server
	if !f.SeveralHAProxies() || len(n.also) == 0 {
		return first
	}
	soonest := predict.Prediction{}
	for s := range n.Servers {
		if s != n.Server && servers.Balancer(s) == servers.Balancer(n.Server) {
			continue
		}
		if p := f.predictServer(s, fault); p.Known && !p.Never && (!soonest.Known || p.Detect < soonest.Detect) {
			first, soonest = s, p
		}
	}
	return first
}

// WouldNotice returns, for a node that several HAProxies send to, when each would take it out by its configuration if a fault
// were made now: of one with several servers that are the node, the last. It is empty where there is only one.
func (f *Frame) WouldNotice(n *Node, fault record.Fault) (all []stopwatch.Notice) {
	if !f.SeveralHAProxies() || n.Server == nil {
		return nil
	}
	for s := range n.Servers {
		if !takesTraffic(s) {
			continue
		}
		is := stopwatch.Notice{Balancer: servers.Who(s), Server: s.Name(), Expected: f.predictServer(s, fault)}
		i := slices.IndexFunc(all, func(o stopwatch.Notice) bool { return o.Balancer == is.Balancer })
		if i < 0 {
			all = append(all, is)
		} else if was, p := all[i].Expected, is.Expected; !was.Never && (!p.Known || p.Never || p.Detect > was.Detect) {
			all[i] = is
		}
	}
	if len(all) < 2 {
		return nil
	}
	return all
}

// Check is the configuration of a server's checks; nil when it was not read.
func (f *Frame) Check(s *record.Server) *record.Check {
	balancer, backend := servers.Split(s.Pxname)
	return f.check(balancer, func(_ string, c *record.Check) bool { return c.Server == s.Svname && c.Backend == backend })
}

// unnamedCheck returns a check that may be a server's, because its name or its backend's could not be read.
func (f *Frame) unnamedCheck(s *record.Server) *record.Check {
	balancer, backend := servers.Split(s.Pxname)
	return f.check(balancer, func(_ string, c *record.Check) bool {
		unnamed := c.Server == "" || c.Backend == ""
		return unnamed && len(c.Doubts) > 0 && (c.Server == "" || c.Server == s.Svname) && (c.Backend == "" || c.Backend == backend)
	})
}

// check returns the first check of a kind in the configuration of a balancer, or of any where none is named.
func (f *Frame) check(balancer string, is func(balancer string, c *record.Check) bool) *record.Check {
	if balancer != "" {
		if set := f.Settings[balancer]; set != nil {
			return checkIn(balancer, set, is)
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(f.Settings)) {
		if c := checkIn(name, f.Settings[name], is); c != nil {
			return c
		}
	}
	return nil
}

func checkIn(balancer string, set *record.Settings, is func(string, *record.Check) bool) *record.Check {
	for i := range set.Checks {
		if c := &set.Checks[i]; is(balancer, c) {
			return c
		}
	}
	return nil
}

// Upstream returns how nginx watches an instance; nil if that was not read.
func (f *Frame) Upstream(n *Node) *record.Upstream {
	if all := f.upstreams(n); len(all) > 0 {
		return all[0]
	}
	return nil
}

// upstreams returns how nginx watches an instance, in each group that it is in; as a backup only if it is nothing else.
func (f *Frame) upstreams(n *Node) []*record.Upstream { return f.upstreamsOf("", n) }

// upstreamsOf is upstreams for one of several nginxes, "" for all of them.
func (f *Frame) upstreamsOf(nginx string, n *Node) []*record.Upstream {
	var all, spare []*record.Upstream
	for _, by := range f.watching(nginx) {
		set := f.Settings[by]
		for i := range set.Upstreams {
			u := &set.Upstreams[i]
			switch {
			case f.ownerOf(u, by) != n.Name && !f.scaled(n, u, by):
			case u.Backup:
				spare = append(spare, u)
			default:
				all = append(all, u)
			}
		}
	}
	if len(all) == 0 {
		return spare
	}
	return all
}

// watching returns a balancer whose configuration is known, or all.
func (f *Frame) watching(balancer string) []string {
	if balancer == "" {
		return slices.Sorted(maps.Keys(f.Settings))
	}
	if f.Settings[balancer] != nil {
		return []string{balancer}
	}
	return nil
}

// scaled reports whether a node is a container of the service that a server line of an nginx names, which has several: web_1
// of web.
func (f *Frame) scaled(n *Node, u *record.Upstream, by string) bool {
	name := record.HostOf(u.Addr)
	if n.Host != f.Topology.HostOfNode(by) {
		return false
	}
	number, ok := strings.CutPrefix(strings.TrimSuffix(n.Name, "@"+n.Host), name+"_")
	return ok && number != "" && strings.Trim(number, "0123456789") == "" && f.balanced(n) && f.Node(name) == nil
}

// ownerOf returns the node of a server of an nginx.
func (f *Frame) ownerOf(u *record.Upstream, nginx string) string {
	if owner, ok := f.ByAddr(u.Addr, nginx); ok {
		return owner.Name
	}
	name := record.HostOf(u.Addr)
	if n, ok := f.Topology.Beside(name, f.Topology.HostOfNode(nginx)); ok {
		return n.Name
	}
	return name
}

// balanced reports whether a web server sends requests to a node.
func (f *Frame) balanced(n *Node) bool { return f.state.paths.BehindNginx(n.Name) }

// predictServer computes when HAProxy finds a server DOWN.
func (f *Frame) predictServer(s *record.Server, fault record.Fault) predict.Prediction {
	c := f.Check(s)
	if c == nil {
		c = f.unnamedCheck(s)
	}
	switch {
	case fault.Kind == record.Own:
		return predict.Unknown(wording.OwnCommand.Of())
	case c != nil:
	case f.check(servers.Balancer(s), func(string, *record.Check) bool { return true }) == nil:
		return predict.Prediction{}
	default:
		return predict.Unknown(wording.NoSuchLine.Of(s.Pxname, s.Svname))
	}
	how := predict.Checking{Check: c, Row: s}
	if f.HAProxy != nil {
		how.Version = f.HAProxy.Version
	}
	if page := f.Page(servers.Balancer(s)); page != nil {
		how.Version = page.Version
	}
	if c.Tracks == "" {
		return how.Predict(fault)
	}
	how.Row = &record.Server{}
	if backend, server := servers.Beside(s, c.Tracks); f.HAProxy != nil {
		if row := f.row(backend, server); row != nil {
			how.Row = row
		}
	}
	p := how.Predict(fault)
	if p.Known {
		p.Why = wording.AsTracked.Of(c.Tracks, p.Why)
	}
	return p
}

// predictInstance computes when an nginx sets an instance aside; "" is any.
func (f *Frame) predictInstance(nginx string, n *Node, fault record.Fault) predict.Prediction {
	if fault.Kind == record.Own {
		return predict.Unknown(wording.OwnCommand.Of())
	}
	all := f.upstreamsOf(nginx, n)
	for _, u := range all {
		if name := record.HostOf(u.Addr); u.Alone && len(n.Addrs) > 1 && !slices.Contains(n.Addrs, name) {
			return predict.Unknown(wording.SeveralAddresses.Of(name, len(n.Addrs)))
		}
	}
	if len(all) > 0 {
		version := ""
		if f.Nginx.Nginx != nil {
			version = f.Nginx.Version
		}
		if w := f.Node(nginx); w != nil && w.Stub != nil && w.Stub.Version != "" {
			version = w.Stub.Version
		}
		return predict.Upstreams(all, version, n.rateBefore(f.At), fault)
	}
	for _, set := range f.Settings {
		if len(set.Upstreams) > 0 {
			return predict.Unknown(wording.InNoGroup.Of())
		}
	}
	return predict.Unknown(wording.NoWayRead.Of())
}
