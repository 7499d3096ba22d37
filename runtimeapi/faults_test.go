package runtimeapi

import (
	"errors"
	"testing"
)

// Joining several errors loses none of them.
func TestDoubtAmongErrors(t *testing.T) {
	err := inOneLine([]error{errors.New("first"), ErrDoubt, ErrGone})
	if !errors.Is(err, ErrDoubt) || err.Error() != "first; and 2 more" {
		t.Errorf("got %v", err)
	}
}
