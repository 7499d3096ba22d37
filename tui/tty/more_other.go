//go:build !unix

package tty

import "time"

// CanAsk is false where bubbletea reads the console without a file.
const CanAsk = false

func (in *Input) more(time.Duration) bool { return false }
