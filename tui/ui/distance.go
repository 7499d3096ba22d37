package ui

import (
	"strconv"
	"time"

	"hadash/tui/paint"
)

// AppendDistance writes how long after its fault something came: +0.18, +4m05s, and ≤0.18 where it is only known to
// have come by then.
func (c *Context) AppendDistance(b []byte, d time.Duration, atMost bool) []byte {
	switch {
	case atMost:
		b, d = append(b, c.Theme.AtMost...), paint.Up(d)
	case d < 0:
		b, d = append(b, '-'), -d
	default:
		b = append(b, '+')
	}
	if d >= 100*time.Second {
		return paint.AppendAge(b, d)
	}
	return strconv.AppendFloat(b, d.Seconds(), 'f', 2, 64)
}
