package tui

import (
	"regexp"
	"strings"
	"testing"

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

func TestFromEnv(t *testing.T) {
	t.Setenv("TERM", "linux")
	for value, want := range map[string]bool{"": false, "1": true, "0": true, "yes": true, "false": true} {
		t.Setenv("NO_COLOR", value)
		if o := (Options{}).fromEnv(); o.NoColor != want || !o.ASCII {
			t.Errorf("NO_COLOR=%q: no colour %v, ASCII %v", value, o.NoColor, o.ASCII)
		}
	}
}

func TestThemeKey(t *testing.T) {
	m := screenOf(80, 24, Options{}, allUp())
	for _, want := range []string{paint.ThemeDark, paint.ThemeLight, paint.ThemeMono} {
		press(m, "t")
		if m.th.Name != want || m.said.text != "theme "+want {
			t.Errorf("theme %s, said %q", m.th.Name, m.said.text)
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
