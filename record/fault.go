package record

import (
	"slices"
	"strconv"
	"strings"

	"hadash/wording"
)

// FaultKind names a way to break a container or a server, in Docker's and HAProxy's words.
type FaultKind string

// The faults. Each has one inverse (see Inverse).
const (
	Stop      FaultKind = "stop"    // SIGTERM, grace, SIGKILL: docker stop
	Kill      FaultKind = "kill"    // SIGKILL
	Crash     FaultKind = "crash"   // its process ends from within, so that a restart policy acts
	Restart   FaultKind = "restart" // stop and start as one; heals itself
	Pause     FaultKind = "pause"   // frozen by the freezer cgroup: accepts, never answers
	Cut       FaultKind = "cut"     // disconnected from the project's networks
	Slow      FaultKind = "slow"    // a CPU quota of Amount percent of one core
	Delay     FaultKind = "delay"   // tc netem: every packet it sends leaves Amount ms late
	Loss      FaultKind = "loss"    // tc netem: Amount percent of the packets it sends are lost
	SetMaint  FaultKind = "maint"   // HAProxy: taken out, as by "set server state maint"
	SetDrain  FaultKind = "drain"   // HAProxy: finishes what it has, as by "set server state drain"
	SetWeight FaultKind = "weight"  // HAProxy: its weight becomes Amount

	ShutSessions FaultKind = "shutdown" // HAProxy: its sessions are cut, as by "shutdown sessions server"; heals itself
	SetHealth    FaultKind = "health"   // HAProxy: taken for DOWN, as by "set server health down", until its checks say otherwise

	// Those of several hosts. The target of the first two is a service, or one of its nodes, of the others a host.
	Scale     FaultKind = "scale"      // a service of a swarm gets Amount replicas
	Update    FaultKind = "update"     // its tasks are made again, one after the other: service update --force; heals itself
	DrainHost FaultKind = "drain-node" // the swarm takes all tasks off a host: node update --availability drain
	Leave     FaultKind = "leave"      // a host leaves the swarm: swarm leave --force
	CutHost   FaultKind = "cut-host"   // a host exchanges no packets with the other hosts

	Outage FaultKind = "outage" // found, and not made here: what is watched failed by itself. Nobody can inject it
)

// FaultKinds lists every kind that can be made to a node alone, in the order in which a menu shows them.
var FaultKinds = []FaultKind{Stop, Kill, Crash, Restart, Pause, Cut, Slow, Delay, Loss, SetMaint, SetDrain, SetWeight, ShutSessions, SetHealth}

// ClusterKinds lists those of the services of a swarm and of whole hosts, in the order in which a menu shows them.
var ClusterKinds = []FaultKind{Scale, Update, DrainHost, Leave, CutHost}

// AllKinds lists both.
func AllKinds() []FaultKind { return slices.Concat(FaultKinds, ClusterKinds) }

// Own is a fault of the user's own, which commands of the configuration make and heal. It has a Name; the commands are in
// no recording. It is not among FaultKinds.
const Own FaultKind = "own"

// faultWords holds the words of a fault and its amounts. "{}" in a text is the amount with its unit.
type faultWords struct {
	inverse string // the name of its inverse: "start"

	usual, least, most int    // amounts; all 0 where there is none
	unit               string // of the amount
	by                 string // before the amount: "slow app1 to 2 %"

	does string            // its effect on the target, short enough for a menu
	help string            // help for the verb of a drill
	now  string            // the state of the target while the fault is open, before an amount
	past *wording.Sentence // the state of the target in a sentence
}

// kinds is the one table of fault words.
var kinds = map[FaultKind]faultWords{
	Stop: {
		inverse: "start", does: "SIGTERM, grace period, SIGKILL",
		help: "send SIGTERM, wait the grace period, send SIGKILL (docker stop)", now: "stopped", past: wording.WasStopped,
	},
	Kill: {inverse: "start", does: "SIGKILL: gone at once", help: "send SIGKILL", now: "killed", past: wording.WasKilled},
	Crash: {
		inverse: "start", does: "its process ends from within",
		help: "end its process from within, so that a restart policy acts", now: "crashed", past: wording.WasCrashed,
	},
	Restart: {
		does: "stop and start; heals itself",
		help: "stop and start; heals itself", now: "restarting", past: wording.WasRestarted,
	},
	Pause: {
		inverse: "unpause", does: "frozen: accepts, never answers",
		help: "freeze it: it accepts connections and never answers", now: "paused", past: wording.WasPaused,
	},
	Cut: {
		inverse: "rejoin", does: "off the network: no packet passes",
		help: "disconnect it from the project's networks", now: "cut off", past: wording.WasCut,
	},
	Slow: {
		inverse: "full speed", unit: " %", usual: 2, least: 1, most: 100, by: " to ", does: "{} of one CPU",
		help: "limit it to this share of one CPU", now: "slowed to ", past: wording.WasSlowed,
	},
	Delay: {
		inverse: "no delay", unit: " ms", usual: 200, least: 1, most: 60000, by: " by ", does: "each packet it sends {} late",
		help: "delay every packet it sends by this much", now: "delayed by ", past: wording.WasDelayed,
	},
	Loss: {
		inverse: "no loss", unit: " %", usual: 30, least: 1, most: 100, by: " by ", does: "{} of the packets it sends lost",
		help: "drop this share of the packets it sends", now: "losing ", past: wording.WasLosing,
	},
	SetMaint: {
		inverse: "ready", does: "HAProxy sends and checks nothing",
		help: "put it into maintenance at HAProxy", now: "in maint", past: wording.WasInMaint,
	},
	SetDrain: {
		inverse: "ready", does: "HAProxy sends it nothing new",
		help: "drain it at HAProxy: it finishes its sessions and gets no new ones", now: "draining", past: wording.WasDrained,
	},
	SetWeight: {
		inverse: "old weight", unit: " %", usual: 10, least: 0, most: 100, by: " to ", does: "HAProxy gives it {} of its share",
		help: "set its weight at HAProxy to this share", now: "at weight ", past: wording.WasWeighted,
	},
	ShutSessions: {
		does: "HAProxy cuts its sessions",
		help: "cut its sessions at HAProxy; heals itself", now: "losing its sessions", past: wording.WasShut,
	},
	SetHealth: {
		inverse: "health up", does: "HAProxy takes it for DOWN",
		help: "have HAProxy take it for DOWN until its checks say otherwise", now: "set DOWN", past: wording.WasSetDown,
	},
	Scale: {
		inverse: "old scale", most: 1000, by: " to ", does: "the swarm runs {} of it",
		help: "give its service this many replicas in the swarm", now: "scaled to ", past: wording.WasScaled,
	},
	Update: {
		does: "its tasks are made again; heals itself",
		help: "have the swarm make its tasks again, one after the other (service update --force); heals itself",
		now:  "being updated", past: wording.WasUpdated,
	},
	DrainHost: {
		inverse: "activate", does: "the swarm takes all tasks off it",
		help: "have the swarm take all tasks off the host (node update --availability drain)", now: "drained", past: wording.WasHostDrained,
	},
	Leave: {
		inverse: "join", does: "it leaves the swarm, and its tasks end",
		help: "have the host leave the swarm (swarm leave --force)", now: "out of the swarm", past: wording.WasLeaving,
	},
	CutHost: {
		inverse: "reconnect", does: "no packet to the other hosts",
		help: "keep the host from sending packets to the other hosts", now: "cut off", past: wording.WasHostCut,
	},
	Own:    {inverse: "heal", does: "a command of yours", now: "broken", past: wording.WasBrokenBy},
	Outage: {now: "down", past: wording.WasDown},
}

// Valid reports whether k is a fault that hadash can make.
func (k FaultKind) Valid() bool { _, ok := kinds[k]; return ok && !k.Found() }

// Found reports whether it is an outage that nobody made here: it cannot be made, and there is nothing to heal.
func (k FaultKind) Found() bool { return k == Outage }

// Inverse returns the name of what undoes the fault: "start" for stop, kill and crash, "" for restart.
func (k FaultKind) Inverse() string { return kinds[k].inverse }

// Usual returns the default Amount of a fault of this kind; 0 if it has no amount.
func (k FaultKind) Usual() int { return kinds[k].usual }

// Least returns the smallest Amount, 0 if there is none.
func (k FaultKind) Least() int { return kinds[k].least }

// Most returns the largest Amount, 0 if there is none.
func (k FaultKind) Most() int { return kinds[k].most }

// Unit returns what an Amount is counted in: " %", " ms"; "" if there is none.
func (k FaultKind) Unit() string { return kinds[k].unit }

// Takes reports whether n is a valid Amount; only 0 is if there is none.
func (k FaultKind) Takes(n int) bool { return n >= k.Least() && n <= k.Most() }

// Help returns the help for the verb of a drill.
func (k FaultKind) Help() string { return kinds[k].help }

// AtBalancer reports whether the fault is made at HAProxy, and not at the container.
func (k FaultKind) AtBalancer() bool {
	switch k {
	case SetMaint, SetDrain, SetWeight, ShutSessions, SetHealth:
		return true
	}
	return false
}

// AtHost reports whether the target is a host: it has a name of Topology.Hosts.
func (k FaultKind) AtHost() bool { return k == DrainHost || k == Leave || k == CutHost }

// AtService reports whether the target is a service of a swarm, by its name or by that of one of its nodes.
func (k FaultKind) AtService() bool { return k == Scale || k == Update }

// OfCluster reports whether the fault is made to more than a node: to a service of a swarm, or to a host.
func (k FaultKind) OfCluster() bool { return k.AtHost() || k.AtService() }

// EndsProcess reports whether the fault leaves its target without a process.
func (k FaultKind) EndsProcess() bool { return k == Stop || k == Kill || k == Crash }

// Silent reports whether only the maker of a fault knows about it: Docker reports nothing about a container's network
// or its limits, HAProxy nothing about a weight and cut sessions, and a health that was set may be over before it is asked.
// What an Engine reports of a cluster is what becomes of its tasks.
func (k FaultKind) Silent() bool {
	switch k {
	case Scale, Update, DrainHost, Leave, CutHost:
		return true
	case Slow, Delay, Loss, SetWeight, ShutSessions, SetHealth, Own:
		return true
	}
	return false
}

// Fault is one thing that was broken.
type Fault struct {
	Kind   FaultKind
	Target string // compose service; of a fault of a host, that host
	Amount int    // percent for Slow, Loss and SetWeight (of the configured weight), milliseconds for Delay, replicas for Scale; else 0
	Name   string `json:",omitzero"` // of a fault of the user's own, "stop-db1"; else ""
}

// String returns the fault in words: "stop mysql-slave1", "slow app1 to 2 %".
func (f Fault) String() string {
	if f.Kind == Own {
		return f.Name + " on " + f.Target
	}
	text := string(f.Kind) + " " + f.Target
	if !f.measured() {
		return text
	}
	return text + kinds[f.Kind].by + f.AmountText()
}

// AmountText returns the Amount with its unit: "2 %".
func (f Fault) AmountText() string { return strconv.Itoa(f.Amount) + kinds[f.Kind].unit }

// Verb returns what the fault is called in front of its target: "stop", or the name of a fault of one's own.
func (f Fault) Verb() string {
	if f.Kind == Own {
		return f.Name
	}
	return string(f.Kind)
}

// Inverse returns the name of what undoes the fault, "" if it heals itself. Two faults of one's own have different ones.
func (f Fault) Inverse() string {
	if f.Kind == Own {
		return f.Kind.Inverse() + " " + f.Name
	}
	return f.Kind.Inverse()
}

// Undoing returns what undoes the fault in words: "start mysql-slave1", "heal stop-db1 on db1".
func (f Fault) Undoing() string {
	switch f.Kind {
	case Own:
		return f.Inverse() + " on " + f.Target
	case ShutSessions:
		return f.String() // it is over
	}
	return f.Inverse() + " " + f.Target
}

// Does returns what the fault does to its target, in a few words: "2 % of one CPU".
func (f Fault) Does() string { return f.fill(kinds[f.Kind].does) }

// Past returns the state that the target was in, for a sentence: "paused", "slowed to 2 % of a CPU".
func (f Fault) Past() wording.Phrase {
	switch k := kinds[f.Kind]; {
	case k.past == nil:
		return wording.Text(string(f.Kind))
	case f.Kind == Own:
		return k.past.Of(f.Name)
	case k.most > 0:
		return k.past.Of(f.Amount)
	default:
		return k.past.Of()
	}
}

// Now returns the state of the target while the fault is open: "stopped", "slowed to 2 %". A fault that somebody else
// made has no known amount.
func (f Fault) Now() string {
	now := kinds[f.Kind].now
	switch {
	case now == "":
		return string(f.Kind)
	case f.Kind == Own:
		return now + " by " + f.Name
	case f.measured():
		return now + f.AmountText()
	case kinds[f.Kind].most > 0:
		now, _, _ = strings.Cut(now, " ")
	}
	return now
}

// HealedWith reports whether one heal undoes both faults.
func (f Fault) HealedWith(o Fault) bool {
	return f.Target == o.Target && f.Inverse() == o.Inverse()
}

// measured reports whether the fault has a known amount: only a weight and a number of replicas may be 0.
func (f Fault) measured() bool {
	return f.Amount != 0 && kinds[f.Kind].most > 0 || f.Kind == SetWeight || f.Kind == Scale
}

func (f Fault) fill(text string) string { return strings.ReplaceAll(text, "{}", f.AmountText()) }
