package logs

import "strings"

// dateOf finds the date that a program wrote into its line. The row begins with a time already, and the description of
// a failure stands at the end. It returns an empty range when there is no date.
func dateOf(s string, bracketed bool) (from, to int) {
	switch {
	case bracketed:
		return bracketDate(s)
	case strings.HasPrefix(s, `{"time":`):
		return jsonDate(s)
	case strings.HasPrefix(s, "time="):
		if i := strings.IndexByte(s, ' '); i > 0 && i < 48 {
			return 0, i + 1
		}
	default:
		return leadingDate(s)
	}
	return 0, 0
}

// bracketDate is the " [24/Nov/2026:12:37:19.908]" of HAProxy, or of nginx's access log.
func bracketDate(s string) (from, to int) {
	from = strings.Index(s, " [")
	if from < 0 {
		return 0, 0
	}
	n := strings.Index(s[from:], "] ")
	if n < 0 || n > 32 {
		return 0, 0
	}
	return from, from + n + 1
}

// jsonDate is the "time":"2026-11-24T12:37:19.093838537Z", that loggers begin an object with; nginx writes a number.
func jsonDate(s string) (from, to int) {
	from = len("{")
	n := strings.IndexByte(s, ',')
	if n < 0 || n > 56 {
		return 0, 0
	}
	return from, n + 1
}

// leadingDate is the "2026/11/24 12:37:25 " of nginx, or "2026-11-24 12:37:34 " of a database.
func leadingDate(s string) (from, to int) {
	const shape = "0000-00-00 00:00:00"
	if len(s) <= len(shape) {
		return 0, 0
	}
	for i := range len(shape) {
		c, digit := s[i], s[i]-'0' <= 9
		switch shape[i] {
		case '0':
			if !digit {
				return 0, 0
			}
		case '-':
			if c != '-' && c != '/' {
				return 0, 0
			}
		case ' ':
			if c != ' ' && c != 'T' {
				return 0, 0
			}
		default:
			if c != shape[i] {
				return 0, 0
			}
		}
	}
	for i := len(shape); i < min(len(s), 40); i++ {
		if s[i] == ' ' {
			return 0, i + 1
		}
	}
	return 0, 0
}
