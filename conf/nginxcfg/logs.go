package nginxcfg

import (
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// logsOf returns the access logs in force in a block: its own, else those around it.
func (w *whole) logsOf(b *block, outer []balancer.Log) []balancer.Log {
	var own []balancer.Log
	for i := range b.all {
		if d := &b.all[i]; d.name() == "access_log" {
			to := w.logTo(d)
			to.Name = "combined"
			if len(d.words) > 2 && !strings.Contains(d.word(2), "=") {
				to.Name = d.word(2)
			}
			if to.Off {
				to.Name = ""
			}
			to.Format = w.formats[to.Name]
			own = append(own, to)
		}
	}
	if own == nil {
		return outer
	}
	return own
}

// logTo reads where an access_log or error_log line leads: to a file, to nowhere, or to a syslog server.
func (w *whole) logTo(d *directive) balancer.Log {
	to := balancer.Log{From: at(d)}
	switch target := d.word(1); {
	case target == "off", target == "/dev/null":
		to.Off = true
	case target == "stderr", target == "/dev/stdout", target == "/dev/stderr", target == "/proc/self/fd/1", target == "/proc/self/fd/2":
		to.Own = true
	case strings.HasPrefix(target, "syslog:"):
		for param := range strings.SplitSeq(strings.TrimPrefix(target, "syslog:"), ",") {
			if server, ok := strings.CutPrefix(param, "server="); ok {
				if path, unix := strings.CutPrefix(server, "unix:"); unix {
					to.File = path
				} else {
					to.Host, to.Port = hostPort(server, 514)
				}
			}
			if facility, ok := strings.CutPrefix(param, "facility="); ok {
				to.Facility = facility
			}
			if tag, ok := strings.CutPrefix(param, "tag="); ok {
				to.Tag = tag
			}
		}
	default:
		to.File = target
	}
	return to
}

// addLogs adds the access logs that hold where requests are passed on, each once.
func (w *whole) addLogs(logs []balancer.Log) {
	for _, to := range logs {
		if !slices.Contains(w.out.Logs, to) {
			w.out.Logs = append(w.out.Logs, to)
		}
	}
}

// The logs of nginx's packages and images, where the configuration names none.
const (
	defaultAccess = "/var/log/nginx/access.log"
	defaultErrors = "/var/log/nginx/error.log"
)

// defaultLogs adds the logs that nginx writes if the configuration does not say.
func (w *whole) defaultLogs() {
	access, errors := false, false
	for _, to := range w.out.Logs {
		access, errors = access || !to.Errors, errors || to.Errors
	}
	if !errors {
		w.out.Logs = append(w.out.Logs, balancer.Log{Errors: true, File: defaultErrors})
	}
	http := slices.ContainsFunc(w.passes, func(p pass) bool { return p.f != stream })
	if !access && http {
		w.out.Logs = append(w.out.Logs, balancer.Log{File: defaultAccess, Name: "combined"})
	}
}

// serves adds the logs that hold for the requests of a server block.
func (w *whole) serves(logs []balancer.Log) {
	if logs == nil {
		logs = []balancer.Log{{File: defaultAccess, Name: "combined"}}
	}
	for _, to := range logs {
		if !slices.Contains(w.out.Serves, to) {
			w.out.Serves = append(w.out.Serves, to)
		}
	}
}
