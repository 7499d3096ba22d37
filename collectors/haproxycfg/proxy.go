package haproxycfg

import (
	"time"

	"hadash/record"
)

// proxy is what a defaults, backend or listen section has said so far.
type proxy struct {
	name                   string // "" in a defaults section, which has no servers
	check, connect, server time.Duration
	retries                int
	redispatch             bool
	kind                   string // the option that says what a check asks; "" = none: it only connects
	script                 bool   // the tcp-check lines expect an answer
	ownScript              bool   // they are this section's own: they replace what defaults said, not add to it
	params                 params // of its default-server lines
}

// plain is a section to which no defaults apply.
var plain = proxy{retries: 3, params: initial}

// kinds are the options that choose what a check asks; the last one holds.
var kinds = set("httpchk", "ldap-check", "mysql-check", "pgsql-check", "redis-check", "smtpchk", "spop-check", "ssl-hello-chk", "tcp-check")

// take reads one line of the section. A server line gives its Check.
func (p *proxy) take(words []string) (c record.Check, ok bool) {
	first, second := word(words, 1), word(words, 2)
	switch words[0] {
	case "timeout":
		p.timeout(first, second)
	case "retries":
		setCount(&p.retries, first, 0)
	case "option":
		p.option(first, second)
	case "no":
		if first == "option" {
			p.noOption(second)
		}
	case "tcp-check":
		p.tcpCheck(first)
	case "default-server":
		p.params.take(words[1:])
	case "server":
		if p.name != "" && len(words) > 2 {
			return p.watched(words[1], words[3:]), true
		}
	}
	return record.Check{}, false
}

func (p *proxy) timeout(which, value string) {
	switch which {
	case "check":
		setDuration(&p.check, value, 0)
	case "connect":
		setDuration(&p.connect, value, 0)
	case "server":
		setDuration(&p.server, value, 0)
	}
}

// option reads an option line. "redispatch 0" is the same as none (configuration.txt 4.2).
func (p *proxy) option(name, value string) {
	switch {
	case name == "redispatch":
		p.redispatch = value != "0"
	case kinds[name]:
		p.kind = name
	}
}

func (p *proxy) noOption(name string) {
	switch name {
	case "redispatch":
		p.redispatch = false
	case p.kind:
		p.kind = ""
	}
}

func (p *proxy) tcpCheck(verb string) {
	if !p.ownScript {
		p.script, p.ownScript = false, true
	}
	p.script = p.script || verb == "expect" // what is only sent, a frozen server's kernel takes too
}

// watched is how the server is watched whose name and parameters these are.
func (p *proxy) watched(name string, own []string) record.Check {
	c := record.Check{
		Backend: p.name, Server: name,
		Protocol:     p.kind != "" && (p.kind != "tcp-check" || p.script),
		TimeoutCheck: p.check, TimeoutConnect: p.connect, TimeoutServer: p.server,
		Retries: p.retries, Redispatch: p.redispatch,
	}
	all := p.params
	all.take(own)
	all.put(&c)
	return c
}

// word is the i-th word, "" when there are fewer.
func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
