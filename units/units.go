// Package units has the one way in which screen, snapshot, report and drill write a number. The append functions take
// and return a buffer, so that a screenful of cells costs no allocation.
package units

import (
	"math"
	"strconv"
)

// The blanks between the thousands of a number: of a screen, whose cells are all as wide, and of a document, where it is
// narrow and does not break.
const (
	Blank = " "
	Thin  = "\u202f"
)

// AppendCount writes a number with a blank between its thousands: 4 227.
func AppendCount(b []byte, n int64, blank string) []byte {
	var room [20]byte // as many as the longest number has
	digits := strconv.AppendInt(room[:0], n, 10)
	if n < 0 {
		b, digits = append(b, '-'), digits[1:]
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, blank...)
		}
		b = append(b, d)
	}
	return b
}

// AppendShort writes three digits and a unit: 999, 1.2k, 13.0k, 2.4M. At most five cells, and a sign.
func AppendShort(b []byte, n int64) []byte {
	const units = "kMGTPE"
	if n > -1000 && n < 1000 {
		return strconv.AppendInt(b, n, 10)
	}
	v, u := math.Abs(float64(n))/1000, 0
	for v >= 999.5 && u < len(units)-1 {
		v, u = v/1000, u+1
	}
	if n < 0 {
		b = append(b, '-')
	}
	if v < 99.95 {
		b = strconv.AppendFloat(b, v, 'f', 1, 64)
	} else {
		b = strconv.AppendFloat(b, v, 'f', 0, 64)
	}
	return append(b, units[u])
}

// KnownRate reports whether a rate is one: not below zero, and of a size that a counter can reach.
func KnownRate(r float64) bool { return r >= 0 && r+0.5 < math.MaxInt64 }

// AppendRate writes a known rate: 0.4, 2, 1 858. Below 1 it has a decimal, and above 0 it is never 0.
func AppendRate(b []byte, r float64, blank string) []byte {
	if r > 0 && r < 0.95 {
		return strconv.AppendFloat(b, max(r, 0.1), 'f', 1, 64)
	}
	return AppendCount(b, int64(r+0.5), blank)
}

// AppendShare writes a share with the two digits that matter, and its sign: 0.066 %, 5.1 %, 42 %. The nearer it is to
// the whole, the more digits it has: 99.934 % is not all.
func AppendShare(b []byte, percent float64) []byte {
	away := min(math.Abs(percent), math.Abs(100-percent))
	digits := 0
	if away > 0 && away < 9.95 {
		digits = min(max(1-int(math.Floor(math.Log10(away)+rounding)), 0), 9)
	}
	return append(strconv.AppendFloat(b, percent, 'f', digits, 64), " %"...)
}

// rounding is what a share of 9.95 is short of 10 in its logarithm: two digits of it are 10.
var rounding = -math.Log10(0.995)
