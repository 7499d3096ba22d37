package haproxycfg

import (
	"time"

	"hadash/record"
)

// proxy holds what a defaults, backend or listen section has set so far.
type proxy struct {
	name                   string // "" if it is not known
	isDefaults             bool   // a defaults section: it has no servers
	check, connect, server time.Duration
	retries                int
	redispatch             bool
	kind                   string       // the option that chooses what a check sends; "" = none: it only connects
	program                record.Doubt // the doubt that a check runs a program; nothing if it does not
	script                 bool         // the tcp-check lines expect an answer
	ownScript              bool         // they are this section's own: they replace those of defaults, and do not add to them
	params                 params       // of its default-server lines
	doubts                 doubts       // about all of these
}

// plain is a section to which no defaults apply.
var plain = proxy{isDefaults: true, retries: 3, params: initial}

// external is the kind of check that runs a program.
const external = "external-check"

// kinds are the options that choose what a check sends; the last one applies.
var kinds = set(external, "httpchk", "ldap-check", "mysql-check", "pgsql-check", "redis-check", "smtpchk", "spop-check", "ssl-hello-chk", "tcp-check")

// take reads one line of the section. It returns one Check for a server line, and one for each slot of a template. If
// there are more than room, the last Check has no name, and a Doubt that says so.
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

// vague adds a doubt for a line in which an unknown variable decides what is set.
func (p *proxy) vague(l *line) {
	if unknown := l.word(1).unknown; unknown != "" {
		p.doubts = p.doubts.with(l.doubt(record.SettingAll, record.DoubtVariable, unknown))
	}
}

// option reads an option line. "redispatch 0" turns it off (configuration.txt 4.2).
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

// tcpCheck reads a line of a check's script. A script that only sends does not detect a frozen server, whose kernel
// still accepts the data; an expected answer and a TLS handshake need the server itself.
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
