// Package haproxycfg reads from HAProxy's configuration how HAProxy checks its servers.
package haproxycfg

import (
	"bytes"
	"strings"

	"hadash/conf/balancer"
	"hadash/record"
)

// File is a configuration file as it was read.
type File = balancer.File

// Checks returns one Check for every server of a backend or listen section, in order. It reads the files one after the
// other, as HAProxy does, with env as the environment of HAProxy's process ("NAME=value"). If a construct that matters
// is not understood, the Check has a Doubt. Checks never fails: whether a configuration is valid is for HAProxy to
// decide.
func Checks(files []File, env []string) []record.Check {
	none := plain
	r := reader{last: &none, named: map[string]*proxy{}, env: newEnvironment(env)}
	r.each = r.line
	for _, f := range files {
		r.file(f)
	}
	r.spread()
	follow(r.checks)
	return r.checks
}

// reader is the state of reading a configuration.
type reader struct {
	each    func(*line) // takes a line that is in force, or may be
	checks  []record.Check
	env     *environment
	last    *proxy            // the defaults of a proxy that names no others
	named   map[string]*proxy // defaults by name, for "from"
	open    *proxy            // the section being read; nil = one that does not concern checks
	global  bool              // the section being read is global
	percent int               // spread-checks
	doubts  doubts            // about the settings of global
}

// file reads one file. Neither a section nor a condition continues in the next one.
func (r *reader) file(f File) {
	r.open, r.global = nil, false
	var b branching
	number := 0
	for text := range bytes.Lines(f.Text) {
		number++
		r.read(&b, &line{file: f.Path, number: number}, strings.TrimRight(string(text), "\n"))
	}
}

// read reads one line, and applies it if it is in force.
func (r *reader) read(b *branching, l *line, text string) {
	if l.words = words(text, r.env); len(l.words) == 0 {
		return
	}
	if l.text(0) != "" && l.text(0)[0] == '.' {
		_, rest, _ := strings.Cut(text, l.text(0))
		if b.take(l, rest, r.env) {
			return
		}
	}
	now, doubt := b.here()
	if now == no {
		return
	}
	l.maybe = doubt
	for i, w := range l.words {
		if w.ends() {
			l.words = l.words[:i]
			break
		}
	}
	if len(l.words) > 0 {
		r.each(l)
	}
}

// others are the sections that do not concern checks. They must be recognised because some of them have server lines
// too.
var others = set("acme", "cache", "crt-list", "crt-store", "fcgi-app", "frontend", "healthcheck", "http-errors", "log-forward",
	"log-profile", "mailers", "peers", "program", "resolvers", "ring", "traces", "userlist")

func (r *reader) line(l *line) {
	switch first := l.text(0); {
	case first == "defaults":
		r.defaults(l)
	case first == "backend" || first == "listen":
		r.proxy(l)
	case first == "global" || others[first]:
		r.open, r.global = nil, first == "global"
	case r.global:
		r.globally(l)
	case r.open != nil && len(r.checks) <= maxServers:
		r.checks = append(r.checks, r.open.take(l, maxServers-len(r.checks))...)
	}
}

// globally reads a line of global.
func (r *reader) globally(l *line) {
	r.env.take(l)
	if l.text(0) == "spread-checks" {
		r.doubts.setCount(&r.percent, record.SettingSpread, l, 1, 0)
		if r.percent > maxSpread {
			r.doubts.refuse(record.SettingSpread, l, 1)
			r.percent = 0
		}
	}
}

// maxSpread is the largest value that HAProxy accepts for spread-checks.
const maxSpread = 50

// spread copies the settings of global to every server.
func (r *reader) spread() {
	for i := range r.checks {
		c := &r.checks[i]
		c.Spread = r.percent
		c.Doubts = append(c.Doubts[:len(c.Doubts):len(c.Doubts)], r.doubts...)
	}
}

// defaults opens a defaults section: "defaults [NAME] [from OTHER]". Without "from" it starts from HAProxy's own
// defaults, whatever an earlier defaults section set.
func (r *reader) defaults(l *line) {
	p := plain
	name, rest := l.text(1), 2
	if name == "from" {
		name, rest = "", 1
	}
	if l.text(rest) == "from" {
		p = r.from(l, rest)
	} else if l.maybe != nothing {
		p.doubts = p.doubts.with(l.ownDoubt(record.SettingAll))
	}
	if name != "" {
		r.named[name] = &p
	}
	r.last, r.open, r.global = &p, &p, false
}

// proxy opens a backend or listen section: "backend NAME [from DEFAULTS]".
func (r *reader) proxy(l *line) {
	p := r.from(l, 2)
	p.name, p.isDefaults = l.text(1), false
	if unknown := l.word(1).unknown; unknown != "" {
		p.name = ""
		p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtVariable, unknown))
	}
	r.open, r.global = &p, false
	if p.name == "" && l.word(1).unknown == "" {
		r.open = nil
	}
}

// from returns what a section starts from: the defaults that its line names after the i-th word, "from", else the last
// ones.
func (r *reader) from(l *line, i int) proxy {
	p := *r.last
	if l.text(i) == "from" {
		named, ok := r.named[l.text(i+1)]
		switch unknown := l.word(i + 1).unknown; {
		case unknown != "":
			p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtVariable, unknown))
		case !ok:
			p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtValue, "from "+l.text(i+1)))
		default:
			p = *named
		}
	}
	if l.maybe != nothing {
		p.doubts = p.doubts.with(l.ownDoubt(record.SettingAll))
	}
	p.ownScript = false
	return p
}
