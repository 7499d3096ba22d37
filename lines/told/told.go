// Package told makes errors whose text is all that is shown of them.
package told

import "errors"

// New returns an error with a text of its own, which is whatever err is, for errors.Is. What err wraps is not found by errors.As: a caller that shows
// only the system's own reason would leave out what to try.
func New(text string, err error) error { return &told{text, err} }

type told struct {
	text string
	err  error
}

func (t *told) Error() string        { return t.text }
func (t *told) Is(target error) bool { return errors.Is(t.err, target) }
