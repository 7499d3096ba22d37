package stamp

import (
	"bytes"
	"time"
)

// named reads the value of "time": or time=, or of another usual name.
func (r *Reader) named(text []byte, now time.Time) (Time, bool) {
	object := text[0] == '{'
	for from := 0; ; {
		sep := byte('=')
		if object {
			sep = ':'
		}
		i := bytes.IndexByte(text[from:], sep)
		if i < 0 {
			return Time{}, false
		}
		i += from
		from = i + 1
		if !isName(nameBefore(text[:i], object)) {
			continue
		}
		value := bytes.TrimLeft(text[from:], ` "`)
		if len(value) > 0 && value[0] == '[' {
			value = value[1:]
		}
		if t, ok := r.value(value, now); ok {
			return t, true
		}
	}
}

// value reads a time in any form.
func (r *Reader) value(text []byte, now time.Time) (Time, bool) {
	if t, _, ok := r.yearFirst(text, now); ok {
		return t, true
	}
	if t, ok := r.dayFirst(text, now); ok {
		return t, true
	}
	return epoch(text, true)
}

// nameBefore returns the name before a separator: in quotes in an object.
func nameBefore(text []byte, object bool) []byte {
	end := len(text)
	if object {
		for end > 0 && text[end-1] == ' ' {
			end--
		}
		if end < 2 || text[end-1] != '"' || text[end-2] == '\\' {
			return nil
		}
		end--
	}
	begin := end
	for begin > 0 && (letter(text[begin-1]) || text[begin-1] == '_' || text[begin-1] == '@' || text[begin-1]-'0' <= 9) {
		begin--
	}
	if object && (begin == 0 || text[begin-1] != '"') || !object && begin > 0 && text[begin-1] != ' ' {
		return nil
	}
	return text[begin:end]
}

// isName reports whether a name is one that programs give the time of a line.
func isName(name []byte) bool {
	switch string(name) {
	case "time", "ts", "timestamp", "@timestamp", "msec", "time_local", "time_iso8601", "date", "datetime", "t", "at", "Time", "timestamp_ms", "eventTime":
		return true
	}
	return false
}

// anywhere reads the first "23/Nov/2026:02:39:49" in a text.
func (r *Reader) anywhere(text []byte, now time.Time) (Time, bool) {
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], '/')
		if i < 0 {
			return Time{}, false
		}
		if i += from; i >= 2 {
			if t, ok := r.dayFirst(text[i-2:], now); ok {
				return t, true
			}
		}
		from = i + 1
	}
}

// dayFirst reads "23/Nov/2026:02:39:49 +0000", and HAProxy's "23/Nov/2026:02:39:49.142".
func (r *Reader) dayFirst(text []byte, now time.Time) (Time, bool) {
	const length = len("23/Nov/2026:02:39:49")
	if len(text) < length || text[2] != '/' || text[6] != '/' || text[11] != ':' || !like(text, "00") || !like(text[7:], "0000") {
		return Time{}, false
	}
	d := date{year: number(text[7:11]), month: monthOf(text[3:]), day: number(text[:2])}
	if !d.clock(text[12:]) {
		return Time{}, false
	}
	ns, fine, n := fraction(text[length:])
	if east, m, ok := zone(text[length+n:]); ok {
		t := Time{At: time.Unix(utc(d)-int64(east/time.Second), ns).UTC(), Fine: fine}
		if lasted, ok := fields(text[length+n+m:]); ok {
			t.At, t.Fine = t.At.Add(lasted), time.Millisecond
		}
		return t, true
	}
	t := Time{At: time.Unix(r.local(d, text[:length], now), ns).UTC(), Fine: fine, Local: true, Begun: true}
	if lasted, ok := timers(text[length+n:]); ok {
		t.At, t.Begun = t.At.Add(lasted), false
	}
	return t, true
}

// timers reads how long a session of HAProxy took, after its date: "] frontend backend/server 0/0/0/5/5 ...".
func timers(text []byte) (time.Duration, bool) {
	if len(text) < 2 || text[0] != ']' || text[1] != ' ' {
		return 0, false
	}
	text = text[2:]
	for range 2 { // the frontend, and the backend with its server
		i := bytes.IndexByte(text, ' ')
		if i < 1 {
			return 0, false
		}
		text = text[i+1:]
	}
	n, total := 1, int64(0)
	negative := false
	for _, c := range text {
		switch {
		case c-'0' <= 9 && total < 1e12:
			total = total*10 + int64(c-'0')
		case c == '/' && n < 5:
			n, total, negative = n+1, 0, false
		case c == '-':
			negative = true
		case c == '+':
		case c == ' ' && (n == 3 || n == 5) && !negative:
			return time.Duration(total) * time.Millisecond, true
		default:
			return 0, false
		}
	}
	return 0, false
}

// fields reads the same of HAProxy's "option httplog clf" and "option tcplog clf", with the milliseconds of the date:
//
//	] "GET /a HTTP/1.1" 200 120 "" "" 46742 860 "fe" "be" "s1" 0 0 0 1 1 ---- ...
//	] "TCP " 000 120 "" "" 46742 860 "fe" "be" "s1" -1 0 0 1 77 ---- ...
func fields(text []byte) (time.Duration, bool) {
	last := 9 // Ta, after the port, the milliseconds, three names and four other times
	if bytes.HasPrefix(text, []byte(`] "TCP " `)) {
		last = 8 // Tt
	}
	i := bytes.Index(text, []byte(` "" "" `))
	if i < 0 {
		return 0, false
	}
	text = text[i+len(` "" "" `):]
	var lasted time.Duration
	for n := range last + 1 {
		var word []byte
		word, text, _ = bytes.Cut(text, []byte(" "))
		switch named := len(word) > 1 && word[0] == '"'; {
		case n >= 2 && n <= 4:
			if !named {
				return 0, false
			}
		case n == 1 && len(word) != 3, len(word) == 0 || len(word) > 9:
			return 0, false
		case n == 1 || n == last:
			ms := number(word)
			if ms < 0 {
				return 0, false
			}
			lasted += time.Duration(ms) * time.Millisecond
		}
	}
	return lasted, true
}
