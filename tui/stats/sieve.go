// Package stats is HAProxy's statistics as tables: which rows and columns are shown, in what order, and how a cell
// is written.
package stats

import (
	"regexp"
	"strings"

	"hadash/record"
	"hadash/tui/paint"
)

// Sieve says which rows of HAProxy's tables are shown. The zero Sieve shows all.
type Sieve struct {
	Text    string // as typed
	Bad     bool   // only what is not UP
	Fold    bool   // each backend is one line
	turned  map[string]bool
	expr    *regexp.Regexp
	lower   string
	version int
}

// Version is another number after every change.
func (s *Sieve) Version() int { return s.version }

// Set filters by a text, or a regular expression where it is one; "" ends that.
func (s *Sieve) Set(text string) {
	s.Text, s.lower, s.expr = text, strings.ToLower(text), nil
	s.version++
	if text == "" || regexp.QuoteMeta(text) == text {
		return
	}
	if e, err := regexp.Compile("(?i)" + text); err == nil {
		s.expr = e
	}
}

// ToggleBad shows only what is not UP, or all again.
func (s *Sieve) ToggleBad() { s.Bad, s.version = !s.Bad, s.version+1 }

// FoldAll folds every backend, or unfolds them.
func (s *Sieve) FoldAll() { s.Fold, s.turned, s.version = !s.Fold, nil, s.version+1 }

// Turn unfolds one backend, or folds it again.
func (s *Sieve) Turn(backend string) {
	if s.turned == nil {
		s.turned = map[string]bool{}
	}
	s.turned[backend] = !s.turned[backend]
	s.version++
}

// Folded reports whether a backend is one line.
func (s *Sieve) Folded(backend string) bool { return s.Fold != s.turned[backend] }

// Clear shows all rows again; it reports whether any could be hidden.
func (s *Sieve) Clear() bool {
	if !s.Hides() {
		return false
	}
	s.Bad, s.Text, s.lower, s.expr, s.version = false, "", "", nil, s.version+1
	return true
}

// Hides reports whether some rows may not be shown.
func (s *Sieve) Hides() bool { return s.Bad || s.Text != "" }

// Pass reports whether a row is shown, by its names and its state.
func (s *Sieve) Pass(pxname, svname string, st *record.Status) bool {
	if s.Bad && !NotUp(st.State) {
		return false
	}
	switch {
	case s.Text == "":
		return true
	case s.expr != nil:
		return s.expr.MatchString(svname) || s.expr.MatchString(pxname) || s.expr.MatchString(st.Text)
	}
	return contains(svname, s.lower) || contains(pxname, s.lower) || contains(st.Text, s.lower)
}

// NotUp reports whether a state is worth a look. A server that nobody checks is taken to be UP, as HAProxy does.
func NotUp(s record.State) bool { return s != record.Up && s != record.NoCheck }

// contains reports whether s has lower in it, in any case.
func contains(s, lower string) bool {
	for i := 0; i+len(lower) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(lower)], lower) {
			return true
		}
	}
	return false
}

// Words say in a panel's title what is hidden: "12 of 1 000 servers · not UP · web01".
func (s *Sieve) Words(shown, all int, dot string) string {
	words := ""
	add := func(w string) {
		if words != "" {
			words += " " + dot + " "
		}
		words += w
	}
	if s.Hides() {
		add(paint.Count(int64(shown)) + " of " + paint.Plural(all, "server", "servers"))
	}
	if s.Bad {
		add("not UP")
	}
	if s.Text != "" {
		add("/" + s.Text)
	}
	if s.Fold {
		add("folded")
	}
	return words
}
