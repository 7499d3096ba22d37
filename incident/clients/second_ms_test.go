package clients

import (
	"testing"
	"time"
)

// A log that counts milliseconds knows no percentile below one.
func TestPercentilesAreNotBelowTheResolution(t *testing.T) {
	s := Second{Requests: 4, P50: 100 * time.Microsecond, P95: 900 * time.Microsecond, P99: 7 * time.Millisecond, Max: 7 * time.Millisecond}.AtLeast(time.Millisecond)
	if s.P50 != time.Millisecond || s.P95 != time.Millisecond || s.P99 != 7*time.Millisecond {
		t.Errorf("%v %v %v", s.P50, s.P95, s.P99)
	}
	if none := (Second{}).AtLeast(time.Millisecond); none != (Second{}) {
		t.Errorf("what is not known became %+v", none)
	}
}
