package stamp

import "time"

// monthFirst reads "Nov 23 02:39:49", with a year before the clock time or a fraction after it.
func (r *Reader) monthFirst(text []byte, now time.Time) (Time, bool) {
	if len(text) < len("Nov 23 02:39:49") || text[3] != ' ' || text[6] != ' ' {
		return Time{}, false
	}
	d := date{month: monthOf(text)}
	if d.day = number(text[4:6]); text[4] == ' ' {
		d.day = number(text[5:6])
	}
	at := 7
	if like(text[at:], "0000 ") {
		d.year = number(text[at : at+4])
		at += 5
	}
	if !d.clock(text[at:]) {
		return Time{}, false
	}
	at += len("02:39:49")
	unix := r.local(d, text[:at], now)
	ns, fine, _ := fraction(text[at:])
	return Time{At: time.Unix(unix, ns).UTC(), Fine: fine, Local: true}, true
}

// yearFirst reads "2026-11-23T02:39:49.142345+00:00" and its like. end is where it ends.
func (r *Reader) yearFirst(text []byte, now time.Time) (t Time, end int, ok bool) {
	if !like(text, "0000-00-00") && !like(text, "0000/00/00") || len(text) < len("2026-11-23T02:39:49") || text[10] != 'T' && text[10] != ' ' {
		return t, 0, false
	}
	d := date{year: number(text[:4]), month: number(text[5:7]), day: number(text[8:10])}
	if !d.clock(text[11:]) {
		return t, 0, false
	}
	end = len("2026-11-23T02:39:49")
	ns, fine, n := fraction(text[end:])
	written := end
	end += n
	t.Fine = fine
	if east, n, ok := zone(text[end:]); ok {
		t.At = time.Unix(utc(d)-int64(east/time.Second), ns).UTC()
		return t, end + n, true
	}
	t.At, t.Local = time.Unix(r.local(d, text[:written], now), ns).UTC(), true
	return t, end, true
}

// clock reads "02:39:49", and reports whether the date is one.
func (d *date) clock(text []byte) bool {
	if !like(text, "00:00:00") {
		return false
	}
	d.hour, d.minute, d.second = number(text[:2]), number(text[3:5]), number(text[6:8])
	return d.valid()
}

// fraction reads ".142345": the nanoseconds, the smallest unit, and how long it is.
func fraction(text []byte) (ns int64, fine time.Duration, length int) {
	fine = time.Second
	if len(text) < 2 || text[0] != '.' && text[0] != ',' || text[1]-'0' > 9 {
		return 0, fine, 0
	}
	for i := 1; i < len(text) && text[i]-'0' <= 9; i++ {
		if fine > 1 {
			fine /= 10
			ns += int64(text[i]-'0') * int64(fine)
		}
		length = i + 1
	}
	return ns, fine, length
}

// zone reads "Z", "+00:00", "+0000", "+00" and "UTC", with a space before them or not: how far it is to the east.
func zone(text []byte) (east time.Duration, length int, ok bool) {
	spaced := 0
	if len(text) > 0 && text[0] == ' ' {
		spaced = 1
		text = text[1:]
	}
	switch {
	case len(text) > 0 && text[0] == 'Z' && (len(text) == 1 || !letter(text[1])):
		return 0, spaced + 1, true
	case len(text) >= 3 && (string(text[:3]) == "UTC" || string(text[:3]) == "GMT") && (len(text) == 3 || !letter(text[3])):
		return 0, spaced + 3, true
	case len(text) < 3 || text[0] != '+' && text[0] != '-':
		return 0, 0, false
	}
	sign := time.Duration(1)
	if text[0] == '-' {
		sign = -1
	}
	text = text[1:]
	switch {
	case like(text, "00:00"):
		return sign * hours(text[:2], text[3:5]), spaced + 6, true
	case like(text, "0000"):
		return sign * hours(text[:2], text[2:4]), spaced + 5, true
	case like(text, "00") && spaced == 0:
		return sign * hours(text[:2], nil), 3, true
	}
	return 0, 0, false
}

func hours(h, m []byte) time.Duration {
	return time.Duration(number(h))*time.Hour + time.Duration(number(m))*time.Minute
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// epoch reads "1795401589.142": seconds since 1970; without a point milliseconds, microseconds and nanoseconds, too. alone: a whole number of
// seconds is one, too.
func epoch(text []byte, alone bool) (Time, bool) {
	i, n := 0, int64(0)
	for i < len(text) && i < 19 && text[i]-'0' <= 9 {
		n = n*10 + int64(text[i]-'0')
		i++
	}
	unit := time.Second
	switch i {
	case 10:
	case 13:
		unit = time.Millisecond
	case 16:
		unit = time.Microsecond
	case 19:
		unit = time.Nanosecond
	default:
		return Time{}, false
	}
	var ns int64
	fine, length := unit, 0
	if unit == time.Second {
		if ns, fine, length = fraction(text[i:]); length == 0 && !alone {
			return Time{}, false
		}
	}
	if i += length; i < len(text) && (text[i]-'0' <= 9 || letter(text[i]) || text[i] == '.' || text[i] == ':') {
		return Time{}, false
	}
	per := int64(time.Second / unit)
	return Time{At: time.Unix(n/per, n%per*int64(unit)+ns).UTC(), Fine: fine}, true
}
