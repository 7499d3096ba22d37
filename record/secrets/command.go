package secrets

import "strings"

// flagOf is a program's short flag whose value is a secret.
type flagOf struct {
	flag  string
	after bool   // the value follows after a blank
	verb  string // the command word that makes it one: the -p of docker run is a port
}

var flagsOf = map[string]flagOf{
	"mysql": {flag: "-p"}, "mysqldump": {flag: "-p"}, "mysqladmin": {flag: "-p"}, "mysqlcheck": {flag: "-p"}, "mysqlimport": {flag: "-p"},
	"mysqlshow": {flag: "-p"}, "mysqlslap": {flag: "-p"}, "mysqlbinlog": {flag: "-p"}, "mysqlpump": {flag: "-p"}, "mysql_upgrade": {flag: "-p"},
	"mysql_secure_installation": {flag: "-p"}, "mysqlsh": {flag: "-p"}, "mysql.exe": {flag: "-p"},
	"mariadb": {flag: "-p"}, "mariadb-dump": {flag: "-p"}, "mariadb-admin": {flag: "-p"}, "mariadb-check": {flag: "-p"}, "mariadb-import": {flag: "-p"},
	"mariadb-show": {flag: "-p"}, "mariadb-binlog": {flag: "-p"}, "mariadb-upgrade": {flag: "-p"}, "mariadb-slap": {flag: "-p"},
	"redis-cli": {flag: "-a", after: true}, "sshpass": {flag: "-p", after: true}, "curl": {flag: "-u", after: true},
	"docker": {flag: "-p", after: true, verb: "login"}, "podman": {flag: "-p", after: true, verb: "login"},
}

// command hides the password in a command line: mysql -uroot -phunter2. It reads to the command's end.
func (s *scanner) command(i int) {
	t, to := s.text, i
	for to < len(t) && isName(t[to]) {
		to++
	}
	of, ok := flagsOf[strings.ToLower(t[i:to])]
	if !ok || i > 0 && isName(t[i-1]) || i < s.commanded {
		return
	}
	if word, _ := s.word(to); of.verb != "" && word != of.verb {
		return
	}
	end := s.lineEnd(to)
	for strings.HasSuffix(t[:end], "\\") && end < len(t) { // a shell goes on in the next line
		end = s.lineEnd(end + 1)
	}
	for at := to; at < end && strings.IndexByte("|;&", t[at]) < 0; at++ {
		if strings.HasPrefix(t[at:end], of.flag) && (isBlank(t[at-1]) || isQuote(t[at-1]) || t[at-1] == '\n') {
			s.flagged(at, at+len(of.flag), of.after)
		}
		if of.flag == "-u" && hasAny(t[at:end], " --user ", " --user=", " --proxy-user ", " --proxy-user=") {
			s.flagged(at+1, at+1+strings.IndexAny(t[at+1:end], " =")+1, true)
		}
		s.commanded = at
	}
}

// flagged hides the value of a short flag between two positions.
func (s *scanner) flagged(i, at int, after bool) {
	t := s.text
	if at >= len(t) {
		return
	}
	q := s.quoteBefore(i)
	switch {
	case after && q != 0 && t[at] == q: // ["redis-cli", "-a", "x"]
		at = s.skip(at + 1)
		if at < len(t) && t[at] == ',' {
			at = s.skip(at + 1)
		}
	case after:
		at = s.skip(at)
	case q != 0 && q != t[at]: // "-ptwo words"
		if end := s.until(at, s.lineEnd(at), q); !dull(t[at:end]) && !other(t[at:end]) {
			s.hide(at, end)
		}
		return
	}
	if at >= len(t) {
		return
	}
	v := s.valueAt(at)
	text := s.of(v)
	if dull(text) || !v.quoted && (text[0] == '-' || other(text)) {
		return
	}
	if colon := strings.IndexByte(text, ':'); after && colon >= 0 && t[at-1] != 'p' { // curl -u name:password
		v.from += colon + 1
	}
	s.hide(v.from, v.to)
}

// other reports whether what follows "-p" makes it another flag: -port, -protocol.
func other(rest string) bool { return hasAny(rest, "ort", "rotocol") }

// identified hides the password of an account in SQL: IDENTIFIED [WITH plugin] BY|AS|USING 'x' [REPLACE 'y'].
func (s *scanner) identified(i int) {
	at := s.nextWord(i + len("identified"))
	word, next := s.word(at)
	if word == "with" || word == "via" {
		_, next = s.word(next)
		word, next = s.word(next)
	}
	if word != "by" && word != "as" && word != "using" {
		return
	}
	if word, then := s.word(next); word == "password" {
		next = then
	}
	if next < len(s.text) && s.text[next] == '(' {
		next = s.nextWord(next + 1)
	}
	if next >= len(s.text) {
		return
	}
	v := s.valueAt(next)
	if dull(s.of(v)) || !v.quoted && (isProse(s.of(v)) || strings.EqualFold(s.of(v), "random")) {
		return
	}
	s.hide(v.from, v.to)
	if word, then := s.word(v.to + 1); v.quoted && v.to < len(s.text) && word == "replace" && then < len(s.text) && isQuote(s.text[then]) {
		s.hide(then+1, s.closing(then))
	}
}

// word returns the word at a position, in lower case, and where the next one begins.
func (s *scanner) word(i int) (string, int) {
	i = s.nextWord(min(i, len(s.text)))
	to := i
	for to < len(s.text) && isName(s.text[to]) || to < len(s.text) && isQuote(s.text[to]) && to > i {
		to++
	}
	return strings.ToLower(s.text[i:to]), s.nextWord(to)
}

// setPassword hides the rest of SET PASSWORD FOR 'user'@'host' = 'x'.
func (s *scanner) setPassword(i int) {
	equal := strings.IndexByte(s.text[i:min(i+maxName, len(s.text))], '=')
	if equal < 0 {
		return
	}
	at := s.nextWord(i + equal + 1)
	if at < len(s.text) && isQuote(s.text[at]) {
		s.hide(at+1, s.closing(at))
	}
}

// stats hides the password of HAProxy's "stats auth user:password"; the rest of the line may belong to it.
func (s *scanner) stats(i int) {
	t, at := s.text, i+len("stats")
	if next := s.skip(at); next == at || !strings.HasPrefix(strings.ToLower(t[next:min(next+4, len(t))]), "auth") {
		return
	}
	at = s.skip(at) + len("auth")
	from := s.skip(at)
	if from == at || from >= len(t) {
		return
	}
	end := len(strings.TrimRight(t[:s.lineEnd(from)], " \t\r"))
	if isQuote(t[from]) {
		from, end = from+1, s.closing(from)
	} else if comment := strings.Index(t[from:max(end, from)], " #"); comment >= 0 {
		end = from + comment
	}
	colon := strings.IndexByte(t[from:max(end, from)], ':')
	if colon < 0 || strings.ContainsAny(t[from:from+colon], " \t'") {
		return
	}
	if secret := from + colon + 1; !strings.HasPrefix(t[secret:], Mark) && !dull(t[secret:end]) {
		s.hide(secret, end)
	}
}
