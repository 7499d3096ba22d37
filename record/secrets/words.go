package secrets

import "strings"

// dullWords are values that only tell whether there is a secret.
var dullWords = setOf("yes no true false on off null nil none undefined unset required optional disabled enabled empty")

// prose are the words that follow "password" and a blank in a sentence.
var prose = setOf("and or but not of for in on at from with than only that which when while if it the a an are has have had can cannot must may " +
	"might will would should shall needs need is was were be been being to as by into onto over via per so then there this these those its his her " +
	"their your our my you we they no yes none any all some each every both either too also again already yet still just more less " +
	"expired expires expiry expiration expire expiring missing mismatch mismatched incorrect invalid wrong bad valid correct unknown unset set " +
	"empty required optional needed disabled enabled changed change changes changing reset resets resetting rejected accepted denied refused failed fails failure " +
	"authentication auth authenticated authorization login logins policy policies protected protection hash hashes hashed hashing salt verification verify verified " +
	"validation validated length strength history lifetime manager management rotation rotate rotated recovery recover request requested requests " +
	"attempt attempts prompt prompts supplied provided given specified found sent stored saved updated update generated generation created deleted removed " +
	"file files field fields hint type types name names value values string text input option options parameter parameters argument variable " +
	"bucket buckets ring count counts limit limits refresh refreshed server servers store based provider endpoint expected unexpected introspection revoked " +
	"header headers cookie cookies key keys user users account accounts database access exchange plugin plugins method methods " +
	"off column table error errors exception check checks checked checker less-than do does did match matches matched redacted hidden masked default here len set for now currently")

// doubtful are the words before a token that is no secret: "unexpected token".
var doubtful = setOf("unexpected unknown invalid illegal bad wrong incorrect missing expired empty no malformed unsupported unrecognized duplicate next")

// setters are the words that set the header or variable named next: its value follows after a blank.
var setters = setOf("set-header add-header replace-value set_header proxy_set_header add_header fastcgi_param uwsgi_param scgi_param grpc_set_header " +
	"more_set_headers more_set_input_headers setenv presetenv env arg export set")

// schemes are those of Authorization (IANA's registry, and others in use); those in the first line are followed by one
// word.
var (
	oneWord = setOf("basic bearer token negotiate ntlm apikey api-key splunk jwt key")
	schemes = setOf("digest oauth hawk hoba mutual aws4-hmac-sha256 scram-sha-1 scram-sha-256 vapid gnap dpop privatetoken sharedkey sharedkeylite signature")
)

// dull reports whether a value is no secret in any place: empty, yes or no, stars, a placeholder.
func dull(v string) bool {
	switch {
	case strings.Trim(v, "*") == "", dullWords[strings.ToLower(v)], v == "?": // "?" is a prepared statement's
		return true
	case strings.HasPrefix(v, "${"):
		return strings.IndexByte(v, '}') == len(v)-1 && !strings.Contains(v, ":-") && !strings.Contains(v, "-}")
	case strings.HasPrefix(v, "$("):
		return strings.HasSuffix(v, ")")
	case hasAny(v, "%[", "%{", "{{"):
		return strings.HasSuffix(v, "]") || strings.HasSuffix(v, "}")
	case hasAny(v, "$http_", "$arg_", "$cookie_", "$upstream_", "$sent_", "$ssl_"):
		return isVariable(v[1:])
	case strings.HasPrefix(v, "$"):
		v = strings.TrimLeft(v, "$") // $$ is a $ of compose files
		return isVariable(v) && strings.ToUpper(v) == v && len(strings.Trim(v, "0123456789")) > 0 || len(v) == 1 && isDigits(v)
	}
	return false
}

func isVariable(v string) bool {
	return v != "" && strings.IndexFunc(v, func(r rune) bool { return r > '~' || !isAlnum(byte(r)) && r != '_' }) < 0
}

// isPlain reports whether a value is a word of a sentence: letters of one case, except the first.
func isPlain(v string) bool {
	v = strings.Trim(v, ".,;:!?()")
	if v == "" {
		return true
	}
	for i := range len(v) {
		c := v[i]
		if lower(c) < 'a' || lower(c) > 'z' {
			if i == 0 || strings.IndexByte("-'/", c) < 0 {
				return false
			}
		}
	}
	rest := v[1:]
	return rest == strings.ToLower(rest) || v == strings.ToUpper(v)
}

// isProse reports whether a word is one of a sentence about passwords.
func isProse(v string) bool { return prose[strings.ToLower(strings.Trim(v, ".,;:!?()"))] }

// isPath reports whether a value is the name of a file.
func isPath(v string) bool {
	return hasAny(v, "/", "./", "~/") && !strings.ContainsAny(v, "+=") || strings.HasSuffix(v, ".pem") || strings.HasSuffix(v, ".key")
}

// looksRandom reports whether a value of at least that many characters looks machine-made.
func looksRandom(v string, least int) bool {
	if len(v) < least {
		return false
	}
	digits, letters := 0, 0
	for i := range len(v) {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits++
		case isAlnum(c):
			letters++
		case strings.IndexByte("_-+/=.%~:*", c) < 0:
			return false
		}
	}
	return digits > 0 && letters > 0
}
