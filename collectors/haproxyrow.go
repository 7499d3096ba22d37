package collectors

import (
	"bytes"
	"fmt"

	"hadash/record"
)

// line reads one row into c.nums and last, and gives what follows it. A field is two bytes long on
// average, so the bytes are walked one by one; what comes after the last column wanted is jumped.
func (c *statsCSV) line(b []byte, last *texts) (rest []byte, err error) {
	clear(c.nums[:])
	c.nums[numType] = -1
	i := 0
	for n, col := range c.columns {
		switch {
		case i < len(b) && b[i] == '"':
			i, err = c.quotedField(b, i, col, last)
		case col.kind == kindNumber:
			i, err = c.number(b, i, col.slot)
		case col.kind == kindText:
			start := i
			i = fieldEnd(b, i)
			last.set(col.slot, b[start:i])
		default:
			i = fieldEnd(b, i)
		}
		if err != nil {
			return nil, fmt.Errorf("column %d: %w", n+1, err)
		}
		if i >= len(b) {
			return nil, errCut
		}
		if b[i] == '\n' {
			last.blank(c.columns[n+1:])
			return b[i+1:], nil
		}
		i++
	}
	end := bytes.IndexByte(b[i:], '\n')
	if end < 0 {
		return nil, errCut
	}
	return b[i+end+1:], nil
}

// fieldEnd is where the field that begins at i ends: at its comma, at the line's end, or where the
// page ends.
func fieldEnd(b []byte, i int) int {
	for i < len(b) && b[i] != ',' && b[i] != '\n' {
		i++
	}
	return i
}

// number reads the field at i. An empty one leaves the slot as it is.
func (c *statsCSV) number(b []byte, i int, slot uint8) (int, error) {
	start := i
	if i < len(b) && b[i] == ',' {
		return i, nil // as half of them are
	}
	negative := i < len(b) && b[i] == '-'
	if negative {
		i++
	}
	digits := i
	var v uint64
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		v = v*10 + uint64(b[i]-'0')
	}
	end := fieldEnd(b, i)
	switch {
	case end == start:
		return end, nil
	case i == digits || i-digits > 20:
		return end, fmt.Errorf("%q is not a number", oneLine(b[start:end]))
	case negative:
		c.nums[slot] = -int64(v)
	default:
		c.nums[slot] = int64(v) // a gauge that fell below 0 is printed as 2^64-1
	}
	// What follows the digits is a unit or a fraction, neither of which HAProxy writes by default.
	return end, nil
}

// quotedField reads a field in quotes, in which a comma, a line's end or a doubled quote may stand.
func (c *statsCSV) quotedField(b []byte, i int, col column, last *texts) (int, error) {
	c.quoted = c.quoted[:0]
	for i++; ; i++ {
		end := bytes.IndexByte(b[i:], '"')
		if end < 0 {
			return len(b), nil // the caller says that the page is cut off
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
		last.set(col.slot, c.quoted)
	case kindNumber:
		_, err := c.number(c.quoted, 0, col.slot)
		return i, err
	}
	return i, nil
}

// set keeps a text, and makes a new string only if it is not what the last page had there.
func (t *texts) set(slot uint8, field []byte) {
	if slot == textCheckStatus {
		field = bytes.TrimPrefix(field, []byte("* ")) // a check is running
	}
	if t.text[slot] == string(field) {
		return
	}
	t.text[slot] = record.Clean(string(field))
	if slot == textStatus {
		t.status = record.ParseStatus(t.text[slot])
	}
}

// blank empties the texts of columns that a row did not have.
func (t *texts) blank(columns []column) {
	for _, col := range columns {
		if col.kind == kindText {
			t.set(col.slot, nil)
		}
	}
}
