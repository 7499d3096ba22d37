package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/units"
)

// unheard returns an error with the sources that did not answer twice in time, their answers, and what to try.
func unheard(f *incident.Frame, within time.Duration) error {
	var all []string
	add := func(source, node string) {
		s := f.Source(source, node)
		name := record.SourceWord(source)
		if node != "" && node != source {
			name += " of " + node
		}
		switch {
		case s != nil && s.Asked >= 2:
		case s == nil:
			all = append(all, name+": no answer, and no error yet")
		case s.Err != "":
			all = append(all, name+": "+record.Clean(s.Err))
		default:
			all = append(all, name+": answered only once, after "+string(units.English.AppendTook(nil, s.Took)))
		}
	}
	switch {
	case f.Topology.NoDocker:
	case len(f.Topology.Hosts) == 0:
		add(record.SourceDocker, "")
	default:
		for _, h := range f.Topology.Hosts {
			add(record.SourceDocker, h.Name)
		}
	}
	for i := range f.Nodes {
		switch n := &f.Nodes[i]; {
		case n.Status == "":
		case n.Runs(record.KindProbe):
			if !probed(f, n.Name) {
				all = append(all, n.Name+": nothing recorded yet")
			}
		default:
			add(askedOf(n.Software()), n.Name)
		}
	}
	if len(all) == 0 {
		return errors.New("not every source answered twice within " + within.String())
	}
	return fmt.Errorf("not every source answered twice within %s, so nothing can be judged: %s\n'hadash status' shows what each source answers; a larger --interval gives slow sources more time", within, strings.Join(all, "; "))
}

// askedOf returns the source that polls a node of a kind.
func askedOf(k record.Kind) string {
	switch k {
	case record.KindHAProxy:
		return record.SourceHAProxy
	case record.KindNginx:
		return record.SourceNginx
	case record.KindK6:
		return record.SourceK6
	case record.KindProbe:
		return record.SourceLogs
	case record.KindMySQL:
		return record.SourceReplication
	}
	return record.SourcePage
}
