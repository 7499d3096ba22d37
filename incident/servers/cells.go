package servers

import "hadash/record"

// Cells are those columns of a reading that rows have no fields for. The rows are looked up once, when the first is wanted.
type Cells struct {
	Reading
	table *record.Table
	rows  map[*record.Server]int
}

// Of is what stands there for a server of the reading; "" where nothing does.
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
