package incident

import (
	"testing"
	"time"

	"hadash/record"
)

// What an outage's time absorbed on the way counts from its first sign, though it is found only when its server is given up: what the
// path says and what the outage cost are the same.
func TestPathCountsFromTheFirstSign(t *testing.T) {
	page := func(seconds float64, state string, moved int64) record.Sample {
		return haproxy(seconds, server("db1", "UP", nil), server("db2", state, func(s *record.Server) { s.Wredis = moved }), server("db3", "UP", nil))
	}
	samples := []record.Sample{page(1, "UP", 0), page(2, "UP", 0), page(3, "UP 2/3", 2), page(4, "UP 1/3", 4)}
	for i := range 6 { // a check that hangs is slow to say so
		samples = append(samples, page(5+float64(i), "UP 1/3", 4))
	}
	f := playAlone(append(samples, page(11, "DOWN", 6))...)
	if len(f.Outages()) != 1 {
		t.Fatalf("%d outages", len(f.Outages()))
	}
	w := f.Outages()[0]
	if d := w.At.Sub(start); d < time.Second || d > 4*time.Second {
		t.Fatalf("it began after %v", d)
	}
	since := f.Passed().Since(w.Before)
	if cost, path := w.Hidden.Redispatched, since.Hidden.Redispatched; !since.Known || cost != 6 || path != cost {
		t.Errorf("the outage cost %d, the path says %d, known: %v", cost, path, since.Known)
	}
}
