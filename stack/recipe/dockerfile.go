package recipe

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// ErrNotPlain reports that a Dockerfile uses features that Up does not handle; compose builds such images.
var ErrNotPlain = errors.New("not a plain Dockerfile")

// dockerfile is the part of a Dockerfile that Up reads: the files that it copies from the context, and its first RUN,
// which shows whether images share their first layers.
type dockerfile struct {
	sources  []string
	firstRun string
}

// buildKit matches what the classic builder does not support: RUN --mount, COPY --link, heredocs, and frontends.
var buildKit = regexp.MustCompile(`(?mi)^\s*(#\s*syntax\s*=|RUN\s+--|(COPY|ADD)\s.*--(link|parents|exclude)|(RUN|COPY|ADD)\s.*<<-?["']?[A-Z])`)

// parse parses a plain Dockerfile.
func parse(text string) (dockerfile, error) {
	var d dockerfile
	if buildKit.MatchString(text) {
		return d, ErrNotPlain
	}
	for _, line := range instructions(text) {
		word, rest, _ := strings.Cut(line, " ")
		switch strings.ToUpper(word) {
		case "RUN":
			if d.firstRun == "" {
				d.firstRun = rest
			}
		case "COPY", "ADD":
			sources, err := copied(rest)
			if err != nil {
				return d, err
			}
			d.sources = append(d.sources, sources...)
		}
	}
	slices.Sort(d.sources)
	d.sources = slices.Compact(d.sources)
	return d, nil
}

// instructions joins continued lines and drops comments.
func instructions(text string) []string {
	var out []string
	var open strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		more := strings.HasSuffix(line, `\`)
		open.WriteString(strings.TrimSpace(strings.TrimSuffix(line, `\`)))
		if more {
			open.WriteString(" ")
			continue
		}
		out = append(out, open.String())
		open.Reset()
	}
	if open.Len() > 0 {
		out = append(out, open.String())
	}
	return out
}

// copied lists the sources in the context of a COPY or ADD: none with --from.
func copied(rest string) ([]string, error) {
	for strings.HasPrefix(rest, "--") {
		flag, after, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(flag, "--from=") {
			return nil, nil
		}
		rest = strings.TrimSpace(after)
	}
	words := strings.Fields(rest)
	if strings.HasPrefix(rest, "[") {
		words = nil
		if err := json.Unmarshal([]byte(rest), &words); err != nil {
			return nil, ErrNotPlain
		}
	}
	if len(words) < 2 {
		return nil, ErrNotPlain
	}
	var out []string
	for _, w := range words[:len(words)-1] {
		w = strings.Trim(w, "/")
		switch {
		case strings.Contains(w, "://"):
			continue // the Engine fetches it
		case strings.HasPrefix(w, "."), strings.ContainsAny(w, "$"):
			// "." is the whole context, which would require .dockerignore.
			return nil, ErrNotPlain
		}
		out = append(out, w)
	}
	return out, nil
}
