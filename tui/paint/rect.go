package paint

// Rect is a part of the screen, in cells.
type Rect struct{ X, Y, W, H int }

// Inner is the rect inside a border.
func (r Rect) Inner() Rect { return Rect{r.X + 1, r.Y + 1, max(r.W-2, 0), max(r.H-2, 0)} }

// Under is the rect under a rule. One that does not begin at the edge of the screen has an upright line at its left.
func (r Rect) Under() Rect {
	if r.X > 0 {
		r.X, r.W = r.X+1, r.W-1
	}
	return Rect{r.X, r.Y + 1, max(r.W, 0), max(r.H-1, 0)}
}

// Has reports whether a cell is in the rect.
func (r Rect) Has(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Area is the part of the screen that begins at column x and row y.
func Area(x, y, w, h int) Rect { return Rect{x, y, w, h} }
