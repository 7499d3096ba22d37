// Package commands lists the commands that can be typed: every action by its name, faults with a node and an amount, and
// commands with a text. The list stands above a typed line; typing narrows it, and a line can be chosen and completed.
package commands

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"
)

// Item is a command that can be picked.
type Item struct {
	Text  string // the text to type: "stop", "stop mysql-slave2"
	Does  string
	Key   string // its key; "" = none
	Why   string // why it is not possible now
	Takes string // its argument: "[NODE]"; "" = none
	Also  string // synonyms, with blanks between: "snapshot evidence"
	Order Order

	hits []int // the bytes of Text that were typed
}

// List is the matching items, and the chosen one.
type List struct {
	Items  []Item
	At     int // -1: none is chosen, as long as nothing is typed
	placed bool
}

// Show narrows all to those that match text. A choice made by hand is kept.
func (l *List) Show(all []Item, text string) {
	l.Items = Match(all, text)
	l.At = min(l.At, len(l.Items)-1)
	if !l.placed {
		l.At = -1
		if strings.TrimSpace(text) != "" && len(l.Items) > 0 {
			l.At = 0
		}
	}
}

// Typed drops the choice made by hand: another letter selects another first line.
func (l *List) Typed() { l.placed = false }

// Move chooses the line above (-1) or below (+1).
func (l *List) Move(by int) {
	if len(l.Items) == 0 {
		return
	}
	l.placed = true
	l.At = max(min(l.At+by, len(l.Items)-1), 0)
}

// Chosen is the chosen item; nil when there is none.
func (l *List) Chosen() *Item {
	if l.At < 0 || l.At >= len(l.Items) {
		return nil
	}
	return &l.Items[l.At]
}

// Window is the first visible line of rows lines, chosen so that the selection is visible.
func (l *List) Window(rows int) (first, end int) {
	first = max(min(max(l.At, 0)-rows/2, len(l.Items)-rows), 0)
	return first, min(first+rows, len(l.Items))
}

// Match lists the items that match text, the best first: an exact match, a prefix, the letters in that
// order, and last the text in their description or synonyms.
func Match(all []Item, text string) []Item {
	text = plain(strings.TrimSpace(text))
	if text == "" {
		return slices.Clone(all)
	}
	type ranked struct {
		Item
		rank, score, at int
	}
	var found []ranked
	seen := map[int]bool{}
	for _, m := range fuzzy.FindFrom(text, texts(all)) {
		item := all[m.Index]
		item.hits = m.MatchedIndexes
		found = append(found, ranked{item, rank(plain(item.Text), text), m.Score, m.Index})
		seen[m.Index] = true
	}
	for i, item := range all {
		if !seen[i] && (strings.Contains(strings.ToLower(item.Does), text) || strings.Contains(item.Also, text)) {
			found = append(found, ranked{item, 4, 0, i})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		if a.rank == b.rank && a.rank > 1 && a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.at, b.at))
	})
	out := make([]Item, len(found))
	for i := range found {
		out[i] = found[i].Item
	}
	return out
}

func rank(name, text string) int {
	switch {
	case name == text:
		return 0
	case strings.HasPrefix(name, text):
		return 1
	case strings.Contains(name, text):
		return 2
	}
	return 3
}

// plain normalizes a text for comparison: "heal all" is heal-all.
func plain(text string) string { return strings.ReplaceAll(strings.ToLower(text), "-", " ") }

// texts is the source of the fuzzy search.
type texts []Item

func (t texts) String(i int) string { return plain(t[i].Text) }
func (t texts) Len() int            { return len(t) }
