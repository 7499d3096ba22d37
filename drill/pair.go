package drill

import (
	"fmt"
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// Active and Standby stand for the nodes of a pair that share an address: the one that has it when the drill begins, and the
// other one.
const (
	Active  = "@active"
	Standby = "@standby"
)

// pairWord marks a drill that needs the pair: "stack tuned pair".
const pairWord = "pair"

// Bound reports whether a drill names a node by its part in a pair.
func (d *Drill) Bound() bool {
	return strings.Contains(d.Text, Active) || strings.Contains(d.Text, Standby)
}

// Bind returns the drill with the nodes that have those parts now; an error if it is not known which ones.
func (d *Drill) Bind(f *incident.Frame) (*Drill, error) {
	if !d.Bound() {
		return d, nil
	}
	active, standby := f.Pair()
	if active == "" || standby == "" {
		return nil, fmt.Errorf("%s: it names %s and %s, and which nodes these are is not known: no two nodes say who has the address that they share",
			d.File, Active, Standby)
	}
	text := strings.NewReplacer(Active, active, Standby, standby).Replace(d.Text)
	out, problems := Parse(d.File, []byte(text), d.own...)
	if problems.Fatal() {
		return nil, problems[0]
	}
	out.Text = d.Text
	return out, nil
}

// parts lists the names of a pair's parts, where a project has one.
func parts(t *record.Topology) (all []string) {
	for _, n := range t.Nodes {
		if n.Address != "" {
			return []string{Active, Standby}
		}
	}
	return nil
}

func inPair(does func(*incident.Node) bool) func(*place) bool {
	return func(p *place) bool {
		return p.node != nil && does(p.node) && p.node.Container.Running() && p.node.Container.Networks != 0
	}
}

// byPair is keepalived's word.
var byPair = witness{record.SourceLogs, (*place).paired, func(p *place) bool { return p.node != nil && p.node.Pair.Known() }}

// paired is the node's part in its pair.
func (p *place) paired() wording.Phrase {
	if p.node == nil {
		return wording.NoSuchNode.Of()
	}
	return wording.ItIs.Of(p.node.Pair.Word(true))
}
