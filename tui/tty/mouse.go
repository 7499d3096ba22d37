package tty

import (
	"io"

	"github.com/charmbracelet/x/ansi"
)

// Presses and releases are reported (1000), and no movement: what is dragged with shift is the terminal's own
// selection. SGR's way (1006) has no limit of columns.
const (
	mouseOn  = "\x1b[?1000h\x1b[?1006h"
	mouseOff = "\x1b[?1000l\x1b[?1006l"
)

// bubbletea writes each of these by itself: at the beginning and the end, and around a suspension.
var (
	enterAlt = []byte(ansi.SetMode(ansi.ModeAltScreenSaveCursor))
	leaveAlt = []byte(ansi.ResetMode(ansi.ModeAltScreenSaveCursor))
)

// Mouse has the terminal report the mouse, or leaves it to the terminal. What is wanted holds while the alternate
// screen is there: whoever leaves it, for whatever reason, gets the mouse back.
func (o *Output) Mouse(on bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.mouse == on {
		return
	}
	o.mouse = on
	switch {
	case !o.alt:
	case on:
		_, _ = io.WriteString(o.w, mouseOn)
	default:
		_, _ = io.WriteString(o.w, mouseOff)
	}
}
