package nginxcfg

import (
	"slices"
	"time"
)

// scope is what is in force at one place of the configuration, its own or inherited.
type scope struct {
	connect, read time.Duration
	tries         int
	warns         bool
	named         bool // in a location @x or an internal one: only other locations lead there
}

// initial is what holds where nothing is said (ngx_http_proxy_module, ngx_core_module).
var initial = scope{connect: time.Minute, read: time.Minute}

// warning are the levels of error_log at which "temporarily disabled" is told; it is a warning.
var warning = []string{"warn", "notice", "info", "debug"}

// in is the scope inside a block: a directive holds for the whole of it, wherever it stands.
func (s scope) in(b *block) scope {
	logs := false
	for i := range b.all {
		switch d := &b.all[i]; d.name() {
		case "proxy_connect_timeout":
			setDuration(&s.connect, d.word(1))
		case "proxy_read_timeout":
			setDuration(&s.read, d.word(1))
		case "proxy_next_upstream_tries":
			setCount(&s.tries, d.word(1))
		case "internal":
			s.named = true
		case "error_log":
			// Several at one place all write; together they replace the inherited ones.
			s.warns = logs && s.warns || slices.Contains(warning, d.word(2))
			logs = true
		}
	}
	return s
}
