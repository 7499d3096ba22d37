// Package pair follows who has an address that several nodes share, by what keepalived says in their logs.
package pair

import (
	"time"

	"hadash/record"
	"hadash/wording"
)

// State is what is known of one node. A nil State: nothing is.
type State struct {
	Name  string           // of the vrrp_instance: the nodes of a pair mostly have one
	Addr  string           // that it shares; "" = its name is not known
	Is    record.VRRPState // "" = not known
	Since time.Time        // when it took that state
	// It was so when it was first seen: Since is when. Of a standby only the other one's word is known.
	AtLeast bool

	lost    bool // another one took the address from it
	repeats int  // how often it said that it has the address, with no other word between
}

// Active reports whether a node has the address.
func (s *State) Active() bool { return s != nil && s.Is == record.VRRPMaster }

// Waits reports whether a node would take the address if the other one fell silent.
func (s *State) Waits() bool { return s != nil && s.Is == record.VRRPBackup }

// Known reports whether a node's state is known.
func (s *State) Known() bool { return s != nil && s.Is != "" }

// HadIt reports whether another node took the address from this one, which has said nothing since: it had it when it was broken,
// whoever reports that later.
func (s *State) HadIt() bool { return s != nil && s.lost }

// Of is the name of the vrrp_instance; "" if it is not known.
func (s *State) Of() string {
	if s == nil {
		return ""
	}
	return s.Name
}

// Address is the address; "" if it is not known.
func (s *State) Address() string {
	if s == nil {
		return ""
	}
	return s.Addr
}

// Hear returns the state of a node after a line of its log, and whether it is another one. label is the address that the
// project's labels give it.
func (s *State) Hear(at time.Time, v *record.VRRP, label string) (is *State, changed bool) {
	next := State{Addr: label}
	if s != nil {
		next = *s
	}
	next.Name = v.Instance
	if v.Addr != "" && label == "" {
		next.Addr = v.Addr
	}
	switch {
	case v.To == "" && v.Addr != "" && label != "" && v.Addr != label:
		return s, false // another address of that machine
	case v.To == "" && next.Is != record.VRRPMaster:
		next.Is, next.Since, next.AtLeast, next.repeats = record.VRRPMaster, at, !next.lost, 1
	case v.To == "":
		next.repeats++
	case v.To != next.Is:
		next.Is, next.Since, next.AtLeast, next.repeats = v.To, at, false, 0
	}
	next.lost = false
	return &next, s == nil || s.Is != next.Is
}

// Lost returns the state of a node after another one took its address. What it is now it has to say itself.
func (s *State) Lost(at time.Time) *State {
	return &State{Name: s.Name, Addr: s.Addr, Since: at, lost: true}
}

// Refreshes reports whether a node says again and again that it has the address: the others would do so, too.
func (s *State) Refreshes() bool { return s.Active() && s.repeats > 2 }

// Silent returns the state of a node that says nothing of the address, while another one with the same settings says again and
// again that it has it.
func (s *State) Silent(at time.Time, name, addr string) *State {
	return &State{Name: name, Addr: addr, Is: record.VRRPBackup, Since: at, AtLeast: true}
}

// Says is what happened to a node in a sentence.
func Says(node string, s *State) wording.Phrase {
	switch {
	case s.Active() && s.Addr == "":
		return wording.TookAddress.Of(node)
	case s.Active() && s.AtLeast:
		return wording.HasAddress.Of(node, s.Addr)
	case s.Active():
		return wording.TookTheAddress.Of(node, s.Addr)
	case s.Is == record.VRRPFault:
		return wording.CannotHave.Of(node)
	case s.Is == record.VRRPStop:
		return wording.GivesAway.Of(node)
	}
	return wording.StandsBy.Of(node)
}

// Title is Says in the words of a story.
func Title(s *State) wording.Phrase {
	switch {
	case s.Active() && s.Addr == "":
		return wording.ItTookAddress.Of()
	case s.Active() && s.AtLeast:
		return wording.ItHasAddress.Of(s.Addr)
	case s.Active():
		return wording.ItTookTheAddress.Of(s.Addr)
	case s.Is == record.VRRPFault:
		return wording.ItCannotHave.Of()
	case s.Is == record.VRRPStop:
		return wording.ItGivesAway.Of()
	}
	return wording.ItStandsBy.Of()
}

// Word is a node's part in its pair in a word; zero if it has none. Shared: the project says that it has an address to share.
func (s *State) Word(shared bool) wording.Phrase {
	switch {
	case s.Active():
		return wording.IsActive.Of()
	case s.Waits():
		return wording.IsStandby.Of()
	case s.Known():
		return wording.IsOutOfPair.Of()
	case s.HadIt():
		return wording.LostAddress.Of()
	case shared:
		return wording.PairUnknown.Of()
	}
	return wording.Phrase{}
}
