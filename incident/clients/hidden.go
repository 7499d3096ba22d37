package clients

import "hadash/record"

// Hidden counts what was tried again on the way after a failure, and what is known of how that ended.
type Hidden struct {
	Retried      int64 // HAProxy: connection retries (Wretr)
	Redispatched int64 // HAProxy: connections tried at another server (Wredis)
	NextUpstream int64 // nginx: requests that another instance answered after one failed
	Repeated     int64 // the application: reads it retried on another connection, by its log

	Saved   int64 // HAProxy, by its log: sessions that reached a server after a try had failed
	Settled int64 // of Retried and Redispatched, those of the sessions whose end its log has
}

// Range is a number that is known to lie between two bounds. It is known itself if they are equal.
type Range struct{ Least, Most int64 }

// Exact reports whether the number is known.
func (r Range) Exact() bool { return r.Least == r.Most }

// Absorbed returns how many failures no client saw, as far as they are counted.
func (h Hidden) Absorbed() Range {
	r, more := h.Sessions(), record.Sum(h.NextUpstream, h.Repeated)
	return Range{record.Sum(r.Least, more), record.Sum(r.Most, more)}
}

// Tries returns how often HAProxy tried a connection again.
func (h Hidden) Tries() int64 { return record.Sum(h.Retried, h.Redispatched) }

// Sessions returns how many sessions HAProxy saved. Its counters have each further try, also those in vain: only its log
// has what became of a session, when that ends. Each of the other sessions took one try or more.
func (h Hidden) Sessions() Range {
	tries := h.Tries()
	pending := max(tries-h.Settled, 0)
	return Range{min(h.Saved, tries), min(record.Sum(h.Saved, pending), tries)}
}

// Total returns the number of failures after which something was tried again.
func (h Hidden) Total() int64 {
	return record.Sum(h.Retried, h.Redispatched, h.NextUpstream, h.Repeated)
}

// Add adds o to the counts.
func (h *Hidden) Add(o Hidden) {
	h.Retried = record.Sum(h.Retried, o.Retried)
	h.Redispatched = record.Sum(h.Redispatched, o.Redispatched)
	h.NextUpstream = record.Sum(h.NextUpstream, o.NextUpstream)
	h.Repeated = record.Sum(h.Repeated, o.Repeated)
	h.Saved = record.Sum(h.Saved, o.Saved)
	h.Settled = record.Sum(h.Settled, o.Settled)
}

// Since returns what was counted after an earlier account.
func (h Hidden) Since(was Hidden) Hidden {
	return Hidden{Retried: h.Retried - was.Retried, Redispatched: h.Redispatched - was.Redispatched,
		NextUpstream: h.NextUpstream - was.NextUpstream, Repeated: h.Repeated - was.Repeated,
		Saved: h.Saved - was.Saved, Settled: h.Settled - was.Settled}
}

// Counted lists the parts whose absorbed failures are counted: each has a witness. What the others absorbed is not known.
type Counted struct{ HAProxy, Nginx, App bool }

// Any reports whether anything is counted.
func (c Counted) Any() bool { return c.HAProxy || c.Nginx || c.App }

// Known reports whether a count is known: its part is counted, or something was seen.
func Known(n int64, counted bool) bool { return counted || n > 0 }
