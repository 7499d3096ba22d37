package servers

import "hadash/record"

// Cells gives access to the columns of a reading for which rows have no fields. The rows are looked up once, on first
// use.
type Cells struct {
	Reading
	table *record.Table
	rows  map[*record.Server]int
}

// Of returns the cell of a server of the reading; "" if there is none.
func (c *Cells) Of(s *record.Server, column string) string {
	if c.table == nil {
		c.table, c.rows = c.Row.Table(), make(map[*record.Server]int, len(c.Row.Servers))
		for i := range c.table.Len() {
			if s := c.table.Server(i); s != nil {
				c.rows[s] = i
			}
		}
	}
	row, ok := c.rows[s]
	if !ok {
		return ""
	}
	return c.table.Value(row, c.table.Find(column)).String()
}
