package haproxycfg

import (
	"time"

	"hadash/record"
)

// proxy is what a defaults, backend or listen section has said so far.
type proxy struct {
	name                   string // "" where it is not known
	isDefaults             bool   // which has no servers
	check, connect, server time.Duration
	retries                int
	redispatch             bool
	kind                   string       // the option that says what a check asks; "" = none: it only connects
	program                record.Doubt // that it runs a program, if it does
	script                 bool         // the tcp-check lines expect an answer
	ownScript              bool         // they are this section's own: they replace what defaults said, not add to it
	params                 params       // of its default-server lines
	doubts                 doubts       // of all of these
}

// plain is a section to which no defaults apply.
var plain = proxy{isDefaults: true, retries: 3, params: initial}

// external is the kind of check that runs a program.
const external = "external-check"

// kinds are the options that choose what a check asks; the last one holds.
var kinds = set(external, "httpchk", "ldap-check", "mysql-check", "pgsql-check", "redis-check", "smtpchk", "spop-check", "ssl-hello-chk", "tcp-check")

// take reads one line of the section. A server line gives its Check, a template one for each slot. Of more than room
// one without a name says that they are too many.
func (p *proxy) take(l *line, room int) []record.Check {
	if unknown := l.word(0).unknown; unknown != "" {
		p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtVariable, unknown))
		return nil
	}
	switch l.text(0) {
	case "timeout":
		p.timeout(l)
	case "retries":
		if n, ok := count(l.text(1)); ok {
			p.retries = n
		}
	case "option":
		p.option(l)
	case "no":
		if l.text(1) == "option" {
			p.noOption(l)
		}
	case "tcp-check":
		p.tcpCheck(l)
	case "default-server":
		p.params, p.doubts = p.params.take(l, 1, p.doubts)
	case "server":
		if !p.isDefaults && len(l.words) > 2 {
			return p.watched(l, room)
		}
	case "server-template":
		if !p.isDefaults && len(l.words) > 3 {
			return p.slots(l, room)
		}
	}
	return nil
}

func (p *proxy) timeout(l *line) {
	switch l.text(1) {
	case "check":
		p.doubts.setDuration(&p.check, record.SettingTimeoutCheck, l, 2, 0)
	case "connect":
		p.doubts.setDuration(&p.connect, record.SettingTimeoutConnect, l, 2, 0)
	case "server":
		if d, ok := duration(l.text(2)); ok {
			p.server = d
		}
	default:
		p.vague(l)
	}
}

// vague notes a line of which a variable decides what it sets.
func (p *proxy) vague(l *line) {
	if unknown := l.word(1).unknown; unknown != "" {
		p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtVariable, unknown))
	}
}

// option reads an option line. "redispatch 0" is the same as none (configuration.txt 4.2).
func (p *proxy) option(l *line) {
	switch name := l.text(1); {
	case name == "redispatch":
		p.redispatch = l.text(2) != "0"
	case kinds[name]:
		p.kind = name
		p.doubts = p.doubts.settled(record.SettingProtocol, l)
		if name == external {
			p.program = l.doubt(record.SettingAll, record.DoubtProgram, "option "+name)
		}
	default:
		p.vague(l)
	}
}

func (p *proxy) noOption(l *line) {
	switch name := l.text(2); {
	case name == "redispatch":
		p.redispatch = false
	case kinds[name] && name == p.kind:
		p.kind = ""
		p.doubts = p.doubts.settled(record.SettingProtocol, l)
	}
}

// tcpCheck reads a line of the script of a check. What is only sent, a frozen server's kernel takes too; TLS is
// answered by the server alone.
func (p *proxy) tcpCheck(l *line) {
	if !p.ownScript && l.maybe == nothing {
		p.script, p.ownScript = false, true
	}
	asks := l.text(1) == "expect"
	if l.text(1) == "connect" {
		for _, w := range l.words[2:] {
			asks = asks || w.text == "ssl"
		}
	}
	if asks || l.maybe != nothing {
		p.script = p.script || asks
		p.doubts = p.doubts.settled(record.SettingProtocol, l)
	}
}
