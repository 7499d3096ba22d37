package tui

// rect is a part of the screen, in cells.
type rect struct{ x, y, w, h int }

// inner is the rect inside a border.
func (r rect) inner() rect { return rect{r.x + 1, r.y + 1, max(r.w-2, 0), max(r.h-2, 0)} }
