package simulated

import (
	"runtime"
	"strings"
	"testing"

	"hadash/incident"
	"hadash/record"
	"hadash/tui"
)

// most has more servers than are shown.
var most = Size{HAProxies: 90, Servers: 400}

// Of more servers than are shown those are that are not well, whichever HAProxy has them; what is left out is said, and what is kept in
// memory is bounded.
func TestMoreThanAreShown(t *testing.T) {
	f, all := polls(t, most, 2)
	for i := range all {
		f = incident.FoldApart(f, all[i])
		all[i] = record.Sample{}
	}
	f.Join()
	rows := most.HAProxies * most.Servers
	if n := len(f.HAProxy.Servers); n < 1000 || n > 10_240 {
		t.Errorf("%d of %d servers are shown", n, rows)
	}
	if !strings.HasPrefix(f.HAProxy.Unread, "the ") || !strings.HasSuffix(f.HAProxy.Unread, ", beyond the 10 240 that are shown") {
		t.Errorf("left out: %q", f.HAProxy.Unread)
	}
	names := map[string]bool{}
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		names[s.Name()] = true
	}
	out := 0
	for _, n := range f.Topology.Of(record.KindHAProxy) {
		page := f.Page(n.Name)
		for i := range page.Servers {
			if s := &page.Servers[i]; s.Status.State == record.Down && !names[s.Name()] {
				out++
			}
		}
	}
	if out > 0 && !strings.Contains(f.HAProxy.Unread, " are of servers that are not well") {
		t.Errorf("%d servers are DOWN and not shown, and it is not said: %s", out, f.HAProxy.Unread)
	}
	if f.KeepsServers() {
		t.Error("the history keeps each server")
	}
	s := screenOf(t, []incident.Frame{f})
	if err := s.Press("5", "enter"); err != nil {
		t.Fatal(err)
	}
	if text := s.String(); !strings.Contains(text, "left out: the ") || !strings.Contains(text, "not kept: there are more servers than are shown") {
		t.Errorf("the page does not say what is left out and not kept:\n%s", text)
	}
	*s = tui.Offscreen{}
	clear(all)
	with := live()
	runtime.KeepAlive(f)
	f = incident.Frame{}
	if kept, limit := (with-live())/rows, 1800; kept > limit { // a row has 568 bytes, and 3 in 10 are shown: now, and some seconds before
		t.Errorf("a Frame keeps %d bytes of each server, want at most %d", kept, limit)
	} else {
		t.Logf("a Frame keeps %d bytes of each server", kept)
	}
}

// live is how many bytes are in use.
func live() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A key and a Frame cost no more with servers that are not shown.
func TestKeysDoNotCostMoreWithMost(t *testing.T) {
	cost := func(all []incident.Frame) int {
		s := screenOf(t, all)
		_ = s.String()
		i := 0
		return bytesOf(2*len(all), func() {
			s.Show(tui.Shown{Frame: all[i%len(all)]})
			for _, key := range []string{"j", "pgdown"} {
				if err := s.Press(key); err != nil {
					t.Fatal(err)
				}
				_ = s.String()
			}
			i++
		})
	}
	some, all := cost(frames(t, Size{HAProxies: 20, Servers: 600}, 2)), cost(frames(t, most, 2))
	t.Logf("%d bytes with 12 000 servers, %d with 36 000", some, all)
	if all > some*2+500_000 {
		t.Errorf("a Frame and its keys take %d bytes with 36 000 servers, and %d with 12 000", all, some)
	}
}
