package section

import (
	"strconv"
	"strings"
	"time"

	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/units"
)

// The columns of HAProxy's own stats page, in its order.
var statHead = strings.Split("server|Q cur|Q max|Q limit|rate cur|rate max|rate limit|sess cur|sess max|sess limit|"+
	"sess total|LbTot|last|bytes in|bytes out|denied req|denied resp|err req|err conn|err resp|warn retr|warn redis|status|LastChk", "|")

var statRight = func() []bool {
	right := make([]bool, len(statHead))
	for i := 1; i < len(right)-2; i++ {
		right[i] = true
	}
	return right
}()

// TotalsSince says from when HAProxy's totals count: those of a document's head have another span.
func TotalsSince(p *markdown.Page) {
	p.Para("HAProxy's totals count since it started, or since they were cleared; the other numbers since watching began, or during a drill or a fault.")
}

// Tables writes one table for each frontend and backend, as the stats page does.
func Tables(p *markdown.Page, h *record.HAProxy) {
	of, blank := ByBackend(h), BlanksOf(h)
	for i := range h.Proxies {
		proxy := &h.Proxies[i]
		p.Para("### %s", markdown.Escape(report.Join(" ", proxy.Pxname, proxy.Mode, proxy.Algo)))
		var rows [][]string
		if proxy.Frontend {
			rows = append(rows, statRow{"Frontend", &proxy.Counters, blank[&proxy.Counters], proxy.Status.Text, "", false}.cells())
		} else {
			servers := of[proxy.Pxname]
			of[proxy.Pxname] = nil // another balancer may have a backend of that name
			rows = append(serverRows(servers, blank),
				statRow{"Backend", &proxy.Counters, blank[&proxy.Counters], changed(&proxy.Counters, blank) + " " + proxy.Status.Text, "", true}.cells())
		}
		p.Table(statHead, statRight, rows)
	}
}

func serverRows(all []*record.Server, blank map[*record.Counters]record.Blank) [][]string {
	var rows [][]string
	for _, s := range all {
		check := s.CheckStatus
		if check != "" {
			check += " in " + strconv.FormatInt(s.CheckDuration, 10) + "ms"
		}
		if s.LastChk != "" {
			check = report.Join(": ", check, s.LastChk)
		}
		row := statRow{s.Svname, &s.Counters, blank[&s.Counters], changed(&s.Counters, blank) + " " + s.Status.Text, check, true}.cells()
		if s.Qlimit > 0 {
			row[3] = report.Count(s.Qlimit)
		}
		rows = append(rows, row)
	}
	return rows
}

// statRow is one row of the page. A frontend is not behind a balancer, and has no columns of what is.
type statRow struct {
	name          string
	counters      *record.Counters
	blank         record.Blank
	status, check string
	behind        bool
}

// cells are those of the row; only servers have a queue limit, which is put in afterwards. The columns of servers and
// backends stay empty for a frontend.
func (r statRow) cells() []string {
	c := r.counters
	is := func(column string, n int64) string { return OrBlank(r.blank, column, n) }
	only := func(has bool, column string, n int64) string {
		if !has {
			return ""
		}
		return is(column, n)
	}
	limit := func(n int64) string {
		if n == 0 {
			return "-"
		}
		return report.Count(n)
	}
	last := ""
	if r.behind {
		last = since(c.Lastsess)
		switch {
		case r.blank.Has("lastsess"):
			last = "-"
		case c.Lastsess < 0:
			last = "never"
		}
	}
	return []string{
		r.name, only(r.behind, "qcur", c.Qcur), only(r.behind, "qmax", c.Qmax), "-",
		is("rate", c.Rate), is("rate_max", c.RateMax), limit(c.RateLim),
		is("scur", c.Scur), is("smax", c.Smax), limit(c.Slim), is("stot", c.Stot), only(r.behind, "lbtot", c.Lbtot), last,
		is("bin", c.Bin), is("bout", c.Bout), is("dreq", c.Dreq), is("dresp", c.Dresp),
		only(!r.behind, "ereq", c.Ereq), only(r.behind, "econ", c.Econ), only(r.behind, "eresp", c.Eresp), only(r.behind, "wretr", c.Wretr), only(r.behind, "wredis", c.Wredis),
		r.status, r.check,
	}
}

// changed is how long ago a row's state changed, "-" if the page does not say.
func changed(c *record.Counters, blank map[*record.Counters]record.Blank) string {
	if blank[c].Has("lastchg") {
		return "-"
	}
	return since(c.Lastchg)
}

// since writes HAProxy's whole seconds as its page does.
func since(seconds int64) string {
	if seconds < 60 {
		return strconv.FormatInt(seconds, 10) + "s"
	}
	return string(units.AppendAge(nil, record.Times(seconds, time.Second)))
}

// BlanksOf are the numbers that are not known, by the row's own.
func BlanksOf(h *record.HAProxy) map[*record.Counters]record.Blank {
	proxies, servers := h.Blanks()
	of := make(map[*record.Counters]record.Blank, len(proxies)+len(servers))
	for i := range proxies {
		of[&h.Proxies[i].Counters] = proxies[i]
	}
	for i := range servers {
		of[&h.Servers[i].Counters] = servers[i]
	}
	return of
}

// OrBlank is a number of HAProxy's page, "-" if the page does not have it.
func OrBlank(b record.Blank, column string, n int64) string {
	if b.Has(column) {
		return "-"
	}
	return report.Count(n)
}

// ByBackend are the servers of each backend.
func ByBackend(h *record.HAProxy) map[string][]*record.Server {
	of := map[string][]*record.Server{}
	for i := range h.Servers {
		s := &h.Servers[i]
		of[s.Pxname] = append(of[s.Pxname], s)
	}
	return of
}
