package stack

import (
	"testing"
	"time"
)

// The Engine's times are bounded: "never" and impossible times are the zero time.
func TestImpossibleInstants(t *testing.T) {
	if got := when("2026-11-29T12:00:00.5Z"); got != time.Date(2026, 11, 29, 12, 0, 0, 5e8, time.UTC) {
		t.Errorf("%v", got)
	}
	for _, text := range []string{"", "never", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "10000-01-01T00:00:00Z"} {
		if got := when(text); !got.IsZero() {
			t.Errorf("%q is taken for %v", text, got)
		}
		if got, _ := stamped([]byte(text + " hello")); !got.IsZero() {
			t.Errorf("a line of %q is of %v", text, got)
		}
	}
}
