package attach

import (
	"context"
	"fmt"
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
	own, to := false, ""
	for _, l := range conf.Logs {
		switch {
		case l.Own:
			own = true
			d.fact(c.Node, "logs its sessions on its own output", "R13", place(l.From))
			if l.Proxy != "" {
				return Logs{Own: true, Format: l.Format, Attempts: true, Says: "own"}
			}
		case l.Host != "":
			to = l.Host
		case l.File != "":
			to = l.File
		}
	}
	switch {
	case own:
		return Logs{Own: true, Attempts: true, Says: "own"}
	case to == "" && daemon(c):
		d.lack(c, "no session is logged, and a daemon writes no changes of state", "log stdout format raw local0", "global", conf)
		return Logs{Says: "none"}
	}
	what := "no session is logged"
	if to != "" {
		what = "sessions are logged to " + record.Clean(to) + ", where nobody is known to listen"
		if at := d.syslogAt(c, to); at != "" {
			d.fact(c.Node, "logs its sessions to "+at, "R13", to)
			return Logs{Says: "to " + at}
		}
	}
	d.lack(c, what, "log stdout format raw local0", "global", conf)
	return Logs{Says: "stderr states only"}
}

// syslogAt returns the service that a log target leads to; "" for this machine and for what is not found.
func (d *discovery) syslogAt(c *host.Container, to string) string {
	if strings.HasPrefix(to, "/") || to == "localhost" || strings.HasPrefix(to, "127.") {
		return ""
	}
	f := d.lead(c, &balancer.Server{Host: to})
	if len(f.nodes) == 0 {
		return ""
	}
	return f.nodes[0].Service
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
	off, errors, elsewhere, http := false, false, "", false
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
