package collectors

import (
	"bytes"
	"fmt"

	"hadash/record"
)

// line reads the row that begins at i, and gives where the next one does. A field is two bytes long on average, so
// the bytes are walked one by one. The tail, behind the last column that rows have a field for, is longer than the
// rest and hardly ever changes: it is walked only when it did.
func (c *statsCSV) line(page []byte, i, row int) (next int, err error) {
	clear(c.nums[:])
	c.nums[numType] = -1
	c.blank = 1<<numCount - 1
	b := page
	for n, col := range c.columns {
		if n == c.wanted && c.sameTail(page, i, row) {
			return i + c.tails[row][1] - c.tails[row][0], nil
		}
		if n == c.wanted {
			c.beginTail(row, i)
		}
		switch start := i; {
		case i < len(b) && b[i] == '"':
			i, err = c.quotedField(b, i, col, row)
		case col.kind == kindNumber:
			i, err = c.number(b, i, col.slot)
		case col.kind == kindText:
			i = fieldEnd(b, i)
			c.rows[row].set(col.slot, b[start:i])
		default:
			i = fieldEnd(b, i)
			if col.kind != kindMore {
				break
			}
			if m := &c.more[col.slot]; i > start || !m.empty {
				m.put(row, b[start:i])
			}
		}
		if err != nil {
			return 0, fmt.Errorf("column %d: %w", n+1, err)
		}
		if i >= len(b) {
			return 0, errCut
		}
		if b[i] == '\n' {
			c.missing(c.columns[n+1:], row)
			c.endTail(row, n >= c.wanted, i+1)
			return i + 1, nil
		}
		i++
	}
	end := bytes.IndexByte(b[i:], '\n')
	if end < 0 {
		return 0, errCut
	}
	c.endTail(row, c.wanted < len(c.columns), i+end+1)
	return i + end + 1, nil
}

// missing empties the columns that a row did not have.
func (c *statsCSV) missing(columns []column, row int) {
	for _, col := range columns {
		switch col.kind {
		case kindText:
			c.rows[row].set(col.slot, nil)
		case kindMore:
			c.more[col.slot].put(row, nil)
		}
	}
}

// sameTail reports whether what stands at i is what the last page had behind the wanted columns of that row.
func (c *statsCSV) sameTail(page []byte, i, row int) bool {
	if row >= len(c.tails) || len(c.page) == 0 || c.tails[row][0] == c.tails[row][1] {
		return false
	}
	was := c.page[c.tails[row][0]:c.tails[row][1]]
	if !bytes.HasPrefix(page[i:], was) {
		return false
	}
	c.tails[row] = [2]int{i, i + len(was)}
	return true
}

func (c *statsCSV) beginTail(row, at int) {
	for len(c.tails) <= row {
		c.tails = append(c.tails, [2]int{})
	}
	c.tails[row] = [2]int{at, at}
}

// endTail remembers where the tail of a row ends; one that has none is not compared.
func (c *statsCSV) endTail(row int, has bool, at int) {
	if !has {
		c.beginTail(row, 0)
	}
	if has {
		c.tails[row][1] = at
	}
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
	c.blank &^= 1 << slot
	// What follows the digits is a unit or a fraction, neither of which HAProxy writes by default.
	return end, nil
}

// quotedField reads a field in quotes, in which a comma, a line's end or a doubled quote may stand.
func (c *statsCSV) quotedField(b []byte, i int, col column, row int) (int, error) {
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
		c.rows[row].set(col.slot, c.quoted)
	case kindMore:
		c.more[col.slot].put(row, c.quoted)
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
