package incident

import (
	"fmt"

	"hadash/record"
)

// weightWord is the word of such an event.
const weightWord = "weight"

// compareWeight makes the event of a weight that somebody changed. The weight column is the effective weight, which
// moves by itself: while a server starts slowly ("throttle" is not blank then) it grows with every poll. What somebody
// set is in "uweight", where HAProxy has that column. An agent check sets it too, and no column tells it from a hand.
func (f *folding) compareWeight(was, is *cells, old, s *record.Server) {
	if old.Weight == s.Weight || old.Status.State != s.Status.State {
		return
	}
	e := Event{At: is.at, Kind: KindServer, Severity: Info, Node: f.serverNode(s), Subject: s.Name(), From: fmt.Sprint(old.Weight), To: weightWord,
		Text: fmt.Sprintf("%s weight %d, was %d", s.Name(), s.Weight, old.Weight), Witness: ByPoll, Within: is.at.Sub(was.at)}
	switch from, to := was.of(old, "uweight"), is.of(s, "uweight"); {
	case from != "" && from == to:
		return
	case from != "" && to != "":
		e.From, e.Text = from, fmt.Sprintf("%s weight %s, was %s", s.Name(), to, from)
	case old.Throttle > 0 || s.Throttle > 0:
		return
	}
	if is.of(s, "agent_status") != "" {
		e.Text += " (perhaps by its agent check)"
	}
	f.tell(e)
}

// cells are those columns of a reading that rows have no fields for. The rows are looked up once, when the first is wanted.
type cells struct {
	reading
	table *record.Table
	rows  map[*record.Server]int
}

// of is what stands there for a server of the reading; "" where nothing does.
func (c *cells) of(s *record.Server, column string) string {
	if c.table == nil {
		c.table, c.rows = c.row.Table(), make(map[*record.Server]int, len(c.row.Servers))
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
