package tui

import "slices"

// columnsFit is the columns of a table that fit into w cells: while they are too wide those that are missed least are left
// out, lightly says in which order. The others stay in theirs.
func columnsFit[C any](order, lightly []*C, width func(*C) int, w int) []*C {
	columns, sum := slices.Clone(order), 0
	for _, c := range columns {
		sum += width(c)
	}
	for _, c := range lightly {
		if sum <= w {
			break
		}
		sum -= width(c)
		columns = slices.DeleteFunc(columns, func(o *C) bool { return o == c })
	}
	return columns
}
