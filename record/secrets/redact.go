// Package secrets finds passwords, tokens and keys in texts: configurations, log lines, command lines and errors of
// HAProxy, nginx, databases and applications. It has no grammar of any of them: it looks for the words that name
// secrets, and for values that can be nothing else.
package secrets

import (
	"cmp"
	"slices"
	"strings"
)

// Mark replaces a secret.
const Mark = "[redacted]"

// span is the position of a secret in a text, in bytes.
type span struct{ from, to int }

// again bounds how often a text is searched: the replacement of one secret may end at another.
const again = 5

// Redact removes the secrets from a text, and keeps what surrounds them: "stats auth admin:[redacted]". Text without
// any is returned as it is, without a copy, and so is the result of Redact.
func Redact(text string) string {
	text, _ = Look(text)
	return text
}

// Look is Redact that also returns the work done. A look takes at most some microseconds if lines are as short as clean
// ones.
func Look(text string) (told string, looks int) {
	for range again {
		spans, n := find(text)
		looks += n
		if spans == nil {
			break
		}
		next := replace(text, spans)
		if next == text {
			break
		}
		text = next
	}
	return text, looks
}

// find looks for secrets in a text as it is, and as it reads without escapes.
func find(text string) (all []span, looks int) {
	s := scanner{text: text}
	s.scan()
	if mayBeEscaped(text) {
		spans, n := findEscaped(text)
		s.spans, s.looks = append(s.spans, spans...), s.looks+n
	}
	return s.spans, s.looks
}

// replace replaces each secret by Mark.
func replace(text string, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	var b strings.Builder
	done := 0
	for i := 0; i < len(spans); {
		from, to := spans[i].from, spans[i].to
		for i++; i < len(spans) && spans[i].from <= to; i++ {
			to = max(to, spans[i].to)
		}
		b.WriteString(text[done:from])
		b.WriteString(Mark)
		done = to
	}
	b.WriteString(text[done:])
	return b.String()
}
