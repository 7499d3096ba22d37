package collectors

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"

	"hadash/record"
)

// statsCSV parses HAProxy's stats page as CSV (management.txt 9.1), in one pass over its bytes. It keeps the strings of
// the last page: names and statuses hardly ever change, so the next page needs no new ones. The zero value is ready.
type statsCSV struct {
	header    []byte
	columns   []column  // how to read each field, by position
	stretches []stretch // those that start at a column, by position
	stretched int
	names     []string // of all columns
	more      []moreColumn
	rows      []texts // the last page's texts, by row
	words     words
	last      last // of the last page
	kept      stretchTexts
	scratch   []record.Row
	nums      [record.Numbers]int64
	blank     uint64 // the numbers that are empty or impossible, as bits
	unread    unread // the rows of this page that cannot be read
	turned    bool   // the status of a row is another than in the last page
	quoted    []byte // scratch for fields with doubled quotes
}

// last is what the next page shares with a page. Its servers are not kept: they are most of it, and of an old page nobody needs them.
type last struct {
	more             []record.Column
	rows             []record.Row
	servers, proxies int
}

// Limits of a page: a Server takes fifty times the memory of the shortest row that describes one, and a recording has
// no room for more.
const (
	maxRows    = record.MaxElems
	maxColumns = 1000 // HAProxy 3.2 with all its modules has 240
)

var (
	errCut     = errors.New("the page is cut off")
	errRows    = fmt.Errorf("the page has more than %d rows", maxRows)
	errColumns = fmt.Errorf("the page has more than %d columns", maxColumns)
)

// parse parses a page. The result shares nothing with the buffers that later calls change.
func (c *statsCSV) parse(page []byte) (*record.HAProxy, error) {
	header, rest, err := splitHeader(page)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(header, c.header) {
		if err := c.learn(header); err != nil {
			return nil, err
		}
	}
	was := &c.last
	h := &record.HAProxy{Columns: c.names, Servers: make([]record.Server, 0, was.servers), Proxies: make([]record.Proxy, 0, was.proxies)}
	if err := c.lines(h, page, len(page)-len(rest)); err != nil {
		c.kept.of, c.last.more = c.kept.of[:0], nil
		for i := range c.more {
			c.more[i].dropAll()
		}
		return nil, err
	}
	h.More = c.settleMore(was.more, len(c.rows))
	c.scratch = h.Rows
	if h.Rows = was.rows; !slices.Equal(c.scratch, was.rows) {
		h.Rows = append([]record.Row(nil), c.scratch...) // nil if there are none, as in a first page
	}
	c.last = last{h.More, h.Rows, len(h.Servers), len(h.Proxies)}
	c.unread.leaveOut(h)
	return h, nil
}

// lines parses the rows that start at i. An unreadable row is skipped; a page without a readable row is an error.
func (c *statsCSV) lines(h *record.HAProxy, page []byte, i int) error {
	h.Rows, c.unread, c.turned = c.scratch[:0], unread{}, false
	row := 0
	for i < len(page) {
		if page[i] == '\n' || page[i] == '\r' {
			i++ // "show stat" ends with an empty line
			continue
		}
		if row == maxRows {
			return errRows
		}
		if row == len(c.rows) {
			c.rows = append(c.rows, texts{})
		}
		next, err := c.line(page, i, row)
		if err == nil {
			err = c.put(h, &c.rows[row])
		}
		if err != nil {
			if next, err = c.skip(page, i, row, err); err != nil {
				return err
			}
		}
		i = next
		row++
	}
	c.rows, c.kept.of = c.rows[:row], c.kept.of[:min(len(c.kept.of), row*c.stretched)]
	c.words.pack(c.rows)
	if len(c.unread.rows) == row && row > 0 {
		return c.unread.first
	}
	return nil
}

// splitHeader splits off the line of column names, or says what the page is instead.
func splitHeader(page []byte) (header, rest []byte, err error) {
	header, rest, whole := bytes.Cut(page, []byte("\n"))
	start := bytes.TrimLeft(page[:min(len(page), 512)], " \t\r\n\xef\xbb\xbf")
	switch {
	case bytes.HasPrefix(header, []byte("# pxname,")) && !whole:
		return nil, nil, errCut
	case bytes.HasPrefix(header, []byte("# pxname,")):
		return header, rest, nil
	case len(start) == 0:
		return nil, nil, errors.New("an empty page, not CSV")
	case start[0] == '<':
		return nil, nil, errHTML
	}
	return nil, nil, fmt.Errorf("not HAProxy's CSV: it begins with %q", oneLine(start))
}

// learn decides how to read each column, by its name. The columns after "-" belong to HAProxy's modules.
func (c *statsCSV) learn(header []byte) error {
	if bytes.Count(header, []byte(",")) > maxColumns {
		return errColumns
	}
	*c = statsCSV{header: bytes.Clone(header), quoted: c.quoted, words: newWords()} // values of columns that are gone must not stay
	modules := false
	for name := range bytes.SplitSeq(header[len("# "):], []byte(",")) {
		name := record.Clean(string(bytes.TrimRight(name, "\r")))
		modules = modules || name == "-"
		col, understood := columnNames[name]
		if modules {
			col, understood = column{}, false
		}
		switch {
		case name == "-" || name == "": // every line ends with a comma
		case slices.Contains(c.names, name):
			col = column{}
		case !understood && len(c.more) <= math.MaxUint8:
			col = column{kindMore, uint8(len(c.more))} //nolint:gosec // compared above
			c.more = append(c.more, moreColumn{name: name})
			c.names = append(c.names, name)
		case understood:
			c.names = append(c.names, name)
		}
		c.columns = append(c.columns, col)
	}
	c.findStretches()
	if name := lacking(c.columns); name != "" {
		c.header = nil
		return errors.New("the header has no column " + name)
	}
	return nil
}

// lacking returns the name of a missing column without which a row means nothing.
func lacking(columns []column) string {
	for _, name := range []string{"pxname", "svname", "status", "type"} {
		if !slices.Contains(columns, columnNames[name]) {
			return name
		}
	}
	return ""
}
