package haproxycfg

import (
	"math"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// maxTimer is the longest time that HAProxy accepts: its timers are 31 bits of milliseconds.
const maxTimer = math.MaxInt32 * time.Millisecond

// duration parses "200ms" (configuration.txt 2.5, "Time format"). A number without a unit is in milliseconds, and a
// part of a millisecond is rounded up. HAProxy ignores text after the unit, with a warning.
func duration(text string) (time.Duration, bool) {
	digits := 0
	for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' {
		digits++
	}
	n, err := strconv.ParseUint(text[:digits], 10, 63)
	each, ok := unit(text[digits:])
	if err != nil || !ok || n > uint64(maxTimer/each) {
		return 0, false
	}
	d := time.Duration(n) * each
	return (d + time.Millisecond - 1).Truncate(time.Millisecond), true
}

// unit returns the unit with which a text begins.
func unit(text string) (time.Duration, bool) {
	switch {
	case text == "", strings.HasPrefix(text, "ms"):
		return time.Millisecond, true
	case strings.HasPrefix(text, "us"):
		return time.Microsecond, true
	case text[0] == 's':
		return time.Second, true
	case text[0] == 'm':
		return time.Minute, true
	case text[0] == 'h':
		return time.Hour, true
	case text[0] == 'd':
		return 24 * time.Hour, true
	}
	return 0, false
}

// count parses a number as C's atol does, up to the first character that is not a digit.
func count(text string) (int, bool) {
	digits := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(text)
	}
	n, err := strconv.ParseInt(text[:digits], 10, 32)
	return int(n), err == nil
}

// setDuration sets *to to the time in a line's i-th word. If that is not a time or less than least, it adds a doubt
// instead.
func (d *doubts) setDuration(to *time.Duration, of record.Setting, l *line, i int, least time.Duration) {
	got, ok := duration(l.text(i))
	if !ok || got < least || l.word(i).unknown != "" {
		d.refuse(of, l, i)
		return
	}
	*d, *to = d.settled(of, l), got
}

// setCount sets *to to the number in a line's i-th word. If that is not a number or less than least, it adds a doubt
// instead.
func (d *doubts) setCount(to *int, of record.Setting, l *line, i, least int) {
	got, ok := count(l.text(i))
	if !ok || got < least || l.word(i).unknown != "" {
		d.refuse(of, l, i)
		return
	}
	*d, *to = d.settled(of, l), got
}

// refuse adds a doubt: a line's i-th word is not a valid value for a setting, or its value is not known.
func (d *doubts) refuse(of record.Setting, l *line, i int) {
	if unknown := l.word(i).unknown; unknown != "" {
		*d = d.with(l.doubt(of, record.DoubtVariable, unknown))
		return
	}
	*d = d.with(l.doubt(of, record.DoubtValue, l.text(i-1)+" "+l.text(i)))
}
