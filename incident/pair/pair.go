// Package pair follows who has an address that several nodes share, by what keepalived says in their logs.
package pair

import (
	"slices"
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
	Both    *Both // another one says the same; nil = none does

	lost      bool      // another one took the address from it
	had       time.Time // since when it had it then, by its own word
	repeats   int       // how often it said that it has the address, with no other word between
	announced bool      // its log named the address
	again     bool      // it said that it has the address after another one had taken it
	word      time.Time // when it last said anything
}

// Both is an address that several nodes have at once: each of them said so, and none has taken it back.
type Both struct {
	Addr    string // "" = its name is not known
	Nodes   []string
	Since   time.Time
	AtLeast bool // it was so when it was first seen
}

// Same reports whether two are one and the same.
func (b *Both) Same(o *Both) bool {
	return b == o || b != nil && o != nil && b.Addr == o.Addr && b.Since.Equal(o.Since) && slices.Equal(b.Nodes, o.Nodes)
}

// Who is its nodes in words.
func (b *Both) Who() wording.Phrase {
	who := wording.Text(b.Nodes[0])
	for _, name := range b.Nodes[1:] {
		who = wording.OneAndAnother.Of(who, name)
	}
	return who
}

// Says is it in a sentence.
func (b *Both) Says() wording.Phrase {
	who, two := b.Who(), len(b.Nodes) == 2
	switch {
	case b.Addr == "" && two:
		return wording.BothActive.Of(who)
	case two:
		return wording.BothHave.Of(who, b.Addr)
	case b.Addr == "":
		return wording.AllActive.Of(who)
	}
	return wording.AllHave.Of(who, b.Addr)
}

// Others are the nodes that have the address besides one.
func (b *Both) Others(node string) []string {
	return slices.DeleteFunc(slices.Clone(b.Nodes), func(name string) bool { return name == node })
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

// Claims reports whether the last word of a node is that it has the address, and since when it has it by that.
func (s *State) Claims() (since time.Time, claims bool) {
	switch {
	case s.Active():
		return s.Since, true
	case s.HadIt() && !s.had.IsZero():
		return s.had, true
	}
	return time.Time{}, false
}

// LostAt is when another node took the address, of one that said nothing since; else zero.
func (s *State) LostAt() time.Time {
	if s.HadIt() {
		return s.Since
	}
	return time.Time{}
}

// Heard is when it last said anything; zero if it never did.
func (s *State) Heard() time.Time {
	if s == nil {
		return time.Time{}
	}
	return s.word
}

// Shares is what it shares with others at once; nil if it has the address alone, or not.
func (s *State) Shares() *Both {
	if s == nil {
		return nil
	}
	return s.Both
}

// Rivals reports whether what two nodes say is about one address: by the name of their vrrp_instance, or as both named the address.
func (s *State) Rivals(o *State) bool { return s.Name == o.Name || s.announced && o.announced }

// Kept returns the state of a node that says that it has the address still, though another one took it: it ran all the time.
func (s *State) Kept(was *State) *State {
	is := *s
	is.Since, is.again = was.had, true
	return &is
}

// WithBoth returns the state with what another one says.
func (s *State) WithBoth(b *Both) *State {
	is := *s
	is.Both = b
	return &is
}

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

// Other reports whether a line is about another address than the one that is followed: that of the instance with a name, else of the
// one that was heard first.
func (s *State) Other(v *record.VRRP, name string) bool {
	if name == "" {
		name = s.Of()
	}
	return name != "" && v.Instance != "" && v.Instance != name
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
	case v.To == record.VRRPStop && next.Is == record.VRRPFault: // it gives the address away because of that, and goes on
	case v.To == "" && next.Is != record.VRRPMaster:
		next.Is, next.Since, next.AtLeast, next.repeats = record.VRRPMaster, at, !next.lost, 1
		next.again = next.lost
	case v.To == "":
		next.repeats++
	case v.To != next.Is:
		next.Is, next.Since, next.AtLeast, next.repeats, next.again = v.To, at, false, 0, false
	}
	next.lost, next.word, next.announced = false, at, next.announced || v.Addr != ""
	return &next, s == nil || s.Is != next.Is
}

// Lost returns the state of a node after another one took its address. What it is now it has to say itself.
func (s *State) Lost(at time.Time) *State {
	return &State{Name: s.Name, Addr: s.Addr, Since: at, lost: true, had: s.Since, announced: s.announced, word: s.word}
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
	case s.Active() && (s.AtLeast || s.again):
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
	case s.Active() && (s.AtLeast || s.again):
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
	case s != nil && s.Both != nil:
		return wording.BothAreActive.Of()
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
