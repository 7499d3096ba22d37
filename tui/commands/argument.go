package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/wording"
)

// withArgument lists the commands that begin with a name and go on with rest; nil where that name takes no argument.
func (s *Scene) withArgument(name, rest string) []Item {
	hands := s.Acts
	switch kind := record.FaultKind(name); {
	case slices.Contains(record.FaultKinds, kind) && hands:
		return s.faultOn(kind, rest)
	case slices.Contains(record.ClusterKinds, kind) && hands:
		return s.clusterOn(kind, rest)
	case name == "open", name == "start" && hands && s.C.Keys.On(keys.Start):
		return s.nodeCommands(name)
	case name == "theme":
		return s.themeCommands()
	case name == "filter" && rest != "":
		return []Item{{Text: name + " " + rest, Does: "shows only matching log lines", Order: Order{Kind: Filter, Text: rest}}}
	case name == "note" && rest != "" && s.Notes:
		return []Item{{Text: name + " " + rest, Does: "writes a note on the timeline", Order: Order{Kind: Note, Text: rest}}}
	case (name == LimitName || name == "abort") && rest != "" && s.Limits:
		return s.limitSet(strings.TrimPrefix(rest, "when ")) // a drill's line is "abort when visible > 20"
	case name == "load" && rest != "" && hands:
		return []Item{s.loadCommand(rest)}
	}
	return nil
}

func (s *Scene) themeCommands() []Item {
	var out []Item
	for _, name := range paint.ThemeNames {
		out = append(out, Item{Text: "theme " + name, Does: "colours", Order: Order{Kind: Theme, Text: name}})
	}
	return out
}

// loadCommand requests that many users; 0 stops the load.
func (s *Scene) loadCommand(rest string) Item {
	n, err := strconv.Atoi(rest)
	item := Item{Text: "load " + rest, Does: paint.Plural(n, "virtual user", "virtual users"), Order: Order{Kind: Load, Users: n}}
	if s.C.Frame.Topology.NoDocker {
		item.Why = wording.LoadNeedsDocker.Of().String()
	} else if err != nil || n < 0 || n > s.MaxVUs {
		item.Why = fmt.Sprintf("load %s: must be a whole number up to %d", rest, s.MaxVUs)
	}
	return item
}

// nodeNames lists every node, the chosen one first.
func (s *Scene) nodeNames() []string {
	var out []string
	chosen := s.Chosen
	if chosen != nil {
		out = append(out, chosen.Name)
	}
	for i := range s.C.Live.Nodes {
		if name := s.C.Live.Nodes[i].Name; chosen == nil || name != chosen.Name {
			out = append(out, name)
		}
	}
	return out
}

// nodeCommands lists an action once for each node.
func (s *Scene) nodeCommands(name string) []Item {
	var out []Item
	for _, node := range s.nodeNames() {
		item := Item{Text: name + " " + node, Does: longer[name], Order: Order{Action: keys.Named(name), Node: node}}
		out = append(out, item)
	}
	return out
}
