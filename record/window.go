package record

import (
	"math"
	"slices"
	"time"
)

// Window holds what clients felt within one second, by their own record: the load script writes one line for each of
// its users and seconds, and the collector merges those of one batch.
//
// Times are counted in buckets 5 % apart, so that windows of many users can be added up and a percentile read from them
// is at most 5 % too large. Max is exact.
type Window struct {
	Second   int64 // Unix time at which the second began
	Requests int
	Failed   int
	Max      time.Duration
	Buckets  []Bucket // by N, ascending
}

// Bucket counts the requests that took up to Edge(N).
type Bucket struct {
	N     int // 0 .. MaxBucket
	Count int
}

// MaxBucket is the highest bucket: about five minutes.
const MaxBucket = 306

// Edge is the longest time that bucket n counts: 0.1 ms x 1.05^n.
func Edge(n int) time.Duration {
	return time.Duration(math.Pow(1.05, float64(n)) * float64(100*time.Microsecond))
}

// Took counts a request by how long it took.
func (w *Window) Took(d time.Duration) {
	w.Requests++
	w.Max = max(w.Max, d)
	n := bucketOf(d)
	i, found := slices.BinarySearchFunc(w.Buckets, n, func(b Bucket, n int) int { return b.N - n })
	if !found {
		w.Buckets = slices.Insert(w.Buckets, i, Bucket{N: n})
	}
	w.Buckets[i].Count++
}

// bucketOf returns the bucket that counts a request of this duration: the first whose edge is not shorter.
func bucketOf(took time.Duration) int {
	n := 0
	if took > 0 {
		n = min(max(int(math.Log(float64(took)/float64(100*time.Microsecond))/math.Log(1.05)), 0), MaxBucket)
	}
	for n < MaxBucket && Edge(n) < took {
		n++
	}
	return n
}

// SentTally counts the requests of a probe since its last batch. Its lines are those that failed or were slow.
type SentTally struct {
	Rate    int           // requests a second that the probe is to send
	Timeout time.Duration // after which it gives one up
	Ended   int           // with an answer or without one
	Failed  int           `json:",omitzero"` // of those
	NotSent int           `json:",omitzero"` // left out, because as many were under way as a probe may have
	Open    int           `json:",omitzero"` // under way at the end of the batch
	By      []Answerer    `json:",omitzero"` // who answered, by name
}

// Answerer is who answered requests of a probe, by a header of the answers.
type Answerer struct {
	Name     string `json:",omitzero"` // "" = the answers do not say
	Requests int
}
