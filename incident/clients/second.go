package clients

import (
	"cmp"
	"math"
	"slices"
	"time"

	"hadash/record"
)

const (
	// LateLines is how long a second may still grow: each user writes its line when its next request ends,
	// and the lines are gathered on their way.
	LateLines = 3

	// clocksApart is how far the clock of the load script may be from ours: what it says of other times is no record of
	// this run.
	clocksApart = 24 * time.Hour
)

// Second is what all clients together felt within one second. Percentiles are at most 5 % too large.
type Second struct {
	At                 time.Time
	Requests, Failed   int
	P50, P95, P99, Max time.Duration

	told, toldFailed int           // of these requests, those that were counted by lines of their own
	slow             time.Duration // the longest of them
}

// gatheredSecond is one second of the clients' record while lines of it may still come.
type gatheredSecond struct {
	record.Window
	counts [record.MaxBucket + 1]int32
}

// Nearby are lines by their second, without those of another time than now, and how many these are.
func Nearby(all []record.Window, now time.Time) (near []record.Window, far int) {
	apart := func(w record.Window) bool {
		return w.Second < now.Add(-clocksApart).Unix() || w.Second > now.Add(clocksApart).Unix()
	}
	bySecond := func(a, b record.Window) int { return cmp.Compare(a.Second, b.Second) }
	if !slices.ContainsFunc(all, apart) && slices.IsSortedFunc(all, bySecond) {
		return all, 0
	}
	near = slices.DeleteFunc(slices.Clone(all), apart)
	slices.SortStableFunc(near, bySecond)
	return near, len(all) - len(near)
}

// addSecond adds a line to its second among those that may still grow.
func addSecond(all []gatheredSecond, w record.Window) []gatheredSecond {
	i, found := slices.BinarySearchFunc(all, w.Second, func(g gatheredSecond, s int64) int { return cmp.Compare(g.Second, s) })
	if !found {
		all = slices.Insert(all, i, gatheredSecond{Window: record.Window{Second: w.Second}})
	}
	all[i].add(w)
	return all
}

func (g *gatheredSecond) add(w record.Window) {
	g.Requests += whole(w.Requests)
	g.Failed += whole(w.Failed)
	g.Max = max(g.Max, w.Max)
	for _, b := range w.Buckets {
		n := &g.counts[min(max(b.N, 0), record.MaxBucket)]
		*n = int32(min(int(*n)+whole(b.Count), math.MaxInt32))
	}
}

// join adds all of another second.
func (g *gatheredSecond) join(o *gatheredSecond) {
	g.Requests, g.Failed, g.Max = g.Requests+o.Requests, g.Failed+o.Failed, max(g.Max, o.Max)
	for i, n := range o.counts {
		g.counts[i] += n
	}
}

// whole is how many requests a line can tell of: a count that is none, or that no second has room for, is bounded.
func whole(n int) int { return min(max(n, 0), math.MaxInt32) }

// sum reads the percentiles.
func (g *gatheredSecond) sum() Second {
	return Second{
		At: time.Unix(g.Second, 0), Requests: g.Requests, Failed: g.Failed, Max: g.Max,
		P50: g.quantile(0.50), P95: g.quantile(0.95), P99: g.quantile(0.99),
	}
}

// quantile is the edge of the bucket in which the q-th part of all requests is reached, and never more than
// the longest of them.
func (g *gatheredSecond) quantile(q float64) time.Duration {
	total := 0
	for _, n := range g.counts {
		total += int(n)
	}
	want := int(q*float64(total) + 0.999999)
	seen := 0
	for i, n := range g.counts {
		if seen += int(n); n > 0 && seen >= want {
			return min(record.Edge(i), g.Max)
		}
	}
	return 0
}

// Overlap is the instant by which a second of the clients' record is judged: it belongs to all spans that it overlaps.
const Overlap = time.Second - 1
