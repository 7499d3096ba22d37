package nginxcfg

import (
	"slices"
	"time"

	"hadash/record"
)

// family is a set of directives that pass on one protocol: proxy_pass, proxy_read_timeout, ...
type family int

const (
	proxy family = iota
	fastcgi
	grpc
	memcached
	scgi
	uwsgi
	stream // proxy_pass within stream{}
	families
)

// prefixes are the beginnings of the directives' names, by family.
var prefixes = [families]string{"proxy", "fastcgi", "grpc", "memcached", "scgi", "uwsgi", "proxy"}

// setting is a value that is in force. doubt says why it is not known; it is zero if it is known.
type setting struct {
	is    time.Duration
	doubt record.Doubt
}

// waits holds how long a request waits, and how often it is tried.
type waits struct {
	connect, read setting
	tries         int
}

// scope holds the settings in force at one place of the configuration, set there or inherited.
type scope struct {
	of    [families]waits
	warns bool
	named bool // in a location @x or an internal one: only other locations lead there
}

// initial returns nginx's defaults (ngx_http_proxy_module and its like, ngx_stream_proxy_module).
func initial() scope {
	var s scope
	for f := range s.of {
		s.of[f] = waits{connect: setting{is: time.Minute}, read: setting{is: time.Minute}}
	}
	s.of[stream].read.is = 10 * time.Minute
	return s
}

// doubted returns the scope with a doubt about all its times, for one reason.
func (s scope) doubted(d record.Doubt) scope {
	for f := range s.of {
		s.of[f].connect.doubt, s.of[f].read.doubt = of(record.SettingTimeoutConnect, d), of(record.SettingTimeoutRead, d)
	}
	return s
}

// of returns a doubt as a doubt about one setting.
func of(setting record.Setting, d record.Doubt) record.Doubt {
	d.Of = setting
	return d
}

// warning are the levels of error_log at which nginx logs "temporarily disabled"; it is a warning.
var warning = []string{"warn", "notice", "info", "debug"}

// in returns the scope inside a block: a directive applies to the whole block, wherever in it. A file that is included
// there and was not given may set what the block does not set itself: nginx accepts no directive twice.
func (s scope) in(b *block) scope {
	logs := false
	for i := range b.all {
		if d := &b.all[i]; d.name() == "include" {
			s = s.doubted(d.doubt(record.SettingAll, record.DoubtInclude, d.word(1)))
			break
		}
	}
	for i := range b.all {
		switch d := &b.all[i]; d.name() {
		case "internal":
			s.named = true
		case "error_log":
			// Several in one block all apply; together they replace the inherited ones.
			s.warns = logs && s.warns || slices.Contains(warning, d.word(2))
			logs = true
		default:
			s.take(d)
		}
	}
	return s
}

// take reads a directive that sets a time or a number of tries. The directives of http and stream have some names in
// common; a block is in one of the two.
func (s *scope) take(d *directive) {
	to, ok := directives[d.name()]
	if !ok {
		return
	}
	for _, f := range to.families {
		w := &s.of[f]
		switch to.sets {
		case setsConnect:
			w.connect = d.time(record.SettingTimeoutConnect)
		case setsRead:
			w.read = d.time(record.SettingTimeoutRead)
		case setsTries:
			if n, ok := count(d.word(1)); ok {
				w.tries = n
			}
		}
	}
}

// The settings that a directive can set.
const (
	setsConnect = iota
	setsRead
	setsTries
)

// target says what a directive sets, and for which families.
type target struct {
	sets     int
	families []family
}

// directives are the directives that take reads, by name.
var directives = func() map[string]target {
	m := map[string]target{"proxy_timeout": {setsRead, []family{stream}}}
	for f := proxy; f < stream; f++ {
		both := []family{f}
		if f == proxy {
			both = append(both, stream)
		}
		m[prefixes[f]+"_connect_timeout"] = target{setsConnect, both}
		m[prefixes[f]+"_next_upstream_tries"] = target{setsTries, both}
		m[prefixes[f]+"_read_timeout"] = target{setsRead, []family{f}}
	}
	return m
}()

// time returns the time that a directive sets.
func (d *directive) time(what record.Setting) setting {
	if t, ok := duration(d.word(1), inMillis); ok {
		return setting{is: t}
	}
	return setting{doubt: d.doubt(what, record.DoubtValue, d.name()+" "+d.word(1))}
}
