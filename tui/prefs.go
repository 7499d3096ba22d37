package tui

import (
	"hadash/tui/asked"
	"hadash/tui/ui"
)

// Prefs is what the user chose on the screen, and finds again on the next one.
type Prefs = ui.Prefs

// Limit is a condition on which everything broken from here is healed, and LimitNow how it stands in a Frame.
type (
	Limit    = asked.Limit
	LimitNow = asked.LimitNow
)
