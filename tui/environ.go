package tui

import (
	"cmp"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"hadash/tui/dumbterm"
)

// The environment before main: the number of colours, and by COLORFGBG whether the background is dark. The
// terminal itself is not asked here; dumbterm sees to that.
var darkBackground = true

func init() {
	darkBackground = lipgloss.HasDarkBackground()
	dumbterm.Restore()
}

// fromEnv adds what the environment says about the terminal.
func (o Options) fromEnv(get func(string) string) Options {
	o.depth, o.light = lipgloss.ColorProfile(), !darkBackground
	return o.obey(get)
}

// obey follows the variables: NO_COLOR (no-color.org) whatever its value, TERM=dumb, which has neither
// colours nor more than ASCII, and a locale without UTF-8.
func (o Options) obey(get func(string) string) Options {
	term := get("TERM")
	if get("NO_COLOR") != "" {
		o.NoColor = true
	}
	switch {
	case term == "dumb":
		o.NoColor, o.ASCII, o.depth = true, true, termenv.Ascii
	case o.NoColor:
		o.depth = termenv.ANSI // bold and reverse are not colours
	}
	if term == "linux" || !utf8Locale(get) {
		o.ASCII = true
	}
	return o
}

// utf8Locale reports whether the locale allows UTF-8. The first variable that is set decides, as in
// setlocale(3). If none is set, as in many containers, terminals understand UTF-8 all the same.
func utf8Locale(get func(string) string) bool {
	locale := strings.ToLower(cmp.Or(get("LC_ALL"), get("LC_CTYPE"), get("LANG")))
	return locale == "" || strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
}
