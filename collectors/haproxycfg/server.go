package haproxycfg

import (
	"time"

	"hadash/record"
)

// params are those of a server line that say how the server is watched, as far as they were given:
// default-server lines, and then the server's own.
type params struct {
	check, checkSSL             bool
	inter, fastinter, downinter time.Duration // 0 = not given
	rise, fall, errorLimit      int
	observe, onError            string
	shutdown                    bool
}

// initial is what holds with no default-server line at all (configuration.txt 5.2).
var initial = params{inter: 2 * time.Second, rise: 2, fall: 3, errorLimit: 10, onError: "fail-check"}

// valued are the parameters with a value: the word after one of these is never a parameter itself, so
// that "cookie check" switches nothing on.
var valued = set(
	"addr", "agent-addr", "agent-inter", "agent-port", "agent-send", "alpn", "ca-file", "check-alpn", "check-proto",
	"check-sni", "ciphers", "ciphersuites", "client-sigalgs", "cookie", "crl-file", "crt", "curves", "downinter",
	"error-limit", "fall", "fastinter", "guid", "hash-key", "id", "init-addr", "init-state", "inter", "log-bufsize",
	"log-proto", "max-reuse", "maxconn", "maxqueue", "minconn", "namespace", "npn", "observe", "on-error",
	"on-marked-down", "on-marked-up", "pool-conn-name", "pool-low-conn", "pool-max-conn", "pool-purge-delay", "port",
	"proto", "proxy-v2-options", "redir", "resolve-net", "resolve-opts", "resolve-prefer", "resolvers", "rise",
	"sigalgs", "slowstart", "sni", "socks4", "source", "ssl-max-ver", "ssl-min-ver", "tcp-ut", "track", "usesrc",
	"verify", "verifyhost", "weight", "ws",
)

func set(all ...string) map[string]bool {
	m := map[string]bool{}
	for _, s := range all {
		m[s] = true
	}
	return m
}

// take reads the parameters of a server or default-server line.
func (p *params) take(words []string) {
	for i := 0; i < len(words); i++ {
		switch {
		case !valued[words[i]]:
			p.flag(words[i])
		case i+1 < len(words):
			p.value(words[i], words[i+1])
			i++
		}
	}
}

func (p *params) flag(name string) {
	switch name {
	case "check":
		p.check = true
	case "no-check":
		p.check = false
	case "check-ssl":
		p.checkSSL = true
	case "no-check-ssl":
		p.checkSSL = false
	}
}

func (p *params) value(name, value string) {
	switch name {
	case "inter":
		setDuration(&p.inter, value, 1)
	case "fastinter":
		setDuration(&p.fastinter, value, 1)
	case "downinter":
		setDuration(&p.downinter, value, 1)
	case "rise":
		setCount(&p.rise, value, 1)
	case "fall":
		setCount(&p.fall, value, 1)
	case "error-limit":
		setCount(&p.errorLimit, value, 1)
	case "observe":
		p.observe = value
	case "on-error":
		p.onError = value
	case "on-marked-down":
		p.shutdown = value == "shutdown-sessions"
	}
}

// put fills in the part of a Check that the server's own parameters decide.
func (p *params) put(c *record.Check) {
	c.On, c.Protocol = p.check, c.Protocol || p.checkSSL
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
