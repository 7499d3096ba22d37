package incident

import "hadash/record"

// Trouble lists what is wrong now, one thing an entry, in path order; none when everything that is
// watched does its work. The load generator may rest.
func (f *Frame) Trouble() []string {
	var all []string
	for i := range f.Nodes {
		n := &f.Nodes[i]
		switch {
		case n.Role == record.RoleLoad:
		case n.Health.Broken():
			all = append(all, n.Name+" is "+n.Health.String())
		case n.Lags != nil:
			all = append(all, n.Name+" is "+n.Health.String()+": "+n.Lags.String())
		case n.Replica != nil && !n.Replica.Master && threads(n.Replica) != running:
			all = append(all, n.Name+" does not replicate ("+threads(n.Replica)+")")
		}
	}
	for _, s := range f.Sources {
		if s.Err != "" && knows(s.Name) {
			all = append(all, s.Name+" does not answer")
		}
	}
	return all
}

// Resting reports a load generator that is off: it runs only while load is wanted, so that is no trouble.
func (n *Node) Resting() bool {
	return n.Role == record.RoleLoad && (n.Health == Stopped || n.Health == Missing)
}

// State is the node's health in a word, "off" while it is resting.
func (n *Node) State() string {
	if n.Resting() {
		return "off"
	}
	return n.Health.String()
}

// knows reports the sources whose silence leaves everybody in the dark: the balancers, and Docker.
// The others fall silent with their container.
func knows(source string) bool {
	return source == record.SourceHAProxy || source == record.SourceNginx || source == record.SourceDocker
}
