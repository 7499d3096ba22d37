package event

import (
	"time"

	"hadash/wording"
)

// Kind is what sort of thing happened: a closed list, so that screens, drills and reports can
// switch over it.
type Kind string

// The kinds of Event.
const (
	KindFault     Kind = "fault"     // somebody broke something: you, or seen in Docker's events
	KindHeal      Kind = "heal"      // its inverse
	KindServer    Kind = "server"    // a server's status changed at the balancer
	KindBackend   Kind = "backend"   // a backend lost its last server, or has one again
	KindContainer Kind = "container" // Docker: start, die, oom, health
	KindEndings   Kind = "sessions"  // sessions ended badly at HAProxy (SC, SD, D-, ...)
	KindMoved     Kind = "moved"     // HAProxy retried or moved connections to another server
	KindUpstream  Kind = "upstream"  // nginx lost an attempt at an instance, or gave it up
	KindClient    Kind = "client"    // the client saw a request fail
	KindReplica   Kind = "replica"   // replication threads stopped, run again, or lag
	KindSource    Kind = "source"    // a source fell silent, or speaks again
	KindRestart   Kind = "restart"   // counters began at zero: HAProxy, nginx or k6 is a new process, or somebody cleared them
	KindLoad      Kind = "load"      // the load began, ended or changed
	KindNote      Kind = "note"      // what the user typed
	KindDrill     Kind = "drill"     // a heading of a drill, or what one of its expectations came to
	KindAbort     Kind = "abort"     // a limit on harm was reached, and everything broken is healed
	KindTruth     Kind = "truth"     // Docker, the balancer and real traffic disagree about a node, or agree again
)

// Severity orders events by how much they ask for attention.
type Severity uint8

// The severities.
const (
	Info Severity = iota // neutral: load changed, a note
	Good                 // something is well again
	Warn                 // a first sign, or a failure nobody felt
	Bad                  // something is down, or somebody felt it
)

// Witness says who told of an event, and with it how exact its time is.
type Witness string

// The witnesses, best first.
const (
	ByLog    Witness = "log"    // the program's own log line: exact
	ByDocker Witness = "docker" // Docker's event: exact
	ByPoll   Witness = "poll"   // seen by polling: late by up to one interval
	ByYou    Witness = "you"    // the moment the key was pressed
	ByClient Witness = "client" // the load script's own record: exact to a millisecond
	ByCount  Witness = "count"  // nobody: lines of a log were counted, by the rule of the program that wrote them

	// ByLastchg is HAProxy's own count of the seconds since a server changed: a second to either side.
	ByLastchg Witness = "lastchg"
)

// Event is something that happened. Later Samples may make it better (an exact time from a log
// instead of a poll's) or count it up; ID stays.
type Event struct {
	ID       int
	At       time.Time
	Until    time.Time // of the last one counted; equal to At for a single one
	Kind     Kind
	Severity Severity
	Node     string // the compose service it is about, "" when about none
	Subject  string // in the words of whoever told: "servers/mysql-slave1", "172.28.44.31:9081"
	From, To string
	Says     wording.Phrase // one line, for people
	Count    int            // how many alike were put together; at least 1
	Witness  Witness
	Within   time.Duration // how late At may be: 0 = exact
	Already  bool          // it was so before anybody watched: At is when it was found so

	Fault string        // the open fault it belongs to, "stop mysql-slave1"; "" outside any
	After time.Duration // At minus that fault's instant

	Waited   time.Duration // of a wait that was over at At, how long it was
	Balancer string        // who told of the server that it is about
	room     int32         // of no event: see WithRoom
}

// Server is what an event is about among all servers of all balancers.
func (e *Event) Server() string { return e.Balancer + " " + e.Subject }

// WentWrong is when what an event tells of went wrong. A wait that was over soon after something broke is no sign of it: by
// then it had been late for most of its time. Half of it is what is allowed.
func (e *Event) WentWrong() time.Time { return e.At.Add(-e.Waited / 2) }
