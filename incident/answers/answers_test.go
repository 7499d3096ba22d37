package answers

import (
	"testing"
	"time"

	"hadash/incident/servers"
	"hadash/record"
)

// What is recent is of the last five seconds, however often the page is read, and begins again with the counters.
func TestRecent(t *testing.T) {
	var p Pages
	page := func(ok, bad int64) *record.HAProxy {
		return &record.HAProxy{Servers: []record.Server{{Pxname: "web", Svname: "a", Mode: modeHTTP, Counters: record.Counters{Hrsp2xx: ok, Hrsp5xx: bad}}}}
	}
	at := func(ms int) time.Time { return time.UnixMilli(1700000000000 + int64(ms)) }
	var last *record.HAProxy
	for ms := 0; ms <= 10_000; ms += 100 { // 10 answers of 200 and, after 5 s, one of 500 in each tenth of a second
		last = page(int64(ms/10), int64(max(ms-5000, 0)/100))
		p.Add(servers.Reading{Node: "lb", At: at(ms), Row: last}, false)
		if r := p.Server("lb", 0); r.Known() && r.Over > Span+time.Second || r.Known() != (ms >= 900) {
			t.Fatalf("%d ms: %+v", ms, r)
		}
	}
	r := p.Server("lb", 0)
	if r.Errors < 48 || r.Errors > 52 || r.PerSecond() < 8 || r.PerSecond() > 10.5 {
		t.Errorf("%+v", r)
	}
	last = page(4, 4)
	p.Add(servers.Reading{Node: "lb", At: at(11_000), Row: last}, true)
	if r := p.Server("lb", 0); r.Known() || r.PerSecond() != -1 || r.Share() != -1 {
		t.Errorf("after a reload: %+v", r)
	}
}

// A server keeps what it answered when the rows of the page are others, or in another order.
func TestRecentOfMovedRows(t *testing.T) {
	var p Pages
	row := func(name string, ok, bad int64) record.Server {
		return record.Server{Pxname: "web", Svname: name, Mode: modeHTTP, Counters: record.Counters{Hrsp2xx: ok, Hrsp5xx: bad}}
	}
	add := func(second int64, rows ...record.Server) {
		p.Add(servers.Reading{Node: "lb", At: time.Unix(1700000000+second, 0), Row: &record.HAProxy{Servers: rows}}, false)
	}
	add(0, row("a", 100, 0), row("b", 0, 7))
	add(2, row("c", 5, 5), row("b", 30, 10), row("a", 120, 0))
	if c, b, a := p.Server("lb", 0), p.Server("lb", 1), p.Server("lb", 2); c.Known() || b != (Recent{33, 3, 2 * time.Second}) || a != (Recent{20, 0, 2 * time.Second}) {
		t.Errorf("new %+v, b %+v, a %+v", c, b, a)
	}
}
