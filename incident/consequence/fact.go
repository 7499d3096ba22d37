package consequence

import (
	"time"

	"hadash/incident"
	"hadash/wording"
)

// Kind is what a Fact says.
type Kind uint8

// The kinds of facts, and the fields of Fact that go with them.
const (
	None              Kind = iota
	Idle                   // the node serves nothing already: Health
	LoadEnds               // no load is left
	LoadStalls             // the load stands still
	LoadUnreached          // no request gets through
	LoadSlows              // the load itself becomes slow
	OthersStay             // others of the role still serve: Count, What
	LastOfRole             // the last one of the role that serves goes: What
	NoOther                // no other one of the role serves, and this one does not go: What
	SessionsHang           // sessions on the server hang: Count
	SessionsSlow           // they become slow: Count
	SessionsFinish         // they may finish: Count
	SessionsCut            // they are cut: Count
	Serves                 // it has traffic: Rate, Unit
	StillSends             // a HAProxy that cannot be changed still sends to it: Watcher
	UntilChecked           // HAProxy takes it for DOWN until its checks say otherwise: Why
	NodesStop              // the nodes of a host or a service end: Count, What
	NodesCut               // those of a host are cut off: Count, What
	NodesInTurn            // those of a service end and come again, one after the other: Count, What
	NodesAdded             // the service gets more: Count, What
	Move                   // the swarm runs nodes of a host elsewhere: Count, What
	MoveOnceNoticed        // it does once it has noticed: Count, What
	StayAway               // no other host may have them: Count, What
	NoMajority             // the managers of the swarm have no majority then, and move nothing
	MadeAgain              // the swarm makes the node's task again: Within, which is the delay of the service
	DetectionUnknown       // when the fault is noticed is not known: Why
	Unnoticed              // Watcher will not notice; "" if there is none
	Detected               // the fault is noticed: Within
	DetectedAfterStop      // it is noticed after the end of the process: Within
	TakesOver              // another one of its pair takes its address: Within, Watcher
	NotMissed              // another one of its pair has the address: Watcher
)

// Fact is one thing that a fault would do to its target, or leave as it is.
type Fact struct {
	Kind    Kind
	What    string // the role or the kind of the node; the names of several
	Health  incident.Health
	Count   int64
	Rate    float64 // a second
	Unit    incident.Unit
	Within  time.Duration // at most
	Watcher string        // "HAProxy", "nginx"; of several HAProxies the last to notice
	Why     wording.Phrase
}

// Consequences lists what a fault would do.
type Consequences struct {
	Facts []Fact // the most important first
	Last  bool   // the target is the last of its role that serves, and would go
}

// Detection returns when the fault would be noticed; None if there is nothing to detect.
func (c Consequences) Detection() Fact {
	for _, f := range c.Facts {
		if f.Kind >= DetectionUnknown {
			return f
		}
	}
	return Fact{}
}
