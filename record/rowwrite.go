package record

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// appendHAProxy writes a reading of a HAProxy: complete, or as the changes since the reading before if the rows are the
// same. was is nil if it must be complete.
func appendHAProxy(to []byte, h, was *HAProxy) []byte {
	partial := was != nil && follows(proxyRows, h.Proxies, was.Proxies) && follows(serverRows, h.Servers, was.Servers) &&
		follows(listenerRows, h.Listeners, was.Listeners) && sameColumns(h.More, was.More)
	if !partial {
		was = &HAProxy{}
	}
	to = append(to, '{')
	from := len(to)
	if partial {
		to = append(to, `,"Partial":true`...)
	}
	to = appendText(to, `,"Version":`, h.Version, was.Version)
	to = appendInt(to, `,"Pid":`, int64(h.Pid), int64(was.Pid))
	to = appendInt(to, `,"Uptime":`, h.Uptime, was.Uptime)
	if is, was := h.Process.said(), was.Process.said(); is != was {
		to = appendJSON(append(to, `,"Process":`...), is)
	}
	to = appendRows(to, `,"Proxies":`, proxyRows, h.Proxies, was.Proxies)
	to = appendRows(to, `,"Servers":`, serverRows, h.Servers, was.Servers)
	to = appendRows(to, `,"Listeners":`, listenerRows, h.Listeners, was.Listeners)
	if !identical(h.Columns, was.Columns) {
		to = appendJSON(append(to, `,"Columns":`...), h.Columns)
	}
	if !identical(h.Rows, was.Rows) {
		to = appendJSON(append(to, `,"Rows":`...), h.Rows)
	}
	to = appendMore(to, h.More, was.More)
	to = appendText(to, `,"Unread":`, h.Unread, was.Unread)
	if len(to) > from {
		to = slices.Delete(to, from, from+1) // the first comma
	}
	return append(to, '}')
}

// said returns the numbers as they are written; -1 for what is not known.
func (p *Process) said() Process {
	if p == nil {
		return Process{-1, -1, -1}
	}
	return Process{bounded(p.Maxconn), bounded(p.CurrConns), bounded(p.Idle)}
}

// identical reports whether two slices share their elements; nil and empty are not.
func identical[T comparable](a, b []T) bool {
	return len(a) == len(b) && (a == nil) == (b == nil) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// follows reports whether the rows are those of the reading before, in the same order, so that each can be found by its
// name after the one found before.
func follows[Row comparable](k *rowKind[Row], rows, was []Row) bool {
	if len(rows) != len(was) || (rows == nil) != (was == nil) {
		return false
	}
	from := 0
	for i := range rows {
		if !k.sameName(&rows[i], &was[i]) {
			return false
		}
		if rows[i] == was[i] {
			continue
		}
		for j := from; j < i; j++ {
			if k.sameName(&rows[j], &rows[i]) {
				return false
			}
		}
		from = i + 1
	}
	return true
}

// sameColumns is follows for columns.
func sameColumns(all, was []Column) bool {
	if len(all) != len(was) || (all == nil) != (was == nil) {
		return false
	}
	from := 0
	for i := range all {
		if all[i].Name != was[i].Name {
			return false
		}
		if sameCells(&all[i], &was[i]) {
			continue
		}
		if slices.ContainsFunc(all[from:i], func(c Column) bool { return c.Name == all[i].Name }) {
			return false
		}
		from = i + 1
	}
	return true
}

func sameCells(a, b *Column) bool {
	return identical(a.Numbers, b.Numbers) && identical(a.Texts, b.Texts)
}

// appendRows writes the rows that differ from those of the reading before; all, if there is none.
func appendRows[Row comparable](to []byte, key string, k *rowKind[Row], rows, was []Row) []byte {
	whole := len(was) == 0
	if whole && (rows == nil || was != nil) {
		return to
	}
	var none Row
	from := len(to)
	to = append(append(to, key...), '[')
	begun := len(to)
	for i := range rows {
		switch {
		case whole:
			to = k.append(to, &rows[i], &none)
		case rows[i] != was[i]:
			to = k.append(to, &rows[i], &was[i])
		default:
			continue
		}
		to = append(to, ',')
	}
	if len(to) > begun {
		return append(to[:len(to)-1], ']')
	}
	if whole {
		return append(to, ']')
	}
	return to[:from]
}

// append writes the names of a row, and its differences from the one before.
func (k *rowKind[Row]) append(to []byte, row, was *Row) []byte {
	pxname, svname := k.names(row)
	to = appendString(append(to, `{"Pxname":`...), *pxname)
	to = appendString(append(to, `,"Svname":`...), *svname)
	if st := k.status(row); *st != *k.status(was) {
		to = appendStatus(to, st)
	}
	if k.flagOf != nil {
		if b := *k.flagOf(row); b != *k.flagOf(was) {
			to = strconv.AppendBool(append(append(append(to, `,"`...), k.flag...), `":`...), b)
		}
	}
	for i := range k.cells {
		c := &k.cells[i]
		if c.number != nil {
			to = appendInt(to, c.key, *c.number(row), *c.number(was))
		} else {
			to = appendText(to, c.key, *c.text(row), *c.text(was))
		}
	}
	return append(to, '}')
}

func appendStatus(to []byte, st *Status) []byte {
	to = appendString(append(to, `,"Status":{"Text":`...), st.Text)
	to = appendInt(to, `,"State":`, int64(st.State), 0)
	to = appendInt(to, `,"N":`, int64(st.N), 0)
	to = appendInt(to, `,"Of":`, int64(st.Of), 0)
	return append(to, '}')
}

// appendMore writes the changed columns for which rows have no field.
func appendMore(to []byte, more, was []Column) []byte {
	whole := was == nil
	if whole && more == nil {
		return to
	}
	from := len(to)
	to = append(to, `,"More":[`...)
	begun := len(to)
	for i := range more {
		c := &more[i]
		if !whole && sameCells(c, &was[i]) {
			continue
		}
		to = appendColumn(to, c)
		to = append(to, ',')
	}
	if len(to) > begun {
		return append(to[:len(to)-1], ']')
	}
	if whole {
		return append(to, ']')
	}
	return to[:from]
}

// appendColumn writes a column; an empty cell is null.
func appendColumn(to []byte, c *Column) []byte {
	to = appendString(append(to, `{"Name":`...), c.Name)
	if c.Numbers != nil {
		to = append(to, `,"Numbers":[`...)
		for i, n := range c.Numbers {
			if i > 0 {
				to = append(to, ',')
			}
			if n == Empty {
				to = append(to, "null"...)
			} else {
				to = strconv.AppendInt(to, bounded(n), 10)
			}
		}
		to = append(to, ']')
	}
	if c.Texts != nil {
		to = appendJSON(append(to, `,"Texts":`...), c.Texts)
	}
	return append(to, '}')
}

func appendInt(to []byte, key string, n, was int64) []byte {
	if n == was {
		return to
	}
	return strconv.AppendInt(append(to, key...), bounded(n), 10)
}

func appendText(to []byte, key, text, was string) []byte {
	if text == was {
		return to
	}
	return appendString(append(to, key...), text)
}

// appendString writes a string of JSON.
func appendString(to []byte, s string) []byte {
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) >= 0 {
		return appendJSON(to, s)
	}
	return append(append(append(to, '"'), s...), '"')
}

func appendJSON(to []byte, v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // lists of texts and numbers
	}
	return append(to, text...)
}
