//go:build !unix

package tty

import "time"

// CanAsk is false where bubbletea reads the console by itself.
const CanAsk = false

func (in *Input) more(time.Duration) bool { return false }
