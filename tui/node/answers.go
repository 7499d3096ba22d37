package node

import (
	"hadash/incident"
	"hadash/incident/servers"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// answers is the section of what a server in HTTP mode answered, and of HAProxy's own averages of how long that took.
func answers(c *ui.Context, n *incident.Node, w int) ui.Section {
	s := n.Server
	if s == nil {
		return answersLogged(c, n, w)
	}
	if s.Mode != "http" || c.Frame.HAProxy == nil {
		return ui.Section{}
	}
	blank := c.Frame.HAProxy.BlankOf(s)
	if blank.Has("hrsp_5xx") {
		return ui.Section{}
	}
	th := c.Theme
	st := th.Text
	failed := paint.Count(s.Hrsp5xx)
	if recent := c.Frame.Answers(s); recent.Known() && recent.Errors > 0 {
		st = th.Warn
		failed = ui.Words(th, failed, paint.Rate(recent.PerSecond())+"/s now")
	}
	rows := []fact{
		{"5xx", failed, st},
		{"2xx 3xx 4xx", ui.Words(th, paint.Count(s.Hrsp2xx), paint.Count(s.Hrsp3xx), paint.Count(s.Hrsp4xx)), th.Text},
	}
	if !blank.All("qtime", "ctime", "rtime", "ttime") {
		ms := func(name, column string, v int64) string {
			if blank.Has(column) {
				return name + " not known"
			}
			return name + " " + paint.Count(v) + " ms"
		}
		rows = append(rows, fact{"mean times", ui.Words(th, ms("queue", "qtime", s.Qtime), ms("connect", "ctime", s.Ctime), ms("answer", "rtime", s.Rtime), ms("all", "ttime", s.Ttime)), th.Text},
			fact{"", "HAProxy's own, of the last 1 024 requests", th.Faint})
	}
	return list(c, titled(c, "answers", "by "+servers.Who(s)), w, rows)
}

// answersLogged is that section of an instance behind nginx alone, by nginx's access log.
func answersLogged(c *ui.Context, n *incident.Node, w int) ui.Section {
	if !c.Frame.Instance(n) || !c.Frame.Nginx.HasAccess {
		return ui.Section{}
	}
	th := c.Theme
	recent := c.Frame.LoggedAnswers(n)
	if !recent.Known() {
		return list(c, titled(c, "answers"), w, []fact{{"5xx", "not counted; it needs $upstream_addr and $upstream_status in nginx's access log", th.Faint}})
	}
	failed, st := paint.Count(int64(n.Upstream.Hrsp5xx)), th.Text
	if recent.Errors > 0 {
		failed, st = ui.Words(th, failed, paint.Rate(recent.PerSecond())+"/s now"), th.Warn
	}
	return list(c, titled(c, "answers", "by nginx's access log"), w, []fact{
		{"5xx", failed, st},
		{"others", paint.Count(int64(n.Upstream.Answers - n.Upstream.Hrsp5xx)), th.Text},
	})
}
