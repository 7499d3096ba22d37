package collectors

import (
	"slices"
	"strconv"

	"hadash/collectors/alike"
	"hadash/record"
)

// moreColumn is a column that rows have no field for, while a page is parsed. As long as its cells equal those of
// the last page, nothing is allocated: most of them are always 0 or empty.
type moreColumn struct {
	name    string
	last    record.Column // of the last page
	kept    alike.Numbers // its numbers, if they are shared with other HAProxies
	rows    int           // how many it had
	empty   bool          // all cells of the last page were empty, and so are those of this page so far
	changed bool
	numbers []int64  // of this page, once something changed; nil if there are texts
	texts   []string // of this page, once something changed to something other than a number
}

// put sets the cell of a row; rows come in order.
func (m *moreColumn) put(row int, field []byte) {
	n, number := canonical(field)
	if row < m.rows && m.asBefore(row, field, n, number) {
		return
	}
	if !m.changed {
		m.fork()
	}
	if !number && m.texts == nil {
		m.texts = make([]string, len(m.numbers), max(cap(m.numbers), row+1))
		for i, n := range m.numbers {
			m.texts[i] = cellText(n)
		}
	}
	if m.texts != nil {
		for len(m.texts) <= row {
			m.texts = append(m.texts, "")
		}
		m.texts[row] = record.Clean(string(field))
		return
	}
	for len(m.numbers) <= row {
		m.numbers = append(m.numbers, record.Empty)
	}
	m.numbers[row] = n
}

// forget empties the cell of an unreadable row, part of which may have been stored for this page.
func (m *moreColumn) forget(row int) {
	switch {
	case m.empty:
	case row < len(m.texts):
		m.texts[row] = ""
	case row < len(m.numbers):
		m.numbers[row] = record.Empty
	default:
		m.put(row, nil)
	}
}

func (m *moreColumn) asBefore(row int, field []byte, n int64, number bool) bool {
	switch {
	case m.last.Texts != nil:
		return m.last.Texts[row] == string(field)
	case m.last.Numbers != nil:
		return number && m.last.Numbers[row] == n
	}
	return len(field) == 0
}

// fork starts this page's column as a copy of the last page's.
func (m *moreColumn) fork() {
	m.changed, m.empty = true, false
	switch {
	case m.last.Texts != nil:
		m.texts = slices.Clone(m.last.Texts)
	case m.last.Numbers != nil:
		m.numbers = slices.Clone(m.last.Numbers)
	default:
		m.numbers = make([]int64, m.rows)
		for i := range m.numbers {
			m.numbers[i] = record.Empty
		}
	}
}

// drop discards the page being parsed.
func (m *moreColumn) drop() { m.changed, m.numbers, m.texts = false, nil, nil }

// dropAll discards the page being parsed and the one before.
func (m *moreColumn) dropAll() { *m = moreColumn{name: m.name} }

// settle completes a page of that many rows.
func (m *moreColumn) settle(rows int) {
	if m.empty {
		m.rows = rows // empty cells are not reported one by one
	}
	if rows < m.rows && !m.changed {
		m.fork()
	}
	if !m.changed {
		return
	}
	col := record.Column{Name: m.name}
	if m.texts != nil {
		m.texts = m.texts[:min(len(m.texts), rows)]
		m.toNumbers()
	}
	switch {
	case m.texts != nil:
		for len(m.texts) < rows {
			m.texts = append(m.texts, "")
		}
		col.Texts = m.texts
	default:
		m.numbers = m.numbers[:min(len(m.numbers), rows)]
		for len(m.numbers) < rows {
			m.numbers = append(m.numbers, record.Empty)
		}
		if slices.ContainsFunc(m.numbers, func(n int64) bool { return n != record.Empty }) {
			col.Numbers = m.numbers
			if m.kept = nil; m.rows == 0 { // later it moves
				m.kept = alike.Of(m.numbers)
				col.Numbers = *m.kept
			}
		}
	}
	m.last, m.rows = col, rows
	m.empty = rows > 0 && col.Numbers == nil && col.Texts == nil
	m.drop()
}

// toNumbers turns a column back into numbers if all its texts are numbers again.
func (m *moreColumn) toNumbers() {
	numbers := make([]int64, len(m.texts))
	for i, text := range m.texts {
		n, ok := canonical([]byte(text))
		if !ok {
			return
		}
		numbers[i] = n
	}
	m.numbers, m.texts = numbers, nil
}

// settleMore completes a page and returns its columns: the last page's where nothing changed.
func (c *statsCSV) settleMore(was []record.Column, rows int) []record.Column {
	same := len(was) == len(c.more)
	for i := range c.more {
		m := &c.more[i]
		same = same && !m.changed && m.rows == rows
		m.settle(rows)
	}
	if same || len(c.more) == 0 {
		return was
	}
	more := make([]record.Column, len(c.more))
	for i := range c.more {
		more[i] = c.more[i].last
		more[i].Name = c.more[i].name
	}
	return more
}

// canonical parses a number in the form that strconv would write; an empty cell counts too, and anything else is a
// text.
func canonical(field []byte) (int64, bool) {
	switch {
	case len(field) == 0:
		return record.Empty, true
	case len(field) == 1 && field[0]-'0' <= 9:
		return int64(field[0] - '0'), true
	case field[0] == '0', len(field) > 18, field[0] == '-' && (len(field) < 2 || field[1] == '0'):
		return 0, false
	}
	digits := field
	if field[0] == '-' {
		digits = field[1:]
	}
	var n int64
	for _, d := range digits {
		if d-'0' > 9 {
			return 0, false
		}
		n = n*10 + int64(d-'0')
	}
	if len(digits) < len(field) {
		n = -n
	}
	return n, true
}

// cellText returns a number as it stands in the page.
func cellText(n int64) string {
	if n == record.Empty {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
