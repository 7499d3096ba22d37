package header

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The first line on a HAProxy that is all there is. Only servers that are known to be up make it green.
func TestServersUp(t *testing.T) {
	for _, c := range []struct {
		states  []string
		backend string
		unread  string
		w       int
		want    string
	}{
		{[]string{"UP", "UP", "UP"}, "UP", "", 120, "● all 3 servers up"},
		{[]string{"UP", "UP", "no check"}, "UP", "", 120, "◌ 1 of 3 servers not checked  2 up"},
		{[]string{"no check"}, "UP", "", 120, "◌ 1 of 1 server not checked"},
		{[]string{"UP", "A NEW STATE"}, "UP", "", 120, "? 1 of 2 servers in an unknown state  no backend is down  u shows only those"},
		{[]string{"UP", "UP 1/3"}, "UP", "", 120, "◐ 1 of 2 servers up, but checks fail  no backend is down  u shows only those"},
		{[]string{"UP", "MAINT"}, "UP", "", 120, "◇ 1 of 2 servers taken out  no backend is down  u shows only those"},
		{[]string{"UP", "DOWN", "DOWN 1/2", "MAINT"}, "UP", "", 120, "▼ 2 of 4 servers down  first 12s ago, s2  1 taken out  no backend is down  u shows only those"},
		{[]string{"UP", "DOWN"}, "UP", "", 56, "▼ 1 of 2 servers down  first 11s ago, s1"},
		{[]string{"DOWN", "DOWN"}, "DOWN", "", 120, "▼ 2 of 2 servers down  backend web is down  first 11s ago, s1  u shows only those"},
		{[]string{"UP"}, "UP", "a row is torn", 120, "? 1 server up, but a row could not be read"},
		{nil, "UP", "", 120, "? no server in any backend"},
	} {
		f := incident.Frame{At: time.Unix(1, 0), HAProxy: &record.HAProxy{Uptime: 100, Unread: c.unread,
			Proxies: []record.Proxy{{Pxname: "web", Svname: "BACKEND", Status: record.ParseStatus(c.backend)}}}}
		for i, s := range c.states {
			f.HAProxy.Servers = append(f.HAProxy.Servers, record.Server{Pxname: "web", Svname: "s" + string(rune('0'+i)),
				Status: record.ParseStatus(s), Counters: record.Counters{Lastchg: int64(10 + i)}})
		}
		ctx := &ui.Context{Frame: &f, Live: &f, Screen: &paint.Screen{}, Theme: paint.Look{Name: paint.ThemeMono}.Theme(), Zone: time.UTC, Keys: keys.New(nil), Verdict: verdict.Of(&f)}
		ctx.Screen.Resize(c.w, 1)
		p := ctx.Screen.At(ctx.Theme, 0, paint.Area(0, 0, c.w, 1))
		h := Header{C: ctx, Any: true}
		h.Headline(&p)
		if got := ansi.Strip(ctx.Screen.String()); got[:len(c.want)] != c.want || len(got) > len(c.want) && got[len(c.want)] != ' ' {
			t.Errorf("%v: %q, want %q", c.states, got, c.want)
		}
	}
}
