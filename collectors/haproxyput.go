package collectors

import (
	"errors"
	"fmt"
	"math/bits"

	"hadash/record"
)

// put adds the row that was just parsed.
func (c *statsCSV) put(h *record.HAProxy, t *texts) error {
	if c.word(t, textPxname) == "" || c.word(t, textSvname) == "" {
		return errors.New("a row without a name")
	}
	kind := record.RowKind(c.nums[numType]) //nolint:gosec // any other number is none of these
	switch {
	case c.nums[numType] == -1:
		return errors.New("a row without a type")
	case c.nums[numType] != int64(kind):
		return laterType(c.nums[numType])
	case kind == record.RowFrontend || kind == record.RowBackend:
		h.Proxies = append(h.Proxies, record.Proxy{})
		c.proxy(&h.Proxies[len(h.Proxies)-1], t)
	case kind == record.RowServer:
		h.Servers = append(h.Servers, record.Server{})
		c.server(&h.Servers[len(h.Servers)-1], t)
	case kind == record.RowListener:
		h.Listeners = append(h.Listeners, record.Listener{})
		c.listener(&h.Listeners[len(h.Listeners)-1], t)
	default:
		return laterType(c.nums[numType])
	}
	h.Rows = append(h.Rows, record.Row{Kind: kind, Blank: c.blank})
	return nil
}

// laterType is the error for a row that may be valid in a later version of HAProxy.
func laterType(n int64) error {
	return fmt.Errorf("a row of type %d, which hadash does not know", n)
}

func (c *statsCSV) proxy(p *record.Proxy, t *texts) {
	p.Frontend, p.Status = c.nums[numType] == int64(record.RowFrontend), c.status(t)
	c.counters(&p.Counters)
	for i := range ofProxies {
		c.place(ofProxies[i].at(p), ofProxies[i].slot, t)
	}
}

func (c *statsCSV) server(s *record.Server, t *texts) {
	s.Backup, s.Status = c.nums[numBck] == 1, c.status(t)
	if s.Status.State == record.GoingDown && c.word(t, textCheckStatus) == record.Initializing {
		s.Status.State = record.Up // "UP 1/3" of a process that has just started: no check has failed
	}
	c.counters(&s.Counters)
	for i := range ofServers {
		c.place(ofServers[i].at(s), ofServers[i].slot, t)
	}
}

func (c *statsCSV) listener(l *record.Listener, t *texts) {
	l.Status = c.status(t)
	c.counters(&l.Counters)
	for i := range ofListeners {
		c.place(ofListeners[i].at(l), ofListeners[i].slot, t)
	}
}

// counters stores the known numbers in their fields. About half of them are not known.
func (c *statsCSV) counters(to *record.Counters) {
	for known := ^c.blank & counterBits; known != 0; known &= known - 1 {
		i := bits.TrailingZeros64(known)
		*counterAt[i](to) = c.nums[i]
	}
}

// place stores a number or a text in the field that at points to.
func (c *statsCSV) place(at any, slot uint8, t *texts) {
	switch at := at.(type) {
	case *int64:
		*at = c.nums[slot]
	case *string:
		*at = c.word(t, slot)
	}
}

// counterAt holds, by slot, the functions that return the fields of counters; counterBits has a bit for each of these
// slots.
var counterAt, counterBits = func() (at [record.Numbers]func(*record.Counters) *int64, bits uint64) {
	for i := range at {
		if at[i] = record.Fields[i].Counter; at[i] != nil {
			bits |= 1 << i
		}
	}
	return at, bits
}()

// placed is a field of a row of some kind, and the slot of its value.
type placed[Row any] struct {
	at   func(*Row) any
	slot uint8
}

// The fields of each kind of row besides its counters.
var (
	ofProxies   = places(func(f *record.Field) func(*record.Proxy) any { return f.Proxy })
	ofServers   = places(func(f *record.Field) func(*record.Server) any { return f.Server })
	ofListeners = places(func(f *record.Field) func(*record.Listener) any { return f.Listener })
)

func places[Row any](of func(*record.Field) func(*Row) any) (all []placed[Row]) {
	for i := range record.Fields {
		f := &record.Fields[i]
		if at := of(f); at != nil {
			all = append(all, placed[Row]{at, columnNames[f.Name].slot})
		}
	}
	return all
}
