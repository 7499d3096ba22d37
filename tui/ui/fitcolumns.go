package ui

import "slices"

// FitColumns returns the columns of a table that fit into w cells, in their order. While they are too wide it leaves one
// out, in the order of lightly.
func FitColumns[C any](order, lightly []*C, width func(*C) int, w int) []*C {
	columns, sum := slices.Clone(order), 0
	for _, c := range columns {
		sum += width(c)
	}
	for _, c := range lightly {
		if sum <= w {
			break
		}
		if !slices.Contains(columns, c) {
			continue
		}
		sum -= width(c)
		columns = slices.DeleteFunc(columns, func(o *C) bool { return o == c })
	}
	return columns
}
