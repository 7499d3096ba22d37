// Package nginxcfg reads in nginx's configuration how it watches the servers it sends requests to.
package nginxcfg

import (
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// Upstreams gives one Upstream for every server line of an upstream block, in their order, but for those
// that are down. What it does not know it leaves out, and no text makes it fail: whether a configuration
// is right is nginx's business.
func Upstreams(text []byte) []record.Upstream {
	r := reader{proxied: map[string]scope{}}
	r.walk(parse(text), initial)
	var all []record.Upstream
	for _, g := range r.groups {
		all = append(all, g.servers(r.proxied)...)
	}
	return all
}

// group is an upstream block and what is in force where it stands.
type group struct {
	name  string
	block *block
	at    scope
}

// reader collects the groups, and what is in force at the first location that proxies to each. Names of
// hosts, and so of groups, are the same in upper and lower case.
type reader struct {
	groups  []group
	proxied map[string]scope
}

func (r *reader) walk(b *block, outer scope) {
	here := outer.in(b)
	for i := range b.all {
		switch d := &b.all[i]; {
		case d.name() == "proxy_pass":
			r.pass(d.word(1), here)
		case d.block == nil || d.name() == "stream" || d.name() == "mail": // those have upstreams of their own
		case d.name() == "upstream":
			r.groups = append(r.groups, group{d.word(1), d.block, here})
		default:
			inner := here
			inner.named = here.named || d.name() == "location" && strings.HasPrefix(d.word(1), "@")
			r.walk(d.block, inner)
		}
	}
}

// pass notes that requests are proxied to url, if that is the first place.
func (r *reader) pass(url string, here scope) {
	scheme, rest, _ := strings.Cut(strings.ToLower(url), "://")
	host, _, _ := strings.Cut(rest, "/")
	if _, known := r.proxied[host]; !known && !here.named && (scheme == "http" || scheme == "https") {
		r.proxied[host] = here
	}
}

// servers are those of the group. A group that nothing proxies to has what is in force where it stands.
func (g group) servers(proxied map[string]scope) (all []record.Upstream) {
	at, ok := proxied[strings.ToLower(g.name)]
	if !ok {
		at = g.at
	}
	for i := range g.block.all {
		d := &g.block.all[i]
		if d.name() != "server" || len(d.words) < 2 || slices.Contains(d.words[2:], "down") {
			continue
		}
		u := record.Upstream{
			Group: g.name, Addr: d.word(1), MaxFails: 1, FailTimeout: 10 * time.Second,
			ConnectTimeout: at.connect, ReadTimeout: at.read, Tries: at.tries, Warns: at.warns,
		}
		for _, param := range d.words[2:] {
			setParam(&u, param)
		}
		all = append(all, u)
	}
	return all
}

func setParam(u *record.Upstream, param string) {
	name, value, _ := strings.Cut(param, "=")
	switch name {
	case "backup":
		u.Backup = true
	case "max_fails":
		setCount(&u.MaxFails, value)
	case "fail_timeout":
		setDuration(&u.FailTimeout, value)
	}
}
