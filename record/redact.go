package record

import (
	"regexp"
	"strings"
)

// secrets are the ways in which configurations, log lines and errors of HAProxy, nginx, databases and
// applications spell a password. What stands before the secret is kept.
var secrets = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(\bstats\s+auth\s+[^\s:]+:)\S+`),
	regexp.MustCompile(`(?i)(://[^\s:/@]*:)[^\s@/]+@`),
	regexp.MustCompile(`(?i)(\bauthorization\b["']?[:\s]+["']?(?:basic|bearer|token)(?:\\?\s)+)[^\s"';]+`),
	regexp.MustCompile(`(?i)([\w-]*(?:passw(?:or)?d|secret|token|api[_-]?key)[\w-]*["']?(?:\s*[=:]\s*|\s+(?:(?:is|as|by|to)[ \t]+)?)["']?)[^\s"';=:&]+`),
}

// prose are words that no secret is: where one of them follows "password" and a blank, as in a comment that says what
// "hashes a password and writes", nothing is told.
var prose = map[string]bool{
	"and": true, "or": true, "but": true, "not": true, "of": true, "for": true, "in": true, "on": true, "at": true, "from": true, "with": true,
	"than": true, "only": true, "that": true, "which": true, "when": true, "while": true, "if": true, "it": true, "the": true, "a": true,
	"are": true, "has": true, "can": true, "must": true, "may": true, "needs": true,
}

// Redact takes the passwords out of a text: "stats auth admin:[redacted]". Text without any is returned as
// it is, without a copy.
func Redact(text string) string {
	if !suspect(text) {
		return text
	}
	for _, re := range secrets {
		text = re.ReplaceAllStringFunc(text, func(m string) string {
			kept := re.FindStringSubmatch(m)[1]
			switch value := m[len(kept):]; {
			case strings.HasSuffix(m, "@"):
				return kept + "[redacted]@"
			case strings.HasSuffix(kept, " ") && !strings.ContainsAny(kept, "=:") && prose[strings.TrimRight(value, ".,)")]:
				return m
			}
			return kept + "[redacted]"
		})
	}
	return text
}

// tells are the words without which no secret is spelt, in lower case, by the letter they begin with.
var tells = [256][]string{
	':': {"://"}, 's': {"stats", "secret"}, 'a': {"authorization", "api"}, 'p': {"passw"}, 't': {"token"},
}

// suspect reports whether a text may spell a secret: most log lines do not, and are not searched further.
func suspect(text string) bool {
	for i := range len(text) {
		for _, word := range tells[lower(text[i])] {
			if len(text)-i >= len(word) && strings.EqualFold(text[i:i+len(word)], word) {
				return true
			}
		}
	}
	return false
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}
