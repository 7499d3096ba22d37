package nginxcfg

import "bytes"

// skipLua skips the Lua code of a block whose { was read, and its }. Braces in Lua's strings and comments do not count.
func (s *scanner) skipLua() {
	for depth := 1; s.at < len(s.text); {
		switch c := s.text[s.at]; {
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				s.at++
				return
			}
		case c == '"' || c == '\'':
			s.luaString(c)
		case c == '[' && s.luaLong():
			continue
		case c == '-' && bytes.HasPrefix(s.text[s.at:], []byte("--")):
			s.luaComment()
			continue
		}
		s.at++
	}
}

// luaString skips a string up to its closing quote.
func (s *scanner) luaString(quote byte) {
	for s.at++; s.at < len(s.text) && s.text[s.at] != quote; s.at++ {
		if s.text[s.at] == '\\' {
			s.at++
		}
	}
}

// luaLong skips a long bracket, "[[...]]" or "[==[...]==]", if one begins here, and reports whether it did.
func (s *scanner) luaLong() bool {
	level := 1
	for s.at+level < len(s.text) && s.text[s.at+level] == '=' {
		level++
	}
	if s.at+level >= len(s.text) || s.text[s.at+level] != '[' {
		return false
	}
	end := append(append([]byte{']'}, s.text[s.at+1:s.at+level]...), ']')
	if i := bytes.Index(s.text[s.at:], end); i >= 0 {
		s.at += i + len(end)
	} else {
		s.at = len(s.text)
	}
	return true
}

// luaComment skips a comment.
func (s *scanner) luaComment() {
	s.at += len("--")
	if s.at < len(s.text) && s.text[s.at] == '[' && s.luaLong() {
		return
	}
	for s.at < len(s.text) && s.text[s.at] != '\n' {
		s.at++
	}
}
