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
