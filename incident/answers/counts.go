package answers

import (
	"slices"
	"time"

	"hadash/incident/rates"
	"hadash/incident/servers"
	"hadash/record"
)

// counts are the counters of a page that are kept, in the order of the rows of the newest: a page may have thousands.
type counts struct {
	at               time.Time
	servers, proxies []count
}

// count is that of a row. responses is negative if the page had no such row.
type count struct{ responses, errors int64 }

var noCount = count{responses: -1}

func countOf(c *record.Counters) count { return count{responses(c), c.Hrsp5xx} }

// countsOf returns the counts of a page: of its servers only if one is in HTTP mode.
func countsOf(is servers.Reading) counts {
	c := counts{at: is.At, proxies: make([]count, len(is.Row.Proxies))}
	for i := range is.Row.Proxies {
		c.proxies[i] = noCount
		if p := &is.Row.Proxies[i]; p.Mode == modeHTTP {
			c.proxies[i] = countOf(&p.Counters)
		}
	}
	if !AnyHTTP(is.Row) {
		return c
	}
	c.servers = make([]count, len(is.Row.Servers))
	for i := range is.Row.Servers {
		c.servers[i] = noCount
		if s := &is.Row.Servers[i]; s.Mode == modeHTTP {
			c.servers[i] = countOf(&s.Counters)
		}
	}
	return c
}

// sameRows reports whether two pages have the same rows in the same order.
func sameRows(a, b *record.HAProxy) bool {
	if len(a.Servers) != len(b.Servers) || len(a.Proxies) != len(b.Proxies) {
		return false
	}
	for i := range a.Servers {
		if x, y := &a.Servers[i], &b.Servers[i]; x.Svname != y.Svname || x.Pxname != y.Pxname {
			return false
		}
	}
	for i := range a.Proxies {
		if x, y := &a.Proxies[i], &b.Proxies[i]; x.Pxname != y.Pxname || x.Frontend != y.Frontend {
			return false
		}
	}
	return true
}

// moved puts the counts in the order of a page with other rows.
func (c counts) moved(was, is *record.HAProxy) counts {
	out := counts{at: c.at, proxies: make([]count, len(is.Proxies))}
	for i := range is.Proxies {
		out.proxies[i] = noCount
		for k := range min(len(was.Proxies), len(c.proxies)) {
			if was.Proxies[k].Pxname == is.Proxies[i].Pxname && was.Proxies[k].Frontend == is.Proxies[i].Frontend {
				out.proxies[i] = c.proxies[k]
				break
			}
		}
	}
	if c.servers == nil {
		return out
	}
	type name struct{ backend, server string }
	at := make(map[name]int, len(was.Servers))
	for k := range slices.Backward(was.Servers) { // the first of a name counts
		at[name{was.Servers[k].Pxname, was.Servers[k].Svname}] = k
	}
	out.servers = make([]count, len(is.Servers))
	for i := range is.Servers {
		out.servers[i] = noCount
		if k, ok := at[name{is.Servers[i].Pxname, is.Servers[i].Svname}]; ok {
			out.servers[i] = c.servers[k]
		}
	}
	return out
}

// between returns what rows answered between two pages.
func between(was, is []count, over time.Duration) []Recent {
	if len(is) == 0 {
		return nil
	}
	out := make([]Recent, len(is))
	for i := range min(len(was), len(is)) {
		if was[i].responses >= 0 && is[i].responses >= 0 {
			out[i] = Recent{rates.Grown(was[i].responses, is[i].responses), rates.Grown(was[i].errors, is[i].errors), over}
		}
	}
	return out
}
