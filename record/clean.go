package record

import (
	"strings"
	"unicode/utf8"

	"hadash/record/secrets"
)

// maxText bounds one line of foreign text: more is of no use on a screen.
const maxText = 4096

// Clean makes foreign text safe to show on one line of a terminal, in markdown and in XML. It removes whole escape
// sequences, control characters, and characters that reorder a line or are invisible; tabs and line ends become spaces,
// invalid UTF-8 becomes U+FFFD, combining marks are limited, and the text ends at 4096 bytes. Text that is already
// clean is returned as it is, without a copy.
func Clean(s string) string {
	s = cut(s)
	i, marks := firstUnfit(s)
	if i == len(s) {
		return s
	}
	return clean(s, i, marks)
}

// CleanLines makes a foreign text of several lines safe to show: each line is cleaned as by Clean, and line ends become
// line feeds.
func CleanLines(s string) string {
	if !strings.Contains(s, "\n") {
		return Clean(s)
	}
	for at := 0; at < len(s); {
		line := s[at:]
		if n := strings.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
		}
		if Clean(line) != line {
			return cleanLines(s, at)
		}
		at += len(line) + 1
	}
	return s
}

// Printable returns a foreign text fit for everybody: clean, and without its secrets.
func Printable(s string) string {
	s, _ = printable(s, Clean)
	return s
}

// PrintableLines is Printable for a text of several lines.
func PrintableLines(s string) string {
	s, _ = printable(s, CleanLines)
	return s
}

// printable cleans twice: hidden characters may be inside the name of a secret, and the replacement of a secret may
// make a line longer than allowed. looks is the work done (secrets.Look).
func printable(s string, clean func(string) string) (text string, looks int) {
	s = clean(s)
	told, looks := secrets.Look(s)
	if told != s {
		told = clean(told)
	}
	return told, looks
}

func cleanLines(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:from])
	for line := range strings.Lines(s[from:]) {
		text, ended := strings.CutSuffix(line, "\n")
		b.WriteString(Clean(text))
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// cut returns the part of a text that is kept: whole characters.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for end > maxText-utf8.UTFMax && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// firstUnfit returns the position of the first character that Clean changes, and how many marks directly precede it;
// the text's length if there is none.
func firstUnfit(s string) (at, marks int) {
	for i := 0; ; {
		for i < len(s) && s[i]-' ' < 0x7f-' ' { // plain ASCII, as nearly all is
			i, marks = i+1, 0
		}
		if i == len(s) {
			return i, marks
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, invisible(r): // control characters, too
			return i, marks
		case !joins(r):
			marks = 0
		case i == 0, marks == maxMarks:
			return i, marks
		default:
			marks++
		}
		i += n
	}
}

func clean(s string, from, marks int) string {
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:from])
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == 0x1b:
			n = escapeLen(s[i:])
		case blank(r):
			if r == '\r' && i+1 < len(s) && s[i+1] == '\n' {
				n = 2
			}
			b.WriteByte(' ')
			marks = 0
		case invisible(r):
		case joins(r):
			if b.Len() > 0 && marks < maxMarks {
				b.WriteRune(r)
				marks++
			}
		default:
			b.WriteRune(r)
			marks = 0
		}
		i += n
	}
	return strings.TrimRight(b.String(), " ")
}
