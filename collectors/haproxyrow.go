package collectors

import (
	"bytes"
	"fmt"
	"math"

	"hadash/record"
)

// line parses the row that starts at i, and returns where the next one starts. A field is two bytes long on average, so
// the bytes are walked one by one, except for the stretches of other columns: they hardly ever change, and are walked
// only when they did.
func (c *statsCSV) line(b []byte, i, row int) (next int, err error) {
	clear(c.nums[:])
	c.nums[numType] = -1
	c.blank = 1<<record.Numbers - 1
	begun := stretch{}
	for n := 0; n < len(c.columns); n++ {
		if r := c.stretches[n]; r.columns > 0 {
			if end, same := c.sameStretch(b, i, row, r); same {
				i, n = end, n+r.columns-1
				continue
			}
			begun, begun.from, begun.last = r, i, n+r.columns-1
		}
		if i, err = c.field(b, i, c.columns[n], row); err != nil {
			return 0, fmt.Errorf("column %d: %w", n+1, err)
		}
		if i >= len(b) {
			return 0, errCut
		}
		if b[i] == '\n' {
			c.missing(n+1, row)
			return i + 1, nil
		}
		i++
		if begun.columns > 0 && n == begun.last {
			c.keepStretch(begun, b[begun.from:i], row)
		}
	}
	end := bytes.IndexByte(b[i:], '\n')
	if end < 0 {
		return 0, errCut
	}
	return i + end + 1, nil
}

// field parses the field at i, and returns where it ends.
func (c *statsCSV) field(b []byte, i int, col column, row int) (int, error) {
	start := i
	switch {
	case i < len(b) && b[i] == '"':
		return c.quotedField(b, i, col, row)
	case col.kind == kindNumber:
		return c.number(b, i, col.slot)
	}
	i = fieldEnd(b, i)
	switch col.kind {
	case kindText:
		c.set(row, col.slot, b[start:i])
	case kindMore:
		if m := &c.more[col.slot]; i > start || !m.empty {
			m.put(row, b[start:i])
		}
	}
	return i, nil
}

// missing empties the columns from n on, which a row did not have.
func (c *statsCSV) missing(n, row int) {
	for ; n < len(c.columns); n++ {
		if r := c.stretches[n]; r.columns > 0 {
			_, _ = c.sameStretch(nil, 0, row, r) // or the next page would be compared with one before this
		}
		switch col := c.columns[n]; col.kind {
		case kindText:
			c.set(row, col.slot, nil)
		case kindMore:
			c.more[col.slot].put(row, nil)
		}
	}
}

// fieldEnd returns where the field that starts at i ends: at its comma, at the line's end, or at the end of the page.
func fieldEnd(b []byte, i int) int {
	for i < len(b) && b[i] != ',' && b[i] != '\n' {
		i++
	}
	return i
}

// number parses the field at i. An empty field leaves the slot unchanged, and so does an impossible number, which is
// recorded as empty: not known.
func (c *statsCSV) number(b []byte, i int, slot uint8) (int, error) {
	start := i
	if i < len(b) && b[i] == ',' {
		return i, nil // half of the fields are empty
	}
	negative := i < len(b) && b[i] == '-'
	if negative {
		i++
	}
	digits := i
	v, more := uint64(0), false
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		more = more || v > (math.MaxUint64-9)/10
		v = v*10 + uint64(b[i]-'0')
	}
	end := i
	if i == digits || i == len(b) || b[i] != ',' { // all numbers but the last end with a comma
		end = fieldEnd(b, i)
		switch {
		case end == start:
			return end, nil
		case i == digits || !fraction(b[i:end]):
			return end, fmt.Errorf("%q is not a number", oneLine(b[start:end]))
		}
	}
	if more {
		v = math.MaxUint64
	}
	if n, ok := bounded(v, negative, slot); ok {
		c.nums[slot] = n
		c.blank &^= 1 << slot
	}
	return end, nil
}

// fraction reports whether only a fraction follows a number's digits. It is ignored: some tools that rewrite the page
// add one to rates.
func fraction(rest []byte) bool {
	rest = bytes.TrimSuffix(rest, []byte("\r"))
	return len(rest) == 0 || rest[0] == '.' && len(bytes.Trim(rest[1:], "0123456789")) == 0
}

// bounded limits a number of the page to what its column can have; ok is false if it is impossible. Only lastsess may
// be negative: -1 means that there was no session yet.
func bounded(v uint64, negative bool, slot uint8) (n int64, ok bool) {
	most := largest[slot]
	switch {
	case negative:
		return -1, v == 1 && slot == numLastsess
	case v <= most:
		return int64(v), true //nolint:gosec // it was compared
	}
	return math.MaxInt64, most == math.MaxInt64
}

// quotedField parses a quoted field, which may hold commas, line ends and doubled quotes.
func (c *statsCSV) quotedField(b []byte, i int, col column, row int) (int, error) {
	c.quoted = c.quoted[:0]
	for i++; ; i++ {
		end := bytes.IndexByte(b[i:], '"')
		if end < 0 {
			return len(b), nil // the caller reports that the page is cut off
		}
		c.quoted = append(c.quoted, b[i:i+end]...)
		i += end + 1
		if i >= len(b) || b[i] != '"' {
			break
		}
		c.quoted = append(c.quoted, '"')
	}
	i = fieldEnd(b, i)
	switch col.kind {
	case kindText:
		c.set(row, col.slot, c.quoted)
	case kindMore:
		c.more[col.slot].put(row, c.quoted)
	case kindNumber:
		_, err := c.number(c.quoted, 0, col.slot)
		return i, err
	}
	return i, nil
}
