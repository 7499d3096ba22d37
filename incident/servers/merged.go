package servers

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"hadash/record"
	"hadash/units"
)

// The rows of all balancers together are joined up to maxJoined. Beyond that every row would be too many for a screen, and for a key
// to be answered at once: at most maxPart are joined, and those first whose backend has a server that is not well.
const (
	maxJoined = 32768
	maxPart   = 20480
)

// Page is the pages of several balancers that are joined when somebody looks at them, once for all who do.
type Page struct {
	once     sync.Once
	readings []Reading
	was, is  *record.HAProxy
}

// Later returns the rows of all readings as one page, to be joined later. was is the page that was joined before, or nil.
func Later(readings []Reading, was *record.HAProxy) *Page { return &Page{readings: readings, was: was} }

// Joined returns the page.
func (p *Page) Joined() *record.HAProxy {
	p.once.Do(func() {
		p.is = Merged(p.readings, p.was)
		p.readings, p.was = nil, nil
	})
	return p.is
}

// Merged returns the rows of all readings as one page, with one reading its page itself. The page says whose rows are left out.
// It shares with was, which was joined before, the columns that have not changed; was may be nil.
func Merged(readings []Reading, was *record.HAProxy) *record.HAProxy {
	switch len(readings) {
	case 0:
		return nil
	case 1:
		return readings[0].Row
	}
	pages, left := parts(readings)
	page := record.Joined(pages, was)
	if left.rows > 0 {
		page.Unread = left.String()
		for _, h := range pages[1:] {
			if h.Unread != "" {
				page.Unread = h.Unread + "; " + page.Unread
			}
		}
	}
	return page
}

// Whole reports whether all rows of some readings are joined.
func Whole(readings []Reading) bool {
	rows := 0
	for i := range readings {
		rows += rowsOf(readings[i].Row)
	}
	return rows <= maxJoined
}

// Whole reports whether all rows are joined.
func (m *Map) Whole() bool { return Whole(m.readings) }

func rowsOf(h *record.HAProxy) int { return len(h.Servers) + len(h.Proxies) }

// leftOut are the rows that are not joined.
type leftOut struct {
	rows  int
	of    []string // their balancers
	worse bool     // some of backends in which not all is well, too
}

// String says which they are.
func (l *leftOut) String() string {
	which := " rows of backends without trouble"
	if l.worse {
		which = " rows"
	}
	return "the " + count(l.rows) + which + " of " + some(l.of) + ", beyond the " + count(maxPart) + " that are shown"
}

// parts returns the pages whose rows are joined: all of them, or of some only a part.
func parts(readings []Reading) (pages []*record.HAProxy, left leftOut) {
	if len(readings) == 0 || Whole(readings) {
		for i := range readings {
			pages = append(pages, readings[i].Row)
		}
		return pages, left
	}
	used := 0
	for i := range readings {
		part := readings[i].part()
		if used > 0 && used+rowsOf(part) > maxPart {
			part, left.worse = nil, true
		} else {
			used += rowsOf(part)
		}
		pages = append(pages, part)
	}
	for i, part := range pages { // and the first ones whole, as far as there is room
		r := &readings[i]
		rest := rowsOf(r.Row)
		if part != nil {
			rest -= rowsOf(part)
		}
		if left.rows == 0 && used+rest <= maxPart {
			pages[i], used = r.Row, used+rest
			continue
		}
		if rest > 0 {
			left.rows, left.of = left.rows+rest, append(left.of, r.Node)
		}
	}
	return slices.DeleteFunc(pages, func(h *record.HAProxy) bool { return h == nil }), left
}

// part is what is joined of a page if not all of it is, made once when it is needed.
type part struct {
	mu     sync.Mutex
	of, is *record.HAProxy
	was    *record.HAProxy // a part of an earlier page
}

// partAfter returns the part of a page that follows another one.
func partAfter(was *part, h *record.HAProxy) *part { return &part{of: h, was: was.last()} }

func (p *part) get() *record.HAProxy {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.is == nil {
		p.is, p.was = partOf(p.of, p.was), nil
	}
	return p.is
}

// last is the newest part that was made.
func (p *part) last() *record.HAProxy {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.is != nil {
		return p.is
	}
	return p.was
}

// part returns the rows of the backends of a reading in which a server is not well, and of the others only their own.
func (r *Reading) part() *record.HAProxy {
	if r.worse == nil {
		return partOf(r.Row, nil)
	}
	return r.worse.get()
}

func partOf(h, was *record.HAProxy) *record.HAProxy {
	keep := make([]bool, len(h.Servers))
	for from := 0; from < len(h.Servers); {
		to, bad := from, false
		for ; to < len(h.Servers) && h.Servers[to].Pxname == h.Servers[from].Pxname; to++ {
			bad = bad || unwell(h.Servers[to].Status.State)
		}
		for ; from < to; from++ {
			keep[from] = bad
		}
	}
	return h.Part(keep, was)
}

// unwell reports whether a server in a state is in trouble, or was put aside: one in maintenance may be a free slot.
func unwell(s record.State) bool {
	return s != record.Up && s != record.NoCheck && s != record.Maint
}

func count(n int) string { return string(units.AppendCount(nil, int64(n), " ")) }

// some names the first of some balancers, and how many more there are.
func some(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
}
