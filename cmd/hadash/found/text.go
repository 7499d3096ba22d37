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
	p := func(format string, args ...any) { fmt.Fprintln(w, record.Clean(fmt.Sprintf(format, args...))) }
	if len(d.Balancers) == 0 {
		p("project %s: no balancer", d.Project)
	}
	for i := range d.Balancers {
		b := &d.Balancers[i]
		p("%s  %s, %s, configured by %s", b.Node, b.Kind, b.Mode, strings.Join(b.Config, ", "))
		for _, group := range slices.Sorted(maps.Keys(b.Groups)) {
			p("  %s", group)
			for _, server := range slices.Sorted(maps.Keys(b.Groups[group])) {
				p("    %-20s %s", server, d.leads(b, group, server))
			}
			if n := b.Slots[group]; n != "" {
				p("    slots in use: %s", n)
			}
		}
		for _, to := range slices.Sorted(maps.Keys(b.Direct)) {
			p("  %-22s %s", to, strings.Join(b.Direct[to], ", "))
		}
		p("  numbers  %s", b.Status)
		p("  log      %s", b.Log)
	}
	for _, e := range d.Edges {
		p("%s -> %s", e[0], e[1])
	}
	for _, e := range d.Supposed {
		p("%s ~> %s  (likely, by its environment or a variable)", e[0], e[1])
	}
	if len(d.NoPart) > 0 {
		p("no part of the path: %s", strings.Join(d.NoPart, ", "))
	}
	for _, m := range d.Missing {
		p("")
		p("%s: %s", m.About, m.What)
		if m.Line != "" {
			p("  to see it, add to %s (%s):", m.Section, m.File)
			p("    %s", m.Line)
			p("  then: %s", m.Then)
		}
	}
	if why {
		p("")
		for _, f := range d.Facts {
			p("%s %s  [%s: %s]", f.About, f.What, f.Rule, f.Evidence)
		}
	}
}

// leads says where a server leads, and in what state it is.
func (d *document) leads(b *balancerJSON, group, server string) string {
	text := strings.Join(b.Groups[group][server], ", ")
	if at, ok := b.Outside[server]; ok {
		text = "outside: " + at
	}
	if text == "" {
		text = "not found"
	}
	full := group + "/" + server
	switch {
	case slices.Contains(b.Standby, server):
		text += "  standby"
	case slices.Contains(d.Down, full):
		text += "  down"
	case slices.Contains(b.Unchecked, full):
		text += "  unchecked: nobody would notice"
	}
	return text
}
