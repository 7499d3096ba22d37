// Package nginxcfg reads from nginx's configuration how nginx detects that a server failed.
package nginxcfg

import (
	"strings"

	"hadash/record"
)

// Upstreams returns one Upstream for every server line of an upstream block, in order, except those that are down, and
// one for every server that requests are passed to without such a block. An include is replaced by the files that it
// refers to, if they were given. If a construct that matters is not understood, the Upstream has a Doubt. Upstreams
// never fails: whether a configuration is valid is for nginx to decide.
func Upstreams(files []File) []record.Upstream {
	in := load(files)
	var all []record.Upstream
	for _, f := range in.files {
		if f.by != "" {
			continue
		}
		main := in.whole(f.block, 0)
		vars := variables{}
		vars.collect(main)
		r := reader{vars: vars, at: initial(), http: newPlane(), stream: newPlane()}
		r.main(f.path, main)
		all = append(all, r.upstreams()...)
	}
	return all[:min(len(all), maxUpstreams)]
}

// maxUpstreams limits how many servers are read.
const maxUpstreams = 20_000

// plane is http{} or stream{}: each has groups of its own, and places that lead to them.
type plane struct {
	groups []group
	hosts  []string          // the hosts and groups that requests are passed to, in order
	reach  map[string]*reach // by the group's name
	any    reach             // places that may lead to any of them
	unread record.Doubt      // a file that was not given may hold more places
	probes record.Doubt      // nginx itself checks its servers
}

func newPlane() *plane { return &plane{reach: map[string]*reach{}} }

// group is an upstream block, and the settings in force around it.
type group struct {
	name  string
	block *block
	at    place
	of    family
	from  record.Doubt // where it is written
}

// reader walks a configuration.
type reader struct {
	vars         variables
	at           scope
	http, stream *plane
	workers      workers
}

// main walks the directives outside all blocks. A file without http{} or stream{} that no given file includes belongs
// into a block that is not known.
func (r *reader) main(path string, b *block) {
	r.workers = countWorkers(b)
	outer := r.at.in(b)
	if !b.has("http", "stream") && b.has("upstream", "server") {
		around := record.Doubt{Kind: record.DoubtAround, What: record.Clean(path)}
		r.workers.doubt = of(record.SettingWorkers, around)
		r.http.unread = around
		r.walk(r.http, proxy, b, r.at.doubted(around))
		return
	}
	for i := range b.all {
		switch d := &b.all[i]; {
		case d.block == nil:
		case d.name() == "stream":
			r.walk(r.stream, stream, d.block, outer)
		case d.name() != "mail":
			r.walkOne(r.http, proxy, d, outer)
		}
	}
}

// walk reads a block and the blocks within it.
func (r *reader) walk(p *plane, pass family, b *block, outer scope) {
	here := outer.in(b)
	for i := range b.all {
		r.walkOne(p, pass, &b.all[i], here)
	}
}

func (r *reader) walkOne(p *plane, pass family, d *directive, here scope) {
	f, passes := passing(d.name(), pass)
	switch {
	case passes && d.block == nil:
		r.pass(p, f, d, here)
	case d.name() == "include":
		if p.unread == (record.Doubt{}) {
			p.unread = d.doubt(record.SettingAll, record.DoubtInclude, d.word(1))
		}
	case d.name() == "health_check":
		p.probes = d.doubt(record.SettingAll, record.DoubtProbes, d.name())
	case d.block == nil:
	case d.name() == "upstream":
		from := record.Doubt{Kind: record.DoubtUnused, What: d.word(1), File: d.file, Line: d.line}
		p.groups = append(p.groups, group{d.word(1), d.block, place{waits: here.of[pass], warns: here.warns}, pass, from})
	case strings.Contains(d.name(), "_by_lua"), d.name() == "map", d.name() == "geo", d.name() == "types", d.name() == "split_clients":
	default:
		inner := here
		inner.named = here.named || d.name() == "location" && strings.HasPrefix(d.word(1), "@")
		r.walk(p, pass, d.block, inner)
	}
}

// passing returns the family of a directive that passes requests on; false for other directives.
func passing(name string, pass family) (family, bool) {
	if name == "proxy_pass" {
		return pass, true
	}
	for f := fastcgi; f < stream && pass == proxy; f++ {
		if name == prefixes[f]+"_pass" {
			return f, true
		}
	}
	return 0, false
}

// pass records that requests are passed on from here.
func (r *reader) pass(p *plane, f family, d *directive, here scope) {
	at := place{waits: here.of[f], warns: here.warns, named: here.named}
	hosts, ok := r.vars.hosts(f, d.word(1))
	if !ok || len(hosts) > 1 {
		at.choice = d.doubt(record.SettingAll, record.DoubtChoice, d.name()+" "+d.word(1))
	}
	if !ok {
		p.any.add(at)
		return
	}
	for _, h := range hosts {
		if p.reach[h] == nil {
			p.reach[h] = &reach{}
			p.hosts = append(p.hosts, h)
		}
		p.reach[h].add(at)
	}
}

// upstreams returns the servers of all groups, and those without one.
func (r *reader) upstreams() (all []record.Upstream) {
	for _, p := range []*plane{r.http, r.stream} {
		for _, g := range p.groups {
			all = append(all, g.servers(p, r.workers)...)
		}
		all = append(all, p.direct(p == r.stream)...)
	}
	return all
}
