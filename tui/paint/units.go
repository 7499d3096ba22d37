package paint

import (
	"math"
	"strconv"
	"time"

	"hadash/units"
)

// The append functions write one number as package units does, in the room that a cell has. They take and return a
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
func AppendGrouped(b []byte, n int64) []byte { return units.AppendCount(b, n, units.Blank) }

// AppendShort writes three digits and a unit: 999, 1.2k, 13.0k, 2.4M. At most five cells, and a sign.
func AppendShort(b []byte, n int64) []byte { return units.AppendShort(b, n) }

// AppendFit writes a number into at most room cells, of which there are three or more: as AppendCount does, and where that
// is too long with fewer digits: 1.2k, 12k, .1M.
func AppendFit(b []byte, n int64, room int) []byte {
	from := len(b)
	b = AppendCount(b, n, room)
	if len(b)-from <= room || room < 3 {
		return b
	}
	const prefixes = "kMGTPE"
	v, u := math.Abs(float64(n))/1000, 0
	for v >= 999.5 && u < len(prefixes)-1 {
		v, u = v/1000, u+1
	}
	b = b[:from]
	if n < 0 {
		b = append(b, '-')
	}
	room -= len(b) - from
	switch {
	case v >= 99.5 && room < 4 && u < len(prefixes)-1:
		return append(b, '.', byte('0'+max(min(int(v/100+0.5), 9), 1)), prefixes[u+1])
	case v < 9.95 && room >= 4:
		b = strconv.AppendFloat(b, v, 'f', 1, 64)
	default:
		b = strconv.AppendFloat(b, v, 'f', 0, 64)
	}
	return append(b, prefixes[u])
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
	if !units.KnownRate(r) {
		return append(b, '-')
	}
	from := len(b)
	if b = units.AppendRate(b, r, units.Blank); len(b)-from <= room {
		return b
	}
	return AppendShort(b[:from], int64(r+0.5))
}

// AppendAge writes how long something has lasted: 10s, 4m05s, 3h08m, 2d03h. At most six cells.
func AppendAge(b []byte, d time.Duration) []byte { return units.AppendAge(b, d) }

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

// aged is from when on a time is written as an age, which needs less room.
const aged = 100 * time.Second

// AppendSeconds writes a duration in hundredths of a second: 0.18 s, and 4m05s once they no longer
// matter. One below 0 is 0, as everywhere here but in AppendAfter.
func AppendSeconds(b []byte, d time.Duration) []byte {
	if d >= aged {
		return AppendAge(b, d)
	}
	return units.English.AppendExact(b, d)
}

// AppendLasted writes how long something that is going on has lasted or will last: 8.7 s, and 2m05s once tenths no longer matter.
func AppendLasted(b []byte, d time.Duration) []byte {
	if d >= aged {
		return AppendAge(b, d)
	}
	return units.English.AppendLasted(b, d)
}

// AppendAtMost writes what a time is at most, without the sign of it: 0.15 s, 13.1 s. It is rounded up, as the report does.
func AppendAtMost(b []byte, d time.Duration) []byte {
	if d >= aged {
		return AppendAge(b, d+time.Second-1)
	}
	return units.English.AppendUp(b, d)
}

// AppendTook writes how long something took: 9 ms, 1.2 s, 13.0 s.
func AppendTook(b []byte, d time.Duration) []byte {
	if d >= aged {
		return AppendAge(b, d)
	}
	return units.English.AppendTook(b, d)
}

func Count(n int64) string          { return string(AppendCount(nil, n, 20)) }
func Short(n int64) string          { return string(AppendShort(nil, n)) }
func Age(d time.Duration) string    { return string(AppendAge(nil, d)) }
func Took(d time.Duration) string   { return string(AppendTook(nil, d)) }
func Lasted(d time.Duration) string { return string(AppendLasted(nil, d)) }
func AtMost(d time.Duration) string { return string(AppendAtMost(nil, d)) }
func Rate(r float64) string         { return string(AppendRate(nil, r, 20)) }
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(int64(n)) + " " + many
}
