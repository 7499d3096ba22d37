package incident

import (
	"fmt"
	"net/netip"

	"hadash/incident/rates"
	"hadash/incident/said"
	"hadash/record"
	"hadash/wording"
)

// contradiction is a kind of disagreement between the sources about one node.
type contradiction uint16

const (
	deadButUp    contradiction = 1 << iota // its balancer sends traffic to what does not run
	runsButDown                            // it runs, and its balancer gave it up
	upButFails                             // its balancer has it UP, and real traffic fails there
	illButUp                               // unhealthy by Docker's check, healthy by its balancer
	staleButUp                             // it serves reads and does not replicate
	asideButOK                             // nginx set it aside, and its own page reports no trouble
	behindOthers                           // it serves, and its siblings are many times faster
	noWrites                               // the master is gone: logins fail, reads still work
)

var disagreements = []contradiction{deadButUp, upButFails, illButUp, staleButUp, behindOthers, noWrites, runsButDown, asideButOK}

// witnesses is a set of witnesses.
type witnesses uint16

// split are the witnesses that a contradiction is between.
var split = map[contradiction]witnesses{
	deadButUp:   1<<said.Docker | 1<<said.Balancer,
	runsButDown: 1<<said.Docker | 1<<said.Check | 1<<said.Balancer,
	upButFails:  1 << said.Balancer,
	illButUp:    1<<said.Health | 1<<said.Balancer,
	staleButUp:  1<<said.Replication | 1<<said.Balancer,
	asideButOK:  1<<said.Page | 1<<said.Balancer,
	noWrites:    1 << said.Docker,
}

// grave are the grey failures: users feel them, but the balancer does not act.
const grave = deadButUp | upButFails | staleButUp | behindOthers

// loud are those that do harm even while being detected; the rest matter only when they last.
const loud = grave | noWrites

// contradictions returns the present contradictions about a node. It makes no text, because it runs after every Sample.
func (f *folding) contradictions(n *Node) (q contradiction) {
	c := &n.Container
	known := c.Node != "" && c.State != "" && !f.isCutOff(n)
	alive := known && c.Running() && c.Networks != 0
	word := f.Swarm.Word(n.Name)
	tasked, unsure := word == said.Well && !known, word != said.Well && word != said.Nothing // of a host that is not watched; that may be gone
	share := f.state.shares.Failed(n.Name, f.At)
	if n.Lags != nil && (alive || !known) {
		q |= behindOthers
	}
	switch {
	case n.Server != nil && f.haproxyAnswers():
		serving := n.Server.Status.State.Serving()
		if known && !alive && n.still() != nil {
			q |= deadButUp
		}
		if (known && alive && !unsure || tasked) && n.Server.Status.GivenUp() && c.Health != "starting" && !f.Standby(n.Server) {
			q |= runsButDown
		}
		if serving && (alive || !known) && (share >= rates.Failing || f.erring(n.Name) != nil) {
			q |= upButFails
		}
		if serving && alive && f.dockerHealth(n) == "unhealthy" {
			q |= illButUp
		}
		if r := n.Replica; serving && alive && r != nil && !r.Master && f.answers(record.SourceReplication, n.Name) && (threads(r) != running || late(r)) {
			q |= staleButUp
		}
	case f.balanced(n):
		if known && !alive && !f.ejected(n) {
			q |= deadButUp
		}
		if alive && !f.ejected(n) && (share >= rates.Failing || f.erring(n.Name) != nil) && !f.unproven(n) {
			q |= upButFails
		}
		if alive && f.ejected(n) && n.Page != nil && n.Page.Code < 400 {
			q |= asideButOK
		}
	case n.IsMaster():
		if known && !alive {
			q |= noWrites
		}
	}
	return q
}

func (f *Frame) haproxyAnswers() bool {
	for i := range f.Sources {
		if f.Sources[i].Name == record.SourceHAProxy && !f.Sources[i].Stale() {
			return true
		}
	}
	return false
}

// LooksElsewhere reports that a node's server has an address that the node does not have: HAProxy looks a name up once, when it
// starts, and the container has been made again since. Without a container nobody else says where the node is.
func (f *Frame) LooksElsewhere(n *Node) (at, is string, elsewhere bool) {
	node, ok := f.Topology.Node(n.Name)
	seen := n.Server.Addr
	if seen == "" {
		seen = node.SoughtAt // the page does not say
	}
	from := f.state.servers.HostOf(n.Server)
	is = node.Seen(from)
	if task, ok := f.Swarm.Of(n.Name); ok && is == "" && len(task.Task.Addrs) > 0 {
		is = task.Task.Addrs[0] // its network spans the hosts
	}
	addr, err := netip.ParseAddr(record.HostOf(seen))
	if !ok || err != nil || addr.IsLoopback() || is == "" || n.Container.State == "" && f.Swarm.Word(n.Name) != said.Well || node.At(seen, from) || is == addr.String() {
		return "", "", false
	}
	return addr.String(), is, true
}

// contradictionPhrase returns one of them in words.
func (f *Frame) contradictionPhrase(n *Node, q contradiction) wording.Phrase {
	docker := wording.Text(n.Container.State)
	if n.Container.Running() && n.Container.Networks == 0 {
		docker = wording.WasCut.Of()
	}
	switch q {
	case deadButUp:
		return f.deadPhrase(n, docker)
	case runsButDown:
		if f.Swarm.Word(n.Name) == said.Well {
			return f.swarmDiffers(n)
		}
		why := wording.Text(n.Server.CheckStatus)
		if n.Server.Status.Cause() == record.Unresolved {
			why = wording.NoName.Of()
		}
		if at, is, elsewhere := f.LooksElsewhere(n); elsewhere {
			why = wording.LooksAt.Of(at, n.Name, is)
		}
		return wording.DownBecause.Of(docker, n.Server.Status.Text, why)
	case upButFails:
		what := wording.NginxUses.Of()
		if n.Server != nil {
			what = wording.HAProxySays.Of(n.Server.Status.Text)
		}
		if x := f.erring(n.Name); x != nil {
			return wording.YetErrors.Of(what, fmt.Sprintf("%.0f", 100*x.Share()))
		}
		return wording.YetFails.Of(what, fmt.Sprintf("%.0f", 100*f.state.shares.Failed(n.Name, f.At)))
	case illButUp:
		return wording.UnhealthyUp.Of(n.Server.Status.Text)
	case staleButUp:
		if threads(n.Replica) == running {
			return wording.OldData.Of(n.Server.Status.Text, n.Replica.Lag)
		}
		return wording.DataGrowsOld.Of(n.Server.Status.Text, threads(n.Replica))
	case behindOthers:
		return n.Lags.Phrase()
	case asideButOK:
		return wording.PageIsWell.Of()
	case noWrites:
		var soFar wording.Phrase
		if w := f.Stopwatch(n.Name); w != nil && w.Felt.Clients().Failed > 0 {
			soFar = wording.SoFar.Of(w.Felt.Clients().Failed)
		}
		return wording.MasterGone.Of(docker, soFar)
	}
	return wording.Phrase{}
}

// deadPhrase returns the sentence that a node does not run, with what still sends it traffic.
func (f *Frame) deadPhrase(n *Node, docker wording.Phrase) wording.Phrase {
	switch s := n.still(); {
	case s != nil && len(n.also) > 0:
		return wording.UpAs.Of(docker, s.Status.Text, s.Name())
	case n.Server != nil:
		return wording.UpAtHAProxy.Of(docker, n.Server.Status.Text)
	case f.state.shares.Failed(n.Name, f.At) <= 0:
		return wording.NotSetAside.Of(docker)
	}
	return wording.StillSent.Of(docker)
}
