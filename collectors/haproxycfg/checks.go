// Package haproxycfg reads in HAProxy's configuration how it watches its servers.
package haproxycfg

import (
	"strings"

	"hadash/record"
)

// Checks gives one Check for every server line of a backend or listen section, in their order. What it
// does not know it leaves out, and no text makes it fail: whether a configuration is right is HAProxy's
// business.
func Checks(text []byte) []record.Check {
	none := plain
	r := reader{last: &none, named: map[string]*proxy{}}
	for line := range strings.Lines(string(text)) {
		if all := words(strings.TrimRight(line, "\n")); len(all) > 0 {
			r.line(all)
		}
	}
	return r.checks
}

// reader has read a configuration up to some line.
type reader struct {
	checks []record.Check
	last   *proxy            // the defaults that apply to a proxy which names no other
	named  map[string]*proxy // defaults by name, for "from"
	open   *proxy            // the section that is being read; nil = one that says nothing of checks
}

// others are the sections that have nothing to say here. Some have server lines, too, so it matters where
// they begin.
var others = set("acme", "cache", "crt-list", "crt-store", "fcgi-app", "frontend", "global", "http-errors", "log-forward",
	"log-profile", "mailers", "peers", "program", "resolvers", "ring", "traces", "userlist")

func (r *reader) line(words []string) {
	switch first := words[0]; {
	case first == "defaults":
		r.begin(words)
	case first == "backend" || first == "listen":
		p := r.from(word(words, 2), word(words, 3))
		p.name = word(words, 1)
		r.open = &p
	case others[first]:
		r.open = nil
	case r.open != nil:
		if c, ok := r.open.take(words); ok {
			r.checks = append(r.checks, c)
		}
	}
}

// begin opens a defaults section: "defaults [NAME] [from OTHER]". Without "from" it starts from nothing,
// whatever the one before it said.
func (r *reader) begin(words []string) {
	p := plain
	name, rest := word(words, 1), 2
	if name == "from" {
		name, rest = "", 1
	}
	if word(words, rest) == "from" {
		p = r.from("from", word(words, rest+1))
	}
	if name != "" {
		r.named[name] = &p
	}
	r.last, r.open = &p, &p
}

// from is what a section begins with: the defaults that it names, else the last.
func (r *reader) from(keyword, name string) proxy {
	p := *r.last
	if named, ok := r.named[name]; ok && keyword == "from" {
		p = *named
	}
	p.ownScript = false
	return p
}
