package paint

import (
	"fmt"
	"math"
	"strconv"
	"testing"
)

// looks is every palette on the backgrounds it is made for: what terminals have for black and for white.
var looks = []struct {
	name       string
	palette    palette
	on         []string
	text, dull float64 // the least contrast
}{
	{"dark", darkPalette, darkGrounds, 4.5, 3},
	{"light", lightPalette, lightGrounds, 4.5, 3},
	{"high-contrast, dark", contrastDark, darkGrounds, 7, 7},
	{"high-contrast, light", contrastLight, lightGrounds, 7, 7},
	{"colour-blind, dark", blindDark, darkGrounds, 4.5, 3},
	{"colour-blind, light", blindLight, lightGrounds, 4.5, 3},
}

var (
	darkGrounds  = []string{"#000000", "#1e1e1e", "#002b36"} // xterm, VS Code, Solarized
	lightGrounds = []string{"#ffffff", "#fafafa", "#fdf6e3"}
)

// tones is what text is written in, apart from what may step back.
func (p *palette) tones() map[string]tone {
	return map[string]tone{
		"text": p.text, "title": p.title, "key": p.key, "focus": p.focus, "good": p.good, "warn": p.warn, "bad": p.bad, "info": p.info,
		"frozen": p.frozen, "away": p.away, "rising": p.rising, "drained": p.drained,
	}
}

// TestContrast holds every colour against WCAG 2.1's ratio (1.4.3: 4.5:1 for text; 1.4.6: 7:1), in 24 bits and
// in 256 colours, also on the chosen row.
func TestContrast(t *testing.T) {
	for _, l := range looks {
		for depth, get := range depths {
			var grounds []rgb
			if c := l.palette.chosen; depth == "24 bits" || c.ANSI256 != "" {
				grounds = append(grounds, get(c))
			}
			for _, g := range l.on {
				grounds = append(grounds, hex(g))
			}
			for _, ground := range grounds {
				for name, c := range l.palette.tones() {
					if c != (tone{}) && contrast(get(c), ground) < l.text {
						t.Errorf("%s, %s: %s has %.2f:1 on %v, want %.1f", l.name, depth, name, contrast(get(c), ground), ground, l.text)
					}
				}
				if got := contrast(get(l.palette.faint), ground); got < l.dull {
					t.Errorf("%s, %s: faint has %.2f:1 on %v, want %.1f", l.name, depth, got, ground, l.dull)
				}
			}
			if got := contrast(get(l.palette.onAlert), get(l.palette.bad)); got < l.text {
				t.Errorf("%s, %s: an alert has %.2f:1", l.name, depth, got)
			}
		}
	}
}

// TestContrastRatio is WCAG's own examples.
func TestContrastRatio(t *testing.T) {
	for pair, want := range map[[2]string]string{
		{"#000000", "#ffffff"}: "21.00", {"#777777", "#ffffff"}: "4.48", {"#767676", "#ffffff"}: "4.54", {"#ffffff", "#ffffff"}: "1.00",
	} {
		if got := fmt.Sprintf("%.2f", contrast(hex(pair[0]), hex(pair[1]))); got != want {
			t.Errorf("%v: %s, want %s", pair, got, want)
		}
	}
}

// apart is how far two states must be in CIE L*a*b*: 2.3 is the least that is seen side by side, ten times that
// what is seen apart in small text.
const apart = 23

// What a state is told by, and must not be taken for.
var states = [][2]func(*palette) tone{
	{good, bad}, {good, warn}, {bad, warn}, {good, away}, {good, frozen}, {bad, frozen}, {bad, drained}, {warn, drained},
}

func good(p *palette) tone    { return p.good }
func warn(p *palette) tone    { return p.warn }
func bad(p *palette) tone     { return p.bad }
func away(p *palette) tone    { return p.away }
func frozen(p *palette) tone  { return p.frozen }
func drained(p *palette) tone { return p.drained }

// TestColourBlind looks at the states through eyes without red, and without green, cones.
func TestColourBlind(t *testing.T) {
	for _, l := range looks[4:] {
		for depth, get := range depths {
			for eyes, m := range blindness {
				for i, pair := range states {
					a, b := get(pair[0](&l.palette)), get(pair[1](&l.palette))
					if d := distance(m.see(a), m.see(b)); d < apart {
						t.Errorf("%s, %s, %s: pair %d, %v and %v are %.1f apart, want %d", l.name, depth, eyes, i, a, b, d, apart)
					}
				}
			}
		}
	}
	// A red and a green that many programs use are what the test is there to find.
	m := blindness["deuteranopia"]
	if d := distance(m.see(hex("#cd3131")), m.see(hex("#6b7a1f"))); d >= apart {
		t.Errorf("red and green are %.1f apart: the test finds nothing", d)
	}
}

var depths = map[string]func(tone) rgb{
	"24 bits":     func(c tone) rgb { return hex(c.TrueColor) },
	"256 colours": func(c tone) rgb { return indexed(c.ANSI256) },
}

type rgb [3]float64 // 0 to 1

func (c rgb) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(c[0]*255+.5), int(c[1]*255+.5), int(c[2]*255+.5))
}

func hex(s string) rgb {
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil || len(s) != 7 {
		panic("not a colour: " + s)
	}
	return rgb{float64(n>>16) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

// indexed is xterm's colour cube and its greys; the first 16 are the user's own.
func indexed(s string) rgb {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || n < 16 || n > 255:
		panic("not one of the fixed 240 colours: " + s)
	case n >= 232:
		v := float64(8+10*(n-232)) / 255
		return rgb{v, v, v}
	}
	step := func(i int) float64 {
		if i == 0 {
			return 0
		}
		return float64(55+40*i) / 255
	}
	n -= 16
	return rgb{step(n / 36), step(n / 6 % 6), step(n % 6)}
}

// linear undoes sRGB's transfer function (IEC 61966-2-1).
func (c rgb) linear() rgb {
	for i, v := range c {
		if v <= 0.04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

func (c rgb) luminance() float64 {
	l := c.linear()
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// blindness is Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
var blindness = map[string]matrix{
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

type matrix [3][3]float64

func (m matrix) times(c rgb) (out rgb) {
	for i := range out {
		out[i] = m[i][0]*c[0] + m[i][1]*c[1] + m[i][2]*c[2]
	}
	return out
}

// see is the linear colour that is left of one.
func (m matrix) see(c rgb) rgb {
	out := m.times(c.linear())
	for i := range out {
		out[i] = min(max(out[i], 0), 1)
	}
	return out
}

// distance is CIE 1976's, of two linear colours.
func distance(a, b rgb) float64 {
	x, y := lab(a), lab(b)
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

// lab is CIE L*a*b* under D65.
func lab(linear rgb) rgb {
	xyz := matrix{{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}.times(linear)
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return rgb{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
