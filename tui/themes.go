package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/muesli/termenv"

	"hadash/tui/paint"
)

// ThemeNames lists the values of Options.Theme, in the order of the theme key.
var ThemeNames = paint.ThemeNames

// nextTheme changes to the next theme.
func (m *Model) nextTheme() {
	if m.o.NoColor || m.o.depth == termenv.Ascii {
		m.say(plainly, "no other theme: colours are off, or the terminal has none")
		return
	}
	m.useTheme(ThemeNames[(slices.Index(ThemeNames, m.look.Name)+1)%len(ThemeNames)])
}

func (m *Model) useTheme(name string) {
	m.look.Name = name
	m.c.Theme = m.look.Theme()
	m.say(plainly, "theme %s%s", m.look.Name, ground(m.look))
}

// ground names the background that a theme was made for, if it follows the terminal.
func ground(l paint.Look) string {
	switch {
	case !paint.Adapts(l.Name):
		return ""
	case l.Light:
		return ", for a light background"
	}
	return ", for a dark background"
}

// CheckTheme reports a wrong name of a theme. No name is the theme auto.
func CheckTheme(name string) error {
	if name == "" || slices.Contains(ThemeNames, name) {
		return nil
	}
	return fmt.Errorf("no such theme; the themes are %s", strings.Join(ThemeNames, ", "))
}
