package stats

import "slices"

// room is the cells of the columns, beside the mark and the names.
func (t *Table) room() int { return t.w - markCells - min(t.name, max(t.w/3, 12)) - 1 }

// arrange makes the columns fit: the decisive ones that there is room for come first, and what is left makes them wider. It
// leaves those that the user chose in their order.
func (t *Table) arrange() {
	room := t.room()
	if room == t.fitted {
		return
	}
	t.fitted = room
	if t.Columns != nil {
		return
	}
	place := func(of map[string]int) func(a, b column) int {
		return func(a, b column) int { return of[a.csv] - of[b.csv] }
	}
	for i := range t.columns {
		t.columns[i].w = headOf(t.columns[i].csv).w
	}
	slices.SortFunc(t.columns, place(decisiveAt))
	first := make([]column, 0, len(t.columns))
	rest := make([]column, 0, len(t.columns))
	for _, c := range t.columns {
		if c.w <= room {
			first, room = append(first, c), room-c.w
		} else {
			rest = append(rest, c)
		}
	}
	slices.SortFunc(first, place(headAt))
	slices.SortFunc(rest, place(headAt))
	widen(first, room)
	widen(rest, len(rest)*2)
	t.columns = append(first, rest...)
}

// widen gives the cells that are left to the columns of numbers, two at most to each, and the rest to texts.
func widen(columns []column, spare int) {
	for range 2 {
		for i := range columns {
			if spare > 0 && !columns[i].left() {
				columns[i].w, spare = columns[i].w+1, spare-1
			}
		}
	}
	for i := range columns {
		if c := &columns[i]; c.csv == "last_chk" || c.csv == "addr" {
			more := min(spare, 16)
			c.w, spare = c.w+more, spare-more
		}
	}
}
