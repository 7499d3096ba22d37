// Package dumbterm keeps hadash from asking the terminal for its colours before main runs.
//
// bubbletea v1 does so in an init(), by OSC 11, and waits up to five seconds for terminals that do
// not answer. Nothing that imports bubbletea can be initialised before it, but this package can: Go
// initialises, of the packages whose imports are ready, the one with the smallest path first
// (language specification, "Package initialization"). This one needs only os, which termenv needs
// too, and "hadash/tui/dumbterm" sorts before text/template, without which termenv is never ready. So
// while bubbletea's init runs, TERM says dumb, and a dumb terminal is asked nothing. A
// package that reads TERM in its own init would see the same; none that hadash uses does.
package dumbterm

import "os"

var term, set = os.LookupEnv("TERM")

func init() { _ = os.Setenv("TERM", "dumb") }

// Restore gives TERM back its value. It is for the init() of the package that imports bubbletea.
func Restore() {
	if set {
		_ = os.Setenv("TERM", term)
		return
	}
	_ = os.Unsetenv("TERM")
}
