package nginxcfg

import (
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// servers returns the servers of the group.
func (g group) servers(p *plane, w workers) (all []record.Upstream) {
	at := p.waits(g.name, g.at)
	like := record.Upstream{
		Group: g.name, MaxFails: 1, FailTimeout: 10 * time.Second, Stream: g.of == stream,
		ConnectTimeout: at.connect.is, ReadTimeout: at.read.is, Tries: at.tries, Warns: at.warns,
	}
	if len(at.differ) > 1 {
		like.Places = len(at.differ)
	}
	var d doubts
	d.add(at.connect.doubt)
	d.add(at.read.doubt)
	if !at.any && at.connect.doubt == (record.Doubt{}) && at.read.doubt == (record.Doubt{}) {
		from := directive{file: g.from.File, line: g.from.Line}
		d.add(from.doubt(record.SettingTimeoutConnect, g.from.Kind, g.from.What))
		d.add(from.doubt(record.SettingTimeoutRead, g.from.Kind, g.from.What))
	}
	d.add(p.probes)
	g.describe(&like, &d, w)
	for i := range g.block.all {
		if s := &g.block.all[i]; s.name() == "server" && len(s.words) > 1 && !slices.Contains(s.words[2:], "down") {
			all = append(all, server(like, d, s))
		}
	}
	return all
}

// describe sets what is the same for all servers of the group.
func (g group) describe(u *record.Upstream, d *doubts, w workers) {
	lines, zone := 0, false
	u.Even = true
	for i := range g.block.all {
		switch s := &g.block.all[i]; s.name() {
		case "server":
			lines++
			u.Even = u.Even && (slices.Contains(s.words, "backup") || !slices.ContainsFunc(s.words[1:], uneven))
		case "zone":
			zone = true
		case "least_conn", "least_time", "ip_hash", "hash", "random", "fair", "sticky", "queue":
			u.Even = false
		case "keepalive":
			n, ok := count(s.word(1))
			u.Kept, u.Closed = !ok || n > 0, ok && n == 0
		case "include":
			u.Kept, u.Even = true, false // the file may set these or not
			d.add(s.doubt(record.SettingGroup, record.DoubtInclude, s.word(1)))
		case "check": // nginx_upstream_check_module and Tengine
			d.add(s.doubt(record.SettingAll, record.DoubtProbes, s.name()))
		case "balancer_by_lua_block", "balancer_by_lua_file":
			u.Even = false
			d.add(s.doubt(record.SettingAll, record.DoubtProgram, s.name()))
		}
	}
	u.Alone = lines == 1 // whatever its parameters: a backup counts, and so does a server that is down
	if !zone {
		u.Workers = w.n
		d.add(w.doubt)
	}
}

// uneven reports whether a parameter gives its server a different share of the requests than the others.
func uneven(param string) bool {
	name, value, _ := strings.Cut(param, "=")
	return name == "weight" && value != "1" || name == "max_conns" || name == "slow_start"
}

// server returns the Upstream of one server line.
func server(u record.Upstream, d doubts, s *directive) record.Upstream {
	u.Addr = s.word(1)
	d = slices.Clone(d)
	for _, param := range s.words[2:] {
		name, value, _ := strings.Cut(param, "=")
		switch name {
		case "backup":
			u.Backup = true
		case "max_fails":
			n, ok := count(value)
			if u.MaxFails = n; !ok {
				d.add(s.doubt(record.SettingMaxFails, record.DoubtValue, param))
			}
		case "fail_timeout":
			t, ok := duration(value, inSeconds)
			if u.FailTimeout = t; !ok {
				d.add(s.doubt(record.SettingFailTimeout, record.DoubtValue, param))
			}
		}
	}
	u.Doubts = d
	return u
}

// workers is the number of nginx's worker processes.
type workers struct {
	n     int // 0 = one
	doubt record.Doubt
}

// countWorkers reads worker_processes, which is outside all blocks.
func countWorkers(main *block) (w workers) {
	for i := range main.all {
		switch d := &main.all[i]; d.name() {
		case "worker_processes":
			n, ok := count(d.word(1))
			if !ok {
				return workers{doubt: d.doubt(record.SettingWorkers, record.DoubtValue, "worker_processes "+d.word(1))}
			}
			return workers{n: n}
		case "include":
			w.doubt = d.doubt(record.SettingWorkers, record.DoubtInclude, d.word(1))
		}
	}
	return w
}
