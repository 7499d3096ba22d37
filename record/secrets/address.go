package secrets

import "strings"

// maxLogin is the longest user and password of a URL.
const maxLogin = 300

// url hides the password of a URL whose "://" stands at a place: scheme://user:password@host.
func (s *scanner) url(i int) {
	t, from := s.text, i+len("://")
	to := from
	for to < len(t) && to-from < maxLogin && !isBlank(t[to]) && !isQuote(t[to]) && strings.IndexByte("<>\r\n", t[to]) < 0 {
		to++
	}
	whole := t[from:to]
	host := whole
	if n := strings.IndexAny(whole, "/?#"); n >= 0 {
		host = whole[:n]
	}
	at := strings.LastIndexByte(host, '@')
	colon := strings.IndexByte(host, ':')
	if at < 0 {
		// A password may contain a slash; a host has only a port after its colon.
		if colon < 0 || isDigits(host[colon+1:]) || host[colon+1:] == "" || strings.HasPrefix(host, "[") {
			return
		}
		at = strings.LastIndexByte(whole, '@')
	}
	switch {
	case at < 0:
	case colon >= 0 && colon < at:
		if !dull(whole[colon+1 : at]) {
			s.hide(from+colon+1, from+at)
		}
	case looksRandom(whole[:at], 20): // a token in place of the user
		s.hide(from, from+at)
	}
}

// dsn hides the password before an "@" that stands at a place: user:password@tcp(host:port)/db.
func (s *scanner) dsn(i int) {
	t, from := s.text, i
	for from > 0 && i-from < maxName && !isBlank(t[from-1]) && !isQuote(t[from-1]) && strings.IndexByte("\r\n(,", t[from-1]) < 0 {
		from--
	}
	user, secret, ok := strings.Cut(t[from:i], ":")
	if !ok { // a password in quotes may hold a blank
		for from > 0 && i-from < maxName && !isQuote(t[from-1]) && t[from-1] != '\n' {
			from--
		}
		user, secret, ok = strings.Cut(t[from:i], ":")
	}
	if n := strings.LastIndexByte(user, '='); n >= 0 {
		user, from = user[n+1:], from+n+1
	}
	if !ok || secret == "" || user == "" || strings.HasPrefix(secret, "//") || !isName(user[0]) || user[0] <= '9' || dull(secret) {
		return
	}
	for j := range len(user) {
		if !isName(user[j]) {
			return
		}
	}
	if leadsOn(t[i+1:]) {
		s.hide(from+len(user)+1, i)
	}
}

// leadsOn reports whether a text begins with an address of a database: tcp(host), host:3306, /name.
func leadsOn(text string) bool {
	if hasAny(text, "tcp(", "tcp6(", "udp(", "unix(", "cloudsql(", "/") {
		return true
	}
	n := 0
	for n < len(text) && isName(text[n]) {
		n++
	}
	if n == 0 || n == len(text) || text[n] != ':' {
		return false
	}
	port := text[n+1:]
	d := 0
	for d < len(port) && port[d] >= '0' && port[d] <= '9' {
		d++
	}
	return d > 1 && d < 6 && (d == len(port) || !isName(port[d]))
}
