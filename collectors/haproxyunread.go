package collectors

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"hadash/record"
)

// unread are the rows of a page that cannot be read: corrupt ones, or ones of a type that a later HAProxy has. They
// keep their place in the parser's memory of the page, and are left out of its result.
type unread struct {
	rows  []int // in order
	first error
}

// skip skips the row that starts at i, and returns where the next one starts: at the next line. Only a page that does
// not end with a line end is cut off.
func (c *statsCSV) skip(page []byte, i, row int, why error) (next int, err error) {
	end := bytes.IndexByte(page[i:], '\n')
	whole := end >= 0 && page[len(page)-1] == '\n'
	switch {
	case !whole:
		why = errCut
	case errors.Is(why, errCut):
		why = errors.New("a quote that is not closed")
	}
	if c.unread.first == nil || !whole {
		why = fmt.Errorf("line %d%s: %w", 1+bytes.Count(page[:i], []byte("\n")), rowName(page[i:]), why)
	}
	if !whole {
		return 0, why
	}
	if c.unread.first == nil {
		c.unread.first = why
	}
	c.unread.rows = append(c.unread.rows, row)
	c.forget(row)
	return i + end + 1, nil
}

// leaveOut removes their cells from the other columns, and names them in the result.
func (u *unread) leaveOut(h *record.HAProxy) {
	if len(u.rows) == 0 {
		return
	}
	h.Unread = record.Clean(u.first.Error())
	if more := len(u.rows) - 1; more > 0 {
		h.Unread += fmt.Sprintf("; and %d more", more)
	}
	h.More = slices.Clone(h.More)
	for i := range h.More {
		m := &h.More[i]
		m.Numbers, m.Texts = without(m.Numbers, u.rows), without(m.Texts, u.rows)
		m.Settle()
	}
}

// without returns a copy of cells without those of some rows; nil stays nil.
func without[T any](cells []T, rows []int) []T {
	if cells == nil {
		return nil
	}
	left := make([]T, 0, len(cells))
	for i := range cells {
		if len(rows) > 0 && rows[0] == i {
			rows = rows[1:]
			continue
		}
		left = append(left, cells[i])
	}
	return left
}

// forget clears what was stored of an unreadable row: the next page must not be compared with parts of it.
func (c *statsCSV) forget(row int) {
	c.rows[row] = texts{}
	c.forgetStretches(row)
	for i := range c.more {
		c.more[i].forget(row)
	}
}

// rowName returns the name of the row that starts there, for error messages; "" if it has none.
func rowName(row []byte) string {
	row, _, _ = bytes.Cut(row[:min(len(row), 200)], []byte("\n"))
	fields := bytes.SplitN(row, []byte(","), 3)
	if len(fields) < 2 || len(fields[0]) == 0 || len(fields[1]) == 0 || bytes.ContainsAny(row, "\"") {
		return ""
	}
	return " (" + string(fields[0]) + "/" + string(fields[1]) + ")"
}
