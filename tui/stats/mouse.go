package stats

// Pick chooses the nth row of those that are shown.
func (t *Table) Pick(nth int) { t.Move(nth - t.nth) }

// Nth is the place of the chosen row.
func (t *Table) Nth() int { return t.nth }

// Wheel scrolls, and keeps the chosen row in sight.
func (t *Table) Wheel(by int) {
	t.top = max(min(t.top+by, len(t.order)-t.h), 0)
	t.Pick(max(min(t.nth, t.top+t.h-1), t.top))
}
