package k6log

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// second is what k6/profile.js writes for each second of each user.
type second struct {
	Second int64          `json:"second"`
	N      int            `json:"n"`
	Failed int            `json:"failed"`
	Max    float64        `json:"max"` // ms
	B      map[string]int `json:"b"`   // requests by bucket
}

// Limits of the values that are accepted: the claims of a line are added up, and must not grow without bound.
const (
	maxRequests = 1_000_000
	maxMS       = 3_600_000
)

// Window parses a line about one second of one user:
//
//	{"second":1732450000,"n":35,"failed":0,"max":12.345,"b":{"30":4,"31":31}}
//
// A line whose numbers contradict each other is rejected.
func Window(text string) (record.Window, bool) {
	var s second
	object := message(text)
	if !strings.HasPrefix(object, `{"second":`) || json.Unmarshal([]byte(object), &s) != nil {
		return record.Window{}, false
	}
	if record.Instant(time.Unix(s.Second, 0)).IsZero() || s.N <= 0 || s.N > maxRequests || s.Failed < 0 || s.Failed > s.N || s.Max < 0 || s.Max > maxMS {
		return record.Window{}, false
	}
	w := record.Window{Second: s.Second, Requests: s.N, Failed: s.Failed, Max: time.Duration(s.Max * float64(time.Millisecond))}
	sum := 0
	for key, count := range s.B {
		n, err := strconv.Atoi(key)
		if err != nil || strconv.Itoa(n) != key || n < 0 || n > record.MaxBucket || count <= 0 || count > s.N {
			return record.Window{}, false
		}
		sum += count
		w.Buckets = append(w.Buckets, record.Bucket{N: n, Count: count})
	}
	if sum != s.N {
		return record.Window{}, false
	}
	slices.SortFunc(w.Buckets, func(a, b record.Bucket) int { return a.N - b.N })
	return w, true
}

// Add adds the requests of one window to another of the same second.
func Add(to *record.Window, w record.Window) {
	to.Requests += w.Requests
	to.Failed += w.Failed
	to.Max = max(to.Max, w.Max)
	for _, b := range w.Buckets {
		i, found := slices.BinarySearchFunc(to.Buckets, b.N, func(o record.Bucket, n int) int { return o.N - n })
		if found {
			to.Buckets[i].Count += b.Count
		} else {
			to.Buckets = slices.Insert(to.Buckets, i, b)
		}
	}
}
