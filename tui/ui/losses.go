package ui

// Losses returns how many requests failed in each of n seconds, by the witness that counts those of the verdict; -1 where
// that is not known.
func (c *Context) Losses(first int64, n int) []int {
	return c.Verdict.Users.FailedIn(c.Frame, first, n)
}
