package servers

import (
	"cmp"
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
	maxPart   = 10240
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
	picks, left := picked(readings)
	page := record.Joined(picks, was)
	if left.rows > 0 {
		page.Unread = left.String()
		for _, h := range picks[1:] {
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
	rows int
	of   []string // their balancers
	bad  int      // servers among them that are not well
}

// String says which they are.
func (l *leftOut) String() string {
	which, bad := " rows of backends without trouble of ", ""
	if l.bad > 0 {
		which, bad = " rows of ", ", of which "+count(l.bad)+" are of servers that are not well"
	}
	return "the " + count(l.rows) + which + some(l.of) + bad + ", beyond the " + count(maxPart) + " that are shown"
}

// picked returns the rows that are joined: all of them, or the rows of all backends and only some servers. Those of a backend are
// joined together: half of them would look like all of a smaller one. Where a server changed last comes first.
func picked(readings []Reading) (picks []record.Pick, left leftOut) {
	for i := range readings {
		picks = append(picks, record.Pick{HAProxy: readings[i].Row})
	}
	if len(readings) == 0 || Whole(readings) {
		return picks, left
	}
	used, kept, out := 0, make([]int, len(readings)), make([]bool, len(readings))
	var troubled []backend
	for i := range readings {
		h := readings[i].Row
		picks[i].Keep = make([]bool, len(h.Servers))
		if out[i] = used > 0 && used+len(h.Proxies) > maxPart; !out[i] {
			used += len(h.Proxies)
		}
		for _, b := range readings[i].troubled() {
			b.reading = i
			troubled = append(troubled, b)
		}
	}
	slices.SortStableFunc(troubled, func(a, b backend) int { return cmp.Compare(a.since, b.since) })
	for _, b := range troubled {
		if n := b.to - b.from; !out[b.reading] && used+n <= maxPart {
			used, kept[b.reading] = used+n, kept[b.reading]+n
			for k := b.from; k < b.to; k++ {
				picks[b.reading].Keep[k] = true
			}
			continue
		}
		left.bad += b.bad
	}
	whole := true // the first ones, as far as there is room
	for i := range readings {
		rest := len(readings[i].Row.Servers) - kept[i]
		if whole = whole && !out[i] && used+rest <= maxPart; whole {
			picks[i].Keep, used, rest = nil, used+rest, 0
		}
		if out[i] {
			rest = rowsOf(readings[i].Row)
		}
		if rest > 0 {
			left.rows, left.of = left.rows+rest, append(left.of, readings[i].Node)
		}
	}
	shown := picks[:0]
	for i, p := range picks {
		if !out[i] {
			shown = append(shown, p)
		}
	}
	return shown, left
}

// backend are the servers of one in which a server is not well.
type backend struct {
	reading, from, to int
	bad               int   // how many are not
	since             int64 // the seconds since one of these changed last
}

// trouble are the backends of a page in which a server is not well, found once when they are needed.
type trouble struct {
	once sync.Once
	of   []backend
}

// troubled returns them for a reading.
func (r *Reading) troubled() []backend {
	t := r.worse
	if t == nil {
		t = &trouble{}
	}
	t.once.Do(func() {
		all := r.Row.Servers
		for from := 0; from < len(all); {
			b := backend{from: from, to: from}
			for ; b.to < len(all) && all[b.to].Pxname == all[from].Pxname; b.to++ {
				if s := &all[b.to]; unwell(s.Status.State) {
					if b.bad++; b.bad == 1 || s.Lastchg < b.since {
						b.since = s.Lastchg
					}
				}
			}
			if from = b.to; b.bad > 0 {
				t.of = append(t.of, b)
			}
		}
	})
	return t.of
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
