// Package stamp reads when a line of a log was written, from what a syslog daemon, journald, a container engine or the program itself put into
// it.
package stamp

import (
	"bytes"
	"time"
)

// Time is when a line says that it was written.
type Time struct {
	At    time.Time     // in UTC
	Fine  time.Duration // the smallest unit that it has: a second, a millisecond
	Local bool          // it does not name its zone, and was taken to be in that of the Reader
	Begun bool          // it is when a session began: its line was written later
}

// Reader reads times. It remembers the last second, since lines are nearly sorted. The zero value is ready; a Reader is for one goroutine.
type Reader struct {
	Zone *time.Location // of times that do not name theirs; nil = that of this machine

	last    [lastSize]byte // the text of the last second
	lastLen int
	unix    int64
}

const (
	lastSize = 24
	// deepest is how far into a line its time is looked for.
	deepest = 512
)

// Read returns when a line was written, in one of these forms, with "<134>", the length of the message, "1 " and a byte order mark before it or
// not:
//
//	Nov 23 02:39:49                    Nov 23 02:39:49.142345      Nov 23 2026 02:39:49
//	2026-11-23T02:39:49.142345+00:00   2026-11-23 02:39:49,142     Mon 2026-11-23 02:39:49 CET
//	2026/11/23 02:39:49                1795401589.142 at the start of the line
//	23/Nov/2026:02:39:49 +0000         23/Nov/2026:02:39:49.142    anywhere
//	"time": "..."                      time=...                    and the other usual names, as seconds or milliseconds, too
//
// A date without a year is in the one that brings it nearest to now, and a clock time that comes twice, at the end of summer time, is the one nearest to
// now. It returns false if the line has no time.
func (r *Reader) Read(line []byte, now time.Time) (Time, bool) {
	text := line[:min(len(line), deepest)]
	for range 3 {
		text = skipHead(text)
		if len(text) == 0 {
			return Time{}, false
		}
		if t, ok := r.first(text, now); ok {
			return t, true
		}
		after, ok := cutName(text)
		if !ok {
			break
		}
		text = after
	}
	if text[0] == '{' {
		return r.named(text, now)
	}
	if t, ok := r.anywhere(text, now); ok {
		return t, true
	}
	return r.named(text, now)
}

// first reads a time with which a text begins.
func (r *Reader) first(text []byte, now time.Time) (Time, bool) {
	switch c := text[0]; {
	case c-'0' <= 9:
		if t, _, ok := r.yearFirst(text, now); ok {
			return t, true
		}
		return epoch(text, false)
	case c-'A' <= 'Z'-'A':
		if t, ok := r.monthFirst(text, now); ok {
			return t, true
		}
		if len(text) > 4 && text[3] == ' ' && isOneOf("SunMonTueWedThuFriSat", text[:3]) {
			t, _, ok := r.yearFirst(text[4:], now)
			return t, ok
		}
	case c == '[' && len(text) > 1:
		t, _, ok := r.yearFirst(text[1:], now)
		return t, ok
	}
	return Time{}, false
}

// skipHead removes what syslog puts before a time: the length of the message, the priority, the version, a byte order mark.
func skipHead(text []byte) []byte {
	text = bytes.TrimPrefix(text, byteOrderMark)
	i := 0
	for i < len(text) && i < 6 && text[i]-'0' <= 9 {
		i++
	}
	if i > 0 {
		if i+1 >= len(text) || text[i] != ' ' || text[i+1] != '<' {
			return text
		}
		i++
	}
	if i >= len(text) || text[i] != '<' {
		return text
	}
	from := i + 1
	for i = from; i < len(text) && i < from+3 && text[i]-'0' <= 9; i++ {
	}
	if i == from || i == len(text) || text[i] != '>' {
		return text
	}
	text = text[i+1:]
	if len(text) > 2 && text[0] == '1' && text[1] == ' ' {
		text = text[2:]
	}
	return bytes.TrimPrefix(text, byteOrderMark)
}

var byteOrderMark = []byte("\ufeff")

// cutName removes the name of a container before a line: "haproxy-1  | ".
func cutName(text []byte) ([]byte, bool) {
	i := bytes.Index(text[:min(len(text), 80)], []byte(" | "))
	if i < 1 || bytes.ContainsAny(bytes.TrimRight(text[:i], " "), " [/:\"") {
		return text, false
	}
	return text[i+3:], true
}
