package haproxycfg

import (
	"bytes"
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// maxFormats limits how many formats are returned.
const maxFormats = 32

// Formats returns the texts of all log-format and error-log-format lines, and the names of options whose lines have a form
// of their own ("httplog clf"), each once. env is the environment of HAProxy's process ("NAME=value"); a format with a
// variable that has no value is left out. Conditions are not looked at: a format too many does no harm.
func Formats(files []File, env []string) (all []balancer.Format) {
	values := newEnvironment(env)
	for _, f := range files {
		number := 0
		for text := range bytes.Lines(f.Text) {
			number++
			l := line{words: words(strings.TrimRight(string(text), "\n"), values), file: f.Path, number: number}
			values.take(&l)
			if format, ok := formatOf(&l); ok && len(all) < maxFormats && !slices.Contains(all, format) {
				all = append(all, format)
			}
		}
	}
	return all
}

func formatOf(l *line) (f balancer.Format, ok bool) {
	switch first := l.text(0); {
	case (first == "log-format" || first == "error-log-format") && l.text(1) != "":
		return balancer.Format{Name: first, Text: l.text(1)}, l.word(1).unknown == ""
	case first == "option" && (l.text(1) == "httplog" || l.text(1) == "tcplog") && l.text(2) == "clf":
		return balancer.Format{Name: l.text(1) + " clf"}, true
	}
	return f, false
}
