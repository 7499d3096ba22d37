package ui

import "hadash/tui/paint"

// RateStyle lets an unknown or zero rate step back.
func (c *Context) RateStyle(r float64) paint.Style {
	if r <= 0 {
		return c.Theme.Faint
	}
	return c.Theme.Text
}

// Zero lets a count of none step back.
func (c *Context) Zero(n int) paint.Style {
	if n == 0 {
		return c.Theme.Faint
	}
	return c.Theme.Text
}

// Worry colours a count that should be zero.
func (c *Context) Worry(n int) paint.Style {
	if n == 0 {
		return c.Theme.Faint
	}
	return c.Theme.Warn
}

// FailedStyle colours how many requests failed.
func (c *Context) FailedStyle(n int) paint.Style {
	if n > 0 {
		return c.Theme.Bad
	}
	return c.Theme.Good
}
