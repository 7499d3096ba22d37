package record

import "strings"

// Field is a column of "show stat": its name, its meaning, and its location in a row. A column without a Scope has no
// field: its values are in HAProxy.More.
type Field struct {
	Name    string
	Scope   string // the rows that have it: L listener, F frontend, B backend, S server (management.txt 9.1)
	Meaning string // in words
	Total   bool   // HAProxy counts it in 64 bits without a sign (src/stats.c, FN_COUNTER)

	// Its location: a number in the Counters that all rows share, else an *int64 or a *string of the rows that have it;
	// nil in those that do not. The status, the type, and the act and bck of a server are parts of other fields.
	Counter  func(*Counters) *int64
	Proxy    func(*Proxy) any
	Server   func(*Server) any
	Listener func(*Listener) any
}

// Numbers is how many of Fields are numbers. They precede the texts.
const Numbers = 51

// Fields lists the columns for which rows have a field: the numbers, then the texts. The index of a number is its bit
// in Row.Blank, which recordings contain: new ones go to the end of the numbers, and there is room for 63.
var Fields = columns[:Numbers+9]

// columns lists all columns that hadash knows.
var columns = [...]Field{
	{Name: "qcur", Scope: "BS", Meaning: "requests queued now (backend: queued with no server chosen)", Counter: func(c *Counters) *int64 { return &c.Qcur }},
	{Name: "qmax", Scope: "BS", Meaning: "max of qcur", Counter: func(c *Counters) *int64 { return &c.Qmax }},
	{Name: "scur", Scope: "LFBS", Meaning: "sessions now", Counter: func(c *Counters) *int64 { return &c.Scur }},
	{Name: "smax", Scope: "LFBS", Meaning: "max of scur", Counter: func(c *Counters) *int64 { return &c.Smax }},
	{Name: "slim", Scope: "LFBS", Meaning: "session limit (maxconn / fullconn)", Counter: func(c *Counters) *int64 { return &c.Slim }},
	{Name: "stot", Scope: "LFBS", Meaning: "sessions, total", Total: true, Counter: func(c *Counters) *int64 { return &c.Stot }},
	{Name: "bin", Scope: "LFBS", Meaning: "bytes in", Total: true, Counter: func(c *Counters) *int64 { return &c.Bin }},
	{Name: "bout", Scope: "LFBS", Meaning: "bytes out", Total: true, Counter: func(c *Counters) *int64 { return &c.Bout }},
	{Name: "dreq", Scope: "LFB", Meaning: "requests denied by rules", Total: true, Counter: func(c *Counters) *int64 { return &c.Dreq }},
	{Name: "dresp", Scope: "LFBS", Meaning: "responses denied by rules", Total: true, Counter: func(c *Counters) *int64 { return &c.Dresp }},
	{Name: "ereq", Scope: "LF", Meaning: "request errors on the client side (abort, timeout, bad request)", Total: true, Counter: func(c *Counters) *int64 { return &c.Ereq }},
	{Name: "econ", Scope: "BS", Meaning: "requests that got no connection: all retries failed, or the queue timed out (backend: or no server)", Total: true, Counter: func(c *Counters) *int64 { return &c.Econ }},
	{Name: "eresp", Scope: "BS", Meaning: "response errors: srv_abrt, and on a backend failed writes to the client and filters", Total: true, Counter: func(c *Counters) *int64 { return &c.Eresp }},
	{Name: "wretr", Scope: "BS", Meaning: "retries of a connection", Total: true, Counter: func(c *Counters) *int64 { return &c.Wretr }},
	{Name: "wredis", Scope: "BS", Meaning: "redispatches to another server (counted on the server that was left)", Total: true, Counter: func(c *Counters) *int64 { return &c.Wredis }},
	{Name: "weight", Scope: "BS", Meaning: "effective weight, also while DOWN or MAINT", Proxy: func(p *Proxy) any { return &p.Weight }, Server: func(s *Server) any { return &s.Weight }},
	{Name: "act", Scope: "BS", Meaning: "backend: active servers usable; server: 1 = active role, 0 = backup", Proxy: func(p *Proxy) any { return &p.Act }},
	{Name: "bck", Scope: "BS", Meaning: "same for backup role", Proxy: func(p *Proxy) any { return &p.Bck }},
	{Name: "chkfail", Scope: "S", Meaning: "failed checks, counted only while the server was up", Total: true, Server: func(s *Server) any { return &s.Chkfail }},
	{Name: "chkdown", Scope: "BS", Meaning: "times it went from UP to DOWN, or to MAINT", Total: true, Proxy: func(p *Proxy) any { return &p.Chkdown }, Server: func(s *Server) any { return &s.Chkdown }},
	{Name: "lastchg", Scope: "BS", Meaning: "seconds since last UP or DOWN change", Counter: func(c *Counters) *int64 { return &c.Lastchg }},
	{Name: "downtime", Scope: "BS", Meaning: "total seconds down", Counter: func(c *Counters) *int64 { return &c.Downtime }},
	{Name: "qlimit", Scope: "S", Meaning: "maxqueue, empty = none", Server: func(s *Server) any { return &s.Qlimit }},
	{Name: "iid", Scope: "LFBS", Meaning: "proxy id (match key across polls)", Proxy: func(p *Proxy) any { return &p.Iid }, Server: func(s *Server) any { return &s.Iid }, Listener: func(l *Listener) any { return &l.Iid }},
	{Name: "sid", Scope: "LS", Meaning: "server id inside the proxy", Server: func(s *Server) any { return &s.Sid }, Listener: func(l *Listener) any { return &l.Sid }},
	{Name: "throttle", Scope: "S", Meaning: "slowstart %, empty otherwise", Server: func(s *Server) any { return &s.Throttle }},
	{Name: "lbtot", Scope: "BS", Meaning: "times chosen by the balancer", Total: true, Counter: func(c *Counters) *int64 { return &c.Lbtot }},
	{Name: "type", Scope: "LFBS", Meaning: "0 frontend, 1 backend, 2 server, 3 listener"},
	{Name: "rate", Scope: "FBS", Meaning: "sessions in the last second", Counter: func(c *Counters) *int64 { return &c.Rate }},
	{Name: "rate_lim", Scope: "F", Meaning: "session rate limit", Counter: func(c *Counters) *int64 { return &c.RateLim }},
	{Name: "rate_max", Scope: "FBS", Meaning: "max rate", Counter: func(c *Counters) *int64 { return &c.RateMax }},
	{Name: "check_code", Scope: "S", Meaning: "layer 5–7 code (HTTP status, SMTP…, MySQL error number with mysql-check)", Server: func(s *Server) any { return &s.CheckCode }},
	{Name: "check_duration", Scope: "S", Meaning: "ms of the last check", Server: func(s *Server) any { return &s.CheckDuration }},
	{Name: "hrsp_1xx", Scope: "FBS", Meaning: "HTTP responses 1xx, empty in TCP proxies", Total: true, Counter: func(c *Counters) *int64 { return &c.Hrsp1xx }},
	{Name: "hrsp_2xx", Scope: "FBS", Meaning: "HTTP responses 2xx", Total: true, Counter: func(c *Counters) *int64 { return &c.Hrsp2xx }},
	{Name: "hrsp_3xx", Scope: "FBS", Meaning: "HTTP responses 3xx", Total: true, Counter: func(c *Counters) *int64 { return &c.Hrsp3xx }},
	{Name: "hrsp_4xx", Scope: "FBS", Meaning: "HTTP responses 4xx", Total: true, Counter: func(c *Counters) *int64 { return &c.Hrsp4xx }},
	{Name: "hrsp_5xx", Scope: "FBS", Meaning: "HTTP responses 5xx", Total: true, Counter: func(c *Counters) *int64 { return &c.Hrsp5xx }},
	{Name: "hrsp_other", Scope: "FBS", Meaning: "HTTP responses other", Total: true, Counter: func(c *Counters) *int64 { return &c.HrspOther }},
	{Name: "cli_abrt", Scope: "BS", Meaning: "transfers aborted by the client", Total: true, Counter: func(c *Counters) *int64 { return &c.CliAbrt }},
	{Name: "srv_abrt", Scope: "BS", Meaning: "transfers aborted by the server", Total: true, Counter: func(c *Counters) *int64 { return &c.SrvAbrt }},
	{Name: "lastsess", Scope: "BS", Meaning: "seconds since last session, -1 = never", Counter: func(c *Counters) *int64 { return &c.Lastsess }},
	{Name: "qtime", Scope: "BS", Meaning: "average queue time, ms, last 1024", Counter: func(c *Counters) *int64 { return &c.Qtime }},
	{Name: "ctime", Scope: "BS", Meaning: "average connect time, ms", Counter: func(c *Counters) *int64 { return &c.Ctime }},
	{Name: "rtime", Scope: "BS", Meaning: "average response time, ms (0 for TCP)", Counter: func(c *Counters) *int64 { return &c.Rtime }},
	{Name: "ttime", Scope: "BS", Meaning: "average total session time, ms", Counter: func(c *Counters) *int64 { return &c.Ttime }},
	{Name: "check_rise", Scope: "S", Meaning: "good checks until it is UP", Server: func(s *Server) any { return &s.CheckRise }},
	{Name: "check_fall", Scope: "S", Meaning: "bad checks until it is DOWN", Server: func(s *Server) any { return &s.CheckFall }},
	{Name: "check_health", Scope: "S", Meaning: "0 … rise+fall−1", Server: func(s *Server) any { return &s.CheckHealth }},
	{Name: "connect", Scope: "BS", Meaning: "connection attempts to servers", Total: true, Counter: func(c *Counters) *int64 { return &c.Connect }},
	{Name: "reuse", Scope: "BS", Meaning: "reused server connections", Total: true, Counter: func(c *Counters) *int64 { return &c.Reuse }},
	{Name: "pxname", Scope: "LFBS", Meaning: "proxy name", Proxy: func(p *Proxy) any { return &p.Pxname }, Server: func(s *Server) any { return &s.Pxname }, Listener: func(l *Listener) any { return &l.Pxname }},
	{Name: "svname", Scope: "LFBS", Meaning: "FRONTEND, BACKEND, or server/listener name", Proxy: func(p *Proxy) any { return &p.Svname }, Server: func(s *Server) any { return &s.Svname }, Listener: func(l *Listener) any { return &l.Svname }},
	{Name: "status", Scope: "LFBS", Meaning: "UP, DOWN, MAINT, no check, ..."},
	{Name: "check_status", Scope: "S", Meaning: "what the last check found", Server: func(s *Server) any { return &s.CheckStatus }},
	{Name: "last_chk", Scope: "S", Meaning: "text of the last check: error text, or server version for mysql-check", Server: func(s *Server) any { return &s.LastChk }},
	{Name: "tracked", Scope: "S", Meaning: "backend/server this one tracks", Server: func(s *Server) any { return &s.Tracked }},
	{Name: "addr", Scope: "LS", Meaning: "ip:port, [v6]:port, unix, with stats show-legends", Server: func(s *Server) any { return &s.Addr }, Listener: func(l *Listener) any { return &l.Addr }},
	{Name: "mode", Scope: "LFBS", Meaning: "tcp, http, …", Proxy: func(p *Proxy) any { return &p.Mode }, Server: func(s *Server) any { return &s.Mode }, Listener: func(l *Listener) any { return &l.Mode }},
	{Name: "algo", Scope: "B", Meaning: "balance algorithm", Proxy: func(p *Proxy) any { return &p.Algo }},

	// Those in HAProxy.More.
	{Name: "pid", Meaning: "process number"},
	{Name: "hanafail", Meaning: "times error-limit was reached by observe; empty when not observing"},
	{Name: "req_rate", Meaning: "HTTP requests in the last second"},
	{Name: "req_rate_max", Meaning: "the most of it so far"},
	{Name: "req_tot", Meaning: "HTTP requests total (TCP frontend prints 0)"},
	{Name: "comp_in", Meaning: "bytes into the compressor"},
	{Name: "comp_out", Meaning: "bytes out of it"},
	{Name: "comp_byp", Meaning: "bytes that bypassed it"},
	{Name: "comp_rsp", Meaning: "responses compressed"},
	{Name: "last_agt", Meaning: "same for the agent check"},
	{Name: "agent_status", Meaning: "like check_status"},
	{Name: "agent_code", Meaning: "agent numeric code"},
	{Name: "agent_duration", Meaning: "ms of the last agent check"},
	{Name: "check_desc", Meaning: "long form of check_status"},
	{Name: "agent_desc", Meaning: "long form of agent_status"},
	{Name: "agent_rise", Meaning: "agent rise"},
	{Name: "agent_fall", Meaning: "agent fall"},
	{Name: "agent_health", Meaning: "agent health"},
	{Name: "cookie", Meaning: "cookie value/name"},
	{Name: "conn_rate", Meaning: "connections in the last second"},
	{Name: "conn_rate_max", Meaning: "the most of it so far"},
	{Name: "conn_tot", Meaning: "connections total"},
	{Name: "intercepted", Meaning: "requests answered by HAProxy itself (stats, redirects)"},
	{Name: "dcon", Meaning: "denied by tcp-request connection"},
	{Name: "dses", Meaning: "denied by tcp-request session"},
	{Name: "wrew", Meaning: "failed header rewrites"},
	{Name: "cache_lookups", Meaning: "cache lookups"},
	{Name: "cache_hits", Meaning: "cache hits"},
	{Name: "srv_icur", Meaning: "idle connections ready for reuse"},
	{Name: "src_ilim", Meaning: "limit of idle connections"},
	{Name: "qtime_max", Meaning: "max queue time, ms"},
	{Name: "ctime_max", Meaning: "max connect time, ms"},
	{Name: "rtime_max", Meaning: "max response time, ms"},
	{Name: "ttime_max", Meaning: "max session time, ms"},
	{Name: "eint", Meaning: "internal errors"},
	{Name: "idle_conn_cur", Meaning: "unsafe idle connections"},
	{Name: "safe_conn_cur", Meaning: "safe idle connections"},
	{Name: "used_conn_cur", Meaning: "connections in use"},
	{Name: "need_conn_est", Meaning: "estimated connections needed"},
	{Name: "uweight", Meaning: "user weight"},
	{Name: "agg_server_status", Meaning: "for Prometheus only: 0 here"},
	{Name: "agg_server_check_status", Meaning: "the old name of agg_server_status"},
	{Name: "agg_check_status", Meaning: "for Prometheus only: 0 here"},
	{Name: "srid", Meaning: "server id revision (2.8+)"},
	{Name: "sess_other", Meaning: "non-HTTP sessions (2.8+)"},
	{Name: "h1sess", Meaning: "HTTP/1 sessions"},
	{Name: "h2sess", Meaning: "HTTP/2 sessions"},
	{Name: "h3sess", Meaning: "HTTP/3 sessions"},
	{Name: "req_other", Meaning: "non-HTTP requests"},
	{Name: "h1req", Meaning: "HTTP/1 requests"},
	{Name: "h2req", Meaning: "HTTP/2 requests"},
	{Name: "h3req", Meaning: "HTTP/3 requests"},
	{Name: "proto", Meaning: "protocol name (2.9+)"},
	{Name: "priv_idle_cur", Meaning: "private idle connections (3.3+)"},
	{Name: "reqbin", Meaning: "request bytes received (3.3+)"},
	{Name: "reqbout", Meaning: "request bytes sent (3.3+)"},
	{Name: "resbin", Meaning: "response bytes received (3.3+)"},
	{Name: "resbout", Meaning: "response bytes sent (3.3+)"},
	{Name: "cache_hint_hits", Meaning: "early-hints cache hits (3.5-dev)"},
}

// columnAt are the places of columns.
var columnAt = func() map[string]int {
	m := map[string]int{}
	for i := range columns {
		m[columns[i].Name] = i
	}
	return m
}()

// fieldAt is the place of one of Fields.
func fieldAt(name string) (i int, ok bool) {
	i, ok = columnAt[name]
	return i, ok && i < len(Fields)
}

// FieldOf is the one of Fields with that name, nil when there is none.
func FieldOf(name string) *Field {
	if i, ok := fieldAt(name); ok {
		return &Fields[i]
	}
	return nil
}

// Meaning returns in words what a column holds (management.txt 9.1); "" for those of HAProxy's modules.
func Meaning(column string) string {
	if i, ok := columnAt[column]; ok {
		return columns[i].Meaning
	}
	return ""
}

// outside returns the bits of the numbers that a row of that kind does not have.
func outside(k RowKind) (blank uint64) {
	for i := range Numbers {
		if !strings.Contains(Fields[i].Scope, string("FBSL"[k&3])) {
			blank |= 1 << i
		}
	}
	return blank
}
