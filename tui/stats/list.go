package stats

import (
	"hadash/record"
	"hadash/tui/paint"
)

// list finds the rows that are shown: those of a proxy as HAProxy has them, but a backend before its servers. It is shown
// with any of them, because their rows do not name it.
func (t *Table) list() {
	px, at := "", -1 // the backend whose servers come, and its row
	for row := range t.t.Len() {
		name, sv := t.t.Name(row)
		kind, st := t.t.Kind(row), t.t.Status(row)
		if name != px {
			px, at = name, -1
		}
		pass := t.Filter.Pass(name, sv, &st)
		switch {
		case kind == record.RowBackend:
			if row != at && pass {
				t.order = append(t.order, row)
			}
			continue
		case kind != record.RowServer:
			if pass {
				t.order = append(t.order, row)
			}
			continue
		}
		if at < 0 {
			if at = t.backend(row); at >= 0 && t.heads(row, at) {
				t.order = append(t.order, at)
			}
		}
		if pass && !t.Filter.Folded(name) {
			t.shown++
			t.order = append(t.order, row)
		}
	}
}

// backend is the row of the backend of a server; -1 when it is not on the page.
func (t *Table) backend(row int) int {
	px, _ := t.t.Name(row)
	for ; row < t.t.Len(); row++ {
		if name, _ := t.t.Name(row); name != px {
			break
		}
		if t.t.Kind(row) == record.RowBackend {
			return row
		}
	}
	return -1
}

// heads reports whether a backend passes the filter, or one of its servers does, the first of which is in a row.
func (t *Table) heads(row, backend int) bool {
	px, sv := t.t.Name(backend)
	st := t.t.Status(backend)
	pass := t.Filter.Pass(px, sv, &st)
	for ; !pass && row < backend && !t.Filter.Folded(px); row++ {
		_, sv := t.t.Name(row)
		st := t.t.Status(row)
		pass = t.Filter.Pass(px, sv, &st)
	}
	return pass
}

// named finds how wide the names are.
func (t *Table) named() {
	t.name, t.several = 8, false
	first := ""
	for _, row := range t.order {
		px, _ := t.t.Name(row)
		switch {
		case t.Sort == "" || t.t.Kind(row) != record.RowServer:
		case first == "":
			first = px
		case px != first:
			t.several = true
		}
	}
	for _, row := range t.order {
		t.name = max(t.name, t.nameCells(row))
	}
	t.name = min(t.name, 26)
}

// nameCells is the width of the name of a row.
func (t *Table) nameCells(row int) int {
	px, sv := t.t.Name(row)
	switch kind := t.t.Kind(row); {
	case kind <= record.RowBackend:
		return paint.Width(px)
	case t.several && kind == record.RowServer:
		return paint.Width(px) + 1 + paint.Width(sv)
	}
	return indent + paint.Width(sv)
}

// indent is that of the servers under their backend.
const indent = 1
