package ui

import (
	"strconv"
	"time"

	"hadash/tui/paint"
	"hadash/units"
)

// AppendDistance writes how long after its fault something came: +0.18, +4m05s, and ≤0.18 where it is only known to
// have come by then.
func (c *Context) AppendDistance(b []byte, d time.Duration, atMost bool) []byte {
	switch {
	case atMost:
		b, d = append(b, c.Theme.AtMost...), units.Up(d)
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

// AppendSpan writes how long after a fault, or its heal, something came: 0.18 s, and ≤0.19 s where it is only known to have
// come by then. It says the same as AppendDistance.
func (c *Context) AppendSpan(b []byte, d time.Duration, atMost bool) []byte {
	if atMost {
		b, d = append(b, c.Theme.AtMost...), units.Up(d)
	}
	return paint.AppendSeconds(b, d)
}
