package paint

import "github.com/charmbracelet/lipgloss"

// The themes there are.
const (
	ThemeAuto     = "auto"          // dark or light, as the terminal is
	ThemeDark     = "dark"          // for a dark background
	ThemeLight    = "light"         // for a light one
	ThemeContrast = "high-contrast" // the highest contrast, on either background
	ThemeBlind    = "colour-blind"  // blue, yellow and orange: no two states differ by red against green alone
	ThemeMono     = "mono"          // no colour
)

// ThemeNames is all of them, in the order in which the theme key goes through them.
var ThemeNames = []string{ThemeAuto, ThemeDark, ThemeLight, ThemeContrast, ThemeBlind, ThemeMono}

// Adapts reports whether a theme differs on a light and a dark background.
func Adapts(name string) bool {
	switch name {
	case ThemeDark, ThemeLight, ThemeMono:
		return false
	}
	return true
}

// tone is one colour in the three depths terminals have.
type tone = lipgloss.CompleteColor

// palette is the colours of a theme; a zero tone is the terminal's own. The hues of good, warn, rising,
// bad, drained and away are those of HAProxy's statistics page (src/stats-html.c: green, yellow,
// orange, red, blue, brown), as dark or as light as they must be to be read as text.
type palette struct {
	text, faint               tone
	border, focus, title, key tone
	good, warn, bad           tone
	info, frozen, away        tone
	rising, drained           tone
	chosen, onAlert           tone
}

// paletteOf is the colours of a theme on a light or a dark background.
func paletteOf(name string, light bool) palette {
	switch {
	case name == ThemeMono:
		return palette{}
	case name == ThemeLight:
		return lightPalette
	case name == ThemeDark:
		return darkPalette
	case name == ThemeContrast && light:
		return contrastLight
	case name == ThemeContrast:
		return contrastDark
	case name == ThemeBlind && light:
		return blindLight
	case name == ThemeBlind:
		return blindDark
	case light:
		return lightPalette
	}
	return darkPalette
}
