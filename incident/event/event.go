package event

import (
	"time"

	"hadash/wording"
)

// Kind classifies an event. The list is closed, so that screens, drills and reports can switch over it.
type Kind string

// The kinds of Event.
const (
	KindFault     Kind = "fault"     // something was broken: by you, or by others as Docker's events show
	KindHeal      Kind = "heal"      // its inverse
	KindServer    Kind = "server"    // a server's status changed at the balancer
	KindBackend   Kind = "backend"   // a backend lost its last server, or has a server again
	KindContainer Kind = "container" // Docker: start, die, oom, health
	KindEndings   Kind = "sessions"  // sessions ended badly at HAProxy (SC, SD, D-, ...)
	KindMoved     Kind = "moved"     // HAProxy retried or moved connections to another server
	KindUpstream  Kind = "upstream"  // nginx lost an attempt at an instance, or gave it up
	KindClient    Kind = "client"    // the client saw a request fail
	KindReplica   Kind = "replica"   // replication threads stopped, run again, or lag
	KindSource    Kind = "source"    // a source stopped answering, or answers again
	KindRestart   Kind = "restart"   // counters restarted from zero: HAProxy, nginx or k6 is a new process, or they were cleared
	KindAddress   Kind = "address"   // keepalived moved the address that several nodes share
	KindLimit     Kind = "limit"     // HAProxy nears what it is limited to (maxconn, maxqueue, its time), or does not any more
	KindLoad      Kind = "load"      // the load began, ended or changed
	KindNote      Kind = "note"      // what the user typed
	KindDrill     Kind = "drill"     // a heading of a drill, or the result of an expectation
	KindAbort     Kind = "abort"     // a limit on harm was reached, and everything broken is healed
	KindTask      Kind = "task"      // the swarm: a task failed, was made again, moved, waits
	KindHost      Kind = "host"      // the swarm: a host is down, ready again, drained, leads
	KindTruth     Kind = "truth"     // Docker, the balancer and real traffic disagree about a node, or agree again
)

// Both and OneOnly are the states in events of an address that several nodes have at once, and have no more.
const (
	Both    = "both"
	OneOnly = "one"
)

// NotHealed is the state in the note of a fault whose heal failed.
const NotHealed = "not healed"

// Severity orders events by how urgent they are.
type Severity uint8

// The severities.
const (
	Info Severity = iota // neutral: load changed, a note
	Good                 // something recovered
	Warn                 // a first sign, or a failure that clients did not feel
	Bad                  // something is down, or clients felt it
)

// Witness is the source of an event and so the precision of its time.
type Witness string

// The witnesses, best first.
const (
	ByLog    Witness = "log"    // the program's own log line: exact
	ByDocker Witness = "docker" // Docker's event: exact
	ByPoll   Witness = "poll"   // seen by polling: late by up to one interval
	BySwarm  Witness = "swarm"  // a manager of the swarm, asked as in a poll; exact where it says when
	ByYou    Witness = "you"    // the moment the key was pressed
	ByClient Witness = "client" // the load script's own record: exact to a millisecond
	ByProbe  Witness = "probe"  // the probe's own record: exact to a millisecond
	ByCount  Witness = "count"  // lines of a log were counted, by the rule of the program that wrote them

	ByCounters Witness = "counters" // HAProxy's counters: when is known to a poll only

	// ByLastchg is HAProxy's count of seconds since a server changed: accurate to one second either way.
	ByLastchg Witness = "lastchg"
)

// Event is something that happened. Later Samples may refine it (a log's exact time replaces that of a poll) or
// increase its count; its ID stays.
type Event struct {
	ID       int
	At       time.Time
	Until    time.Time // of the last event counted; equal to At for a single one
	Kind     Kind
	Severity Severity
	Node     string // the compose service it is about, "" if none
	Subject  string // in the words of its source: "servers/mysql-slave1", "172.28.44.31:9081"
	From, To string
	Says     wording.Phrase // one line, for people
	Title    wording.Phrase // the same in the words of a story, without its node, for where that was named; zero: Says without the name
	Several  bool           // Title is that of the first of those counted, and the others differ from it
	Count    int            // how many equal events were merged; at least 1
	Witness  Witness
	Within   time.Duration // how late At may be: 0 = exact
	Already  bool          // it was so before watching began: At is when it was found

	Fault string        // the open fault it belongs to, "stop mysql-slave1"; "" outside any
	After time.Duration // At minus that fault's instant

	Waited   time.Duration // of a wait that ended at At, its duration
	Balancer string        // the balancer of the server that it is about
	room     int32         // not of the event: see WithRoom
}

// Server names the event's server among all servers of all balancers.
func (e *Event) Server() string { return e.Balancer + " " + e.Subject }

// WentWrong returns when the event's cause occurred. A wait that ended soon after a fault is no sign of that fault: it
// had already been late for most of its time. Half of the wait is allowed.
func (e *Event) WentWrong() time.Time { return e.At.Add(-e.Waited / 2) }
