package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// thousand are the Frames of a captured HAProxy with 1 000 servers, a second apart.
func thousand() []incident.Frame {
	r, err := record.Open("testdata/thousand.hadash")
	if err != nil {
		panic(err)
	}
	defer r.Close()
	var all []incident.Frame
	var f incident.Frame
	for s := range r.Samples() {
		f = incident.Fold(f, s)
		all = append(all, f)
	}
	return all
}

// BenchmarkKeys is a key and the screen after it, with 1 000 servers.
func BenchmarkKeys(b *testing.B) {
	for _, k := range []struct {
		name   string
		before []string
		keys   []string
	}{
		{"filter", []string{"/"}, []string{"w", "backspace"}},
		{"regexp", []string{"/", "web0.*"}, []string{"9", "backspace"}},
		{"not-up", nil, []string{"u"}},
		{"fold", nil, []string{"b"}},
		{"move", nil, []string{"j", "k"}},
		{"stats-sort", []string{"5"}, []string{"o"}},
		{"stats-filter", []string{"5", "/"}, []string{"w", "backspace"}},
		{"stats-move", []string{"5"}, []string{"G", "g"}},
	} {
		b.Run(k.name, func(b *testing.B) {
			m := screenOf(200, 50, everyKey, thousand()...)
			press(m, k.before...)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				press(m, k.keys[i%len(k.keys)])
				_ = m.View()
				i++
			}
		})
	}
}

// BenchmarkPoll is a new reading of HAProxy taken and drawn: in the overview, filtered, and on the stats page.
func BenchmarkPoll(b *testing.B) {
	for name, keys := range map[string][]string{"overview": nil, "filtered": {"/", "web0.*9", "enter"}, "stats": {"5"}, "sorted": {"5", "o", "o", "o", "o"}} {
		b.Run(name, func(b *testing.B) {
			all := thousand()
			m := screenOf(200, 50, everyKey, all...)
			press(m, keys...)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				f := all[i%len(all)]
				f.Lines = nil
				m.Update(frameMsg(f))
				_ = m.View()
				i++
			}
		})
	}
}

// A HAProxy that is all there is has the whole screen. The other panes come when they have something to say, or with their key.
func TestQuietPanesGiveTheirRows(t *testing.T) {
	last := thousand()
	for _, size := range [][2]int{{60, 16}, {80, 24}, {100, 30}, {120, 36}, {200, 50}} {
		m := screenOf(size[0], size[1], everyKey, last...)
		m.View()
		for p := paneTimeline; p < paneCount; p++ {
			if m.seen(p) {
				t.Errorf("%v: pane %d is seen", size, p)
			}
		}
		if whole := m.layout.page.H; m.layout.nodes.H != whole {
			t.Errorf("%v: the servers have %d of %d rows", size, m.layout.nodes.H, whole)
		}
		for key, p := range map[string]pane{"2": paneTimeline, "3": paneCost, "4": paneLogs} {
			press(m, key)
			if !m.seen(p) || m.area(p).H < 4 || !strings.Contains(ansi.Strip(m.View()), [paneCount]string{"", "━ timeline ", "━ what it cost ", "━ logs "}[p]) {
				t.Errorf("%v: %s does not bring its pane:\n%s", size, key, ansi.Strip(m.View()))
			}
			checkSize(t, m, size[0], size[1])
			press(m, "1")
			if m.seen(p) {
				t.Errorf("%v: pane %d stays", size, p)
			}
		}
		f := last[len(last)-1]
		f.Timeline = []event.Event{{ID: 1, At: f.At, Until: f.At, Kind: event.KindServer, Severity: event.Bad, Says: wording.Text("shop-1/web0008 DOWN"), Count: 1}}
		m.Update(frameMsg(f))
		if text := ansi.Strip(m.View()); !m.seen(paneTimeline) || !strings.Contains(text, "web0008 DOWN") || m.seen(paneLogs) || m.seen(paneCost) {
			t.Errorf("%v: an event does not bring the timeline alone:\n%s", size, text)
		}
		checkSize(t, m, size[0], size[1])
	}
	m := screenOf(120, 36, everyKey, last[len(last)-1])
	press(m, "3")
	if text := ansi.Strip(m.View()); !strings.Contains(text, "nothing was broken from here") {
		t.Errorf("beside broken servers:\n%s", text)
	}
	few := *last[len(last)-1].HAProxy
	few.Servers = few.Servers[:3]
	m = screenOf(120, 36, everyKey, incident.Frame{At: noon, HAProxy: &few})
	if text := ansi.Strip(m.View()); !strings.Contains(text, "nothing has happened yet: 2 timeline  3 cost  4 logs") {
		t.Errorf("few servers:\n%s", text)
	}
	if m = screenOf(120, 36, everyKey, allUp()); !m.seen(paneTimeline) || !m.seen(paneCost) || !m.seen(paneLogs) {
		t.Error("the lab has no panes")
	}
}

// The status line describes a server without a container by what HAProxy reports.
func TestServerWithoutContainerIsDescribed(t *testing.T) {
	m := screenOf(140, 36, everyKey, thousand()...)
	if text := ansi.Strip(m.View()); !strings.Contains(text, "▸ shop-1/web0007 ▼ down 19s   check: refused (L4CON) Connection refused · 127.0.0.8:1 · only watched") {
		t.Errorf("down:\n%s", text)
	}
	if text := ansi.Strip(m.View()); !strings.Contains(text, " u only not up  b fold backends  / search  5 stats ") || strings.Contains(text, " s stop") {
		t.Errorf("the keys:\n%s", text)
	}
	press(m, "G")
	if text := ansi.Strip(m.View()); !strings.Contains(text, "▸ shop-20/web1000 ● up 19s   check: ok · ") {
		t.Errorf("up:\n%s", text)
	}
}

// BenchmarkCrowd is the screen of 1 000 servers, with a map of each backend.
func BenchmarkCrowd(b *testing.B) {
	m := screenOf(200, 50, everyKey, thousand()...)
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}
