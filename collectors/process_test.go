package collectors

import (
	"testing"
	"time"
)

// An impossible uptime on the page is ignored.
func TestUptime(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"uptime = </b> 0d 0h02m25s":                    145 * time.Second,
		"uptime = </b> 400d 23h59m59s":                 400*24*time.Hour + 24*time.Hour - time.Second,
		"uptime = </b> 99999999999999999999d 0h00m01s": 0,
		"uptime = </b> 106752d 0h00m01s":               0,
	} {
		m := pageUptime.FindSubmatch([]byte(text))
		if m == nil || uptime(m[1:]) != want {
			t.Errorf("%s: %q", text, m)
		}
	}
}
