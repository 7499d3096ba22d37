package paint

import (
	"math"
	"strconv"
	"time"

	"hadash/record"
)

// The append functions write one number the way the whole screen writes it. They take and return a
// buffer so that a screenful of cells costs no allocation.

// AppendCount writes 1 858 with a space between thousands, or 186k, 2.4M, 13G once that would
// need more than room cells.
func AppendCount(b []byte, n int64, room int) []byte {
	from := len(b)
	b = AppendGrouped(b, n)
	if len(b)-from <= room {
		return b
	}
	return AppendShort(b[:from], n)
}

// AppendGrouped writes a number with a space between thousands.
func AppendGrouped(b []byte, n int64) []byte {
	var room [20]byte // as many as the longest number has
	digits := strconv.AppendInt(room[:0], n, 10)
	if n < 0 {
		b, digits = append(b, '-'), digits[1:]
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ' ')
		}
		b = append(b, d)
	}
	return b
}

// AppendShort writes three digits and a unit: 999, 1.2k, 13k, 2.4M. At most five cells, and a sign.
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

// AppendFit writes a number into at most room cells, of which there are three or more: as AppendCount does, and where that
// is too long with fewer digits: 1.2k, 12k, .1M.
func AppendFit(b []byte, n int64, room int) []byte {
	from := len(b)
	b = AppendCount(b, n, room)
	if len(b)-from <= room || room < 3 {
		return b
	}
	const units = "kMGTPE"
	v, u := math.Abs(float64(n))/1000, 0
	for v >= 999.5 && u < len(units)-1 {
		v, u = v/1000, u+1
	}
	b = b[:from]
	if n < 0 {
		b = append(b, '-')
	}
	room -= len(b) - from
	switch {
	case v >= 99.5 && room < 4 && u < len(units)-1:
		return append(b, '.', byte('0'+max(min(int(v/100+0.5), 9), 1)), units[u+1])
	case v < 9.95 && room >= 4:
		b = strconv.AppendFloat(b, v, 'f', 1, 64)
	default:
		b = strconv.AppendFloat(b, v, 'f', 0, 64)
	}
	return append(b, units[u])
}

// AppendShortFit is AppendShort for at most room cells, as AppendFit is AppendCount.
func AppendShortFit(b []byte, n int64, room int) []byte {
	from := len(b)
	if b = AppendShort(b, n); len(b)-from <= room {
		return b
	}
	return AppendFit(b[:from], n, room)
}

// AppendRate writes a rate: 0.4, 2, 12, 1 858; "-" when it is not known, or cannot be.
func AppendRate(b []byte, r float64, room int) []byte {
	n, ok := record.Whole(r + 0.5)
	switch {
	case !ok || r < 0:
		return append(b, '-')
	case r > 0 && r < 0.95:
		return strconv.AppendFloat(b, r, 'f', 1, 64)
	}
	return AppendCount(b, n, room)
}

// AppendAge writes how long something has lasted: 10s, 4m05s, 3h08m, 2d03h. At most six cells.
func AppendAge(b []byte, d time.Duration) []byte {
	if d < 0 {
		d = 0
	}
	s := int64(d / time.Second)
	switch {
	case s < 60:
		return append(strconv.AppendInt(b, s, 10), 's')
	case s < 3600:
		return pair(b, s/60, 'm', s%60, 's')
	case s < 86400:
		return pair(b, s/3600, 'h', s/60%60, 'm')
	case s < 100*86400:
		return pair(b, s/86400, 'd', s/3600%24, 'h')
	}
	return append(strconv.AppendInt(b, s/86400, 10), 'd')
}

func pair(b []byte, n int64, u byte, m int64, v byte) []byte {
	b = append(strconv.AppendInt(b, n, 10), u)
	return append(b, byte('0'+m/10), byte('0'+m%10), v)
}

// AppendAgeFit is AppendAge for at most room cells, of which there are four: where that is too long, in the largest unit.
func AppendAgeFit(b []byte, d time.Duration, room int) []byte {
	from := len(b)
	if b = AppendAge(b, d); len(b)-from <= room {
		return b
	}
	s := int64(d / time.Second)
	for _, u := range [...]struct {
		seconds int64
		name    byte
	}{{365 * 86400, 'y'}, {86400, 'd'}, {3600, 'h'}} {
		if s >= u.seconds {
			return append(strconv.AppendInt(b[:from], s/u.seconds, 10), u.name)
		}
	}
	return append(strconv.AppendInt(b[:from], s/60, 10), 'm')
}

// AppendAfter writes the distance from a fault: +0.18 s, +75.51 s, and +4m05s once hundredths
// no longer matter.
func AppendAfter(b []byte, d time.Duration) []byte {
	sign := byte('+')
	if d < 0 {
		sign, d = '-', d.Abs()
	}
	return AppendSeconds(append(b, sign), d)
}

// AppendSeconds writes a duration in hundredths of a second: 0.18 s, and 4m05s once they no longer
// matter. One below 0 is 0, as everywhere here but in AppendAfter.
func AppendSeconds(b []byte, d time.Duration) []byte {
	if d >= 100*time.Second {
		return AppendAge(b, d)
	}
	d = max(d, 0)
	return append(strconv.AppendFloat(b, d.Seconds(), 'f', 2, 64), " s"...)
}

// AppendLasted writes how long something that is going on has lasted or will last: 8.7 s, and 2m05s once tenths no longer matter.
func AppendLasted(b []byte, d time.Duration) []byte {
	if d = max(d, 0); d < 100*time.Second {
		return append(strconv.AppendFloat(b, float64(d/(100*time.Millisecond))/10, 'f', 1, 64), " s"...)
	}
	return AppendAge(b, d)
}

// AppendTook writes how long something took: 9 ms, 1.20 s, 13.0 s.
func AppendTook(b []byte, d time.Duration) []byte {
	d = max(d, 0)
	switch {
	case d > 0 && d < time.Millisecond:
		return append(strconv.AppendFloat(b, float64(d)/1e6, 'f', 1, 64), " ms"...)
	case d < time.Second:
		return append(strconv.AppendInt(b, d.Milliseconds(), 10), " ms"...)
	case d < 100*time.Second:
		return append(strconv.AppendFloat(b, d.Seconds(), 'f', 1, 64), " s"...)
	}
	return AppendAge(b, d)
}

func Count(n int64) string          { return string(AppendCount(nil, n, 20)) }
func Short(n int64) string          { return string(AppendShort(nil, n)) }
func Age(d time.Duration) string    { return string(AppendAge(nil, d)) }
func Took(d time.Duration) string   { return string(AppendTook(nil, d)) }
func Lasted(d time.Duration) string { return string(AppendLasted(nil, d)) }
func Rate(r float64) string         { return string(AppendRate(nil, r, 20)) }
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(int64(n)) + " " + many
}
