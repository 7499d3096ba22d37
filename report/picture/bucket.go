package picture

import (
	"sort"
	"time"

	"hadash/incident/clients"
)

// bucket is some seconds of what the clients felt as one point of a curve: the mean of counts, the worst of
// waiting times.
type bucket struct {
	at       time.Time
	lasts    time.Duration
	requests int
	failed   int
	p95, max time.Duration // of its worst second
}

func (b *bucket) rate() float64 { return float64(b.requests) / b.lasts.Seconds() }

// buckets divides the seconds between two instants into a limited number of equal points, from the
// first second with a request to the last. A second without a report had no request: it is there, and zero.
func buckets(all []clients.Second, from, to time.Time, most int) []bucket {
	all = within(all, from, to)
	if len(all) == 0 {
		return nil
	}
	lasts := pace(to.Sub(from), most)
	first := int(all[0].At.Sub(from) / lasts)
	out := make([]bucket, int(all[len(all)-1].At.Sub(from)/lasts)-first+1)
	for i := range out {
		at := from.Add(time.Duration(first+i) * lasts)
		out[i] = bucket{at: at, lasts: max(min(lasts, to.Sub(at)), time.Second)}
	}
	for _, s := range all {
		b := &out[int(s.At.Sub(from)/lasts)-first]
		b.requests += s.Requests
		b.failed += s.Failed
		b.p95 = max(b.p95, s.P95)
		b.max = max(b.max, s.Max)
	}
	return out
}

// within are the seconds that begin between two instants.
func within(all []clients.Second, from, to time.Time) []clients.Second {
	i := sort.Search(len(all), func(i int) bool { return !all[i].At.Before(from) })
	k := sort.Search(len(all), func(i int) bool { return !all[i].At.Before(to) })
	return all[i:max(i, k)]
}
