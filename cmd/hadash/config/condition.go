package config

import (
	"errors"
	"fmt"

	"hadash/drill"
	"hadash/record"
)

// AbortFlag is the flag whose value is a condition of drills.
const AbortFlag = "abort-when"

// NoCondition returns an error of one line about a condition, with the column of the mistake.
func NoCondition(text string, err error) error {
	var p drill.Problem
	if !errors.As(err, &p) {
		return err
	}
	return fmt.Errorf("%q: column %d: %s", record.Clean(text), p.Col, record.Clean(p.Text))
}

// checkCondition returns an error about the value of AbortFlag. "" is valid: no condition.
func checkCondition(text string) error {
	if text == "" {
		return nil
	}
	if _, err := drill.ParseCondition(text); err != nil {
		return fmt.Errorf("%s %w", AbortFlag, NoCondition(text, err))
	}
	return nil
}
