package section

import (
	"hadash/incident/answers"
	"hadash/record"
	"hadash/report/markdown"
)

// The columns of HAProxy's page about answers, by the names of its CSV.
var (
	answersHead  = []string{"", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "qtime", "ctime", "rtime", "ttime"}
	answersRight = []bool{false, true, true, true, true, true, true, true, true}
)

// Answers writes what the rows of a page in HTTP mode answered, and HAProxy's own averages of how long that took.
func Answers(p *markdown.Page, h *record.HAProxy) {
	var rows [][]string
	blank := BlanksOf(h)
	row := func(name, mode string, c *record.Counters, averages bool) {
		if mode != "http" {
			return
		}
		b := blank[c]
		cells := []string{name, OrBlank(b, "hrsp_2xx", c.Hrsp2xx), OrBlank(b, "hrsp_3xx", c.Hrsp3xx), OrBlank(b, "hrsp_4xx", c.Hrsp4xx), OrBlank(b, "hrsp_5xx", c.Hrsp5xx)}
		for _, t := range []struct {
			column string
			ms     int64
		}{{"qtime", c.Qtime}, {"ctime", c.Ctime}, {"rtime", c.Rtime}, {"ttime", c.Ttime}} {
			text := OrBlank(b, t.column, t.ms)
			if !averages {
				text = "-"
			}
			cells = append(cells, text)
		}
		rows = append(rows, cells)
	}
	of := ByBackend(h)
	for i := range h.Proxies {
		proxy := &h.Proxies[i]
		if proxy.Frontend {
			if !statsOnly(h, proxy) {
				row(proxy.Pxname+"/FRONTEND", proxy.Mode, &proxy.Counters, false)
			}
			continue
		}
		all := of[proxy.Pxname]
		of[proxy.Pxname] = nil // another balancer may have a backend of that name
		for _, s := range all {
			row(s.Name(), s.Mode, &s.Counters, true)
		}
		if len(all) > 0 {
			row(proxy.Pxname+"/BACKEND", proxy.Mode, &proxy.Counters, true)
		}
	}
	if !answers.AnyHTTP(h) {
		return
	}
	p.HeadText(3, p.Say("HTTP answers"))
	p.Table(answersHead, answersRight, rows)
	p.Para("qtime, ctime, rtime and ttime are HAProxy's own averages of the last 1 024 requests, in ms: in the queue, until the connection, until the answer began, and in all.")
}

// statsOnly reports whether a frontend belongs to a section of its own that has no server: HAProxy's page.
func statsOnly(h *record.HAProxy, frontend *record.Proxy) bool {
	listens := false
	for i := range h.Proxies {
		listens = listens || !h.Proxies[i].Frontend && h.Proxies[i].Pxname == frontend.Pxname
	}
	for i := range h.Servers {
		if h.Servers[i].Pxname == frontend.Pxname {
			return false
		}
	}
	return listens
}
