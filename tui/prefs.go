package tui

import "hadash/tui/ui"

// Prefs is what the user chose on the screen, and finds again on the next one.
type Prefs = ui.Prefs
