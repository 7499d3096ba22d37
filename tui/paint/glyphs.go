package paint

import (
	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
)

// Glyphs are the signs of a theme, each one cell wide.
type Glyphs struct {
	OK, Moving, Broken, NoCheck, Out, Paused, Cut, Unknown string

	Fault, Heal, News, Note, Mark, Differ         string
	Held, Missed, Ghost                           string
	Times, Dot, Ellipsis, AtMost, AtLeast, Cursor string
	Since                                         string // changed since a fault began
	Shaft, Arrow, Back                            string
	Upward, Downward                              string
	Spark                                         []string
	Thin, Heavy                                   box

	plain bool // the terminal shows nothing but ASCII
}

// box is the pieces of a panel's border.
type box struct{ topLeft, topRight, bottomLeft, bottomRight, Across, down, tee string }

var unicodeGlyphs = Glyphs{
	OK: "●", Moving: "◐", Broken: "▼", NoCheck: "◌", Out: "◇", Paused: "‖", Cut: "✂", Unknown: "?",
	Fault: "↯", Heal: "+", News: "·", Note: "✎", Mark: "▸", Differ: "≠",
	Held: "✓", Missed: "✗", Ghost: "○",
	Times: "×", Dot: "·", Ellipsis: "…", AtMost: "≤", AtLeast: "≥", Cursor: "_", Since: "◆",
	Shaft: "─", Arrow: "▶", Back: "◀", Upward: "↑", Downward: "↓",
	Spark: []string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"},
	Thin:  box{"┌", "┐", "└", "┘", "─", "│", "┬"},
	Heavy: box{"┏", "┓", "┗", "┛", "━", "┃", "┳"},
}

var asciiGlyphs = Glyphs{
	OK: "*", Moving: "~", Broken: "x", NoCheck: ".", Out: "m", Paused: "p", Cut: "/", Unknown: "?",
	Fault: "!", Heal: "+", News: "-", Note: "n", Mark: ">", Differ: "!",
	Held: "v", Missed: "X", Ghost: "o",
	Times: "x", Dot: "-", Ellipsis: "~", AtMost: "<", AtLeast: ">", Cursor: "_", Since: "@",
	Shaft: "-", Arrow: ">", Back: "<", Upward: "^", Downward: "v",
	Spark: []string{"_", ".", ":", "-", "=", "+", "*", "#"},
	Thin:  box{"+", "+", "+", "+", "-", "|", "+"},
	Heavy: box{"#", "#", "#", "#", "=", "#", "#"},
	plain: true,
}

// Sign is a glyph and its style: a state is always shown as both, and a word.
type Sign struct {
	Glyph string
	Style Style
}

// Health is the sign of a node.
func (th *Theme) Health(h incident.Health) Sign {
	switch h {
	case incident.Up:
		return Sign{th.OK, th.Good}
	case incident.Runs:
		return Sign{th.OK, th.Faint}
	case incident.GoingDown, incident.Slow, incident.Errs:
		return Sign{th.Moving, th.Warn}
	case incident.GoingUp, incident.Starting:
		return Sign{th.Moving, th.Rising}
	case incident.Down, incident.Stopped, incident.Failing, incident.Missing:
		return Sign{th.Broken, th.Bad}
	case incident.Paused:
		return Sign{th.Paused, th.Frozen}
	case incident.CutOff:
		return Sign{th.Cut, th.Bad}
	case incident.Drain, incident.Nolb:
		return Sign{th.Out, th.Drained}
	case incident.Maint:
		return Sign{th.Out, th.Away}
	case incident.NoCheck, incident.Standby:
		return Sign{th.NoCheck, th.Faint}
	}
	return Sign{th.Unknown, th.Faint}
}

// Status is the sign of a server or a backend at HAProxy.
func (th *Theme) Status(s record.State) Sign {
	switch s {
	case record.Up:
		return Sign{th.OK, th.Good}
	case record.GoingDown:
		return Sign{th.Moving, th.Warn}
	case record.Full:
		return Sign{th.OK, th.Warn}
	case record.Down:
		return Sign{th.Broken, th.Bad}
	case record.GoingUp:
		return Sign{th.Moving, th.Rising}
	case record.Nolb, record.Drain:
		return Sign{th.Out, th.Drained}
	case record.Maint:
		return Sign{th.Out, th.Away}
	case record.NoCheck:
		return Sign{th.NoCheck, th.Faint}
	}
	return Sign{th.Unknown, th.Faint}
}

// StatusOf is the sign of a status: a server that HAProxy gave up is broken, whichever word it has for that.
func (th *Theme) StatusOf(s *record.Status) Sign {
	if s.GivenUp() {
		return th.Status(record.Down)
	}
	return th.Status(s.State)
}

// Container is the sign and the word of a container's state in Docker.
func (th *Theme) Container(c record.Container) (Sign, string) {
	switch {
	case c.Node == "":
		return Sign{th.Unknown, th.Faint}, "?"
	case c.State == "":
		return Sign{th.Broken, th.Bad}, "missing"
	case c.State == "paused":
		return Sign{th.Paused, th.Frozen}, "paused"
	case c.State == "restarting":
		return Sign{th.Moving, th.Info}, "restart"
	case c.State != "running":
		return Sign{th.Broken, th.Bad}, c.State
	case c.Networks == 0:
		return Sign{th.Cut, th.Bad}, "cut off"
	case c.Health == "unhealthy":
		return Sign{th.Broken, th.Warn}, "sick" // Docker's health check is slow to change its mind
	case c.Health == "starting":
		return Sign{th.Moving, th.Info}, "starts"
	}
	return Sign{th.OK, th.Faint}, "runs"
}

// Severity is the sign of an event. Red is for what is broken now; an event is past.
func (th *Theme) Severity(e *event.Event) Sign {
	if e.Kind == event.KindFault {
		return Sign{th.Fault, th.Strong}
	}
	if e.Kind == event.KindHeal {
		return Sign{th.Heal, th.Good}
	}
	if e.Kind == event.KindNote && e.Severity == event.Info {
		return Sign{th.Note, th.Key}
	}
	if e.Kind == event.KindTruth && e.Severity != event.Good {
		return Sign{th.Differ, th.Warn}
	}
	if e.Kind == event.KindDrill && e.Severity == event.Good { // the verdict of a drill is not the system's
		return Sign{th.Held, th.Text}
	}
	if e.Kind == event.KindDrill && e.Severity == event.Bad {
		return Sign{th.Missed, th.Warn}
	}
	switch e.Severity {
	case event.Good:
		return Sign{th.OK, th.Good}
	case event.Warn:
		return Sign{th.Moving, th.Warn}
	case event.Bad:
		return Sign{th.Broken, th.Warn}
	}
	return Sign{th.News, th.Info}
}

// NewSign is a glyph in that style.
func NewSign(glyph string, st Style) Sign { return Sign{glyph, st} }
