package tui

import (
	"hadash/incident"
	"hadash/record"
)

// glyphs are the signs of a theme, each one cell wide.
type glyphs struct {
	OK, Moving, Broken, NoCheck, Out, Paused, Cut, Unknown string

	Fault, Heal, News, Note, Mark, Differ string
	Times, Dot, Ellipsis, AtMost, Cursor  string
	Shaft, Arrow                          string
	Spark                                 []string
	Thin, Heavy                           box
}

// box is the pieces of a panel's border.
type box struct{ topLeft, topRight, bottomLeft, bottomRight, across, down string }

var unicodeGlyphs = glyphs{
	OK: "●", Moving: "◐", Broken: "▼", NoCheck: "◌", Out: "◇", Paused: "‖", Cut: "✂", Unknown: "?",
	Fault: "↯", Heal: "+", News: "·", Note: "✎", Mark: "▸", Differ: "≠",
	Times: "×", Dot: "·", Ellipsis: "…", AtMost: "≤", Cursor: "_",
	Shaft: "─", Arrow: "▶",
	Spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Thin:  box{"┌", "┐", "└", "┘", "─", "│"},
	Heavy: box{"┏", "┓", "┗", "┛", "━", "┃"},
}

var asciiGlyphs = glyphs{
	OK: "*", Moving: "~", Broken: "x", NoCheck: ".", Out: "m", Paused: "p", Cut: "/", Unknown: "?",
	Fault: "!", Heal: "+", News: "-", Note: "n", Mark: ">", Differ: "!",
	Times: "x", Dot: "-", Ellipsis: "~", AtMost: "<", Cursor: "_",
	Shaft: "-", Arrow: ">",
	Spark: []string{"_", ".", ":", "-", "=", "+", "*", "#"},
	Thin:  box{"+", "+", "+", "+", "-", "|"},
	Heavy: box{"#", "#", "#", "#", "=", "#"},
}

// sign is a glyph and its style: a state is always shown as both, and a word.
type sign struct {
	glyph string
	style style
}

// health is the sign of a node.
func (th *Theme) health(h incident.Health) sign {
	switch h {
	case incident.Up:
		return sign{th.OK, th.Good}
	case incident.GoingDown:
		return sign{th.Moving, th.Warn}
	case incident.GoingUp, incident.Starting:
		return sign{th.Moving, th.Info}
	case incident.Down, incident.Stopped, incident.Failing, incident.Missing:
		return sign{th.Broken, th.Bad}
	case incident.Paused:
		return sign{th.Paused, th.Frozen}
	case incident.CutOff:
		return sign{th.Cut, th.Bad}
	case incident.Maint:
		return sign{th.Out, th.Away}
	case incident.NoCheck:
		return sign{th.NoCheck, th.Faint}
	}
	return sign{th.Unknown, th.Faint}
}

// status is the sign of what HAProxy says of a server or a backend.
func (th *Theme) status(s record.State) sign {
	switch s {
	case record.Up:
		return sign{th.OK, th.Good}
	case record.GoingDown:
		return sign{th.Moving, th.Warn}
	case record.Down:
		return sign{th.Broken, th.Bad}
	case record.GoingUp:
		return sign{th.Moving, th.Info}
	case record.Nolb, record.Drain, record.Maint:
		return sign{th.Out, th.Away}
	case record.NoCheck:
		return sign{th.NoCheck, th.Faint}
	}
	return sign{th.Unknown, th.Faint}
}

// container is the sign and word of what Docker says of a container.
func (th *Theme) container(c record.Container) (sign, string) {
	switch {
	case c.Node == "":
		return sign{th.Unknown, th.Faint}, "?"
	case c.State == "":
		return sign{th.Broken, th.Bad}, "missing"
	case c.State == "paused":
		return sign{th.Paused, th.Frozen}, "paused"
	case c.State == "restarting":
		return sign{th.Moving, th.Info}, "restart"
	case c.State != "running":
		return sign{th.Broken, th.Bad}, c.State
	case c.Networks == 0:
		return sign{th.Cut, th.Bad}, "cut off"
	case c.Health == "unhealthy":
		return sign{th.Broken, th.Bad}, "sick"
	case c.Health == "starting":
		return sign{th.Moving, th.Info}, "starts"
	}
	return sign{th.OK, th.Faint}, "runs"
}

// severity is the sign of an event.
func (th *Theme) severity(e *incident.Event) sign {
	if e.Kind == incident.KindFault {
		return sign{th.Fault, th.Bad}
	}
	if e.Kind == incident.KindHeal {
		return sign{th.Heal, th.Good}
	}
	if e.Kind == incident.KindNote && e.Severity == incident.Info {
		return sign{th.Note, th.Key}
	}
	if e.Kind == incident.KindTruth && e.Severity != incident.Good {
		return sign{th.Differ, th.Warn}
	}
	switch e.Severity {
	case incident.Good:
		return sign{th.OK, th.Good}
	case incident.Warn:
		return sign{th.Moving, th.Warn}
	case incident.Bad:
		return sign{th.Broken, th.Bad}
	}
	return sign{th.News, th.Info}
}
