package secrets

import (
	"cmp"
	"strings"
)

// kind classifies a name by its value.
type kind uint8

const (
	none     kind = iota
	password      // always a secret
	token         // a secret unless it is a count, a word or a path
	header        // Authorization, Cookie: all that follows
	random        // a secret where it looks like one: sid=5 is a number, sid=8f14e45fceea167a a session
	query         // as random, but only in the query of a URL
)

// maxName is the longest name; anything longer is no name.
const maxName = 120

// name is a name in a text, with its kind.
type name struct {
	from, to int
	kind     kind
}

// nameAt returns the name around a position.
func (s *scanner) nameAt(i int) name {
	n := name{from: i, to: i}
	for n.from > 0 && isName(s.text[n.from-1]) {
		n.from--
	}
	for n.to < len(s.text) && isName(s.text[n.to]) {
		n.to++
	}
	for n.to > i && s.text[n.to-1] == '.' { // it ends a sentence
		n.to--
	}
	if n.to-n.from <= maxName {
		n.kind = kindOf(s.text[n.from:n.to], func() string { return s.wordBefore(n.from) })
	}
	return n
}

// endings maps the last words of names to their kinds.
var endings = map[string]kind{
	"password": password, "passwd": password, "passwort": password, "passphrase": password, "passcode": password, "pwd": password, "psk": password,
	"pass": password, "pw": password, "bindpw": password, "rootpw": password, "requirepass": password, "masterauth": password, "credential": password, "credentials": password,
	"secret": token, "token": token, "otp": token, "apikey": token, "secretkey": token, "accesskey": token, "privatekey": token, "authkey": token,
	"authorization": header, "cookie": header,
	"sid": random, "sessid": random, "sessionid": random, "session": random, "phpsessid": random, "jsessionid": random,
	"sig": random, "signature": random, "auth": random, "code": query,
}

// longer are the endings that may be joined to other words: PGPASSWORD, authtoken.
var longer = []string{"password", "passwd", "passphrase", "secret", "token", "pwd", "sessid", "sessionid", "apikey", "secretkey", "accesskey", "dbpass", "userpass", "rootpass", "mysqlpass"}

// keyOf are the words before "key" that make it a secret.
var keyOf = setOf("api secret access private encryption encrypt signing sign session sessions auth master shared account storage hmac jwt aes " +
	"cookie cookies webhook license licence service admin app application deploy ssh wg preshared crypt crypto cipher token csrf client")

// noKey are the words that make it no secret, although a variable's name would: CACHE_KEY.
var noKey = setOf("public pub cache primary foreign sort partition index row hash map routing group order unique host object config message")

// trailers may follow the word that names a secret: password2, secret_key, token_value.
var trailers = setOf("value plain text plaintext raw hash b64 base64 enc encrypted string old new current previous confirm confirmation again repeat base")

// innocent are harmless names that end like those of secrets.
var innocent = setOf("mysql_native_password mysql_old_password mysql_clear_password caching_sha2_password sha256_password proxy_pass " +
	"fastcgi_pass uwsgi_pass scgi_pass grpc_pass memcached_pass bypass require_password requires_password need_password needs_password " +
	"has_password no_password validate_password log_password use_password allow_password change_password reset_password forgot_password " +
	"set_password update_password check_password verify_password random_password skip_password ask_password rotate_password lost_password " +
	"proxy_auth require_auth use_auth no_auth has_token no_token use_token require_token has_session no_session status_code exit_code " +
	"response_code error_code http_code return_code country_code language_code zip_code")

// kindOf returns the kind of a name. before returns the word before it.
func kindOf(name string, before func() string) kind {
	name = strings.TrimLeft(name, "-.")
	last, rest := lastWord(name)
	for trailers[last] || isDigits(last) {
		if last, rest = lastWord(rest); last == "" {
			return none
		}
	}
	k := endingKind(last, rest)
	if last == "key" || last == "keys" {
		k = keyKind(name, rest, before)
	}
	if k != none && innocent[strings.ReplaceAll(strings.ToLower(name), "-", "_")] {
		return none
	}
	return k
}

func endingKind(last, rest string) kind {
	if last == "id" {
		switch of, _ := lastWord(rest); of {
		case "secret":
			return token
		case "session", "sess":
			return random
		}
	}
	if k := endings[last]; k != none {
		return k
	}
	for _, end := range longer {
		if strings.HasSuffix(last, end) && last != "bypass" {
			return cmp.Or(endings[end], password)
		}
	}
	return none
}

// keyKind returns the kind of a name that ends with "key", from the word before it and from its case.
func keyKind(name, rest string, before func() string) kind {
	of, _ := lastWord(rest)
	if of == "" {
		of = before()
	}
	switch {
	case noKey[of]:
		return none
	case keyOf[of]:
		return token
	case strings.ToUpper(name) == name && strings.Contains(name, "_"): // an environment variable
		return token
	}
	return none
}

// lastWord returns the last word of a name, in lower case, and the part before it: words are separated by anything but
// letters and digits, and where a small letter is followed by a capital.
func lastWord(name string) (word, rest string) {
	name = strings.TrimRight(name, "_-.")
	i := len(name)
	for i > 0 && isAlnum(name[i-1]) {
		i--
		if i > 0 && isUpper(name[i]) && isLower(name[i-1]) {
			break
		}
	}
	word = name[i:]
	if digits := strings.TrimRight(word, "0123456789"); digits != "" {
		word = digits
	}
	return strings.ToLower(word), name[:i] // no copy if there are no capitals
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
