package stamp

import (
	"bytes"
	"time"
)

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// date is a day and a time as they are written; year 0 is not known.
type date struct{ year, month, day, hour, minute, second int }

func (d *date) valid() bool {
	return d.month >= 1 && d.month <= 12 && d.day >= 1 && d.day <= 31 && d.hour <= 23 && d.minute <= 59 && d.second <= 60 &&
		(d.year == 0 || d.year >= 1971 && d.year <= 2199)
}

// in returns the instant of a date in a zone.
func (d *date) in(zone *time.Location) time.Time {
	return time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, zone)
}

// local returns the second of a date that does not name its zone. text is how it is written.
func (r *Reader) local(d date, text []byte, now time.Time) int64 {
	if r.lastLen > 0 && bytes.Equal(r.last[:r.lastLen], text) {
		return r.unix
	}
	zone := r.Zone
	if zone == nil {
		zone = time.Local
	}
	var best time.Time
	if d.year != 0 {
		best = nearest(d.in(zone), now)
	} else {
		for d.year = now.Year() - 1; d.year <= now.Year()+1; d.year++ {
			t := nearest(d.in(zone), now)
			if t.Day() == d.day && (best.IsZero() || t.Sub(now).Abs() < best.Sub(now).Abs()) { // no February 29 in most years
				best = t
			}
		}
	}
	r.unix = best.Unix()
	r.lastLen = 0
	if len(text) <= lastSize {
		r.lastLen = copy(r.last[:], text)
	}
	return r.unix
}

// nearest returns an instant, or the other one that the clocks show alike since they were set back, whichever is nearer to now.
func nearest(t, now time.Time) time.Time {
	best := t
	for _, d := range [...]time.Duration{-time.Hour, time.Hour} {
		u := t.Add(d)
		if u.Hour() == t.Hour() && u.Minute() == t.Minute() && u.Sub(now).Abs() < best.Sub(now).Abs() {
			best = u
		}
	}
	return best
}

// utc returns the second of a date in UTC.
func utc(d date) int64 { return d.in(time.UTC).Unix() }

// number returns that of a few digits; negative if there is anything else.
func number(text []byte) int {
	n := 0
	for _, c := range text {
		if c-'0' > 9 {
			return -1 << 20
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// monthOf returns 1 to 12; 0 for anything else.
func monthOf(text []byte) int {
	for i := 0; i < len(months); i += 3 {
		if months[i] == text[0] && months[i+1] == text[1] && months[i+2] == text[2] {
			return i/3 + 1
		}
	}
	return 0
}

// isOneOf reports whether a text is one of names of three letters.
func isOneOf(names string, text []byte) bool {
	for i := 0; i < len(names); i += 3 {
		if names[i:i+3] == string(text) {
			return true
		}
	}
	return false
}

// like reports whether a text begins with a shape, in which 0 stands for any digit and all else for itself.
func like(text []byte, shape string) bool {
	if len(text) < len(shape) {
		return false
	}
	for i := range len(shape) {
		if shape[i] == '0' && text[i]-'0' > 9 || shape[i] != '0' && text[i] != shape[i] {
			return false
		}
	}
	return true
}
