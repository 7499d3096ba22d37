package tui

import (
	"hadash/tui/asked"
	"hadash/tui/ui"
)

// Prefs are the user's choices on the screen, kept for the next one.
type Prefs = ui.Prefs

// Limit is a condition on which every fault made here is healed, and LimitNow its state in a Frame.
type (
	Limit    = asked.Limit
	LimitNow = asked.LimitNow
)
