package collectors

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"hadash/record"
)

// statsCSV reads HAProxy's stats page as CSV (management.txt 9.1), in one pass over its bytes. It
// keeps the strings of the last page: names and statuses hardly ever change, so the next page
// needs no new ones. The zero value is ready.
type statsCSV struct {
	header  []byte
	columns []column // what to do with each field, by position
	rows    []texts  // the last page's strings, by row
	servers int      // how many of the rows were servers
	proxies int      // and how many were frontends and backends
	nums    [numCount]int64
	quoted  []byte // scratch for fields with doubled quotes
}

// texts are the strings of one row of the last page, and the status as it was read.
type texts struct {
	text   [textCount]string
	status record.Status
}

var errCut = errors.New("the page is cut off")

// parse reads a page. What it returns shares nothing that a later call changes.
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
	h := &record.HAProxy{Servers: make([]record.Server, 0, c.servers), Proxies: make([]record.Proxy, 0, c.proxies)}
	row := 0
	for len(rest) > 0 {
		if rest[0] == '\n' || rest[0] == '\r' {
			rest = rest[1:] // "show stat" ends with an empty line
			continue
		}
		if row == len(c.rows) {
			c.rows = append(c.rows, texts{})
		}
		if rest, err = c.line(rest, &c.rows[row]); err != nil {
			return nil, fmt.Errorf("line %d: %w", row+2, err)
		}
		if err := c.put(h, &c.rows[row]); err != nil {
			return nil, fmt.Errorf("line %d: %w", row+2, err)
		}
		row++
	}
	c.rows = c.rows[:row]
	c.servers, c.proxies = len(h.Servers), len(h.Proxies)
	return h, nil
}

// splitHeader takes off the line of column names, or says what the page is instead.
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

// learn decides what to do with each column, by its name, up to the "-" that ends the ones whose
// order is promised.
func (c *statsCSV) learn(header []byte) error {
	c.header, c.columns = append([]byte(nil), header...), nil
	c.rows = nil // what a column said that is there no more must not stay
	last := 0
	for name := range bytes.SplitSeq(header[len("# "):], []byte(",")) {
		name = bytes.TrimRight(name, "\r")
		if string(name) == "-" {
			break
		}
		col := columnNames[string(name)]
		c.columns = append(c.columns, col)
		if col != (column{}) {
			last = len(c.columns)
		}
	}
	c.columns = c.columns[:last]
	if name := lacking(c.columns); name != "" {
		c.header = nil
		return errors.New("the header has no column " + name)
	}
	return nil
}

// lacking names a column that is missing of those without which a row says nothing.
func lacking(columns []column) string {
	for _, name := range []string{"pxname", "svname", "status", "type"} {
		if !slices.Contains(columns, columnNames[name]) {
			return name
		}
	}
	return ""
}
