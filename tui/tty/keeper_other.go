//go:build !unix

package tty

import "os"

// keeper is nothing where a console is not a file that a second process can restore: its modes end with the process.
type keeper struct{}

func startKeeper(_, _ *os.File) *keeper { return nil }

func (*keeper) hold(*os.File) {}

func (*keeper) release() {}
