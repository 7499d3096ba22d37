package stack

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/docker/docker/api/types/network"
	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// Topology reads the project from its containers' labels, stopped containers included. For services without a valid
// hadash.role or hadash.kind it contains only the names.
func (p *Project) Topology(ctx context.Context) (record.Topology, error) {
	top := record.Topology{Project: p.name}
	all, err := p.list(ctx)
	if err != nil {
		return top, err
	}
	for _, s := range all {
		if top.Stack == "" {
			top.Stack = s.Labels["hadash.stack"]
		}
		if top.DB == "" {
			top.DB = s.Labels["hadash.db"]
		}
		if !record.Role(s.Labels[label.Role]).Valid() && !record.Kind(s.Labels[label.Kind]).Valid() {
			top.Others = append(top.Others, s.Labels[label.Node])
			continue
		}
		c, err := p.confirmed(ctx, s.Labels[label.Node], s)
		if errors.Is(err, errNoContainer) {
			continue // gone since the list was made
		}
		if err != nil {
			return top, err
		}
		top.Nodes = append(top.Nodes, p.node(ctx, c))
	}
	top.NoNetem = p.lacksNetem(ctx)
	for i := range top.Nodes {
		if p.at != "" {
			break // others have a part of them
		}
		top.Nodes[i].To, top.Nodes[i].Writes = everyOf(all, top.Nodes[i].To), everyOf(all, top.Nodes[i].Writes)
	}
	slices.SortFunc(top.Nodes, func(a, b record.Node) int {
		return cmp.Or(
			cmp.Compare(slices.Index(record.Roles, a.Role), slices.Index(record.Roles, b.Role)),
			byName(a.Name, b.Name))
	})
	return top, nil
}

func (p *Project) node(ctx context.Context, c container.InspectResponse) record.Node {
	l := c.Config.Labels
	kind := record.Kind(l[label.Kind])
	if !kind.Valid() {
		kind = ""
	}
	return record.Node{
		Kind:     kind,
		Name:     l[label.Node],
		Role:     record.Role(l[label.Role]),
		Host:     p.at,
		Image:    record.Clean(c.Config.Image),
		To:       words(l["hadash.to"]),
		Writes:   words(l["hadash.writes"]),
		Upstream: words(l["hadash.upstream"]),
		Status:   l["hadash.status"],
		Master:   l[label.Master],
		Config:   words(l["hadash.config"]),
		Address:  l[label.Address],

		Keepalived: keepalived(l[label.Keepalived]),

		Addrs:   p.addrs(c),
		Reached: p.reached(ctx, c),
	}
}

// keepalived reads the label that names the service whose container runs the keepalived of this one: "vrrp1", or
// "vrrp1:/etc/keepalived/keepalived.conf".
func keepalived(text string) record.Keepalived {
	node, file, ok := strings.Cut(strings.TrimSpace(text), ":")
	if !ok && node != "" {
		file = "/etc/keepalived/keepalived.conf"
	}
	return record.Keepalived{Node: node, File: file}
}

// everyOf puts every container of a scaled service in the place of its name.
func everyOf(all []container.Summary, services []string) (out []string) {
	for _, service := range services {
		from := len(out)
		for _, c := range all {
			if c.Labels[label.Service] == service {
				out = append(out, c.Labels[label.Node])
			}
		}
		if len(out) == from { // it has no container now
			out = append(out, service)
		}
	}
	return out
}

// words splits a comma-separated label.
func words(label string) []string {
	var out []string
	for w := range strings.SplitSeq(label, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// addrs returns a container's addresses on its networks, and those on networks it is cut from: a balancer's log still
// shows them.
func (p *Project) addrs(c container.InspectResponse) []string {
	out := addresses(c.NetworkSettings.Networks)
	for _, a := range addresses(p.wasAt(c.ID)) {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// addresses lists the addresses of some endpoints, by network name. A stopped container has none, except a fixed one
// from compose.
func addresses(networks map[string]*network.EndpointSettings) []string {
	var out []string
	add := func(a string) {
		if a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	for _, name := range sortedKeys(networks) {
		e := networks[name]
		if e == nil {
			continue
		}
		add(e.IPAddress)
		add(e.GlobalIPv6Address)
		if e.IPAMConfig != nil {
			add(e.IPAMConfig.IPv4Address)
			add(e.IPAMConfig.IPv6Address)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
