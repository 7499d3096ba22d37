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

	// clocksApart is the largest difference between the load script's clock and ours: lines from other times are not a
	// record of this run.
	clocksApart = 24 * time.Hour
)

// Second holds what all clients together felt within one second. Percentiles are at most 5 % too large.
type Second struct {
	At                 time.Time
	Requests, Failed   int
	P50, P95, P99, Max time.Duration

	told, toldFailed int           // those of these requests that were counted by their own lines
	slow             time.Duration // the longest of them
}

// gatheredSecond is one second of the clients' record while more lines of it may come.
type gatheredSecond struct {
	record.Window
	counts [record.MaxBucket + 1]int32
}

// Nearby returns lines by their second, without those of other times than now, and their number.
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

// join adds another second to this one.
func (g *gatheredSecond) join(o *gatheredSecond) {
	g.Requests, g.Failed, g.Max = g.Requests+o.Requests, g.Failed+o.Failed, max(g.Max, o.Max)
	for i, n := range o.counts {
		g.counts[i] += n
	}
}

// whole returns how many requests a line may report: an impossible count is bounded.
func whole(n int) int { return min(max(n, 0), math.MaxInt32) }

// sum computes the percentiles.
func (g *gatheredSecond) sum() Second {
	return Second{
		At: time.Unix(g.Second, 0), Requests: g.Requests, Failed: g.Failed, Max: g.Max,
		P50: g.quantile(0.50), P95: g.quantile(0.95), P99: g.quantile(0.99),
	}
}

// AtLeast returns the second with percentiles that its witness can tell: those of requests that took less than its resolution are
// that.
func (s Second) AtLeast(resolution time.Duration) Second {
	for _, p := range []*time.Duration{&s.P50, &s.P95, &s.P99} {
		if *p > 0 {
			*p = max(*p, resolution)
		}
	}
	return s
}

// quantile returns the edge of the bucket that holds the q-quantile of all requests, at most the longest request.
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

// Overlap returns the instant by which a second of the clients' record is assigned: it belongs to all spans that it
// overlaps.
const Overlap = time.Second - 1
