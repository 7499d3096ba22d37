package paint

import (
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Style is how text looks: the sequence that switches it on. It is taken from lipgloss once, when
// the theme is made, because a Render per cell would cost more than everything else on the screen.
type Style struct {
	Open   string
	base   string // the background under it, set by the pen
	spaces bool   // blanks in it are seen too (reverse, background)
}

// Theme is every colour, glyph and border of the screen, named after what it says.
type Theme struct {
	Name string

	Text, Faint, Strong  Style
	Border, Focus, Title Style
	Key                  Style
	Good, Warn, Bad      Style
	Info, Frozen, Away   Style // news, paused, maint and drain
	Alert                Style // a question that must not be overlooked
	Chosen               Style // the background of the chosen row
	Mark                 Style // the chosen row's marker
	Match                Style // what a search found
	Said                 Style // what a line means, in our words beside its own

	Glyphs
}

// The themes there are, in the order in which the theme key goes through them.
const (
	ThemeDark  = "dark"
	ThemeLight = "light"
	ThemeMono  = "mono"
)

var ThemeNames = []string{ThemeDark, ThemeLight, ThemeMono}

// tone is one colour in the three depths terminals have.
type tone = lipgloss.CompleteColor

// palette is the colours of a theme; a zero tone is the terminal's own.
type palette struct {
	faint, border, focus, title, key tone
	good, warn, bad                  tone
	info, frozen, away               tone
	chosen, onAlert                  tone
}

var dark = palette{
	faint:   tone{TrueColor: "#7d8794", ANSI256: "245", ANSI: "8"},
	border:  tone{TrueColor: "#434c5a", ANSI256: "239", ANSI: "8"},
	focus:   tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	title:   tone{TrueColor: "#c3ccd8", ANSI256: "252", ANSI: "7"},
	key:     tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	good:    tone{TrueColor: "#7fcf86", ANSI256: "114", ANSI: "10"},
	warn:    tone{TrueColor: "#e6c463", ANSI256: "221", ANSI: "11"},
	bad:     tone{TrueColor: "#ff6e6e", ANSI256: "203", ANSI: "9"},
	info:    tone{TrueColor: "#6cb0e6", ANSI256: "75", ANSI: "12"},
	frozen:  tone{TrueColor: "#c792ea", ANSI256: "176", ANSI: "13"},
	away:    tone{TrueColor: "#d9944a", ANSI256: "173", ANSI: "3"},
	chosen:  tone{TrueColor: "#29313d", ANSI256: "236"},
	onAlert: tone{TrueColor: "#14181e", ANSI256: "233", ANSI: "0"},
}

var light = palette{
	faint:   tone{TrueColor: "#6e7781", ANSI256: "243", ANSI: "8"},
	border:  tone{TrueColor: "#b4bcc6", ANSI256: "250", ANSI: "7"},
	focus:   tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	title:   tone{TrueColor: "#24292f", ANSI256: "235", ANSI: "0"},
	key:     tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	good:    tone{TrueColor: "#1a7f37", ANSI256: "28", ANSI: "2"},
	warn:    tone{TrueColor: "#8a6100", ANSI256: "94", ANSI: "3"},
	bad:     tone{TrueColor: "#c4162a", ANSI256: "160", ANSI: "1"},
	info:    tone{TrueColor: "#0a5fb4", ANSI256: "25", ANSI: "4"},
	frozen:  tone{TrueColor: "#8239c2", ANSI256: "91", ANSI: "5"},
	away:    tone{TrueColor: "#a85413", ANSI256: "130", ANSI: "3"},
	chosen:  tone{TrueColor: "#e3ebf5", ANSI256: "254"},
	onAlert: tone{TrueColor: "#ffffff", ANSI256: "231", ANSI: "15"},
}

// NewTheme makes a theme for a terminal of that colour depth. Mono has bold, faint and reverse but
// no colour; with the profile Ascii there is not even that.
func NewTheme(name string, depth termenv.Profile, ascii bool) *Theme {
	th := &Theme{Name: name, Glyphs: unicodeGlyphs}
	if ascii {
		th.Glyphs = asciiGlyphs
	}
	p := dark
	switch {
	case name == ThemeMono, depth == termenv.Ascii:
		th.Name, p = ThemeMono, palette{}
	case name == ThemeLight:
		p = light
	}
	th.dress(p, depth)
	return th
}

func (th *Theme) dress(p palette, depth termenv.Profile) {
	if th.Name == ThemeMono && depth != termenv.Ascii {
		depth = termenv.ANSI // for bold and reverse; the palette is empty
	}
	r := lipgloss.NewRenderer(nil, termenv.WithProfile(depth))
	r.SetColorProfile(depth)
	r.SetHasDarkBackground(true) // a renderer that is not told would ask the terminal
	fg := func(c tone) lipgloss.Style {
		if c == (tone{}) {
			return r.NewStyle()
		}
		return r.NewStyle().Foreground(c)
	}
	mono := th.Name == ThemeMono

	th.Faint = taken(fg(p.faint).Faint(mono))
	th.Strong = taken(r.NewStyle().Bold(true))
	th.Border = taken(fg(p.border).Faint(mono))
	th.Focus = taken(fg(p.focus))
	th.Title = taken(fg(p.title).Bold(true))
	th.Key = taken(fg(p.key).Bold(true))
	th.Good = taken(fg(p.good))
	th.Warn = taken(fg(p.warn).Bold(mono))
	th.Bad = taken(fg(p.bad).Bold(true))
	th.Info = taken(fg(p.info))
	th.Frozen = taken(fg(p.frozen).Bold(mono))
	th.Away = taken(fg(p.away))
	th.Mark = taken(fg(p.focus).Bold(true))
	th.Alert = taken(r.NewStyle().Bold(true).Reverse(true))
	th.Match = taken(r.NewStyle().Reverse(true))
	th.Said = taken(fg(p.faint).Italic(true).Faint(mono))
	if !mono {
		th.Match = taken(r.NewStyle().Background(p.warn).Foreground(p.onAlert))
		th.Alert = taken(r.NewStyle().Bold(true).Background(p.bad).Foreground(p.onAlert))
		th.Chosen = taken(r.NewStyle().Background(p.chosen))
	}
	th.Alert.spaces, th.Match.spaces = th.Alert.Open != "", th.Match.Open != ""
}

// taken is what lipgloss writes before a text of that style.
func taken(s lipgloss.Style) Style {
	open, _, _ := strings.Cut(s.Render("x"), "x")
	return Style{Open: open}
}
