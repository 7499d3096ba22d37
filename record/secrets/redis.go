package secrets

import "strings"

// redis hides the secrets in Redis's own commands: AUTH [user] password, also as MONITOR writes it, CONFIG SET
// requirepass, and sentinel auth-pass master password.
func (s *scanner) redis(n name) {
	t, word := s.text, strings.ToLower(s.text[n.from:n.to])
	rest := t[n.to:s.lineEnd(n.to)]
	quoted := s.quoteBefore(n.from) == '"' && strings.HasPrefix(rest, "\" \"")
	switch {
	case word == "auth" && quoted, (word == "requirepass" || word == "masterauth") && quoted:
		from := n.to + strings.LastIndex(strings.TrimRight(rest, "\" \r"), `"`) + 1
		s.hide(from, n.to+len(strings.TrimRight(rest, "\" \r")))
	case word == "auth-pass":
		if words := strings.Fields(rest); len(words) == 2 {
			to := n.to + len(strings.TrimRight(rest, " \t\r"))
			s.hide(to-len(words[1]), to)
		}
	case t[n.from:n.to] == "AUTH" && s.firstInLine(n.from):
		words := strings.Fields(rest)
		if len(words) == 0 || len(words) > 2 || isPlain(words[len(words)-1]) || !strings.HasPrefix(rest, " ") {
			return
		}
		to := n.to + len(strings.TrimRight(rest, " \t\r"))
		s.hide(to-len(words[len(words)-1]), to)
	}
}

// acl hides the password of a user of Redis, which begins at a position: "user alice on >hunter2 ~*".
func (s *scanner) acl(i int) {
	if !strings.Contains(strings.ToLower(s.text[s.lineBegin(i):i]), "user ") {
		return
	}
	if v := s.valueAt(i); !isProse(s.of(v)) {
		s.hide(v.from, v.to)
	}
}
