package node

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/record/probe"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// probed is the section of a probe: what it asks for, and what it felt since watching began.
func probed(c *ui.Context, n *incident.Node, w int) ui.Section {
	if !n.Runs(record.KindProbe) {
		return ui.Section{}
	}
	th := c.Theme
	t, err := probe.Parse(n.Status)
	if err != nil {
		return list(c, titled(c, "probe"), w, []fact{{"target", record.Clean(err.Error()), th.Bad}})
	}
	x := c.Frame.Probed(n.Name)
	if x != nil && x.Rate > 0 { // a recording has the target without its secrets
		t.Rate, t.Timeout = x.Rate, x.Timeout
	}
	conns, expect := "a new connection each", ""
	if t.KeepAlive {
		conns = "connections are used again"
	}
	for _, s := range t.Expect {
		expect += " " + s.String()
	}
	if expect != "" {
		expect = "expects" + expect
	}
	method := ""
	if !t.TCP {
		method = t.Method + " "
	}
	rows := []fact{
		{"target", method + t.String(), th.Text},
		{"asks", ui.Words(th, paint.Count(int64(t.Rate))+" a second", "timeout "+paint.Took(t.Timeout), conns, expect), th.Text},
	}
	if t.Insecure {
		rows = append(rows, fact{"TLS", "certificates are not checked", th.Warn})
	}
	if x == nil {
		return list(c, titled(c, "probe", "a client of its own"), w, append(rows, fact{"requests", "none has ended yet", th.Faint}))
	}
	a := &x.Account
	st, failed := th.Faint, paint.Count(int64(a.Failed))+" failed"
	if a.Failed > 0 {
		st = th.Warn
	}
	rows = append(rows, fact{"requests", ui.Words(th, paint.Count(int64(a.Requests))+" since watching began", failed), st})
	if x.Total.Requests > 0 {
		rows = append(rows, fact{"took", ui.Words(th, "p50 "+paint.Took(x.Total.P50), "p95 "+paint.Took(x.Total.P95), "p99 "+paint.Took(x.Total.P99), "slowest "+paint.Took(a.Slowest)), th.Text})
	}
	if !x.FirstFailed.IsZero() {
		at := func(t time.Time) string { return t.In(c.Zone).Format("15:04:05.000") }
		rows = append(rows, fact{"failed", ui.Words(th, "first "+at(x.FirstFailed), "last "+at(x.LastFailed), "to "+paint.Took(t.Within())), th.Text},
			fact{"why", ui.FailedBy(a.By), th.Warn})
	}
	if x.NotSent > 0 {
		rows = append(rows, fact{"not sent", paint.Plural(x.NotSent, "request was", "requests were") + " left out: too many were without an answer", th.Warn})
	}
	if by := c.Answerers(x); by != "" {
		rows = append(rows, fact{"answered by", by, th.Text})
	} else if !t.TCP {
		rows = append(rows, fact{"answered by", "the answers name nobody", th.Faint})
	}
	return list(c, titled(c, "probe", "a client of its own"), w, rows)
}
