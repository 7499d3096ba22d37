package predict

import (
	"fmt"
	"time"
)

// setting writes a time that was configured, or a sum of some, to the millisecond where it has any: 0.075 s, 2.00 s.
func setting(d time.Duration) string {
	if ms := d.Round(time.Millisecond); ms < 10*time.Second && ms%(10*time.Millisecond) != 0 {
		return fmt.Sprintf("%.3f s", ms.Seconds())
	}
	return Brief(d)
}

// Brief writes a duration with as many digits as matter: 0.23 s, 12.1 s, 75 s.
func Brief(d time.Duration) string {
	switch s := d.Seconds(); {
	case s < 10:
		return fmt.Sprintf("%.2f s", s)
	case s < 60:
		return fmt.Sprintf("%.1f s", s)
	default:
		return fmt.Sprintf("%.0f s", s)
	}
}
