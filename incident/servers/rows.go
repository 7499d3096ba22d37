package servers

import (
	"hash/maphash"
	"slices"

	"hadash/record"
)

// Rows find a server's row in a reading. Rows keep their place within a process, so the names are rarely needed.
type Rows struct {
	*record.HAProxy
	names map[Name]int // nil until they are
}

// RowsOf finds the rows of a page.
func RowsOf(h *record.HAProxy) Rows { return Rows{HAProxy: h} }

// Same is the row of a server that was the i-th of another reading; nil when there is none.
func (r *Rows) Same(i int, s *record.Server) *record.Server {
	if i < len(r.Servers) && r.Servers[i].Svname == s.Svname && r.Servers[i].Pxname == s.Pxname {
		return &r.Servers[i]
	}
	if r.names == nil {
		r.names = make(map[Name]int, len(r.Servers))
		for k := range slices.Backward(r.Servers) { // the first of a name counts
			r.names[Name{r.Servers[k].Pxname, r.Servers[k].Svname}] = k
		}
	}
	if k, ok := r.names[Name{s.Pxname, s.Svname}]; ok {
		return &r.Servers[k]
	}
	return nil
}

// rowNames finds the first row of each name among the servers of a page, or of a later one that has the same names. It has sums of the
// names instead of these: the names of a hundred pages are ten megabytes.
type rowNames struct {
	at   map[uint64]int32
	twin bool // two names have the same sum
}

var sums = maphash.MakeSeed()

func namesOf(all []record.Server) rowNames {
	n := rowNames{at: make(map[uint64]int32, len(all))}
	for k := range slices.Backward(all) { // the first of a name counts
		sum := maphash.Comparable(sums, Name{all[k].Pxname, all[k].Svname})
		if was, known := n.at[sum]; known && (all[was].Svname != all[k].Svname || all[was].Pxname != all[k].Pxname) {
			n.twin = true
		}
		n.at[sum] = int32(k) //nolint:gosec // see maxRows of collectors
	}
	return n
}

// find returns the row of a name among the servers.
func (n rowNames) find(all []record.Server, name Name) (row int, ok bool) {
	is := func(s *record.Server) bool { return s.Svname == name.Server && s.Pxname == name.Proxy }
	if n.twin {
		for i := range all {
			if is(&all[i]) {
				return i, true
			}
		}
		return 0, false
	}
	at, ok := n.at[maphash.Comparable(sums, name)]
	if !ok || int(at) >= len(all) || !is(&all[at]) {
		return 0, false
	}
	return int(at), true
}
