package node

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// checks is the section of health checks: HAProxy's own, or nginx's results of real requests.
func checks(c *ui.Context, n *incident.Node, w int) ui.Section {
	switch {
	case n.Server != nil:
		beside := "by " + servers.Who(n.Server)
		if stale := c.HAProxyStale(); stale != nil && c.RowStale(n.Server) {
			beside = c.Staleness(stale)
		}
		return list(c, titled(c, "sessions and checks", beside), w, append(amountRows(c, n), serverChecks(c, n.Server)...))
	case c.Frame.Instance(n):
		return list(c, titled(c, "checks", "by its own page, and by nginx's requests"), w, instanceChecks(c, n))
	}
	return ui.Section{}
}

// serverChecks lists HAProxy's check columns, and those of the agent where there is one.
func serverChecks(c *ui.Context, s *record.Server) []fact {
	th := c.Theme
	further := func(column string) string {
		if c.Frame.HAProxy == nil {
			return ""
		}
		return c.Frame.HAProxy.Further(s, column)
	}
	rows := []fact{{"last check", lastCheck(th, s, further("check_desc")), th.Text}}
	if s.CheckRise+s.CheckFall > 0 {
		rows = append(rows, fact{"check health", ui.Words(th, paint.Count(s.CheckHealth)+" of "+paint.Count(s.CheckRise+s.CheckFall-1),
			"rise "+paint.Count(s.CheckRise), "fall "+paint.Count(s.CheckFall)), th.Text})
	}
	var blank record.Blank
	if c.Frame.HAProxy != nil {
		blank = c.Frame.HAProxy.BlankOf(s)
	}
	rows = append(rows, fact{"last change", lastChange(th, s, blank), th.Text})
	st := th.Faint
	if s.Chkfail+s.Chkdown > 0 {
		st = th.Warn
	}
	if !blank.All("chkfail", "chkdown") { // a server without checks has neither
		rows = append(rows, fact{"failed", ui.Words(th, paint.Plural(int(s.Chkfail), "check while UP", "checks while UP"), "DOWN "+paint.Plural(int(s.Chkdown), "time", "times")), st})
	}
	if s.Tracked != "" {
		rows = append(rows, fact{"tracks", s.Tracked, th.Text})
	}
	if agent := further("agent_status"); agent != "" {
		rows = append(rows, fact{"agent", ui.Words(th, agent, further("agent_duration")+" ms", further("last_agt")), th.Text})
	}
	return rows
}

// lastCheck is the result of the last check, with the reason that HAProxy gives, else what the status means.
func lastCheck(th *paint.Theme, s *record.Server, meaning string) string {
	if s.CheckStatus == "" {
		return "none"
	}
	why := strings.TrimSpace(s.LastChk)
	if why == "" {
		why = meaning
	}
	return ui.Words(th, s.CheckStatus+code(s.CheckCode), paint.Count(s.CheckDuration)+" ms", why)
}

// lastChange is the state of a server, its age, and how long the server was DOWN altogether.
func lastChange(th *paint.Theme, s *record.Server, blank record.Blank) string {
	change, down := s.Status.Text, ""
	if !blank.Has("lastchg") {
		change += " for " + seconds(s.Lastchg)
	}
	if !blank.Has("downtime") {
		down = "down " + seconds(s.Downtime) + " in all"
	}
	return ui.Words(th, change, down)
}

// code is a check's code in brackets, if the checked layer has codes.
func code(n int64) string {
	if n == 0 {
		return ""
	}
	return " (" + paint.Count(n) + ")"
}

func seconds(n int64) string { return paint.Age(record.Times(n, time.Second)) }

// instanceChecks lists the health page of an instance and nginx's results: nginx sends no checks.
func instanceChecks(c *ui.Context, n *incident.Node) []fact {
	th, u := c.Theme, &n.Upstream
	page, st := "not asked yet", th.Faint
	switch {
	case n.PageErr != "":
		page, st = n.PageErr, th.Bad
	case n.Page != nil:
		page, st = paint.Count(int64(n.Page.Code)), th.Text
	}
	if failed, known := n.OwnFailed(); known {
		page = ui.Words(th, page, paint.Plural(int(failed), "request failed, by its own count", "requests failed, by its own count"))
	}
	rows := []fact{{"its page", page, st}}
	tried := "none in its error log"
	if u.Errors > 0 {
		tried = paint.Plural(u.Errors, "attempt failed, by its error log", "attempts failed, by its error log")
	}
	if c.Frame.Nginx.HasAccess { // otherwise successful attempts are not counted
		tried = ui.Words(th, paint.Plural(u.Requests, "attempt", "attempts"), paint.Count(int64(u.Errors))+" failed", paint.Count(int64(u.Hidden))+" of them absorbed")
	}
	rows = append(rows, fact{"nginx", tried, errorsStyle(c, u.Errors)})
	if mean, slowest, known := u.Times(c.Frame.At); known {
		rows = append(rows, fact{"took", ui.Words(th, paint.Took(mean)+" on average", "slowest "+paint.Took(slowest)), th.Text})
	}
	if u.Last != "" {
		rows = append(rows, fact{"last error", c.Since(u.LastAt) + " ago: " + u.Last, th.Warn})
	}
	if aside := c.Aside(n); aside != "" {
		rows = append(rows, fact{"set aside", aside, th.Warn})
	}
	return rows
}

func errorsStyle(c *ui.Context, n int) paint.Style {
	if n > 0 {
		return c.Theme.Warn
	}
	return c.Theme.Text
}
