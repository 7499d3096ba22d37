package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
)

// amountHint is the argument of a fault, or of that and a node.
func amountHint(kind record.FaultKind) string {
	switch {
	case kind.Most() == 0:
		return ""
	case kind == record.Delay:
		return "[MS]"
	}
	return "[PERCENT]"
}

// faultCommands lists every fault of the chosen node.
func (s *Scene) faultCommands() []Item {
	if !s.Acts {
		return nil
	}
	var out []Item
	for _, kind := range record.FaultKinds {
		item := s.faultItem(kind, "", kind.Usual(), false)
		item.Text, item.Takes = string(kind), strings.TrimSpace("[NODE] "+amountHint(kind))
		out = append(out, item)
	}
	for _, kind := range consequence.OfferedCluster(s.C.Live) {
		out = append(out, s.clusterOn(kind, "")...)
	}
	return append(out, s.ownCommands()...)
}

// clusterOn lists a fault of services or of hosts for each of them, the number of replicas as it was typed: "scale app1 2".
func (s *Scene) clusterOn(kind record.FaultKind, rest string) (out []Item) {
	amount, given := kind.Usual(), ""
	words := strings.Fields(strings.ReplaceAll(rest, "=", " "))
	if n := len(words); n > 0 && kind.Most() > 0 {
		if typed, err := strconv.Atoi(words[n-1]); err == nil {
			amount, given = typed, " "+words[n-1]
		}
	}
	for _, target := range s.targets(kind) {
		fault := record.Fault{Kind: kind, Target: target, Amount: amount}
		item := Item{Text: string(kind) + " " + target + given, Does: fault.Does(), Why: s.C.Refuses(fault), Order: Order{Kind: Break, Fault: fault, Given: true}}
		if given == "" && kind.Most() > 0 {
			item.Takes = "[REPLICAS]"
		}
		if !kind.Takes(amount) {
			item.Why = fmt.Sprintf("%s: must be a whole number up to %d", kind, kind.Most())
		}
		out = append(out, item)
	}
	return out
}

// targets lists the hosts, or the services, those of the chosen node first.
func (s *Scene) targets(kind record.FaultKind) (out []string) {
	if kind.AtHost() {
		if s.Chosen != nil && s.Chosen.Container.Host != "" {
			out = append(out, s.Chosen.Container.Host)
		}
		for _, h := range s.C.Live.Topology.Hosts {
			if !slices.Contains(out, h.Name) {
				out = append(out, h.Name)
			}
		}
		return out
	}
	for _, node := range s.nodeNames() {
		n := s.C.Live.Node(node)
		if n == nil || n.Container.Task == "" {
			continue
		}
		if service := record.ServiceOf(node); s.C.Live.Node(service) == nil {
			node = service
		}
		if !slices.Contains(out, node) {
			out = append(out, node)
		}
	}
	return out
}

// ownCommands lists the faults of the user's own, those of the chosen node first.
func (s *Scene) ownCommands() []Item {
	var here, there []Item
	for _, fault := range s.C.Own {
		item := Item{Text: fault.Name, Does: "breaks " + fault.Target + " by " + fault.Does(), Order: Order{Kind: Break, Node: fault.Target, Fault: fault, Given: true}}
		switch n := s.C.Live.Node(fault.Target); {
		case n == nil:
			item.Why = fault.String() + ": no such node here"
			there = append(there, item)
		case s.Chosen != nil && s.Chosen.Name == n.Name:
			here = append(here, item)
		default:
			there = append(there, item)
		}
	}
	return append(here, there...)
}

// healCommands lists the heals of the chosen node that have no key.
func (s *Scene) healCommands() []Item {
	n := s.Chosen
	if n == nil || !s.Acts {
		return nil
	}
	var out []Item
	for _, h := range consequence.Heals(s.C.Live, n) {
		if keys.Heals(h.Fault.Kind) == keys.None {
			out = append(out, Item{Text: h.Fault.Inverse(), Does: s.C.HealText(h.Fault, h.Since), Order: Order{Kind: Heal, Fault: h.Fault}})
		}
	}
	return out
}

// faultOn lists a fault for each node, or for the chosen one with another amount: "slow app1", "slow app1 5", "delay 500".
func (s *Scene) faultOn(kind record.FaultKind, rest string) []Item {
	amount, given, number := kind.Usual(), "", false
	for _, word := range strings.Fields(rest) {
		n, err := strconv.Atoi(strings.TrimRight(word, "%ms"))
		if err == nil && kind.Most() > 0 {
			amount, given, number = n, " "+word, true
		}
	}
	var out []Item
	if number && len(strings.Fields(rest)) == 1 {
		item := s.faultItem(kind, "", amount, true)
		item.Text = string(kind) + given
		out = append(out, item)
	}
	for _, node := range s.nodeNames() {
		item := s.faultItem(kind, node, amount, number)
		item.Text = string(kind) + " " + node + given
		if !number {
			item.Takes = amountHint(kind)
		}
		out = append(out, item)
	}
	return out
}

// faultItem is a fault of a node, of the chosen one if node is "". Without an amount of its own it does what the
// fault's key does, which can be a heal.
func (s *Scene) faultItem(kind record.FaultKind, node string, amount int, given bool) Item {
	fault := record.Fault{Kind: kind, Target: node, Amount: amount}
	item := Item{Does: fault.Does(), Order: Order{Kind: Break, Node: node, Fault: fault, Given: given}}
	if node == "" {
		item.Key = s.C.Keys.Key(keys.Breaks(kind))
		if strings.HasPrefix(item.Key, ":") {
			item.Key = ""
		}
	}
	n := s.C.Live.Node(node)
	if node == "" {
		n = s.Chosen
	}
	if !consequence.Offered(s.C.Live, kind) {
		item.Why = consequence.NotOffered(s.C.Live, kind, string(kind)).String()
		return item
	}
	switch {
	case n == nil:
		return item
	case !kind.Takes(amount):
		item.Why = fmt.Sprintf("%s: must be a whole number up to %d", kind, kind.Most())
		return item
	}
	if healed, ok := s.Undoable(n, kind); ok && !given && keys.Toggles(kind) {
		item.Does = "heals " + healed.String()
		return item
	}
	item.Why = s.C.Refusal(n, kind)
	return item
}
