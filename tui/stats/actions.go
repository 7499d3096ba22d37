package stats

import (
	"hadash/tui/keys"
	"hadash/tui/ui"
)

var takes = []keys.Action{keys.Filter, keys.Bad, keys.Fold}

// Takes lists the actions that filter the rows.
func (f *Filter) Takes() []keys.Action {
	if f.Hides() {
		return append([]keys.Action{keys.Clear}, takes...)
	}
	return takes
}

// Do does one of these actions.
func (f *Filter) Do(a keys.Action) ui.Intent {
	switch a {
	case keys.Filter:
		return f.typed()
	case keys.Bad:
		f.ToggleBad()
	case keys.Fold:
		f.FoldAll()
	case keys.Clear:
		f.Clear()
	}
	return ui.Arrange{}
}

// typed opens a typed line for the text of the filter.
func (f *Filter) typed() ui.Intent {
	return ui.Type{
		Label: "filter servers", Text: f.Text,
		Each: func(text string) string { f.Set(text); return "" },
		Done: func(text string) ui.Intent { f.Set(text); return ui.Arrange{} },
		Drop: func() { f.Set("") },
	}
}
