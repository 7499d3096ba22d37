package servers

import (
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
