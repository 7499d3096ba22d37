package drill

import (
	"maps"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/crowd"
	"hadash/incident/stopwatch"
	"hadash/wording"
)

// figure is a number from the stopwatches, the clients' own record or the balancers.
type figure struct {
	name, does string
	unit       unit
	share      func(*clients.Felt) number                  // the same in percent, for a limit in percent; nil = not available
	of         func(w *stopwatch.Stopwatch) number         // of the newest fault of a node: figure(node); nil = not available
	at         ofServer                                    // of one server of the node: figure(backend/server); nil = not available
	all        func(v *view) number                        // of the whole drill; nil = not available
	now        func(f *incident.Frame, name string) number // of something now, broken or not; nil = not available
	rows       bool                                        // now is read from HAProxy's page, of a node, a server or a backend
}

// number is the value of a figure.
type number struct {
	n     float64        // in seconds for a span; +Inf for what never came
	fewer float64        // by how much it may be less
	since time.Time      // for a moment that has not come yet: since when it is awaited
	lack  wording.Phrase // why there is no value, zero when there is one
}

func none(why wording.Phrase) number { return number{lack: why} }

func seconds(d time.Duration) number { return number{n: d.Seconds()} }

func whole[N int | int64](n N) number { return number{n: float64(n)} }

// figures lists every figure that assert, wait, expect and never can compare.
func figures() []figure {
	return []figure{
		{name: "noticed", does: "until the node was given up, by the last of the balancers and backends that send to it", unit: span, of: between((*stopwatch.Stopwatch).OutEverywhere, stopwatch.Injected), at: betweenAt((*stopwatch.Stopwatch).OutAfter, stopwatch.Injected)},
		{name: "sign", does: "T1 - T0: until the first sign", unit: span, of: between(firstSign, stopwatch.Injected)},
		{name: "failing", does: "T4 - T3: from the first request that failed to the last; 0 when none did", unit: span, of: errorWindow},
		{name: "recovery", does: "T6 - T5: from the heal until it is back, for the last of them", unit: span, of: between((*stopwatch.Stopwatch).Recovery, stopwatch.Healed), at: betweenAt((*stopwatch.Stopwatch).UpAfter, stopwatch.Healed)},
		{name: "failed", does: "requests of users that failed; with a %, their share", share: failedShare, of: ofFault(failed), all: ofAll(failed)},
		{name: "requests", does: "requests of users", of: ofFault(requests), all: ofAll(requests)},
		{name: "slowest", does: "the slowest request", unit: wait, of: ofFault(slowest), all: ofAll(slowest)},
		{name: "p50", does: "of the worst second: half of its requests were faster", unit: wait, of: ofFault(ofWorst(p50)), all: ofAll(ofWorst(p50))},
		{name: "p95", does: "of the worst second: 95 % of its requests were faster", unit: wait, of: ofFault(ofWorst(p95)), all: ofAll(ofWorst(p95))},
		{name: "p99", does: "of the worst second: 99 % of its requests were faster", unit: wait, of: ofFault(ofWorst(p99)), all: ofAll(ofWorst(p99))},
		{name: "absorbed", does: "failures that no user saw", of: hidden(anyPart), all: hiddenInAll(anyPart)},
		{name: "retried", does: "connections that HAProxy tried again, in vain or not", of: hidden(retried), at: tries(func(t *stopwatch.Tries) int64 { return t.Retried }), all: hiddenInAll(retried)},
		{name: "moved", does: "connections that HAProxy tried again at another server", of: hidden(redispatched), at: tries(func(t *stopwatch.Tries) int64 { return t.Redispatched }), all: hiddenInAll(redispatched)},
		{name: "rerouted", does: "of the absorbed: requests that nginx gave to another instance", of: hidden(rerouted), all: hiddenInAll(rerouted)},
		{name: "repeated", does: "of the absorbed: reads that the application did again", of: hidden(repeated), all: hiddenInAll(repeated)},
		{name: "cut", does: "sessions that were broken off", of: blast(func(b *stopwatch.Blast) int { return b.Cut }, (*stopwatch.Stopwatch).LogCounts)},
		{name: "refused", does: "sessions that got no server", of: blast(func(b *stopwatch.Blast) int { return b.Refused }, (*stopwatch.Stopwatch).LogCounts)},
		{name: "hanging", does: "sessions left open on the broken server, at most", of: blast(func(b *stopwatch.Blast) int { return b.Hanging }, (*stopwatch.Stopwatch).HAProxyCounts)},
		{name: "queued", does: "requests that waited in queues at once, at most", of: blast(func(b *stopwatch.Blast) int { return b.Queued }, (*stopwatch.Stopwatch).HAProxyCounts)},
		{name: "flaps", does: "how often it was given up again after it had been UP", of: func(w *stopwatch.Stopwatch) number { return whole(w.Flaps) }},
		{name: "outages", does: "outages that nobody made here: servers and backends that failed by themselves, bursts of failed requests", all: outages},
		{name: "rate", does: "requests or sessions a second, now", unit: perSec, all: rateNow, now: nodeRate},
		{name: "sessions", does: "sessions that are open at HAProxy, now", now: inCrowd(crowd.Sessions), rows: true},
		{name: "queue", does: "requests that wait at HAProxy, now", now: inCrowd(crowd.Queue), rows: true},
		{name: "limit", does: "how much of its nearest limit is in use, now: maxconn, maxqueue; of a HAProxy its own and its time", unit: percent, now: inCrowd(crowd.Share), rows: true},
		{name: "5xx", does: "answers of 5xx a second over the last five seconds, by HAProxy's page, or by nginx's access log", unit: perSec, now: inCrowd(crowd.Errors), rows: true},
		{name: "users", does: "users of the load, now", all: usersNow},
	}
}

// formerly are the names that figures had, which remain good.
var formerly = map[string]string{
	"detection": "noticed", "window": "failing", "visible": "failed", "hidden": "absorbed", "redispatched": "moved", "vus": "users",
}

// findFigure finds a figure by its name, or by the one that it had.
func findFigure(name string) *figure {
	if now, ok := formerly[name]; ok {
		name = now
	}
	all := figures()
	for i := range all {
		if all[i].name == name {
			return &all[i]
		}
	}
	return nil
}

func figureNames() (all []string) {
	for _, f := range figures() {
		all = append(all, f.name)
	}
	return all
}

// anyFigureName lists the names of figures, and those that they had.
func anyFigureName() []string { return append(figureNames(), slices.Sorted(maps.Keys(formerly))...) }

func firstSign(w *stopwatch.Stopwatch) (time.Duration, bool) { return w.Since(stopwatch.FirstSign) }

func p50(s *clients.Second) time.Duration { return s.P50 }
func p95(s *clients.Second) time.Duration { return s.P95 }
func p99(s *clients.Second) time.Duration { return s.P99 }

// share is a part of what was absorbed, and whether somebody counts it.
type share func(h clients.Hidden, by clients.Counted) (n clients.Range, counted bool)

func anyPart(h clients.Hidden, by clients.Counted) (clients.Range, bool) {
	return h.Absorbed(), by.Any() || h.Total() > 0
}

func retried(h clients.Hidden, by clients.Counted) (clients.Range, bool) {
	return counted(h.Retried, by.HAProxy)
}

func redispatched(h clients.Hidden, by clients.Counted) (clients.Range, bool) {
	return counted(h.Redispatched, by.HAProxy)
}

func rerouted(h clients.Hidden, by clients.Counted) (clients.Range, bool) {
	return counted(h.NextUpstream, by.Nginx)
}

func repeated(h clients.Hidden, by clients.Counted) (clients.Range, bool) {
	return counted(h.Repeated, by.App)
}

func counted(n int64, by bool) (clients.Range, bool) {
	return clients.Range{Least: n, Most: n}, clients.Known(n, by)
}

// ofServer is a figure of one server of the node of a fault.
type ofServer func(w *stopwatch.Stopwatch, server string) number

// tries is how often HAProxy tried again after it could not connect to a server.
func tries(of func(*stopwatch.Tries) int64) ofServer {
	return func(w *stopwatch.Stopwatch, server string) number {
		t := w.Tries[server]
		return within(counted(of(&t), w.Counted().HAProxy))
	}
}

// hidden is a part of what was absorbed in the time of a fault.
func hidden(of share) func(*stopwatch.Stopwatch) number {
	return func(w *stopwatch.Stopwatch) number { return within(of(w.Hidden, w.Counted())) }
}

// within is a number that may be known by its bounds only.
func within(r clients.Range, counted bool) number {
	if !counted {
		return none(wording.NotCounted.Of())
	}
	return number{n: float64(r.Most), fewer: float64(r.Most - r.Least)}
}

// blast is a count of sessions; counted: somebody counted them.
func blast(of func(*stopwatch.Blast) int, counted func(*stopwatch.Stopwatch) bool) func(*stopwatch.Stopwatch) number {
	return func(w *stopwatch.Stopwatch) number {
		n := of(&w.Blast)
		if n == 0 && !counted(w) {
			return none(wording.NotCounted.Of())
		}
		return whole(n)
	}
}

// inCrowd is a figure that HAProxy's page shows.
func inCrowd[N int | int64 | float64](of func(*incident.Frame, string) (N, wording.Phrase)) func(*incident.Frame, string) number {
	return func(f *incident.Frame, name string) number {
		n, lack := of(f, name)
		if !lack.IsZero() {
			return none(lack)
		}
		return number{n: float64(n)}
	}
}

func nodeRate(f *incident.Frame, name string) number {
	n := f.Node(name)
	if n == nil {
		return none(wording.NoSuchNode.Of())
	}
	if n.Rate < 0 {
		return none(wording.NoRate.Of(n.Name))
	}
	return number{n: n.Rate}
}

func rateNow(v *view) number {
	if s, ok := v.f.Last(); ok {
		return whole(s.Requests)
	}
	if v.f.Load.On && v.f.Load.Rate >= 0 {
		return number{n: v.f.Load.Rate}
	}
	if v.f.Nginx.Rate < 0 || v.f.Nginx.Nginx == nil {
		return none(wording.NoRateAtAll.Of())
	}
	return number{n: v.f.Nginx.Rate}
}

func usersNow(v *view) number {
	return whole(usersOf(v.f))
}
