package drill

import (
	"fmt"
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/near"
	"hadash/record"
	"hadash/wording"
)

// Check compares the names in a drill with the stack, and reports those that do not exist.
func (d *Drill) Check(t *record.Topology) (all Problems) {
	for i := range d.Steps {
		s := &d.Steps[i]
		for _, n := range s.do.names() {
			if d.Pair && (n.text == Active || n.text == Standby) {
				continue // the pair may not run yet
			}
			text, warning := n.wrong(t)
			p := Problem{File: d.File, Line: s.Line, Col: n.at.col, Text: text, Warning: warning}
			if text != "" && !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

// wrong says why a name does not exist in a stack, "" when it does. The labels need not list every backend.
func (n name) wrong(t *record.Topology) (text string, warning bool) {
	what, has := n.sort(t)
	if n.kind == aService && len(t.Hit(record.Fault{Kind: record.Scale, Target: n.text})) > 0 {
		return "", false
	}
	if len(has) == 0 && n.kind == aHost {
		return fmt.Sprintf("%q is not a host of project %s, which is watched on one: --context a,b,c names several", n.text, t.Project), false
	}
	if len(has) == 0 && n.kind != anyNode && n.kind != aWebServer || slices.Contains(has, n.text) {
		return "", false
	}
	return fmt.Sprintf("%q is not a %s of project %s%s; there are %s", n.text, what, t.Project, near.Suggest(n.text, has), strings.Join(has, ", ")),
		n.kind == aBackend || n.kind == aPlace && near.Best(n.text, has) == "" || n.of != "" && (near.Best(n.text, has) == "" || !labelled(t, n.of)) // a backend may name its servers freely
}

func labelled(t *record.Topology, backend string) bool {
	return slices.ContainsFunc(t.Nodes, func(n record.Node) bool { return n.Runs(record.KindHAProxy) && slices.Contains(n.Upstream, backend) })
}

// sort returns what kind of name is needed, and all names of that kind.
func (n name) sort(t *record.Topology) (what string, has []string) {
	for _, node := range t.Nodes {
		switch {
		case n.kind == aPlace && node.Runs(record.KindHAProxy):
			has = append(append(append(has, node.Name), node.To...), node.Upstream...)
		case n.kind == aServer && node.Runs(record.KindHAProxy):
			has = append(has, node.To...)
		case n.kind == aBackend && node.Runs(record.KindHAProxy):
			has = append(has, node.Upstream...)
		case n.kind == aService:
			has = append(has, record.ServiceOf(node.Name))
		case n.kind == anyNode, n.kind == aPlace, n.kind == aWebServer && (node.Runs(record.KindNginx) || node.Address != ""):
			has = append(has, node.Name)
		}
	}
	if n.kind == anyNode || n.kind == aPlace || n.kind == aWebServer {
		has = append(has, parts(t)...)
	}
	for _, h := range t.Hosts {
		if n.kind == aHost {
			has = append(has, h.Name)
		}
	}
	slices.Sort(has)
	return map[nameKind]string{
		aHost: "host", aService: "service",
		anyNode: "service", aServer: "server of HAProxy", aBackend: "backend that a label names", aWebServer: "web server", aPlace: "service, server or backend",
	}[n.kind], slices.Compact(has)
}

// noBackend is missing for a backend. Several balancers may have one of that name.
func (n name) noBackend(f *incident.Frame) wording.Phrase {
	var found []string
	for i := range f.HAProxy.Proxies {
		if p := &f.HAProxy.Proxies[i]; !p.Frontend && servers.Called(p.Pxname, n.text) {
			found = append(found, p.Pxname)
		}
	}
	switch len(found) {
	case 0:
		return wording.ThereIsNo.Of(n.text)
	case 1:
		return wording.Phrase{}
	}
	return wording.SeveralBackends.Of(n.text, found[0], found[len(found)-1])
}

// missing says why the named thing cannot be seen in a Frame, zero when it can.
func (n name) missing(f *incident.Frame) wording.Phrase {
	if (n.kind == anyNode || n.kind == aPlace) && f.Node(n.text) != nil || n.kind == aWebServer || n.kind == aHost || n.kind == aService {
		return wording.Phrase{}
	}
	if f.HAProxy == nil {
		return wording.NeverAnswered.Of()
	}
	if n.kind == aPlace && n.noBackend(f).IsZero() {
		return wording.Phrase{}
	}
	if n.kind == aBackend {
		if b := f.Node(n.text); b != nil && b.Runs(record.KindHAProxy) {
			return wording.Phrase{} // of balancer/backend, which is said of the other half
		}
		return n.noBackend(f)
	}
	if whole := (name{text: n.of + "/" + n.text}); n.of != "" && whole.noBackend(f).IsZero() {
		return wording.Phrase{}
	}
	rows := serversCalled(f, n.text)
	if n.of != "" {
		rows = slices.DeleteFunc(rows, func(s *record.Server) bool { return !servers.Called(s.Pxname, n.of) })
	}
	switch {
	case len(rows) == 0 && n.of != "":
		return wording.ThereIsNo.Of(n.of + "/" + n.text)
	case len(rows) == 0:
		return wording.ThereIsNo.Of(n.text)
	case n.kind != aPlace && rows[0].Name() != rows[len(rows)-1].Name():
		return wording.SeveralServers.Of(n.text, rows[0].Name(), rows[len(rows)-1].Name())
	}
	return wording.Phrase{}
}
