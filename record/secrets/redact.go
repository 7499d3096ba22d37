// Package secrets finds passwords, tokens and keys in texts: configurations, log lines, command lines, errors, of
// HAProxy, nginx, databases and applications. It has no grammar of any of them: it looks for the words that name
// secrets, and for values that can be nothing else.
package secrets

import (
	"cmp"
	"slices"
	"strings"
)

// Mark stands in the place of a secret.
const Mark = "[redacted]"

// span is where a secret is in a text, in bytes.
type span struct{ from, to int }

// again bounds how often a text is searched: what stands in the place of one secret may end at another.
const again = 5

// Redact takes the secrets out of a text, and leaves what stands around them: "stats auth admin:[redacted]". Text
// without any is returned as it is, without a copy, and so is what Redact returned.
func Redact(text string) string {
	text, _ = Look(text)
	return text
}

// Look is Redact, and how much there was to look at. A look takes some microseconds at most where lines are as short as
// clean ones.
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

// find looks for secrets in a text as it is, and as it is meant where characters of it are escaped.
func find(text string) (all []span, looks int) {
	s := scanner{text: text}
	s.scan()
	if mayBeEscaped(text) {
		spans, n := findEscaped(text)
		s.spans, s.looks = append(s.spans, spans...), s.looks+n
	}
	return s.spans, s.looks
}

// replace puts Mark in the place of each secret.
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
