package attach

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// R0: what a label says counts, and the rest is found. Where a label and what is found say different things, that is said.

const labelled Rule = "R0 label"

// labelKind is the kind that the labels of a container give it; "" if they do not.
func labelKind(c *host.Container) (kind record.Kind, label string) {
	if k := record.Kind(c.Labels["hadash.kind"]); k.Valid() {
		return k, "hadash.kind=" + string(k)
	}
	if r := record.Role(c.Labels["hadash.role"]); r.Valid() {
		n := record.Node{Role: r}
		return n.Software(), "hadash.role=" + string(r)
	}
	return "", ""
}

// labelList splits a label of several words.
func labelList(c *host.Container, name string) (out []string) {
	for w := range strings.SplitSeq(c.Labels[name], ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// against says that a label and what is found differ.
func (d *discovery) against(c *host.Container, label, found string) {
	d.missing = append(d.missing, Missing{About: c.Node, What: record.Clean(fmt.Sprintf("its label %s, and %s: the label counts", label, found))})
}

// labelledKind compares the kind of a container's labels with the program that it runs.
func (d *discovery) labelledKind(c *host.Container) {
	kind, label := labelKind(c)
	runs, _, evidence := foundProgram(c)
	if kind != "" && runs != "" && kind != runs && (kind.Balances() || runs == record.KindHAProxy) { // nginx is often no more than a server
		d.against(c, label, "it runs "+evidence)
	}
}

// labelWay is how the numbers of a balancer are read by its label hadash.status; nil without one. A login in it is used and not shown.
func (d *discovery) labelWay(ctx context.Context, c *host.Container) *Way {
	u, err := url.Parse(c.Labels["hadash.status"])
	if err != nil || u.Scheme == "" {
		return nil
	}
	port, _ := strconv.Atoi(u.Port())
	w := &Way{Rule: labelled, Level: "operator", Says: "by its label hadash.status"}
	switch u.Scheme {
	case "unix":
		w.URL = "unix://" + u.Path
	case "tcp":
		w.URL = "tcp://" + u.Host
		if u.Hostname() == "" {
			w.URL = d.socketWay(ctx, c, &balancer.Socket{Port: port}).URL
		}
	case "http", "https":
		p := &balancer.Page{Kind: balancer.Stats, Path: strings.TrimSuffix(u.RequestURI(), ";csv"), Binds: []balancer.Bind{{Port: port, TLS: u.Scheme == "https"}}}
		if record.ForPrometheus(u) {
			p.Kind = balancer.Prometheus
		}
		if u.User != nil {
			password, _ := u.User.Password()
			p.Login = u.User.Username() + ":" + password
		}
		w.Level, w.Page = "", p
		if u.Hostname() == "" {
			found := pageWay(c, p, &p.Binds[0])
			w.URL, w.Exec = found.URL, found.Exec
		} else {
			w.URL = pageURL(p, &p.Binds[0], u.Host)
		}
	default:
		return nil
	}
	return w
}

// labelEdges are the services that a container's label says that it sends its traffic to; nil without one.
func (d *discovery) labelEdges(b *Balancer) []string {
	var to []string
	for _, name := range labelList(b.container, "hadash.to") {
		to = append(to, d.called(name)...)
	}
	if len(to) == 0 {
		return nil
	}
	var found []string
	for i := range b.Servers {
		for _, s := range b.Servers[i].Services {
			if !slices.Contains(found, s) {
				found = append(found, s)
			}
		}
	}
	for _, s := range found {
		if !slices.Contains(to, s) {
			d.against(b.container, "hadash.to does not name "+s, "its configuration leads there")
		}
	}
	for _, s := range to {
		if !slices.Contains(found, s) && len(found) > 0 {
			d.against(b.container, "hadash.to names "+s, "its configuration does not lead there")
		}
	}
	return to
}
