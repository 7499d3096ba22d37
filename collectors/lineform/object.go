package lineform

import (
	"encoding/json"
	"strings"
)

// Object walks over a JSON object that holds only strings, numbers and words, and calls each with every key and value,
// strings without their quotes. It returns false for anything else.
//
// encoding/json takes ten times as long, and a busy nginx writes thousands of lines a second.
func Object(s string, each func(key, value string)) bool {
	s, ok := strings.CutPrefix(strings.TrimSpace(s), "{")
	s = Blank(s)
	if ok && s == "}" {
		return true
	}
	for ok {
		var key, value string
		if key, s, ok = Quoted(s); !ok {
			return false
		}
		if s, ok = strings.CutPrefix(Blank(s), ":"); !ok {
			return false
		}
		if value, s, ok = ValueOf(Blank(s)); !ok {
			return false
		}
		each(key, value)
		s = Blank(s)
		if s == "}" {
			return true
		}
		s, ok = strings.CutPrefix(s, ",")
		s = Blank(s)
	}
	return false
}

// Blank removes spaces from the front.
func Blank(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\t' || s[0] == '\n' || s[0] == '\r') {
		s = s[1:]
	}
	return s
}

// ValueOf removes a string, a number or a word from the front.
func ValueOf(s string) (value, rest string, ok bool) {
	if s != "" && s[0] == '"' {
		return Quoted(s)
	}
	i := 0
	for i < len(s) && (s[i]-'0' <= 9 || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == '-' || s[i] == '+' || s[i] == '.') {
		i++
	}
	return s[:i], s[i:], i > 0
}

// Quoted removes a string from the front.
func Quoted(s string) (value, rest string, ok bool) {
	if s == "" || s[0] != '"' {
		return "", s, false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return s[1:i], s[i+1:], true
		case '\\':
			return escaped(s, i)
		}
	}
	return "", s, false
}

// escaped does the same as Quoted for a string with an escape, the first at i. A string that is not valid JSON ("\x16",
// as nginx writes without escape=json) is kept as written.
func escaped(s string, i int) (value, rest string, ok bool) {
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' {
			i++
		}
	}
	if i >= len(s) {
		return "", s, false
	}
	if json.Unmarshal([]byte(s[:i+1]), &value) != nil {
		value = s[1:i]
	}
	return value, s[i+1:], true
}
