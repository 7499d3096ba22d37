package nginxlog

import (
	"encoding/json"
	"strings"

	"hadash/collectors/lineform"
)

// deepest is how deep objects may be nested.
const deepest = 16

// loose walks over the output of a log_format that looks like JSON but need not be: nested objects, lists without
// quotes (0.001, 0.015), missing values ("gzip_ratio":,), a quote inside a string (escape=none). It calls each with the
// path of every value, such as "http.request.method", and the value as text; the values of an array are joined like
// nginx's lists.
type loose struct {
	rest string
	each func(path, value string)
	last string // the key that was read last, to report where parsing stopped
}

// object parses "{...}" and reports whether it was complete.
func (l *loose) object(path string, depth int) bool {
	l.rest = lineform.Blank(l.rest[1:])
	if after, ok := strings.CutPrefix(l.rest, "}"); ok {
		l.rest = after
		return true
	}
	for {
		key, after, ok := lineform.Quoted(l.rest)
		if !ok {
			return false
		}
		if l.last = key; path != "" {
			key = path + "." + key
		}
		if after, ok = strings.CutPrefix(lineform.Blank(after), ":"); !ok {
			return false
		}
		l.rest = lineform.Blank(after)
		if !l.value(key, depth) {
			return false
		}
		l.rest = lineform.Blank(l.rest)
		if after, ok = strings.CutPrefix(l.rest, ","); ok {
			l.rest = lineform.Blank(after)
			continue
		}
		l.rest, ok = strings.CutPrefix(l.rest, "}")
		return ok
	}
}

func (l *loose) value(path string, depth int) bool {
	switch {
	case strings.HasPrefix(l.rest, "{"):
		return depth < deepest && l.object(path, depth+1)
	case strings.HasPrefix(l.rest, `"`):
		value, after, ok := looseString(l.rest)
		l.rest = after
		if ok {
			l.each(path, value)
		}
		return ok
	case strings.HasPrefix(l.rest, "["):
		if value, after, ok := array(l.rest); ok {
			l.rest = after
			l.each(path, value)
			return true
		}
	}
	end := bareEnd(l.rest)
	if end < 0 {
		return false
	}
	l.each(path, strings.TrimSpace(l.rest[:end]))
	l.rest = l.rest[end:]
	return true
}

// bareEnd returns where a value without quotes ends: before the next key, or at the end of the object. A list continues
// after its commas. It returns -1 if neither is found.
func bareEnd(s string) int {
	for i := range len(s) {
		switch s[i] {
		case '}':
			return i
		case ',':
			if strings.HasPrefix(lineform.Blank(s[i+1:]), `"`) {
				return i
			}
		case '"':
			return -1
		}
	}
	return -1
}

// looseString removes a string from the front that may hold unescaped quotes: the closing one is followed by another
// key or the end of the object. A backslash need not escape anything either.
func looseString(s string) (value, rest string, ok bool) {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i < len(s) && s[i] == '"' && keyFollows(s[i+1:]) {
				return s[1:i], s[i+1:], true
			}
		case '"':
			if endsString(s[i+1:]) {
				return unescaped(s[:i+1]), s[i+1:], true
			}
		}
	}
	return "", s, false
}

// keyFollows reports whether another key comes next. In JSON none can follow an escaped quote: then the quote was the
// end, and the backslash a character.
func keyFollows(rest string) bool {
	after, ok := strings.CutPrefix(lineform.Blank(rest), ",")
	if !ok {
		return false
	}
	_, after, ok = lineform.Quoted(lineform.Blank(after))
	return ok && strings.HasPrefix(lineform.Blank(after), ":")
}

func endsString(rest string) bool {
	rest = lineform.Blank(rest)
	if after, ok := strings.CutPrefix(rest, ","); ok {
		return strings.HasPrefix(lineform.Blank(after), `"`)
	}
	return strings.HasPrefix(rest, "}")
}

// unescaped returns the meaning of a quoted string; one that is not valid JSON is taken as written.
func unescaped(s string) (value string) {
	if strings.IndexByte(s, '\\') < 0 || json.Unmarshal([]byte(s), &value) != nil {
		return s[1 : len(s)-1]
	}
	return value
}

// array removes an array of strings and numbers from the front, and returns it the way nginx writes a list. Its values
// may be separated by the colon of such a list: [502 : 200].
func array(s string) (list, rest string, ok bool) {
	s = lineform.Blank(s[1:])
	if after, ok := strings.CutPrefix(s, "]"); ok {
		return "", after, true
	}
	for {
		var value string
		if value, s, ok = lineform.ValueOf(s); !ok {
			return "", s, false
		}
		list, s = list+value, lineform.Blank(s)
		switch {
		case strings.HasPrefix(s, ","):
			list += ", "
		case strings.HasPrefix(s, ":"):
			list += " : "
		default:
			s, ok = strings.CutPrefix(s, "]")
			return list, s, ok
		}
		s = lineform.Blank(s[1:])
	}
}
