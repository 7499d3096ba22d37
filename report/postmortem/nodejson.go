package postmortem

import (
	"time"

	"hadash/incident/clients"
	"hadash/record"
	"hadash/report"
)

// tableJSON and serverJSON use HAProxy's own column names. A number that its page does not have is null.
type tableJSON struct {
	At      time.Time    `json:"at"`
	Title   string       `json:"title"`
	Servers []serverJSON `json:"servers"`
}

type serverJSON struct {
	Pxname      string `json:"pxname"`
	Svname      string `json:"svname"`
	Status      string `json:"status"`
	CheckStatus string `json:"check_status,omitempty"`
	Scur        *int64 `json:"scur"`
	Stot        *int64 `json:"stot"`
	Econ        *int64 `json:"econ"`
	Eresp       *int64 `json:"eresp"`
	Wretr       *int64 `json:"wretr"`
	Wredis      *int64 `json:"wredis"`
	Qcur        *int64 `json:"qcur"`
	Chkdown     *int64 `json:"chkdown"`
	Downtime    *int64 `json:"downtime"`

	answersJSON
}

// answersJSON are the columns of a server in HTTP mode; the times are HAProxy's averages of the last 1024 requests, in ms.
type answersJSON struct {
	Hrsp2xx *int64 `json:"hrsp_2xx,omitempty"`
	Hrsp3xx *int64 `json:"hrsp_3xx,omitempty"`
	Hrsp4xx *int64 `json:"hrsp_4xx,omitempty"`
	Hrsp5xx *int64 `json:"hrsp_5xx,omitempty"`
	Qtime   *int64 `json:"qtime,omitempty"`
	Ctime   *int64 `json:"ctime,omitempty"`
	Rtime   *int64 `json:"rtime,omitempty"`
	Ttime   *int64 `json:"ttime,omitempty"`
}

type nodeJSON struct {
	Name      string       `json:"name"`
	Role      record.Role  `json:"role"`
	State     string       `json:"state"` // at the end
	Kind      record.Kind  `json:"kind,omitempty"`
	Nginx     *nginxStub   `json:"nginx,omitempty"`
	Replica   *replicaJSON `json:"replica,omitempty"`
	Spans     []spanJSON   `json:"states"`
	Container string       `json:"container,omitempty"`
	Host      string       `json:"host,omitempty"`
	Task      string       `json:"task,omitempty"`     // the swarm's word
	Restarts  int          `json:"restarts,omitempty"` // tasks that took the place of another
	Hrsp5xx   *int64       `json:"hrsp_5xx,omitempty"` // of an instance behind nginx alone, by nginx's access log
}

// nginxStub is stub_status at the end, and what its access log has since watching began; null where nobody counted.
type nginxStub struct {
	Active   int64  `json:"active"`
	Accepts  int64  `json:"accepts"`
	Handled  int64  `json:"handled"`
	Requests int64  `json:"requests"`
	Failed   *int64 `json:"answered_5xx"`
	Absorbed *int64 `json:"next_upstream"`
}

type replicaJSON struct {
	Master bool     `json:"master"`
	IO     string   `json:"io,omitempty"`
	SQL    string   `json:"sql,omitempty"`
	Lag    *float64 `json:"lag_seconds,omitempty"`
	Gtid   string   `json:"gtid,omitempty"`
	Error  string   `json:"last_error,omitempty"`
}

type spanJSON struct {
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	State string    `json:"state"`
}

type lapseJSON struct {
	Node string    `json:"node"`
	How  string    `json:"how"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Lag  float64   `json:"lag_at_most_seconds"`
}

type k6JSON struct {
	Requests int64   `json:"http_reqs"`
	Failed   int64   `json:"http_req_failed"`
	Iters    int64   `json:"iterations"`
	Checks   float64 `json:"checks_share"`
	Avg      float64 `json:"http_req_duration_avg_seconds"`
	Med      float64 `json:"http_req_duration_med_seconds"`
	P90      float64 `json:"http_req_duration_p90_seconds"`
	P95      float64 `json:"http_req_duration_p95_seconds"`
	Max      float64 `json:"http_req_duration_max_seconds"`
}

type secJSON struct {
	At       time.Time `json:"at"`
	Requests int       `json:"requests"`
	Failed   int       `json:"failed"`
	P50      float64   `json:"p50_seconds"`
	P95      float64   `json:"p95_seconds"`
	P99      float64   `json:"p99_seconds"`
	Max      float64   `json:"max_seconds"`
}

func serversJSON(h *record.HAProxy) []serverJSON {
	out := []serverJSON{}
	_, blanks := h.Blanks()
	for i := range h.Servers {
		s, known := &h.Servers[i], blanks[i].Known
		out = append(out, serverJSON{s.Pxname, s.Svname, s.Status.Text, s.CheckStatus, known("scur", s.Scur), known("stot", s.Stot),
			known("econ", s.Econ), known("eresp", s.Eresp), known("wretr", s.Wretr), known("wredis", s.Wredis), known("qcur", s.Qcur),
			known("chkdown", s.Chkdown), known("downtime", s.Downtime), answersOf(s, known)})
	}
	return out
}

func answersOf(s *record.Server, known func(string, int64) *int64) (out answersJSON) {
	if s.Mode == "http" {
		out = answersJSON{known("hrsp_2xx", s.Hrsp2xx), known("hrsp_3xx", s.Hrsp3xx), known("hrsp_4xx", s.Hrsp4xx), known("hrsp_5xx", s.Hrsp5xx),
			known("qtime", s.Qtime), known("ctime", s.Ctime), known("rtime", s.Rtime), known("ttime", s.Ttime)}
	}
	return out
}

func nodesJSON(r *report.Run) []nodeJSON {
	out := []nodeJSON{}
	webs := r.Frame.Passed().Webs
	for i := range r.Frame.Nodes {
		n := &r.Frame.Nodes[i]
		j := nodeJSON{Name: n.Name, Role: n.Role, Kind: n.Software(), State: n.State(), Container: n.Container.State, Spans: []spanJSON{}}
		j.Host, j.Task = r.Frame.HostOf(n), r.Frame.Swarm.Says(n.Name).String()
		if of, ok := r.Frame.Swarm.Of(n.Name); ok {
			j.Restarts = of.Restarts
		}
		if n.Server == nil {
			j.Hrsp5xx = counted(int64(n.Upstream.Hrsp5xx), n.Upstream.Answers > 0)
		}
		if x := n.Stub; x != nil {
			w := webs[n.Name]
			j.Nginx = &nginxStub{x.Active, x.Accepts, x.Handled, x.Requests, counted(w.Failed, w.Logs), counted(w.Absorbed, w.Names)}
			if f := &r.Frame; !f.SeveralNginxes() {
				log := f.Watched.Felt.Logged()
				j.Nginx.Failed = counted(int64(log.Failed), log.Known() && !f.Watched.Felt.HAProxyLogged())
				j.Nginx.Absorbed = counted(f.Watched.Hidden.NextUpstream, f.Counted().Nginx)
			}
		}
		if x := n.Replica; x != nil {
			j.Replica = &replicaJSON{x.Master, x.IO, x.SQL, ifKnown(x.Lag, x.LagKnown), x.Gtid, record.Clean(x.LastError)}
		}
		for _, b := range r.Bands {
			if b.Node != n.Name {
				continue
			}
			for _, s := range b.Spans {
				j.Spans = append(j.Spans, spanJSON{s.From, s.To, s.Health.String()})
			}
		}
		out = append(out, j)
	}
	return out
}

func secondJSON(s clients.Second) secJSON {
	return secJSON{s.At.UTC(), s.Requests, s.Failed, seconds3(s.P50), seconds3(s.P95), seconds3(s.P99), seconds3(s.Max)}
}
