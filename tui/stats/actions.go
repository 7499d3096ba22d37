package stats

import (
	"hadash/tui/keys"
	"hadash/tui/ui"
)

var takes = []keys.Action{keys.Filter, keys.Bad, keys.Fold}

// Takes lists the actions that say which rows are shown.
func (s *Sieve) Takes() []keys.Action {
	if s.Hides() {
		return append([]keys.Action{keys.Clear}, takes...)
	}
	return takes
}

// Do does one of them.
func (s *Sieve) Do(a keys.Action) ui.Intent {
	switch a {
	case keys.Filter:
		return s.typed()
	case keys.Bad:
		s.ToggleBad()
	case keys.Fold:
		s.FoldAll()
	case keys.Clear:
		s.Clear()
	}
	return ui.Arrange{}
}

// typed has the text of the filter typed.
func (s *Sieve) typed() ui.Intent {
	return ui.Type{
		Label: "filter servers", Text: s.Text,
		Each: func(text string) string { s.Set(text); return "" },
		Done: func(text string) ui.Intent { s.Set(text); return ui.Arrange{} },
		Drop: func() { s.Set("") },
	}
}
