package tui

import (
	"regexp"
	"strings"
	"testing"

	"github.com/muesli/termenv"

	"hadash/incident"
	"hadash/record"
)

// colour is an SGR sequence that sets one.
var colour = regexp.MustCompile(`\x1b\[([0-9;]*;)?(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)

func TestNoColour(t *testing.T) {
	for name, o := range map[string]Options{
		"mono":     {Theme: ThemeMono},
		"NO_COLOR": {Theme: ThemeDark, NoColor: true},
	} {
		m := screenOf(120, 36, o, oneDown())
		if got := colour.FindString(m.View()); got != "" {
			t.Errorf("%s: %q", name, got)
		}
		if !strings.Contains(m.View(), "\x1b[1m") {
			t.Errorf("%s: nothing is bold", name)
		}
	}
	th := newTheme(ThemeDark, termenv.Ascii, false)
	if th.Bad != (style{}) || th.Name != ThemeMono {
		t.Errorf("a terminal without colours gets %+v", th.Bad)
	}
}

func TestFewColours(t *testing.T) {
	th := newTheme(ThemeDark, termenv.ANSI, false)
	if th.Good.open != "\x1b[92m" || th.Chosen != (style{}) {
		t.Errorf("good %q, chosen %q", th.Good.open, th.Chosen.open)
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
	for _, want := range []string{ThemeDark, ThemeLight, ThemeMono} {
		press(m, "t")
		if m.th.Name != want || m.said.text != "theme "+want {
			t.Errorf("theme %s, said %q", m.th.Name, m.said.text)
		}
	}
}

// Without colour a state is still told by glyph and word.
func TestEveryStateIsToldApart(t *testing.T) {
	th := newTheme(ThemeMono, termenv.Ascii, true)
	seen := map[string]incident.Health{}
	for h := incident.HealthUnknown; h <= incident.Missing; h++ {
		s := th.health(h)
		key := s.glyph + " " + h.String()
		if other, ok := seen[key]; ok || s.glyph == "" {
			t.Errorf("%v and %v are both %q", other, h, key)
		}
		seen[key] = h
	}
	for s := record.Unknown; s <= record.NoCheck; s++ {
		if th.status(s).glyph == "" {
			t.Errorf("%v has no glyph", s)
		}
	}
	for _, state := range []string{"", "created", "running", "paused", "restarting", "removing", "exited", "dead"} {
		if s, word := th.container(record.Container{Node: "x", State: state, Networks: 1}); s.glyph == "" || word == "" {
			t.Errorf("%q: %q %q", state, s.glyph, word)
		}
	}
}
