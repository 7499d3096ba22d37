package lineform

import (
	"strings"
	"time"
)

// Zone is what a date says about its time zone.
type Zone struct {
	Known bool
	East  time.Duration // of UTC
}

// CutDate removes a date and time from the start of a line, in one of the forms that HAProxy, syslog daemons, journalctl
// and Docker write:
//
//	Nov 29 12:00:01            Nov 29 12:00:01.123456      Nov 29 2026 12:00:01
//	2026-11-29T12:00:01Z       2026-11-29T12:00:01.123456+02:00
//	2026-11-29 12:00:01,123    2026/11/29 12:00:01         Sun 2026-11-29 12:00:01 CET
//	[ 1234.567890]             seconds since the machine's start
func CutDate(line string) (rest string, zone Zone, ok bool) {
	if len(line) < len("[1.1] ") {
		return line, Zone{}, false
	}
	switch c := line[0]; {
	case c == '[':
		rest, ok = sinceBoot(line)
	case c-'0' <= 9:
		rest, zone, ok = yearFirst(line)
	case c-'A' <= 'Z'-'A':
		rest, ok = named(line)
	}
	if !ok || rest == "" || rest[0] != ' ' {
		return line, Zone{}, false
	}
	return rest[1:], zone, true
}

// named parses a date that begins with the name of a month or weekday.
func named(line string) (string, bool) {
	if line[3] != ' ' {
		return line, false
	}
	if !oneOf("JanFebMarAprMayJunJulAugSepOctNovDec", line[:3]) {
		if !oneOf("SunMonTueWedThuFriSat", line[:3]) {
			return line, false
		}
		rest, _, ok := yearFirst(line[4:])
		zone, _, _ := strings.Cut(strings.TrimPrefix(rest, " "), " ")
		if ok && len(zone) >= 2 && len(zone) <= 5 && strings.Trim(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZ+-0123456789") == "" {
			rest = rest[1+len(zone):]
		}
		return rest, ok
	}
	if !like(line[3:], " 00 0") && !like(line[3:], "  0 0") {
		return line, false
	}
	if like(line[7:], "0000 ") {
		return clock(line[12:])
	}
	return clock(line[7:])
}

func yearFirst(line string) (string, Zone, bool) {
	if !like(line, "0000-00-00") && !like(line, "0000/00/00") || len(line) < 12 || line[10] != 'T' && line[10] != ' ' {
		return line, Zone{}, false
	}
	rest, ok := clock(line[11:])
	if !ok {
		return line, Zone{}, false
	}
	switch {
	case strings.HasPrefix(rest, "Z"):
		return rest[1:], Zone{Known: true}, true
	case like(rest, "+00:00"), like(rest, "-00:00"):
		return rest[6:], east(rest[0], rest[1:3], rest[4:6]), true
	case like(rest, "+0000"), like(rest, "-0000"):
		return rest[5:], east(rest[0], rest[1:3], rest[3:5]), true
	}
	return rest, Zone{}, true
}

// east is the zone of "+05:30".
func east(sign byte, hours, minutes string) Zone {
	d := time.Duration(number(hours))*time.Hour + time.Duration(number(minutes))*time.Minute
	if sign == '-' {
		d = -d
	}
	return Zone{Known: d.Abs() < 24*time.Hour, East: d}
}

// number is that of two digits.
func number(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// clock parses "12:00:01" and the fraction of a second after it.
func clock(text string) (string, bool) {
	if !like(text, "00:00:00") {
		return text, false
	}
	return fraction(text[8:]), true
}

// fraction skips ".123456".
func fraction(text string) string {
	if len(text) < 2 || text[0] != '.' && text[0] != ',' || text[1]-'0' > 9 {
		return text
	}
	i := 1
	for i < len(text) && text[i]-'0' <= 9 {
		i++
	}
	return text[i:]
}

// sinceBoot parses "[ 1234.567890]".
func sinceBoot(line string) (string, bool) {
	text := strings.TrimLeft(line[1:], " ")
	i := 0
	for i < len(text) && text[i]-'0' <= 9 {
		i++
	}
	rest := fraction(text[i:])
	if i == 0 || len(rest) == len(text)-i || rest == "" || rest[0] != ']' {
		return line, false
	}
	return rest[1:], true
}

// like reports whether a text begins with a shape, in which 0 stands for any digit and all else for itself.
func like(text, shape string) bool {
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

// oneOf reports whether a name is one of names of three letters.
func oneOf(names, name string) bool {
	i := strings.Index(names, name)
	return i >= 0 && i%3 == 0
}
