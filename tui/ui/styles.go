package ui

import "hadash/tui/paint"

// RateStyle dims an unknown or zero rate.
func (c *Context) RateStyle(r float64) paint.Style {
	if r <= 0 {
		return c.Theme.Faint
	}
	return c.Theme.Text
}

// Zero dims a count of zero.
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

// FailedStyle colours a number of failed requests.
func (c *Context) FailedStyle(n int) paint.Style {
	if n > 0 {
		return c.Theme.Bad
	}
	return c.Theme.Good
}
