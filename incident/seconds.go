package incident

import (
	"cmp"
	"math"
	"slices"
	"time"

	"hadash/incident/history"
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
func (f *folding) foldWindows(all []record.Window) {
	all, far := nearby(all, f.At)
	f.Dropped += far
	if len(all) == 0 {
		return
	}
	f.memo.seconds = slices.Clone(f.memo.seconds)
	for _, w := range all {
		f.addWindow(w)
		if n := len(f.memo.seconds); n > 0 {
			f.closeSeconds(f.memo.seconds[n-1].Second - lateLines)
		}
	}
}

// nearby are lines by their second, without those of another time than now, and how many these are.
func nearby(all []record.Window, now time.Time) (near []record.Window, far int) {
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

// endSeconds tells the last seconds of a load that has ended.
func (f *folding) endSeconds() {
	if len(f.memo.seconds) > 0 {
		f.closeSeconds(f.At.Unix() - 2*lateLines)
	}
}

func (f *folding) closeSeconds(until int64) {
	for len(f.memo.seconds) > 0 && f.memo.seconds[0].Second <= until {
		s := f.memo.seconds[0].sum()
		f.memo.seconds = f.memo.seconds[1:]
		f.linesOf(&s)
		own(&f.Load.Seconds, &f.mine.seconds)
		f.Load.Seconds = append(f.Load.Seconds, s)
		f.Load.Seconds = f.Load.Seconds[max(len(f.Load.Seconds)-maxSeconds, 0):]
		f.History.AddFelt(history.FeltTick{At: s.At.Unix(), Span: 1, Requests: s.Requests, Failed: s.Failed,
			P50: s.P50, P95: s.P95, P99: s.P99, Max: s.Max})
		f.feel(s.At.Add(overlap), s)
		f.weigh(s.At, -s.Requests)
	}
}

// addWindow adds a line to its second. One that comes when its second was told already is too late for its percentiles,
// and is counted all the same: a user whose request hung tells only then of the second before.
func (f *folding) addWindow(w record.Window) {
	if n := len(f.Load.Seconds); n > 0 && w.Second <= f.Load.Seconds[n-1].At.Unix() {
		late := gatheredSecond{Window: record.Window{Second: w.Second}}
		late.add(w)
		s := Second{At: time.Unix(w.Second, 0), Requests: late.Requests, Failed: late.Failed, Max: late.Max}
		f.linesOf(&s)
		f.feel(s.At.Add(overlap), s)
		f.weigh(s.At, -s.Requests)
		return
	}
	f.memo.seconds = addSecond(f.memo.seconds, w)
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
