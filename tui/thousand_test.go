package tui

import (
	"testing"

	"hadash/incident"
	"hadash/record"
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
