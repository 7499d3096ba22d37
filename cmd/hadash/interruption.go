package main

import (
	"context"
	"errors"
	"strings"

	"hadash/cmd/hadash/hands"
	"hadash/record"
)

// interruption is the error of a command that broke something and was interrupted. It says in one line what was healed
// and what could not be.
type interruption struct {
	healed []record.Fault
	err    error
}

func (e *interruption) Error() string {
	text := "interrupted"
	if len(e.healed) > 0 {
		text += "; healed: " + list(e.healed)
	}
	left := notHealed(e.err)
	for _, one := range left {
		text += "; " + strings.ReplaceAll(one.Error(), "\n", "; ")
	}
	if len(e.healed)+len(left) == 0 {
		text += "; nothing is left broken"
	}
	return text
}

// notHealed lists the faults that an error says are not healed.
func notHealed(err error) (all []*hands.NotHealed) {
	switch e := err.(type) { //nolint:errorlint // each of the wrapped errors is visited
	case *hands.NotHealed:
		return []*hands.NotHealed{e}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			all = append(all, notHealed(one)...)
		}
	case interface{ Unwrap() error }:
		return notHealed(e.Unwrap())
	}
	return all
}

func (e *interruption) Unwrap() error { return e.err }

// interrupt adds to the error of a command that was interrupted which faults were healed. Any other error stays as it is.
func interrupt(ctx context.Context, err error, healed []record.Fault) error {
	if ctx.Err() == nil || err == nil {
		return err
	}
	if len(healed)+len(notHealed(err)) == 0 && !errors.Is(err, context.Canceled) {
		return err // it ended for another reason
	}
	return &interruption{healed, err}
}
