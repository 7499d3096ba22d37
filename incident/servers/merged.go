package servers

import (
	"fmt"
	"strings"
	"sync"

	"hadash/record"
	"hadash/units"
)

// The rows of all balancers together are joined up to maxJoined. Beyond that every row would be too many for a screen, and for a key
// to be answered at once: at most maxPart are joined, and those of servers that are not well first.
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
	some amount   // the least that is joined of any of these
}

// amount is how much of a reading is joined.
type amount uint8

const (
	nothing  amount = iota
	troubled        // the rows of servers that are not well, and of all backends
	beside          // and those of all servers of the backends that have such a server
	entire
)

// String says which they are.
func (l *leftOut) String() string {
	which := [...]string{nothing: "", troubled: " of servers without trouble", beside: " of backends without trouble"}[l.some]
	return "the " + count(l.rows) + " rows" + which + " of " + some(l.of) + ", beyond the " + count(maxPart) + " that are shown"
}

// picked returns the rows that are joined: all of them, or of some only a part.
func picked(readings []Reading) (picks []record.Pick, left leftOut) {
	if len(readings) == 0 || Whole(readings) {
		for i := range readings {
			picks = append(picks, record.Pick{HAProxy: readings[i].Row})
		}
		return picks, left
	}
	is := make([]amount, len(readings))
	used := 0
	raise := func(to amount, only func(amount) bool) {
		for i := range readings {
			r := &readings[i]
			if more := r.rows(to) - r.rows(is[i]); only(is[i]) && (used == 0 || used+more <= maxPart) {
				is[i], used = to, used+more
			}
		}
	}
	raise(troubled, func(amount) bool { return true })
	raise(beside, func(a amount) bool { return a == troubled })
	for i := range readings { // and the first ones whole, as far as there is room
		more := readings[i].rows(entire) - readings[i].rows(is[i])
		if used+more > maxPart {
			break
		}
		is[i], used = entire, used+more
	}
	left.some = entire
	for i := range readings {
		r := &readings[i]
		if rest := r.rows(entire) - r.rows(is[i]); rest > 0 {
			left.rows, left.of, left.some = left.rows+rest, append(left.of, r.Node), min(left.some, is[i])
		}
		if is[i] != nothing {
			picks = append(picks, record.Pick{HAProxy: r.Row, Keep: r.keep(is[i])})
		}
	}
	return picks, left
}

// trouble is which rows of a page are joined if not all of them are, found once when it is needed.
type trouble struct {
	once         sync.Once
	own, beside  []bool // servers that are not well, and those of their backends
	owns, nearby int    // how many these are
}

// find finds them in a page.
func (t *trouble) find(h *record.HAProxy) {
	t.own, t.beside = make([]bool, len(h.Servers)), make([]bool, len(h.Servers))
	for from := 0; from < len(h.Servers); {
		to, any := from, false
		for ; to < len(h.Servers) && h.Servers[to].Pxname == h.Servers[from].Pxname; to++ {
			if unwell(h.Servers[to].Status.State) {
				t.own[to], any = true, true
				t.owns++
			}
		}
		if any {
			t.nearby += to - from
		}
		for ; from < to; from++ {
			t.beside[from] = any
		}
	}
}

// trouble returns them for a reading.
func (r *Reading) trouble() *trouble {
	t := r.worse
	if t == nil {
		t = &trouble{}
	}
	t.once.Do(func() { t.find(r.Row) })
	return t
}

// rows returns how many rows an amount of a reading has.
func (r *Reading) rows(a amount) int {
	switch a {
	case nothing:
		return 0
	case troubled:
		return len(r.Row.Proxies) + r.trouble().owns
	case beside:
		return len(r.Row.Proxies) + r.trouble().nearby
	}
	return rowsOf(r.Row)
}

// keep returns which servers an amount of a reading has; nil for all.
func (r *Reading) keep(a amount) []bool {
	switch a {
	case troubled:
		return r.trouble().own
	case beside:
		return r.trouble().beside
	}
	return nil
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
