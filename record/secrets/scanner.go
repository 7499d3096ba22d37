package secrets

import "math/bits"

// scanner reads a text once and collects the secrets in it.
type scanner struct {
	text  string
	spans []span

	commanded int // how far the flags of a command were examined

	lineTo int // the end of the current line
	inLine int // its positions that were examined
	looks  int // those of all lines
}

// maxLooks is how many names in one line are examined, each of which takes time in proportion to the line. The rest of
// a line with more of them is hidden.
const maxLooks = 64

// exhausted counts a look at a position, and hides the rest of a line that has too many.
func (s *scanner) exhausted(i int) bool {
	if i >= s.lineTo {
		s.lineTo, s.inLine = s.lineEnd(i), 0
	}
	s.inLine++
	s.looks++
	if s.inLine <= maxLooks {
		return false
	}
	s.hide(i, s.lineTo)
	return true
}

// rule is how a secret is spelt at an anchor.
type rule uint8

const (
	byName     rule = iota // password = hunter2
	inURL                  // redis://user:hunter2@host
	inDSN                  // user:hunter2@tcp(host)
	inSQL                  // IDENTIFIED BY 'hunter2'
	inCommand              // mysql -phunter2
	inStats                // stats auth user:hunter2
	afterWord              // Bearer hunter2
	byShape                // AKIA..., eyJ...
	privateKey             // -----BEGIN PRIVATE KEY-----
	inACL                  // user alice on >hunter2
	hashed                 // $6$salt$hash
)

// anchor is a word that every secret of its rule contains, in lower case; shapes keep their case.
type anchor struct {
	word string
	rule rule
}

var anchors = []anchor{
	{"pass", byName}, {"pwd", byName}, {"_pw", byName}, {"bindpw", byName}, {"rootpw", byName}, {"psk", byName}, {"secret", byName}, {"token", byName}, {"key", byName}, {"otp", byName},
	{"auth", byName}, {"cookie", byName}, {"credential", byName}, {"sess", byName}, {"sid", byName}, {"sig", byName}, {"code", byName},
	{"://", inURL}, {"@", inDSN}, {"identified", inSQL}, {"mysql", inCommand}, {"mariadb", inCommand}, {"redis-cli", inCommand},
	{"curl", inCommand}, {"sshpass", inCommand}, {"docker", inCommand}, {"podman", inCommand}, {"stats", inStats}, {"bearer", afterWord}, {"basic", afterWord}, {"-----begin ", privateKey},
	{"AKIA", byShape}, {"ASIA", byShape}, {"eyJ", byShape}, {"ghp_", byShape}, {"gho_", byShape}, {"ghs_", byShape}, {"github_pat_", byShape},
	{" on >", inACL}, {"$apr1$", hashed}, {"$2a$", hashed}, {"$2b$", hashed}, {"$2y$", hashed}, {"$5$", hashed}, {"$6$", hashed}, {"$y$", hashed},
	{"glpat-", byShape}, {"xoxb-", byShape}, {"xoxp-", byShape}, {"sk_live_", byShape}, {"AIza", byShape},
}

// filter has the bit of each anchor that may have a byte at that position: in most texts hardly any position matches an
// anchor in all three, and only those are examined.
var filter = filters()

func filters() (out [3][256]uint64) {
	for i, a := range anchors {
		for at := range out {
			for c := range 256 {
				if at >= len(a.word) || a.is(byte(c), at) {
					out[at][c] |= 1 << i
				}
			}
		}
	}
	return out
}

// is reports whether a byte is at a position of the anchor's word.
func (a *anchor) is(c byte, at int) bool {
	return c == a.word[at] || a.rule != byShape && lower(c) == a.word[at]
}

func (a *anchor) at(text string) bool {
	if len(text) < len(a.word) {
		return false
	}
	for i := range len(a.word) {
		if !a.is(text[i], i) {
			return false
		}
	}
	return true
}

func (s *scanner) scan() {
	t := s.text
	for i := 0; i+2 < len(t); i++ {
		may := filter[0][t[i]] & filter[1][t[i+1]] & filter[2][t[i+2]]
		if may == 0 {
			continue
		}
		end := i
		for ; may != 0; may &= may - 1 {
			if a := &anchors[bits.TrailingZeros64(may)]; a.at(t[i:]) {
				end = max(end, s.apply(a.rule, i))
			}
		}
		i = max(i, end-1)
	}
}

// apply looks for a secret at an anchor, and returns where to go on; a position before i counts as i.
func (s *scanner) apply(r rule, i int) int {
	if r != byName { // most of those name nothing
		s.looks++
	}
	switch r {
	case byName:
		return s.named(i)
	case inURL:
		s.url(i)
	case inDSN:
		s.dsn(i)
	case inSQL:
		if s.exhausted(i) {
			return s.lineTo
		}
		s.identified(i)
	case inCommand:
		s.command(i)
	case inStats:
		if s.exhausted(i) {
			return s.lineTo
		}
		s.stats(i)
	case afterWord:
		s.scheme(i)
	case byShape:
		return s.shape(i)
	case privateKey:
		return s.pem(i)
	case inACL:
		s.acl(i + len(" on >"))
	case hashed:
		return s.hash(i)
	}
	return i
}

// hide marks a secret.
func (s *scanner) hide(from, to int) {
	if from < to {
		s.spans = append(s.spans, span{from, to})
	}
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

func isAlnum(c byte) bool { return c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'z' }

// isName reports whether a byte may be part of a name: of a variable, a header, a directive.
func isName(c byte) bool { return isAlnum(c) || c == '_' || c == '-' || c == '.' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }
