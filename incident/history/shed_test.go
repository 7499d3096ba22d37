package history

import (
	"fmt"
	"testing"
	"time"

	"hadash/record"
)

// The values of too many servers reach back some minutes, those of nodes and of the whole as far as ever.
func TestShed(t *testing.T) {
	for _, c := range []struct{ servers, least, most int }{{100, 1700, 1800}, {20_000, 120, 200}} {
		h := &record.HAProxy{}
		for i := range c.servers {
			h.Servers = append(h.Servers, record.Server{Pxname: "web", Svname: fmt.Sprint("s", i)})
		}
		names := NamesOf(h, []record.Node{{Name: "app1"}})
		var all History
		const seconds = 1800
		for at := range seconds {
			tick := NewTick(int64(1_700_000_000+at), names)
			tick.AddServers(nil, h, false)
			tick.AddNode(Lane{Sessions: 7, Rate: -1, Lost: -1, Errors: -1})
			tick.Balancer = 3
			all.Add(tick)
		}
		servers, nodes := 0, 0
		for tick := range all.Seen(time.Time{}) {
			if _, ok := tick.Server("web/s7"); ok {
				servers += int(tick.Span)
			}
			if l, ok := tick.Node("app1"); ok && l.Sessions == 7 && tick.Balancer == 3 {
				nodes += int(tick.Span)
			}
		}
		if nodes < 1700 || servers < c.least || servers > c.most {
			t.Errorf("%d servers: %d s of each, %d s of the node", c.servers, servers, nodes)
		}
	}
}
