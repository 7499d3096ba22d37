package units

import (
	"strconv"
	"time"
)

// Lang has the names of the units of time in a language.
type Lang struct{ ms, s, min, h, d string }

// The languages.
var (
	English = &Lang{" ms", " s", " min", " h", " d"}
	Russian = &Lang{" мс", " с", " мин", " ч", " д"}
)

// long is from when on the parts of a second no longer matter.
const long = 100 * time.Second

// AppendExact writes a distance between two moments in hundredths of a second: 0.23 s, 9.47 s, 27.24 s, and 2 min 5 s once
// they no longer matter. One below zero is zero.
func (l *Lang) AppendExact(b []byte, d time.Duration) []byte {
	if d = max(d, 0); d >= long {
		return l.AppendLong(b, d)
	}
	return append(strconv.AppendFloat(b, d.Seconds(), 'f', 2, 64), l.s...)
}

// AppendTook writes how long something took: 0.4 ms, 14 ms, 8.7 s, 2 min 5 s. One below zero is zero.
func (l *Lang) AppendTook(b []byte, d time.Duration) []byte {
	switch d = max(d, 0); {
	case d > 0 && d < 950*time.Microsecond:
		return append(strconv.AppendFloat(b, float64(d)/float64(time.Millisecond), 'f', 1, 64), l.ms...)
	case d < time.Second-time.Millisecond/2:
		return append(strconv.AppendInt(b, d.Round(time.Millisecond).Milliseconds(), 10), l.ms...)
	case d < long:
		return append(strconv.AppendFloat(b, d.Seconds(), 'f', 1, 64), l.s...)
	}
	return l.AppendLong(b, d)
}

// AppendLasted writes how long something that goes on has lasted: 8.7 s, 2 min 5 s. It never runs ahead of the clock.
func (l *Lang) AppendLasted(b []byte, d time.Duration) []byte {
	if d = max(d, 0); d >= long {
		return l.AppendLong(b, d)
	}
	return append(strconv.AppendFloat(b, float64(d/(100*time.Millisecond))/10, 'f', 1, 64), l.s...)
}

// AppendBound writes what a time is at most, with the sign of it: ≤ 0.15 s, ≤ 13.1 s. It is rounded up, or it would be no bound.
func (l *Lang) AppendBound(b []byte, d time.Duration) []byte {
	return l.AppendUp(append(b, "≤ "...), d)
}

// AppendUp writes a bound without its sign, for a screen that has another one.
func (l *Lang) AppendUp(b []byte, d time.Duration) []byte {
	switch d = max(d, 0); {
	case d >= long:
		return l.AppendLong(b, up(d, time.Second))
	case d >= time.Second:
		return append(strconv.AppendFloat(b, up(d, 100*time.Millisecond).Seconds(), 'f', 1, 64), l.s...)
	}
	return append(strconv.AppendFloat(b, up(d, 10*time.Millisecond).Seconds(), 'f', 2, 64), l.s...)
}

// Up rounds a bound up as AppendExact writes it, so that it stands among exact times and is still a bound.
func Up(d time.Duration) time.Duration {
	if d = max(d, 0); up(d, 10*time.Millisecond) >= long {
		return up(d, time.Second)
	}
	return up(d, 10*time.Millisecond)
}

// up rounds up to a multiple of unit.
func up(d, unit time.Duration) time.Duration { return (d + unit - 1).Truncate(unit) }

// AppendSet writes a configured time with all of its digits: 75 ms, 2 s, 2.5 s, 10 min.
func (l *Lang) AppendSet(b []byte, d time.Duration) []byte {
	switch d = max(d, 0).Round(time.Millisecond); {
	case d > 0 && d < time.Second:
		return append(strconv.AppendInt(b, d.Milliseconds(), 10), l.ms...)
	case d < long:
		return append(strconv.AppendFloat(b, d.Seconds(), 'f', -1, 64), l.s...)
	}
	return l.AppendLong(b, d)
}

// AppendLong writes a time by its two largest units: 45 s, 7 min 57 s, 3 h 8 min, 2 d 3 h. The second one is left out
// if it is zero.
func (l *Lang) AppendLong(b []byte, d time.Duration) []byte {
	s := int64(max(d, 0).Round(time.Second) / time.Second)
	switch {
	case d < 0, s < 60:
		return append(strconv.AppendInt(b, s, 10), l.s...)
	case s < 3600:
		return pair(b, s/60, l.min, s%60, l.s)
	case s < 86400:
		return pair(b, s/3600, l.h, s/60%60, l.min)
	}
	return pair(b, s/86400, l.d, s/3600%24, l.h)
}

func pair(b []byte, n int64, u string, m int64, v string) []byte {
	b = append(strconv.AppendInt(b, n, 10), u...)
	if m == 0 {
		return b
	}
	return append(strconv.AppendInt(append(b, ' '), m, 10), v...)
}

// AppendAge writes how long something has lasted where there is little room: 10s, 4m05s, 3h08m, 2d03h. At most six cells.
func AppendAge(b []byte, d time.Duration) []byte {
	s := int64(max(d, 0) / time.Second)
	switch {
	case s < 60:
		return append(strconv.AppendInt(b, s, 10), 's')
	case s < 3600:
		return narrow(b, s/60, 'm', s%60, 's')
	case s < 86400:
		return narrow(b, s/3600, 'h', s/60%60, 'm')
	case s < 100*86400:
		return narrow(b, s/86400, 'd', s/3600%24, 'h')
	}
	return append(strconv.AppendInt(b, s/86400, 10), 'd')
}

func narrow(b []byte, n int64, u byte, m int64, v byte) []byte {
	b = append(strconv.AppendInt(b, n, 10), u)
	return append(b, byte('0'+m/10), byte('0'+m%10), v)
}
