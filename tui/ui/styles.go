package ui

import (
	"hadash/incident/verdict"
	"hadash/tui/paint"
)

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

// FailedStyle colours a number of failed requests while users are hurt. A past loss is no alarm.
func (c *Context) FailedStyle(n int) paint.Style {
	switch {
	case n > 0 && c.Verdict.Users.Feel == verdict.Hurt:
		return c.Theme.Bad
	case n > 0:
		return c.Theme.Strong
	}
	return c.Theme.Text
}
