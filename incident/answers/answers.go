// Package answers counts what servers and frontends of HAProxy answered in the last seconds, by the counters of its page:
// HTTP responses, and those of them that were 5xx.
package answers

import (
	"iter"
	"slices"
	"time"

	"hadash/incident/rates"
	"hadash/incident/servers"
	"hadash/record"
)

// Span is over how long the last seconds are.
const Span = rates.RecentSeconds * time.Second

// Recent is what a row answered in the last seconds; the zero value is not known: it has not been read twice, or it is in
// TCP mode.
type Recent struct {
	Responses, Errors int64         // final HTTP responses, and those of them that were 5xx
	Over              time.Duration // in how long; 0 = not known
}

// Known reports whether it is known.
func (r Recent) Known() bool { return r.Over > 0 }

// PerSecond returns the 5xx answers a second; -1 if not known.
func (r Recent) PerSecond() float64 {
	if !r.Known() {
		return -1
	}
	return float64(r.Errors) / r.Over.Seconds()
}

// Share returns the part of the responses that were 5xx; -1 if there were too few for one.
func (r Recent) Share() float64 {
	if r.Responses < rates.Few {
		return -1
	}
	return float64(r.Errors) / float64(r.Responses)
}

// Plus adds up what two rows answered.
func (r Recent) Plus(o Recent) Recent {
	return Recent{record.Sum(r.Responses, o.Responses), record.Sum(r.Errors, o.Errors), max(r.Over, o.Over)}
}

// odd is how many times the share of its siblings' errors a server's must be to stand out, and oddLeast that share at least.
const (
	odd      = 5
	oddLeast = 0.02
)

// Fails reports whether a server is in trouble: of its answers many are 5xx, or some are and far more than those of its
// siblings in the backend.
func (r Recent) Fails(siblings Recent) bool {
	share := r.Share()
	if share >= rates.Failing {
		return true
	}
	others := siblings.Share()
	return r.Errors >= rates.Few && others >= 0 && share >= oddLeast && share >= odd*others
}

// Pages holds the pages of the last seconds of all balancers. It is a value: adding a page does not change copies.
type Pages struct{ of []pages }

// pages are the counts of those of one balancer, and what its rows answered since the oldest.
type pages struct {
	newest  servers.Reading
	kept    []counts // oldest first; the last is of the newest
	servers []Recent // of the newest page, in its order; nil if none is in HTTP mode
	proxies []Recent
}

// Add adds a page. One whose counters began again makes the older ones useless.
func (p *Pages) Add(is servers.Reading, again bool) {
	p.of = slices.Clone(p.of)
	i := slices.IndexFunc(p.of, func(x pages) bool { return x.newest.Node == is.Node })
	switch {
	case i < 0:
		i, p.of = len(p.of), append(p.of, pages{})
	case again:
		p.of[i] = pages{}
	}
	p.of[i] = p.of[i].with(is)
}

func (x pages) with(is servers.Reading) pages {
	kept := slices.Clone(x.kept)
	if n := len(kept); n > 1 && is.At.Sub(kept[n-2].at) < rates.Over {
		kept = kept[:n-1] // pages are read more often while a fault is open
	}
	if len(kept) > 0 && !sameRows(x.newest.Row, is.Row) {
		for i := range kept {
			kept[i] = kept[i].moved(x.newest.Row, is.Row)
		}
	}
	kept = append(kept, countsOf(is))
	for len(kept) > 2 && is.At.Sub(kept[1].at) >= Span {
		kept = kept[1:]
	}
	over := is.At.Sub(kept[0].at)
	if over < rates.Over {
		return pages{newest: is, kept: kept}
	}
	was, now := &kept[0], &kept[len(kept)-1]
	return pages{is, kept, between(was.servers, now.servers, over), between(was.proxies, now.proxies, over)}
}

// AnyHTTP reports whether a page has a server in HTTP mode.
func AnyHTTP(h *record.HAProxy) bool {
	for i := range h.Servers { // a row is large
		if h.Servers[i].Mode == modeHTTP {
			return true
		}
	}
	return false
}

func sameProxy(h *record.HAProxy, i int, p *record.Proxy) *record.Proxy {
	same := func(o *record.Proxy) bool { return o.Pxname == p.Pxname && o.Frontend == p.Frontend }
	if i < len(h.Proxies) && same(&h.Proxies[i]) {
		return &h.Proxies[i]
	}
	for i := range h.Proxies {
		if o := &h.Proxies[i]; same(o) {
			return o
		}
	}
	return nil
}

const modeHTTP = "http"

// responses counts final responses: one of class 1xx is followed by another.
func responses(c *record.Counters) int64 {
	return record.Sum(c.Hrsp2xx, c.Hrsp3xx, c.Hrsp4xx, c.Hrsp5xx, c.HrspOther)
}

// Server returns what the server in a row of a balancer's newest page answered.
func (p *Pages) Server(balancer string, row int) Recent {
	for i := range p.of {
		if x := &p.of[i]; x.newest.Node == balancer && row < len(x.servers) {
			return x.servers[row]
		}
	}
	return Recent{}
}

// Proxy returns what a frontend or backend answered.
func (p *Pages) Proxy(of *record.Proxy) Recent {
	var named Recent
	for i := range p.of {
		x := &p.of[i]
		rows := x.newest.Row.Proxies
		for k := range x.proxies {
			switch o := &rows[k]; {
			case o == of:
				return x.proxies[k]
			case !named.Known() && o.Pxname == of.Pxname && o.Frontend == of.Frontend:
				named = x.proxies[k]
			}
		}
	}
	return named
}

// Fails gives the servers of a balancer that it uses and that are in trouble, with what they answered.
func (p *Pages) Fails(balancer string) iter.Seq2[*record.Server, Recent] {
	return func(yield func(*record.Server, Recent) bool) {
		i := slices.IndexFunc(p.of, func(x pages) bool { return x.newest.Node == balancer })
		if i < 0 || !slices.ContainsFunc(p.of[i].servers, func(r Recent) bool { return r.Errors > 0 }) {
			return
		}
		x, sums := &p.of[i], map[string]Recent{}
		rows := x.newest.Row.Servers
		for k, r := range x.servers {
			if rows[k].Status.State.Serving() {
				sums[rows[k].Pxname] = sums[rows[k].Pxname].Plus(r)
			}
		}
		for k, r := range x.servers {
			siblings := sums[rows[k].Pxname]
			siblings.Responses, siblings.Errors = siblings.Responses-r.Responses, siblings.Errors-r.Errors
			if rows[k].Status.State.Serving() && r.Fails(siblings) && !yield(&rows[k], r) {
				return
			}
		}
	}
}

// Backends returns how many answers of 5xx the backends of a balancer in HTTP mode passed on between its last two pages: those
// of their servers, and its own for them.
func Backends(was, is *record.HAProxy) (failed int64) {
	for i := range is.Proxies {
		if p := &is.Proxies[i]; p.Mode == modeHTTP && !p.Frontend {
			if old := sameProxy(was, i, p); old != nil {
				failed = record.Sum(failed, rates.Grown(old.Hrsp5xx, p.Hrsp5xx))
			}
		}
	}
	return failed
}

// Frontends returns what the frontends of a balancer that carry traffic of users answered between its last two pages.
func Frontends(was, is *record.HAProxy) (requests, failed int64) {
	if !AnyHTTP(is) {
		return 0, 0
	}
	balances, last := map[string]bool{}, ""
	for i := range is.Servers {
		if px := is.Servers[i].Pxname; px != last {
			balances[px], last = true, px
		}
	}
	for i := range is.Proxies {
		p := &is.Proxies[i]
		old := sameProxy(was, i, p)
		if old == nil || p.Mode != modeHTTP {
			continue
		}
		switch {
		case p.Frontend:
			failed = record.Sum(failed, rates.Grown(old.Hrsp5xx, p.Hrsp5xx))
		case balances[p.Pxname]:
			requests = record.Sum(requests, rates.Grown(responses(&old.Counters), responses(&p.Counters)))
		}
	}
	return max(requests, failed), failed
}
