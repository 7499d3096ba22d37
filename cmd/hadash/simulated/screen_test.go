package simulated

import (
	"fmt"
	"testing"

	"hadash/incident"
	"hadash/tui"
)

// pages are all pages, and the keys that open them from the overview.
var pages = []struct {
	name string
	open []string
}{
	{"overview", []string{"1"}}, {"timeline", []string{"2"}}, {"cost", []string{"3"}}, {"logs", []string{"4"}}, {"stats", []string{"5"}},
	{"truth", []string{"T"}}, {"charts", []string{"6"}}, {"nginx", []string{"7"}}, {"replicas", []string{"8"}}, {"load", []string{"9"}},
	{"server", []string{"1", "enter"}}, {"node", []string{"1", "G", "enter"}}, {"help", []string{"?"}},
}

// pressed are the keys that are pressed: all of the table but those that end or suspend hadash, and those that write a file.
var pressed = []string{
	"k", "up", "j", "down", "pgup", "ctrl+u", "pgdown", "ctrl+d", "g", "home", "G", "end", "left", "right", "tab", "shift+tab", "!", "1", "2", "3", "4",
	"enter", "s", "S", "r", "x", "C", "p", "c", "w", "m", "d", "H", "l", "+", "=", "-", "/", "esc", "f", "a", " ", "u", "b", "o", "O", "v", "n", "N", "&",
	"i", "@", "V", "T", "5", "6", "7", "8", "9", "t", "?", "z", "Z", ":", "M", "[", "]", ".", ",", ">", "<", "}", "{", ")", "(", "y", "backspace",
}

// frames are the Frames of a simulated project after each of some seconds.
func frames(t testing.TB, size Size, seconds int) (all []incident.Frame) {
	t.Helper()
	f, next := polls(t, size, seconds)
	for i, s := range next {
		f = incident.FoldApart(f, s)
		if (i+1)%size.HAProxies == 0 {
			f.Join()
			all = append(all, f)
		}
	}
	return all
}

// screenOf is a screen of 200x50 that shows them, one after the other.
func screenOf(t testing.TB, all []incident.Frame) *tui.Offscreen {
	t.Helper()
	s := tui.NewOffscreen(tui.Options{Theme: "dark"}, 200, 50)
	for i := range all {
		s.Show(tui.Shown{Frame: all[i]})
	}
	return s
}

// BenchmarkScreen is a Frame of many servers taken and drawn, by the page.
func BenchmarkScreen(b *testing.B) {
	for _, size := range []Size{{1, 1000, false}, {20, 1000, false}, {20, 1000, true}, {100, 1000, false}} {
		all := frames(b, size, 7)
		for _, p := range pages {
			b.Run(fmt.Sprint(size, p.name), func(b *testing.B) {
				s := screenOf(b, all)
				if err := s.Press(p.open...); err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					s.Show(tui.Shown{Frame: all[i%len(all)]})
					_ = s.String()
					i++
				}
			})
		}
	}
}

// BenchmarkKeys is a key pressed and the frame after it, by the page: the mean over all keys.
func BenchmarkKeys(b *testing.B) {
	for _, size := range []Size{{1, 1000, false}, {20, 1000, false}, {20, 1000, true}, {100, 1000, false}} {
		all := frames(b, size, 7)
		for _, p := range pages {
			b.Run(fmt.Sprint(size, p.name), func(b *testing.B) {
				s := screenOf(b, all)
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if i%len(pressed) == 0 {
						b.StopTimer()
						s = screenOf(b, all)
						if err := s.Press(p.open...); err != nil {
							b.Fatal(err)
						}
						b.StartTimer()
					}
					if err := s.Press(pressed[i%len(pressed)]); err != nil {
						b.Fatal(err)
					}
					_ = s.String()
					i++
				}
			})
		}
	}
}
