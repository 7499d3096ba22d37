package incident

import (
	"slices"
	"time"

	"hadash/record"
)

const (
	// lateLines is how long a second may still grow: each user writes its line when its next request ends,
	// and the lines are gathered on their way.
	lateLines  = 3
	maxSeconds = 600
)

// gatheredSecond is one second of the clients' record while lines of it may still come.
type gatheredSecond struct {
	record.Window
	counts [record.MaxBucket + 1]int32
}

// foldWindows takes in lines of the clients' own record. A second is told when lines of a much newer one
// come: until then its percentiles could be those of a few users.
func (f *Frame) foldWindows(all []record.Window) {
	if len(all) == 0 {
		return
	}
	f.memo.seconds = slices.Clone(f.memo.seconds)
	newest := int64(0)
	for _, w := range all {
		f.addWindow(w)
		newest = max(newest, w.Second)
	}
	f.closeSeconds(newest - lateLines)
}

// endSeconds tells the last seconds of a load that has ended.
func (f *Frame) endSeconds() {
	if len(f.memo.seconds) > 0 {
		f.closeSeconds(f.At.Unix() - 2*lateLines)
	}
}

func (f *Frame) closeSeconds(until int64) {
	for len(f.memo.seconds) > 0 && f.memo.seconds[0].Second <= until {
		s := f.memo.seconds[0].sum()
		f.memo.seconds = f.memo.seconds[1:]
		f.Load.Slowest = max(f.Load.Slowest, s.Max)
		f.Load.Seconds = pushSecond(f.Load.Seconds, s)
		f.History.rememberFelt(s)
		f.charge(s.At.Add(time.Second-1), s, "")
	}
}

// addWindow adds a line to its second. One that comes when its second was told already is too late.
func (f *Frame) addWindow(w record.Window) {
	if n := len(f.Load.Seconds); n > 0 && w.Second <= f.Load.Seconds[n-1].At.Unix() {
		return
	}
	f.memo.seconds = addSecond(f.memo.seconds, w)
}

// addSecond adds a line to its second among those that may still grow.
func addSecond(all []gatheredSecond, w record.Window) []gatheredSecond {
	i, found := slices.BinarySearchFunc(all, w.Second, func(g gatheredSecond, s int64) int { return int(g.Second - s) })
	if !found {
		all = slices.Insert(all, i, gatheredSecond{Window: record.Window{Second: w.Second}})
	}
	all[i].add(w)
	return all
}

func (g *gatheredSecond) add(w record.Window) {
	g.Requests += w.Requests
	g.Failed += w.Failed
	g.Max = max(g.Max, w.Max)
	for _, b := range w.Buckets {
		g.counts[min(max(b.N, 0), record.MaxBucket)] += int32(b.Count)
	}
}

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

func pushSecond(all []Second, s Second) []Second {
	if len(all) >= maxSeconds {
		all = all[len(all)-maxSeconds+1:]
	}
	return append(slices.Clip(all), s)
}
