// Package stats draws HAProxy's statistics as tables: it chooses the rows and columns, their order, and the format of a cell.
package stats

import (
	"regexp"
	"strings"

	"hadash/record"
	"hadash/tui/paint"
)

// Filter chooses the rows of HAProxy's tables. The zero Filter shows all.
type Filter struct {
	Text    string // as typed
	Bad     bool   // only what is not UP
	Fold    bool   // each backend is one line
	turned  map[string]bool
	expr    *regexp.Regexp
	lower   string
	version int
}

// Version changes with every change.
func (f *Filter) Version() int { return f.version }

// Set filters by a text, or a regular expression where it is one; "" ends that.
func (f *Filter) Set(text string) {
	f.Text, f.lower, f.expr = text, strings.ToLower(text), nil
	f.version++
	if text == "" || regexp.QuoteMeta(text) == text {
		return
	}
	if e, err := regexp.Compile("(?i)" + text); err == nil {
		f.expr = e
	}
}

// ToggleBad shows only what is not UP, or all again.
func (f *Filter) ToggleBad() { f.Bad, f.version = !f.Bad, f.version+1 }

// FoldAll folds every backend, or unfolds them.
func (f *Filter) FoldAll() { f.Fold, f.turned, f.version = !f.Fold, nil, f.version+1 }

// Turn folds one backend, or unfolds it.
func (f *Filter) Turn(backend string) {
	if f.turned == nil {
		f.turned = map[string]bool{}
	}
	f.turned[backend] = !f.turned[backend]
	f.version++
}

// Folded reports whether a backend is one line.
func (f *Filter) Folded(backend string) bool { return f.Fold != f.turned[backend] }

// Clear shows all rows again; it reports whether any could be hidden.
func (f *Filter) Clear() bool {
	if !f.Hides() {
		return false
	}
	f.Bad, f.Text, f.lower, f.expr, f.version = false, "", "", nil, f.version+1
	return true
}

// Hides reports whether some rows may not be shown.
func (f *Filter) Hides() bool { return f.Bad || f.Text != "" }

// Pass reports whether a row is shown, by its names and its state.
func (f *Filter) Pass(pxname, svname string, st *record.Status) bool {
	if f.Bad && !NotUp(st.State) {
		return false
	}
	switch {
	case f.Text == "":
		return true
	case f.expr != nil:
		return f.expr.MatchString(svname) || f.expr.MatchString(pxname) || f.expr.MatchString(st.Text)
	}
	return contains(svname, f.lower) || contains(pxname, f.lower) || contains(st.Text, f.lower)
}

// NotUp reports whether a state needs attention. A server without checks counts as UP, as in HAProxy.
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
func (f *Filter) Words(shown, all int, dot string) string {
	words := ""
	add := func(w string) {
		if words != "" {
			words += " " + dot + " "
		}
		words += w
	}
	if f.Hides() {
		add(paint.Count(int64(shown)) + " of " + paint.Plural(all, "server", "servers"))
	}
	if f.Bad {
		add("not up")
	}
	if f.Text != "" {
		add("/" + f.Text)
	}
	if f.Fold {
		add("folded")
	}
	return words
}
