package attach

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// outputs are the files that are a container's own output.
func output(name string) bool {
	switch name {
	case "/dev/stdout", "/dev/stderr", "/proc/self/fd/1", "/proc/self/fd/2", "/dev/fd/1", "/dev/fd/2":
		return true
	}
	return false
}

// logs says what of a balancer's lines about sessions and requests can be read, and names what would show more.
func (d *discovery) logs(ctx context.Context, c *host.Container, kind record.Kind, conf *balancer.Conf) Logs {
	if kind == record.KindNginx {
		return d.nginxLogs(ctx, c, conf)
	}
	return d.haproxyLogs(c, conf)
}

// haproxyLogs finds where HAProxy's sessions are logged. Changes of state also go to standard error, whatever the
// configuration says, unless HAProxy runs as a daemon.
func (d *discovery) haproxyLogs(c *host.Container, conf *balancer.Conf) Logs {
	var own, to *balancer.Log
	for i := range conf.Logs {
		switch l := &conf.Logs[i]; {
		case l.Own:
			if own == nil || own.Proxy == "" {
				own = l
			}
		case l.Host != "" || l.File != "" && to == nil:
			to = l
		}
	}
	if own != nil {
		d.fact(c.Node, "logs its sessions on its own output", "R13", place(own.From))
		return Logs{Own: true, Format: own.Format, Attempts: true, Says: "own"}
	}
	states, says := "; stderr states", "stderr states only"
	if daemon(c) {
		states, says = "", "none"
	}
	what := "no session is logged"
	if to != nil {
		target := either(to.Host, to.File)
		switch service, node, near := d.syslogAt(c, to); {
		case near:
			d.fact(c.Node, "logs its sessions to a syslog server in its own container", "R13", target)
			return Logs{Says: "to a syslog server in its container" + states}
		case service != "":
			d.fact(c.Node, "logs its sessions to "+service, "R13", place(to.From))
			if conf.Sends == "" {
				d.logsThere(c, service)
			}
			return Logs{Says: "to " + service + states, To: node, Format: to.Format, Attempts: true}
		}
		what = "sessions are logged to " + record.Clean(target) + ", where nobody is known to listen"
	}
	if states == "" {
		what += ", and a daemon writes no changes of state"
	}
	d.lack(c, what, "log stdout format raw local0", "global", conf)
	return Logs{Says: says}
}

// logsThere remembers who logs to a service: with two, its lines say which only with "log-send-hostname".
func (d *discovery) logsThere(c *host.Container, service string) {
	if d.syslogs == nil {
		d.syslogs = map[string][]*host.Container{}
	}
	d.syslogs[service] = append(d.syslogs[service], c)
}

// syslogAt returns the service that a log target leads to, and its container's node, or that it is in the container itself; neither for what is not found.
func (d *discovery) syslogAt(c *host.Container, to *balancer.Log) (service, node string, near bool) {
	if to.Host == "" || to.Host == "localhost" || strings.HasPrefix(to.Host, "127.") {
		for _, line := range c.Processes {
			if words := strings.Fields(line); len(words) > 0 && strings.Contains(path.Base(words[0]), "syslog") || strings.Contains(line, "busybox syslogd") {
				return "", "", true
			}
		}
		if to.Host == "" {
			return "", "", false
		}
	}
	f := d.lead(c, &balancer.Server{Host: to.Host})
	if len(f.nodes) == 0 {
		return "", "", false
	}
	return f.nodes[0].Service, f.nodes[0].Node, false
}

// syslog is where the lines of a balancer come out, if that is another container, and the names by which a header may call it.
func (b *Balancer) syslog() record.Syslog {
	c := b.container
	if b.Logs.To == "" || b.Logs.To == b.Node {
		return record.Syslog{}
	}
	out := record.Syslog{Node: b.Logs.To}
	add := func(names ...string) {
		for _, n := range names {
			if n = record.Clean(n); n != "" && !slices.Contains(out.Names, n) {
				out.Names = append(out.Names, n)
			}
		}
	}
	add(c.Hostname, c.Name, c.Node, c.ID[:min(len(c.ID), 12)])
	if b.Conf.Sends != "-" {
		add(b.Conf.Sends)
	}
	for _, e := range c.Endpoints {
		add(e.IPs...)
	}
	return out
}

// daemon reports whether HAProxy was started as a daemon, or told to be quiet.
func daemon(c *host.Container) bool {
	for _, line := range c.Processes {
		for _, w := range strings.Fields(line) {
			if processKind(line) == record.KindHAProxy && (w == "-D" || w == "-q") {
				return true
			}
		}
	}
	return false
}

// nginxLogs finds where nginx's requests are logged, and what of its attempts the format has.
func (d *discovery) nginxLogs(ctx context.Context, c *host.Container, conf *balancer.Conf) Logs {
	var own *balancer.Log
	off, errors, elsewhere, there, http := false, false, "", "", false
	for i := range conf.Groups {
		http = http || conf.Groups[i].Mode == balancer.HTTP
	}
	for i := range conf.Logs {
		l := &conf.Logs[i]
		mine := l.Own || l.File != "" && d.leadsOut(ctx, c, l.File)
		switch {
		case l.Errors:
			errors = errors || mine
		case mine && own == nil:
			own = l
		case l.Off:
			off = true
		case l.File != "":
			elsewhere = l.File
		case l.Host != "":
			elsewhere = l.Host
			if service, node, _ := d.syslogAt(c, l); service != "" {
				elsewhere, there = service, node
			}
		}
	}
	tail := "; errors own"
	if !errors {
		tail = ""
	}
	const show = `log_format hadash '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $request_time "$upstream_addr" "$upstream_status" "$upstream_response_time"'; access_log /dev/stdout hadash`
	switch {
	case own == nil && off:
		d.lack(c, "no request is logged", "access_log /dev/stdout", "http", conf)
		return Logs{Says: "access off" + tail}
	case own == nil && there != "":
		d.fact(c.Node, "logs its requests to "+elsewhere, "R11", record.Clean(there))
		return Logs{Says: "to " + elsewhere + tail, To: there}
	case own == nil && elsewhere != "":
		d.lack(c, "requests are logged to "+record.Clean(elsewhere), "access_log /dev/stdout", "http", conf)
		return Logs{Says: "to " + elsewhere + tail}
	case own == nil:
		d.lack(c, "no request is logged", "access_log /dev/stdout", "http", conf)
		return Logs{Says: "none" + tail}
	}
	out := Logs{Own: true, Format: own.Format}
	addr, status := strings.Contains(own.Format, "upstream_addr"), strings.Contains(own.Format, "upstream_status")
	d.fact(c.Node, "logs its requests on its own output", "R11", place(own.From)+" "+own.Name)
	switch {
	case addr && status:
		out.Attempts, out.Says = true, "own, "+own.Name
	case addr:
		out.Says = "own, addresses without results"
		d.lack(c, "its log says which server was tried and not with what result", "$upstream_status in log_format "+own.Name, "http", conf)
	case http:
		out.Says = fmt.Sprintf("own, %s: attempts unknown", own.Name)
		d.lack(c, "its log does not say which server was tried; failed attempts are known from its error log", show, "http", conf)
	}
	return out
}

// leadsOut reports whether a file of a container is its own output: images link their logs to it.
func (d *discovery) leadsOut(ctx context.Context, c *host.Container, name string) bool {
	for range maxLinks {
		if output(name) {
			return true
		}
		f, err := d.engine.Read(ctx, c.ID, name)
		if err != nil || f.Target == "" {
			return false
		}
		name = f.Target
	}
	return false
}

func place(p balancer.Place) string {
	if p.File == "" {
		return "the default"
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}
