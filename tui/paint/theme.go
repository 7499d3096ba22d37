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
	Info, Frozen, Away   Style // news, paused, maint
	Rising, Drained      Style // coming back; not balanced to any more
	Alert                Style // a question that must not be overlooked
	Chosen               Style // the background of the chosen row
	Mark                 Style // the chosen row's marker
	Changed              Style // over another style: the value changed just now
	Match                Style // a match of a search
	Said                 Style // the meaning of a line, in our words beside its own

	Glyphs
}

// Look is the input of a theme.
type Look struct {
	Name  string // one of ThemeNames; "" = auto
	Light bool   // the terminal's background is; what Dark and Light are, whatever it is, is theirs to say
	Depth termenv.Profile
	ASCII bool // no glyphs beyond ASCII
}

// ASCII reports whether the theme has no sign outside of ASCII.
func (th *Theme) ASCII() bool { return th.OK == asciiGlyphs.OK }

// NewTheme makes a theme for a terminal of that colour depth with a dark background. Mono has bold,
// faint and reverse but no colour; with the profile Ascii there is not even that.
func NewTheme(name string, depth termenv.Profile, ascii bool) *Theme {
	return Look{Name: name, Depth: depth, ASCII: ascii}.Theme()
}

// Theme makes the theme.
func (l Look) Theme() *Theme {
	th := &Theme{Name: l.Name, Glyphs: unicodeGlyphs}
	if l.ASCII {
		th.Glyphs = asciiGlyphs
	}
	if l.Depth == termenv.Ascii {
		th.Name = ThemeMono
	}
	th.dress(paletteOf(th.Name, l.Light), l.Depth)
	return th
}

func (th *Theme) dress(p palette, depth termenv.Profile) {
	mono := th.Name == ThemeMono
	if mono && depth != termenv.Ascii {
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

	th.Text = taken(fg(p.text))
	th.Faint = taken(fg(p.faint).Faint(mono))
	th.Strong = taken(fg(p.text).Bold(true))
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
	th.Rising = taken(fg(p.rising))
	th.Drained = taken(fg(p.drained))
	th.Mark = taken(fg(p.focus).Bold(true))
	th.Changed = taken(r.NewStyle().Bold(true).Underline(true).UnderlineSpaces(false))
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

// Marked is a style for a value that changed just now.
func (th *Theme) Marked(st Style) Style {
	st.Open += th.Changed.Open
	st.spaces = st.spaces || th.Changed.Open != "" // or blanks would be underlined
	return st
}

// taken is the sequence that lipgloss writes before a text of that style.
func taken(s lipgloss.Style) Style {
	open, _, _ := strings.Cut(s.Render("x"), "x")
	return Style{Open: open}
}
