package picture

import (
	"fmt"
	"strings"

	"hadash/incident"
)

// hue is a colour by what it paints, on a light page and on a dark one.
type hue struct{ what, light, dark string }

// hues are every colour of a picture. The page is painted too: where a viewer does not say whether it is dark, the
// light picture is still readable.
var hues = []hue{
	{".page{fill", "#ffffff", "#0d1117"},
	{".page{stroke", "#d1d9e0", "#3d444d"},
	{"text{fill", "#1f2328", "#f0f6fc"},
	{".halo{stroke", "#ffffff", "#0d1117"},
	{".faint{fill", "#59636e", "#9198a1"},
	{".grid{stroke", "#e4e8ec", "#262c34"},
	{".base{stroke", "#b7bfc7", "#4a525c"},
	{".open{fill", "#cf222e", "#f85149"},
	{".bar{fill", "#8b949e", "#7d8590"},
	{".tail{fill", "#d1d9e0", "#3d444d"},
	{".area{fill", "#b6dbff", "#12386b"},
	{".rate{stroke", "#0969da", "#58a6ff"},
	{".p95{stroke", "#0969da", "#58a6ff"},
	{".slow{stroke", "#bc4c00", "#f0883e"},
	{".reach{stroke", "#f2c9a8", "#5c3616"},
	{".slowtext{fill", "#953800", "#f0883e"},
	{".bad{fill", "#cf222e", "#f85149"},
	{".good{stroke", "#1a7f37", "#3fb950"},
	{".back{stroke", "#1a7f37", "#3fb950"},
	{".heal{fill", "#0969da", "#58a6ff"},
	{".sign{stroke", "#cf222e", "#f85149"},
	{".weave{stroke", "#1f2328", "#f0f6fc"},
	{".ok{fill", "#b4e6c0", "#17482a"},
	{".warn{fill", "#f7dc82", "#6b5410"},
	{".lost{fill", "#ff9c96", "#8e2a28"},
	{".gone{fill", "#a8b1bb", "#545d68"},
	{".cold{fill", "#d3b8ff", "#553098"},
	{".off{fill", "#ffc08a", "#7d4413"},
	{".asked{fill", "#a5d3ff", "#1c4f8c"},
	{".none{fill", "#f1f3f5", "#1a2027"},
}

const shapes = `text{font:11px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
.head{font-size:16px;font-weight:600}
.tiny{font-size:10px}
.e{text-anchor:end}
.m{text-anchor:middle}
.halo{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.grid,.base,.rate,.p95,.slow,.reach,.good,.back,.sign,.weave{fill:none}
.grid,.base,.weave,.reach{stroke-width:1px}
.rate,.p95{stroke-width:1.5px;stroke-linejoin:round;stroke-linecap:round}
.band{stroke-width:14px;fill:none}
.slow{stroke-width:3.5px;stroke-linecap:round}
.good,.back{stroke-width:1.8px}
.sign{stroke-width:1px;stroke-dasharray:3 2}
.open{fill-opacity:.1}
.weave{stroke-opacity:.5}
`

// styles are the colours of a light page, and those of a dark one for readers who asked for it.
func styles() string {
	var light, dark strings.Builder
	for _, h := range hues {
		fmt.Fprintf(&light, "%s:%s}\n", h.what, h.light)
		fmt.Fprintf(&dark, "%s:%s}\n", h.what, h.dark)
	}
	return shapes + light.String() + "@media (prefers-color-scheme:dark){\n" + dark.String() + "}\n"
}

// look is how a health is painted: readable without its colour, by what is woven into it and by a letter.
type look struct {
	class  string
	weave  string // lines in a tile of 6 by 6
	letter string
	rank   int // the greater one is painted where two share a spot
}

// looks are by incident.Health.
var looks = [...]look{
	incident.HealthUnknown: {"none", "", "?", 0},
	incident.Up:            {"ok", "", "", 1},
	incident.NoCheck:       {"ok", "M2 3h2", "n", 2},
	incident.Maint:         {"asked", "M0 3h6", "M", 3},
	incident.Drain:         {"asked", "M0 2h6M0 4h2", "R", 3},
	incident.Nolb:          {"asked", "M0 2h2M0 4h6", "N", 3},
	incident.Runs:          {"ok", "M3 2v1", "r", 0},
	incident.Slow:          {"warn", "M2 1h1M2 4h1", "l", 5},
	incident.Errs:          {"warn", "M0 3l6 0M3 1v1", "5", 5},
	incident.Starting:      {"warn", "M3 2v2", "s", 4},
	incident.GoingDown:     {"warn", "M1 1h1M4 4h1", "d", 5},
	incident.GoingUp:       {"warn", "M1 4h1M4 1h1", "u", 6},
	incident.CutOff:        {"off", "M0 1.5h3M3 4.5h3", "C", 7},
	incident.Paused:        {"cold", "M1.5 0v6M4.5 0v6", "P", 8},
	incident.Failing:       {"lost", "M0 0l6 6", "F", 9},
	incident.Down:          {"lost", "M0 6l6 -6", "D", 10},
	incident.Stopped:       {"gone", "M0 6l6 -6M0 0l6 6", "S", 11},
	incident.Missing:       {"none", "M0 0l6 6M0 6l6 -6", "X", 12},
}

// lookOf is how a health is painted; one that this picture does not know is painted as not known.
func lookOf(h incident.Health) look {
	if h == incident.Standby { // it runs, and nothing is wrong with it
		h = incident.Runs
	}
	if int(h) < len(looks) {
		return looks[h]
	}
	return looks[incident.HealthUnknown]
}

// weaves are the patterns that looks are woven of.
func weaves(painted *[len(looks)]bool) string {
	var b strings.Builder
	for h, l := range looks {
		if incident.Health(h) == incident.Errs && !painted[h] {
			continue
		}
		fmt.Fprintf(&b, `<pattern id="w%d" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="%s" width="6" height="6"/>`, h, l.class)
		if l.weave != "" {
			fmt.Fprintf(&b, `<path class="weave" d="%s"/>`, l.weave)
		}
		b.WriteString("</pattern>\n")
	}
	return b.String()
}
