package ui

import "hadash/tui/paint"

// AndMore shows how many are left out: "and 12 more".
func AndMore(n int) string { return "and " + paint.Count(int64(n)) + " more" }
