package consequence

import (
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// Offered reports whether faults of a kind can be made at some node of a Frame, as it is watched: without Docker only at a HAProxy
// whose Runtime API may change its servers. What is not offered has no key and no line in a menu; Refuse says why.
func Offered(f *incident.Frame, kind record.FaultKind) bool {
	switch {
	case !f.Topology.NoDocker:
		return true
	case kind.AtBalancer():
		return changes(f)
	}
	return false
}

// changes reports whether servers can be changed at some HAProxy.
func changes(f *incident.Frame) bool {
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindHAProxy) && n.NoAdmin.Why == "" {
			return true
		}
	}
	return false
}

// Unchanged says why no HAProxy of a Frame can be changed, and the line that changes that; the zero Phrase if one can be, or there is none.
func Unchanged(f *incident.Frame) wording.Phrase {
	if changes(f) {
		return wording.Phrase{}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindHAProxy) {
			return NoAdmin(n.Name, n.NoAdmin)
		}
	}
	return wording.Phrase{}
}

// NotOffered says why a fault of that kind is not, in words; name is what the user calls it.
func NotOffered(f *incident.Frame, kind record.FaultKind, name string) wording.Phrase {
	switch {
	case kind.AtBalancer():
		return Unchanged(f)
	case changes(f):
		return wording.NeedsDocker.Of(name, AtBalancers())
	}
	return wording.NeedsDockerOnly.Of(name)
}

// needsDocker says what can be made instead.
func needsDocker(r Refusal) wording.Phrase {
	if r.Admin.Why != "" {
		return wording.NeedsDockerOnly.Of(string(r.Kind))
	}
	return wording.NeedsDocker.Of(string(r.Kind), AtBalancers())
}

// AtBalancers lists the kinds of faults that are made at HAProxy: "maint, drain, weight".
func AtBalancers() string {
	var all []string
	for _, kind := range record.FaultKinds {
		if kind.AtBalancer() {
			all = append(all, string(kind))
		}
	}
	return strings.Join(all, ", ")
}
