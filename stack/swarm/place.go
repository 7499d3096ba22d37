package swarm

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hadash/stack/label"
)

// Place is a node of the swarm on which tasks can run.
type Place struct {
	ID, Name string
	Volumes  map[string]bool // the names of those that are known to be there
}

// Spread chooses the node on which each service begins: the one that the file names, the one that has its data; a service that is the
// only one of its role goes where another such one is, so that the stack survives the death of every host but that one. Others go to the
// node with the fewest services of their role, then the fewest of all, then the first. Without that a swarm may put all replicas on one
// node.
func Spread(project Model, places []Place) map[string]string {
	at := map[string]string{}
	if len(places) == 0 {
		return at
	}
	services := part(project, "services")
	roles := map[string]int{}
	for _, s := range services {
		roles[role(s)]++
	}
	single := func(name string) bool { return roles[role(services[name])] == 1 }
	byRole := func(name string) string { // those that cannot choose come first, then those that follow them
		switch {
		case pinned(services[name]) != "":
			return ""
		case single(name):
			return " "
		}
		return role(services[name]) + " " + name
	}
	names := slices.SortedFunc(maps.Keys(services), func(a, b string) int { return cmp.Compare(byRole(a), byRole(b)) })
	load, like, singles := map[string]int{}, map[string]int{}, map[string]int{}
	for _, name := range names {
		kind := role(services[name])
		alone := single(name)
		best := slices.MinFunc(places, func(a, b Place) int {
			return cmp.Or(
				-cmp.Compare(b2i(a.ID == pinned(services[name])), b2i(b.ID == pinned(services[name]))),
				-cmp.Compare(has(a, project, services[name]), has(b, project, services[name])),
				-cmp.Compare(b2i(alone)*singles[a.ID], b2i(alone)*singles[b.ID]),
				cmp.Compare(like[kind+a.ID], like[kind+b.ID]),
				cmp.Compare(load[a.ID], load[b.ID]),
			)
		})
		at[name] = best.ID
		like[kind+best.ID]++
		load[best.ID]++
		singles[best.ID] += b2i(alone)
	}
	return at
}

// pinned returns the node that a service's constraints name, "" if none does.
func pinned(service any) string {
	list, _ := clone(clone(clone(service)["deploy"])["placement"])["constraints"].([]any)
	for _, c := range list {
		if id, ok := onNode(fmt.Sprint(c)); ok {
			return id
		}
	}
	return ""
}

// onNode returns the node that a constraint demands.
func onNode(constraint string) (id string, ok bool) {
	return strings.CutPrefix(strings.ReplaceAll(constraint, " ", ""), "node.id==")
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func role(service any) string {
	labels := clone(clone(service)["labels"])
	text, _ := labels[label.Role].(string)
	return text
}

// has counts the volumes of a service that are on a node.
func has(p Place, project Model, service any) (n int) {
	all := part(project, "volumes")
	mounts, _ := clone(service)["volumes"].([]any)
	for _, m := range mounts {
		source, _ := clone(m)["source"].(string)
		name, _ := clone(all[source])["name"].(string)
		if p.Volumes[name] {
			n++
		}
	}
	return n
}

// byName orders places by name: node2 before node10.
func byName(all []Place) []Place {
	slices.SortFunc(all, func(a, b Place) int {
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return all
}
