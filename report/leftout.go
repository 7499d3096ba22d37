package report

import (
	"maps"
	"slices"

	"hadash/incident"
	"hadash/record"
)

// Limits of what a report shows. A file can hold any number; the rest is counted.
const (
	maxFaults   = 200
	maxEvents   = 10_000
	maxSteps    = 10_000
	maxLapses   = 1_000
	maxBandsOf  = 1_000  // nodes
	maxChanges  = 50_000 // of the health of all nodes
	maxReadings = 2 * 24 * 3600
	maxRows     = 20_000  // of HAProxy, in all tables of faults
	maxPage     = 10_000  // of one table
	maxConfig   = 4 << 20 // bytes of all configuration files
)

// LeftOut counts what a report leaves out of a recording.
type LeftOut struct {
	Faults  int `json:"faults,omitempty"`
	Events  int `json:"events,omitempty"`
	Steps   int `json:"steps,omitempty"`
	Changes int `json:"changes,omitempty"` // of a node's health, or of its replication
	Tables  int `json:"haproxy_tables,omitempty"`
	Files   int `json:"configurations,omitempty"`
}

// LeftOut is the sentence about it; "" when nothing is left out.
func (l Lang) LeftOut(n LeftOut) string {
	if n == (LeftOut{}) {
		return ""
	}
	return l.Say("The recording holds more than a report shows. Left out: %s faults, %s events, %s lines of the drill, %s changes of nodes, %s tables of HAProxy, %s configuration files.",
		Count(int64(n.Faults)), Count(int64(n.Events)), Count(int64(n.Steps)), Count(int64(n.Changes)), Count(int64(n.Tables)), Count(int64(n.Files)))
}

// room reports whether a list has room for one more; if not, it counts it.
func room(have, most int, left *int) bool {
	if have < most {
		return true
	}
	*left++
	return false
}

// configs are the settings of a Frame without the files for which there is no room: those of its nodes come first.
func (n *LeftOut) configs(f *incident.Frame) map[string]*record.Settings {
	var nodes []string
	for i := range f.Topology.Nodes {
		nodes = append(nodes, f.Topology.Nodes[i].Name)
	}
	nodes = append(nodes, slices.Sorted(maps.Keys(f.Settings))...)
	out := map[string]*record.Settings{}
	bytes := 0
	for _, name := range nodes {
		all := f.Settings[name]
		if all == nil || out[name] != nil {
			continue
		}
		some := *all
		some.Files = slices.DeleteFunc(slices.Clone(all.Files), func(file record.File) bool {
			fits := room(bytes+len(file.Text), maxConfig, &n.Files)
			if fits {
				bytes += len(file.Text) + 1
			}
			return !fits
		})
		out[name] = &some
	}
	return out
}
