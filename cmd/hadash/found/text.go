package found

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"hadash/record"
)

// write prints a discovery for people: the balancers with their servers, who leads to whom, and what is missing with the line
// that would show it.
func (d *document) write(w io.Writer, why bool) {
	p := func(format string, args ...any) {
		_, _ = fmt.Fprintln(w, strings.TrimRight(record.Clean(fmt.Sprintf(format, args...)), " "))
	}
	if len(d.Balancers) == 0 {
		p("%s: no balancer", d.Project)
	}
	for i := range d.Balancers {
		b := &d.Balancers[i]
		if i > 0 {
			p("")
		}
		p("%s  %s, %s", b.Node, program(b.Kind), b.Mode)
		d.groups(b, p)
		p("  numbers   %s", b.Status)
		if b.Master != "" {
			p("  workers   %s", b.Master)
		}
		p("  log       %s", b.Log)
		p("  from      %s", strings.Join(b.Config, ", "))
	}
	d.paths(p)
	d.hidden(p)
	if len(d.Balancers) > 0 {
		p("")
		p("hadash -p %s watches it; hadash discover %s --why says how each fact was found", d.Project, d.Project)
	}
	if why {
		p("")
		for _, f := range d.Facts {
			p("%s %s  [%s: %s]", f.About, f.What, f.Rule, f.Evidence)
		}
	}
}

func program(kind string) string {
	if kind == string(record.KindHAProxy) {
		return "HAProxy"
	}
	return kind
}

// groups prints the servers of a balancer and where each leads.
func (d *document) groups(b *balancerJSON, p func(string, ...any)) {
	wide := 12
	for _, servers := range b.Groups {
		for name := range servers {
			wide = max(wide, len(name))
		}
	}
	for name := range b.Direct {
		wide = max(wide, len(name)-2)
	}
	for _, group := range slices.Sorted(maps.Keys(b.Groups)) {
		title := group
		if n := b.Slots[group]; n != "" {
			title += "  slots in use: " + n
		}
		p("  %s", title)
		for _, server := range slices.Sorted(maps.Keys(b.Groups[group])) {
			p("    %-*s  %s", wide, server, d.leads(b, group, server))
		}
	}
	for _, to := range slices.Sorted(maps.Keys(b.Direct)) {
		p("  %-*s  %s", wide+2, to, d.leads(b, "", to))
	}
}

// paths prints who sends traffic to whom, one line for each sender.
func (d *document) paths(p func(string, ...any)) {
	if len(d.Edges) > 0 || len(d.Supposed) > 0 {
		p("")
	}
	lines := func(edges [][2]string, arrow, tail string) {
		var from []string
		to := map[string][]string{}
		for _, e := range edges {
			if to[e[0]] == nil {
				from = append(from, e[0])
			}
			name := e[1]
			if n := d.Containers[name]; n > 1 {
				name = fmt.Sprintf("%s (%d)", name, n)
			}
			to[e[0]] = append(to[e[0]], name)
		}
		for _, f := range from {
			p("%s %s %s%s", f, arrow, strings.Join(to[f], ", "), tail)
		}
	}
	lines(d.Edges, "->", "")
	lines(d.Supposed, "~>", "   likely, not observed")
	if len(d.NoPart) > 0 {
		p("not on the path: %s", strings.Join(d.NoPart, ", "))
	}
}

// hidden prints what is missing and what would show it.
func (d *document) hidden(p func(string, ...any)) {
	for i, m := range d.Missing {
		if i == 0 {
			p("")
			p("hidden:")
		}
		about := m.About
		if about != "" {
			about += ": "
		}
		p("  %s%s", about, m.What)
		if m.Line == "" {
			continue
		}
		p("    add   %s", m.Line)
		if m.File != "" {
			p("    to    %s, in %s", m.File, m.Section)
			p("    then  %s", m.Then)
		}
	}
}

// leads says where a server leads, and in what state it is.
func (d *document) leads(b *balancerJSON, group, server string) string {
	services, full := b.Groups[group][server], group+"/"+server
	if group == "" {
		services, full = b.Direct[server], server
	}
	text := strings.Join(services, ", ")
	if nodes := b.Nodes[full]; nodes != nil {
		text = strings.Join(nodes, ", ")
	}
	if at, ok := b.Outside[server]; ok {
		text = "outside: " + at
	}
	if text == "" {
		text = "not found"
	}
	switch {
	case slices.Contains(d.Down, full):
		text += "  DOWN"
	case b.unseen[full]:
		text += "  unchecked: nobody would notice"
	case b.States[full] != "":
		text += "  " + b.States[full]
	}
	return text
}
