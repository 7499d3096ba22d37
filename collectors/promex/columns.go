package promex

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"hadash/record"
)

// columnOf names the columns of "show stat" by the metrics that hold them, after haproxy_frontend_, haproxy_backend_ or haproxy_server_
// (addons/promex/service-prometheus.c). The times among them are in seconds, and in milliseconds in the CSV.
var columnOf = map[string]string{
	"current_queue": "qcur", "max_queue": "qmax", "current_sessions": "scur", "max_sessions": "smax", "limit_sessions": "slim",
	"sessions_total": "stot", "bytes_in_total": "bin", "bytes_out_total": "bout", "requests_denied_total": "dreq",
	"responses_denied_total": "dresp", "request_errors_total": "ereq", "connection_errors_total": "econ", "response_errors_total": "eresp",
	"retry_warnings_total": "wretr", "redispatch_warnings_total": "wredis", "weight": "weight", "active_servers": "act",
	"backup_servers": "bck", "check_failures_total": "chkfail", "check_up_down_total": "chkdown", "check_last_change_seconds": "lastchg",
	"downtime_seconds_total": "downtime", "queue_limit": "qlimit", "current_throttle": "throttle", "loadbalanced_total": "lbtot",
	"current_session_rate": "rate", "limit_session_rate": "rate_lim", "max_session_rate": "rate_max", "check_code": "check_code",
	"check_duration_seconds": "check_duration", "client_aborts_total": "cli_abrt", "server_aborts_total": "srv_abrt",
	"last_session_seconds": "lastsess", "queue_time_average_seconds": "qtime", "connect_time_average_seconds": "ctime",
	"response_time_average_seconds": "rtime", "total_time_average_seconds": "ttime", "connection_attempts_total": "connect",
	"connection_reuses_total": "reuse",
}

// responses are the columns of http_responses_total.
var responses = []string{"hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other"}

// csv writes the rows: every frontend, then each backend behind its servers.
func (p *parser) csv(checked map[string]bool) []byte {
	columns := []string{"pxname", "svname", "status", "type", "check_status", "mode"}
	for _, name := range columnOf {
		columns = append(columns, name)
	}
	slices.Sort(columns[6:])
	columns = append(columns, responses...)
	var out bytes.Buffer
	out.WriteString("# " + strings.Join(columns, ",") + ",\n")
	write := func(r *row) {
		r.drop()
		r.values["pxname"], r.values["svname"], r.values["type"] = r.pxname, r.svname, strconv.Itoa(int(r.kind))
		for _, name := range columns {
			out.WriteString(quoted(r.values[name]))
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	for _, r := range p.proxies {
		mode := "tcp" // the exporter has no responses of a proxy in this mode
		if r.values["mode"] != "" {
			mode = "http"
		}
		for _, s := range r.servers {
			s.values["mode"] = mode
			s.settle(checked)
			write(s)
		}
		if r.values["mode"] = mode; r.kind == record.RowFrontend && r.values["status"] == "UP" {
			r.values["status"] = "OPEN"
		}
		write(r)
	}
	return out.Bytes()
}

// window is over how many requests HAProxy takes its averages. The page for Prometheus divides by it even where there were fewer, and
// shows too little.
const window = 1024

// drop removes averages that are none.
func (r *row) drop() {
	if n, err := strconv.Atoi(r.values["lbtot"]); err == nil && n >= window {
		return
	}
	for _, name := range []string{"qtime", "ctime", "rtime", "ttime"} {
		delete(r.values, name)
	}
}

// settle says of a server whether anybody checks it. One without a check has failed none: that number is NaN. So it is of one that
// follows the check of another, which shows once it is DOWN.
func (r *row) settle(checked map[string]bool) {
	name := r.pxname + "/" + r.svname
	switch {
	case r.values["chkfail"] != "", r.values["status"] == "DOWN", r.values["status"] == "NOLB":
		checked[name] = true
	case r.values["status"] == "UP" && !checked[name]:
		r.values["status"] = "no check"
	}
}

// quoted is a field of the CSV.
func quoted(text string) string {
	if !strings.ContainsAny(text, ",\"\n") {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
