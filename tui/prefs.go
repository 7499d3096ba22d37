package tui

// Prefs is what the user chose on the screen, and finds again on the next one.
type Prefs struct {
	Columns []string // of the stats page, by HAProxy's names, in the order shown; none = the usual ones
	Sort    string   // the column that servers are sorted by, "-" before it where the largest comes first; "" = HAProxy's order
}
