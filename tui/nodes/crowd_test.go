package nodes

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// frameOf is a reading of HAProxy with a number of servers in each backend, all up but those named.
func frameOf(status map[string]string, backends ...int) *incident.Frame {
	h := &record.HAProxy{}
	for b, n := range backends {
		px := fmt.Sprintf("shop-%d", b+1)
		for i := range n {
			s := record.Server{Pxname: px, Svname: fmt.Sprintf("web%d-%03d", b+1, i+1), Status: record.ParseStatus("UP"), CheckStatus: "L4OK"}
			if st := status[s.Svname]; st != "" {
				s.Status = record.ParseStatus(st)
			}
			h.Servers = append(h.Servers, s)
		}
		h.Proxies = append(h.Proxies, record.Proxy{Pxname: px, Svname: "BACKEND", Algo: "roundrobin", Status: record.ParseStatus("UP"), Act: int64(n)})
	}
	return &incident.Frame{At: time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC), HAProxy: h}
}

// pane draws frames one after the other on a screen of that size, and returns the last screen.
type pane struct {
	*Pane
	c    ui.Context
	w, h int
}

func newPane(w, h int) *pane {
	p := &pane{Pane: New(&stats.Filter{}, &stats.Changes{}), w: w, h: h}
	p.c = ui.Context{Screen: &paint.Screen{}, Theme: paint.Look{Name: paint.ThemeMono}.Theme(), Zone: time.UTC, Keys: keys.New(nil), Focused: true}
	return p
}

func (p *pane) draw(f *incident.Frame) string {
	p.c.Frame, p.c.Live, p.c.Area = f, f, paint.Area(0, 0, p.w, p.h)
	p.Index(f, p.w, p.h)
	p.Reveal(p.h - 1)
	p.c.Screen.Resize(p.w, p.h)
	p.Draw(&p.c, p.c.Area)
	return ansi.Strip(p.c.Screen.String())
}

// What is not up comes first in a crowd, what broke before what was taken out; in a small table every server has its place.
func TestBrokenComeFirst(t *testing.T) {
	status := map[string]string{"web1-004": "MAINT", "web1-013": "DOWN", "web2-007": "UP 1/3", "web2-010": "DRAIN", "web2-011": "DOWN 1/2"}
	p := newPane(120, 40)
	text := p.draw(frameOf(status, 15, 15))
	var names []string
	for _, r := range p.order {
		names = append(names, r.id.Name)
	}
	want := []string{"web1-013", "web2-007", "web2-011", "web1-004", "web2-010", "web1-001", "web1-002", "web1-003", "web1-005"}
	if !slices.Equal(names[:len(want)], want) || len(names) != 30 {
		t.Errorf("%d rows, %v in\n%s", len(names), names, text)
	}
	if !strings.Contains(text, "5 not up first") || !strings.Contains(text, "web2-007 shop-2 ") || strings.Contains(text, "web1-001 shop-1 ") {
		t.Errorf("it does not say what comes first, or of which backend:\n%s", text)
	}
	p = newPane(120, 40)
	p.draw(frameOf(status, 10, 10))
	if p.order[0].id.Name != "web1-001" || p.mapLines() != 0 {
		t.Errorf("20 servers are no crowd: %v first, %d maps", p.order[0].id, p.mapLines())
	}
}

// Whichever servers break or come back, above or below, the chosen one stays chosen and in sight, and where it was while the
// rows are scrolled.
func TestChoiceStaysInACrowd(t *testing.T) {
	for _, chosen := range []int{0, 3, 12, 60, 99} {
		p := newPane(100, 24)
		status := map[string]string{"web1-050": "DOWN", "web2-030": "DOWN"}
		p.draw(frameOf(status, 60, 60))
		p.pick(chosen)
		at, was := p.at, 0
		for round, breaks := range []string{"", "web1-001", "web2-060", at.Name, "web1-002", ""} {
			if breaks != "" {
				status[breaks] = "DOWN"
			} else if round > 0 {
				clear(status)
			}
			text := p.draw(frameOf(status, 60, 60))
			row := p.line() - p.top
			if p.at != at || !strings.Contains(text, "▸ "+at.Name+" ") {
				t.Fatalf("row %d, %q broke: %v is chosen, %v was, in\n%s", chosen, breaks, p.at, at, text)
			}
			if round == 2 && p.top > 0 && row != was {
				t.Errorf("row %d, %q broke: %s went from line %d to %d", chosen, breaks, at, was, row)
			}
			was = row
		}
	}
}

// worst is the gravest of some states, by an order of its own.
func worst(servers []record.Server) string {
	for _, grave := range []string{"DOWN", "UP 1/3", "MAINT", "DRAIN", "no check", "UP"} {
		if slices.ContainsFunc(servers, func(s record.Server) bool { return s.Status.Text == grave }) {
			return grave
		}
	}
	return ""
}

// A cell of a map is the worst of its share of the servers, and the shares are all of them, in order.
func TestMapIsTheWorst(t *testing.T) {
	states := []string{"UP", "UP", "UP", "UP", "UP", "UP", "DOWN", "UP", "UP 1/3", "MAINT", "UP", "no check", "DRAIN"}
	signs := map[string]string{"DOWN": "▼", "UP 1/3": "◐", "MAINT": "◇", "DRAIN": "◇", "no check": "◌", "UP": "·"}
	for seed := range 40 {
		status, n := map[string]string{}, 21+seed*13
		for i := range n {
			status[fmt.Sprintf("web1-%03d", i+1)] = states[(i*i+seed*i/3+seed)%len(states)]
			if seed%3 == 0 && i%50 != seed {
				status[fmt.Sprintf("web1-%03d", i+1)] = "UP"
			}
		}
		f := frameOf(status, n, 3)
		p := newPane(80+seed*3, 40)
		text := p.draw(f)
		m := p.maps[0]
		got, cells := "", m.drawn()
		if cells < 10 || cells > n {
			t.Fatalf("%d servers in %d cells", n, cells)
		}
		for _, r := range m.runs {
			got += strings.Repeat(signs[r.state.Text], r.n)
		}
		want, seen := "", 0
		for cell := range cells {
			var share []record.Server
			for seen < n && seen*cells < (cell+1)*n && (seen+1)*cells <= (cell+1)*n {
				share, seen = append(share, f.HAProxy.Servers[seen]), seen+1
			}
			want += signs[worst(share)]
		}
		if got != want || seen != n {
			t.Errorf("%d servers, %d seen:\n%s, want\n%s", n, seen, got, want)
		}
		if !strings.Contains(text, "  "+want+" ") {
			t.Errorf("no %s in\n%s", want, text)
		}
		up := 0
		for _, s := range f.HAProxy.Servers[:n] {
			if s.Status.Text == "UP" {
				up++
			}
		}
		if !strings.Contains(text, fmt.Sprintf(" %d of %d up ", up, n)) {
			t.Errorf("not %d of %d up:\n%s", up, n, text)
		}
	}
}

// No map is cut, and what is not up is named beside it.
func TestMapsHaveRoom(t *testing.T) {
	status := map[string]string{"web1-013": "DOWN", "web2-007": "UP 1/3", "web2-410": "DRAIN", "web2-411": "DOWN 1/2", "web2-412": "no check", "web1-001": "MAINT"}
	for _, backends := range [][]int{{500}, {500, 500}, {500, 500, 7}, {500, 500, 7, 30, 200}} {
		for w := 60; w <= 200; w++ {
			p := newPane(w, 40)
			lines := strings.Split(p.draw(frameOf(status, backends...)), "\n")[1 : p.mapLines()+1]
			if text := strings.Join(lines, "\n"); strings.Contains(text, "…") {
				t.Errorf("%d cells:\n%s", w, text)
			} else if w >= 100 && len(backends) == 2 && !strings.Contains(text, "  1 down  1 failing  1 out  1 unchecked") {
				t.Errorf("%d cells, not all that is not up:\n%s", w, text)
			}
		}
	}
}

// With more backends than lines, those with trouble have a map, and the others are counted.
func TestTroubledBackendsHaveAMap(t *testing.T) {
	p := newPane(80, 24)
	many := make([]int, 100)
	for i := range many {
		many[i] = 4
	}
	text := p.draw(frameOf(map[string]string{"web77-002": "DOWN", "web90-001": "MAINT"}, many...))
	if p.mapLines() > 8 || p.maps[0].name != "shop-77" || p.maps[1].name != "shop-90" || !strings.Contains(text, "backends more") {
		t.Errorf("%d lines, %v first:\n%s", p.mapLines(), p.maps[0].name, text)
	}
	if len(p.maps)+p.more != 100 {
		t.Errorf("%d maps and %d more", len(p.maps), p.more)
	}
}

// What is out of sight below is counted by its state.
func TestBelowIsTold(t *testing.T) {
	for _, c := range []struct {
		status map[string]string
		want   string
	}{
		{nil, " up below"}, {map[string]string{"web1-100": "no check"}, " up, 1 not checked below"},
		{map[string]string{"web1-100": "DOWN"}, " up below"},
	} {
		p := newPane(120, 20)
		if text := p.draw(frameOf(c.status, 120)); !strings.Contains(text, c.want) {
			t.Errorf("no %q in\n%s", c.want, text)
		}
	}
}

// The free slots of a template are one faint row, and no crowd: they are in no count, and not among what is not up.
func TestFreeSlotsAreOneRow(t *testing.T) {
	for _, slots := range []int{3, 30, 130} {
		f := frameOf(map[string]string{"web1-002": "DOWN"}, slots+2)
		settings := record.Settings{}
		for i := range f.HAProxy.Servers {
			s := &f.HAProxy.Servers[i]
			if i >= 2 {
				s.Status = record.ParseStatus("MAINT (resolution)")
			}
			settings.Checks = append(settings.Checks, record.Check{Backend: s.Pxname, Server: s.Svname, Slot: true})
		}
		f.Settings = map[string]*record.Settings{"lb": &settings}
		p := newPane(120, 20)
		text := p.draw(f)
		if !strings.Contains(text, fmt.Sprintf("   %d free slots ", slots)) || !strings.Contains(text, "all 2 ") || len(p.order) != 2 || p.crowd.is {
			t.Errorf("%d slots, %d rows in\n%s", slots, len(p.order), text)
		}
	}
	f := frameOf(map[string]string{"web1-002": "DOWN", "web1-030": "MAINT (resolution)"}, 30)
	f.Settings = map[string]*record.Settings{"lb": {Checks: []record.Check{{Backend: "shop-1", Server: "web1-030", Slot: true}}}}
	p := newPane(120, 40)
	if text := p.draw(f); !strings.Contains(text, "28 of 29 up") || !strings.Contains(text, "  1 free slot ") || !strings.Contains(text, "1 down first") {
		t.Errorf("in a crowd:\n%s", text)
	}
}

// Of several HAProxies only the maps of one that is silent are not known.
func TestMapsOfASilentBalancer(t *testing.T) {
	f := frameOf(nil, 30, 30)
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		s.Pxname = map[string]string{"shop-1": "lb1/shop", "shop-2": "lb2/shop"}[s.Pxname]
	}
	f.HAProxy.Proxies[0].Pxname, f.HAProxy.Proxies[1].Pxname = "lb1/shop", "lb2/shop"
	f.Sources = []incident.Source{{Name: record.SourceHAProxy, Node: "lb1", At: f.At, LastOK: f.At}, {Name: record.SourceHAProxy, Node: "lb2", At: f.At, Err: "no answer"}}
	text := newPane(120, 30).draw(f)
	for name, known := range map[string]bool{"lb1/shop": true, "lb2/shop": false} {
		_, rest, ok := strings.Cut(text, " "+name)
		if sign, _, _ := strings.Cut(strings.TrimSpace(rest), " "); !ok || (sign != "?") != known {
			t.Errorf("%s has the sign %q, known %v:\n%s", name, sign, known, text)
		}
	}
}
