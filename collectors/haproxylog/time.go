package haproxylog

import "time"

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// time parses "23/Nov/2026:02:39:49.142" as UTC.
func (p *Parser) time(s string) (time.Time, bool) {
	milli, ok := digits(s[21:24])
	if !ok || s[20] != '.' {
		return time.Time{}, false
	}
	if s[:20] != p.second {
		unix, ok := second(s[:20])
		if !ok {
			return time.Time{}, false
		}
		p.second, p.unix = s[:20], unix
	}
	return time.Unix(p.unix, int64(milli)*1e6).UTC(), true
}

// second parses "23/Nov/2026:02:39:49".
func second(s string) (int64, bool) {
	if s[2] != '/' || s[6] != '/' || s[11] != ':' || s[14] != ':' || s[17] != ':' {
		return 0, false
	}
	day, ok1 := digits(s[:2])
	month, ok2 := monthOf(s[3:6])
	year, ok3 := digits(s[7:11])
	h, ok4 := digits(s[12:14])
	m, ok5 := digits(s[15:17])
	sec, ok6 := digits(s[18:20])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || day == 0 || year < 1971 || year > 2199 || h > 23 || m > 59 || sec > 60 {
		return 0, false
	}
	t := time.Date(year, month, day, h, m, sec, 0, time.UTC)
	return t.Unix(), t.Day() == day || sec == 60
}

func monthOf(s string) (time.Month, bool) {
	for i := 0; i < len(months); i += 3 {
		if months[i:i+3] == s {
			return time.Month(i/3 + 1), true
		}
	}
	return 0, false
}

// digits parses a short number that consists of digits only.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int(d)
	}
	return n, true
}
