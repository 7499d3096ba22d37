package chart

import (
	"testing"
	"time"

	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// A picture is drawn again when anything of what it is drawn from is another, and only then.
func TestPictureAnew(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	var earlier, f incident.Frame
	for i, s := range samples[:len(samples)*8/10] {
		f = incident.Fold(f, s)
		if i == len(samples)*7/10 {
			earlier = f
		}
	}
	f.At = f.At.Add(3 * time.Minute) // more than the shortest time
	theme := func(name string) *paint.Theme { return paint.Look{Name: name, Depth: termenv.ANSI256}.Theme() }
	c := &ui.Context{Frame: &f, Live: &f, Screen: &paint.Screen{}, Theme: theme(paint.ThemeMono), Zone: time.UTC, Keys: keys.New(nil)}
	var b Board
	of, w, h, drawn := Subject{Page: "node", Node: "app1"}, 40, 10, 0
	draw := func() int {
		b.Picture(c, of, b.window(c), w, h, func(*paint.Screen) { drawn++ })
		return drawn
	}
	draw()
	for name, change := range map[string]func(){
		"page": func() { of.Page = "load" }, "node": func() { of.Node = "app2" }, "width": func() { w++ }, "height": func() { h++ },
		"second": func() { f.At = f.At.Add(time.Second) }, "span": func() { b.Do(c, keys.Zoom) }, "theme": func() { c.Theme = theme(paint.ThemeDark) },
		"history": func() { f.History = earlier.History },
		"failed":  func() { f.LastFailed = f.At }, "blocks": func() { b.Do(c, keys.Blocks) },
		"servers": func() { of.Servers++ },
	} {
		before := drawn
		if draw(); drawn != before {
			t.Errorf("before %s: drawn for nothing", name)
		}
		change()
		if draw(); drawn != before+1 {
			t.Errorf("%s changed, and it is not drawn again", name)
		}
	}
}
