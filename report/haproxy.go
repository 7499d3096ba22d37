package report

import (
	"strconv"
	"strings"
	"time"

	"hadash/record"
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

// haproxy writes the stats page's tables: before the first fault, and now.
func (s Snapshot) haproxy(p *page) {
	f := &s.Frame
	if f.HAProxy == nil {
		return
	}
	if f.Before != nil {
		p.para("## HAProxy before the first fault")
		tables(p, f.Before)
	}
	p.para("## HAProxy now")
	if src := f.Source(record.SourceHAProxy, s.balancer()); src != nil && src.Err != "" {
		p.para("**Not now, but %s ago: %s**", span(f.At.Sub(src.LastOK)), escape(src.Err))
	}
	tables(p, f.HAProxy)
}

func (s Snapshot) balancer() string {
	if all := s.Frame.Topology.With(record.RoleBalancer); len(all) > 0 {
		return all[0].Name
	}
	return ""
}

// tables writes one table for each frontend and backend, as the stats page does.
func tables(p *page, h *record.HAProxy) {
	of := byBackend(h)
	for i := range h.Proxies {
		proxy := &h.Proxies[i]
		p.para("### %s", escape(join(" ", proxy.Pxname, proxy.Mode, proxy.Algo)))
		var rows [][]string
		if proxy.Frontend {
			rows = append(rows, statRow("Frontend", &proxy.Counters, proxy.Status.Text, "", false))
		} else {
			servers := of[proxy.Pxname]
			of[proxy.Pxname] = nil // another balancer may have a backend of that name
			rows = append(serverRows(servers),
				statRow("Backend", &proxy.Counters, since(proxy.Lastchg)+" "+proxy.Status.Text, "", true))
		}
		p.table(statHead, statRight, rows)
	}
}

func serverRows(all []*record.Server) [][]string {
	var rows [][]string
	for _, s := range all {
		check := s.CheckStatus
		if check != "" {
			check += " in " + strconv.FormatInt(s.CheckDuration, 10) + "ms"
		}
		if s.LastChk != "" {
			check = join(": ", check, s.LastChk)
		}
		row := statRow(s.Svname, &s.Counters, since(s.Lastchg)+" "+s.Status.Text, check, true)
		if s.Qlimit > 0 {
			row[3] = count(s.Qlimit)
		}
		rows = append(rows, row)
	}
	return rows
}

// statRow is one row; only servers have a queue limit, which is put in afterwards. A server's or backend's columns that a frontend does not have stay empty.
func statRow(name string, c *record.Counters, status, check string, behind bool) []string {
	only := func(has bool, n int64) string {
		if !has {
			return ""
		}
		return count(n)
	}
	limit := func(n int64) string {
		if n == 0 {
			return "-"
		}
		return count(n)
	}
	last := ""
	if behind {
		last = since(c.Lastsess)
		if c.Lastsess < 0 {
			last = "never"
		}
	}
	return []string{
		name, only(behind, c.Qcur), only(behind, c.Qmax), "-",
		count(c.Rate), count(c.RateMax), limit(c.RateLim),
		count(c.Scur), count(c.Smax), limit(c.Slim), count(c.Stot), only(behind, c.Lbtot), last,
		count(c.Bin), count(c.Bout), count(c.Dreq), count(c.Dresp),
		only(!behind, c.Ereq), only(behind, c.Econ), only(behind, c.Eresp), only(behind, c.Wretr), only(behind, c.Wredis),
		status, check,
	}
}

// since writes HAProxy's whole seconds as its page does.
func since(seconds int64) string {
	if seconds < 60 {
		return strconv.FormatInt(seconds, 10) + "s"
	}
	return span(record.Times(seconds, time.Second))
}
