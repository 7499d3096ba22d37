package haproxycfg

import (
	"time"

	"hadash/record"
)

// params are the parameters that say how a server is checked, as given by the default-server lines and then by the
// server's own line.
type params struct {
	check, agent, elsewhere     bool // elsewhere: the check has an address or port of its own
	ssl, checkSSL, noCheckSSL   bool
	resolvers                   bool
	inter, fastinter, downinter time.Duration // 0 = not given
	rise, fall, errorLimit      int
	observe, onError, track     string
	shutdown                    bool
	section                     record.Doubt // the doubt that a healthcheck section defines its check; nothing if none does
}

// initial are the values without any default-server line (configuration.txt 5.2).
var initial = params{inter: 2 * time.Second, rise: 2, fall: 3, errorLimit: 10, onError: "fail-check"}

// valued are the parameters with a value: the word after one of these is never a parameter itself, so "cookie check"
// does not turn checks on.
var valued = set(
	"addr", "agent-addr", "agent-inter", "agent-port", "agent-send", "alpn", "ca-file", "cc", "check-alpn", "check-pool-conn-name",
	"check-proto", "check-sni", "ciphers", "ciphersuites", "client-sigalgs", "cookie", "crl-file", "crt", "curves", "downinter",
	"error-limit", "fall", "fastinter", "guid", "hash-key", "healthcheck", "id", "idle-ping", "init-addr", "init-state", "inter",
	"ktls", "log-bufsize", "log-proto", "max-reuse", "maxconn", "maxqueue", "minconn", "namespace", "npn", "observe", "on-error",
	"on-marked-down", "on-marked-up", "pool-conn-name", "pool-low-conn", "pool-max-conn", "pool-purge-delay", "port",
	"proto", "proxy-v2-options", "redir", "resolve-net", "resolve-opts", "resolve-prefer", "resolvers", "rise",
	"sigalgs", "slowstart", "sni", "socks4", "source", "ssl-max-ver", "ssl-min-ver", "tcp-md5sig", "tcp-ut", "track", "usesrc",
	"verify", "verifyhost", "weight", "ws",
)

func set(all ...string) map[string]bool {
	m := map[string]bool{}
	for _, s := range all {
		m[s] = true
	}
	return m
}

// take returns p and d as changed by the parameters of a server or default-server line, from its i-th word on.
func (p params) take(l *line, i int, d doubts) (params, doubts) {
	for ; i < len(l.words); i++ {
		w := l.word(i)
		switch {
		case w.unknown != "": // it may be any parameter, or the end of the line
			d = d.with(l.doubt(record.SettingAll, record.DoubtVariable, w.unknown))
		case !valued[w.text]:
			p.flag(&d, l, w.text)
		case i+1 < len(l.words):
			i++
			p.value(&d, l, i)
		}
	}
	return p, d
}

func (p *params) flag(d *doubts, l *line, name string) {
	of := record.SettingCheck
	switch name {
	case "check":
		p.check = true
	case "no-check":
		p.check = false
	case "agent-check":
		p.agent = true
	case "no-agent-check":
		p.agent = false
	case "ssl", "no-ssl":
		of, p.ssl = record.SettingProtocol, name == "ssl"
	case "check-ssl", "no-check-ssl":
		of, p.checkSSL, p.noCheckSSL = record.SettingProtocol, name == "check-ssl", name == "no-check-ssl"
	default:
		return
	}
	*d = d.settled(of, l)
}

// value reads the value of a parameter, which is the line's i-th word.
func (p *params) value(d *doubts, l *line, i int) {
	switch text := l.text(i); l.text(i - 1) {
	case "inter":
		d.setDuration(&p.inter, record.SettingInter, l, i, 1)
	case "fastinter":
		d.setDuration(&p.fastinter, record.SettingFastinter, l, i, 1)
	case "downinter":
		d.setDuration(&p.downinter, record.SettingDowninter, l, i, 1)
	case "rise":
		d.setCount(&p.rise, record.SettingRise, l, i, 1)
	case "fall":
		d.setCount(&p.fall, record.SettingFall, l, i, 1)
	case "error-limit":
		if n, ok := count(text); ok && n > 0 {
			p.errorLimit = n
		}
	case "observe":
		p.observe = record.Clean(text)
	case "on-error":
		p.onError = record.Clean(text)
	case "on-marked-down":
		p.shutdown = text == "shutdown-sessions"
	case "addr", "port":
		p.elsewhere = true
	case "healthcheck":
		p.section = l.doubt(record.SettingProtocol, record.DoubtSection, "healthcheck "+text)
	case "resolvers":
		p.resolvers = true
	case "track":
		p.track = text
		*d = d.settled(record.SettingCheck, l)
		if unknown := l.word(i).unknown; unknown != "" {
			*d = d.with(l.doubt(record.SettingCheck, record.DoubtVariable, unknown))
		}
	}
}

// likeness returns the Check of a server whose parameters begin at a line's i-th word; the server's name is not set
// yet.
func (p *proxy) likeness(l *line, i int) record.Check {
	c := record.Check{
		Backend: p.name, TimeoutCheck: p.check, TimeoutConnect: p.connect, TimeoutServer: p.server,
		Retries: p.retries, Redispatch: p.redispatch,
	}
	own, d := p.params.take(l, i, p.doubts)
	if l.maybe != nothing {
		d = d.with(l.ownDoubt(record.SettingAll))
	}
	if p.kind == external && own.check {
		d = d.with(p.program)
	}
	if own.section != nothing && !own.asksTLS() {
		d = d.with(own.section)
	}
	own.put(&c)
	c.Protocol = p.kind != "" && (p.kind != "tcp-check" || p.script) || own.asksTLS()
	c.Doubts = d
	return c
}

// asksTLS reports whether a check needs a TLS handshake: it does if the traffic does, unless it goes to another address
// (configuration.txt 5.2, "check").
func (p *params) asksTLS() bool {
	return p.checkSSL || p.ssl && !p.elsewhere && !p.noCheckSSL
}

// put fills in the part of a Check that the server's own parameters decide.
func (p *params) put(c *record.Check) {
	c.On, c.Agent, c.Resolvers, c.Tracks = p.check, p.agent, p.resolvers, p.track
	c.Inter, c.Fastinter, c.Downinter = p.inter, p.fastinter, p.downinter
	if c.Fastinter == 0 {
		c.Fastinter = p.inter
	}
	if c.Downinter == 0 {
		c.Downinter = p.inter
	}
	c.Rise, c.Fall = p.rise, p.fall
	c.Observe, c.ErrorLimit, c.OnError = p.observe, p.errorLimit, p.onError
	c.ShutdownDown = p.shutdown
}
