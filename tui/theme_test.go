package tui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// colour is an SGR sequence that sets one.
var colour = regexp.MustCompile(`\x1b\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)

func TestNoColour(t *testing.T) {
	for name, o := range map[string]Options{
		"mono":     {Theme: paint.ThemeMono},
		"NO_COLOR": {Theme: paint.ThemeDark, NoColor: true},
	} {
		m := screenOf(120, 36, o, oneDown())
		if got := colour.FindString(m.View()); got != "" {
			t.Errorf("%s: %q", name, got)
		}
		if !strings.Contains(m.View(), "\x1b[1m") {
			t.Errorf("%s: nothing is bold", name)
		}
	}
	th := paint.NewTheme(paint.ThemeDark, termenv.Ascii, false)
	if th.Bad != (paint.Style{}) || th.Name != paint.ThemeMono {
		t.Errorf("a terminal without colours gets %+v", th.Bad)
	}
}

func TestFewColours(t *testing.T) {
	th := paint.NewTheme(paint.ThemeDark, termenv.ANSI, false)
	if th.Good.Open != "\x1b[92m" || th.Chosen != (paint.Style{}) {
		t.Errorf("good %q, chosen %q", th.Good.Open, th.Chosen.Open)
	}
}

func TestThemeKey(t *testing.T) {
	m := screenOf(80, 24, Options{Theme: paint.ThemeMono}, allUp())
	for _, want := range []string{
		"auto, for a dark background", "dark", "light", "high-contrast, for a dark background", "colour-blind, for a dark background", "mono",
	} {
		press(m, "t")
		if m.said.text != "theme "+want || CheckTheme(m.look.Name) != nil {
			t.Errorf("said %q, want %s", m.said.text, want)
		}
	}
	if err := CheckTheme("pink"); err == nil || !strings.Contains(err.Error(), "colour-blind") {
		t.Errorf("pink: %v", err)
	}
}

// Each theme that has colours differs from each other one, in each depth.
func TestThemesDiffer(t *testing.T) {
	for _, depth := range []termenv.Profile{termenv.TrueColor, termenv.ANSI256, termenv.ANSI} {
		seen := map[string]string{}
		for _, light := range []bool{false, true} {
			for _, name := range []string{paint.ThemeDark, paint.ThemeLight, paint.ThemeContrast, paint.ThemeBlind} {
				if light && !paint.Adapts(name) {
					continue
				}
				th := paint.Look{Name: name, Light: light, Depth: depth}.Theme()
				who := fmt.Sprint(name, " light ", light)
				key := th.Good.Open + th.Warn.Open + th.Bad.Open + th.Frozen.Open + th.Faint.Open + th.Text.Open
				if other := seen[key]; other != "" {
					t.Errorf("%v colours: %s is %s", depth, who, other)
				}
				seen[key] = who
			}
		}
	}
}

// Nothing needs colour: without any, the screen says in words and glyphs what is broken.
func TestMonoSaysIt(t *testing.T) {
	for _, size := range sizes {
		m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}, NoColor: true}, oneDown())
		view := m.View()
		if got := colour.FindString(view); got != "" {
			t.Fatalf("%v: %q is a colour", size, got)
		}
		for _, want := range []string{"mysql-slave1 stopped", "▼ down", "● up", "▼ HAProxy takes it out"} {
			if !strings.Contains(ansi.Strip(view), want) {
				t.Errorf("%v: no %q:\n%s", size, want, ansi.Strip(view))
			}
		}
	}
}

// Without colour a state is still told by glyph and word.
func TestEveryStateIsToldApart(t *testing.T) {
	th := paint.NewTheme(paint.ThemeMono, termenv.Ascii, true)
	seen := map[string]incident.Health{}
	for h := incident.HealthUnknown; h <= incident.Missing; h++ {
		s := th.Health(h)
		key := s.Glyph + " " + h.String()
		if other, ok := seen[key]; ok || s.Glyph == "" {
			t.Errorf("%v and %v are both %q", other, h, key)
		}
		seen[key] = h
	}
	for s := record.Unknown; s <= record.NoCheck; s++ {
		if th.Status(s).Glyph == "" {
			t.Errorf("%v has no glyph", s)
		}
	}
	for _, state := range []string{"", "created", "running", "paused", "restarting", "removing", "exited", "dead"} {
		if s, word := th.Container(record.Container{Node: "x", State: state, Networks: 1}); s.Glyph == "" || word == "" {
			t.Errorf("%q: %q %q", state, s.Glyph, word)
		}
	}
}
