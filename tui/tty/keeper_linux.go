package tty

import "golang.org/x/sys/unix"

const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)

// ownProgram is this one as it runs, though another one may have been installed over it. killall goes by the name of the
// file that was started, and this is another one.
func ownProgram() string { return "/proc/self/exe" }

// dupOver has a file stand for another one as well.
func dupOver(from, to int) error { return unix.Dup3(from, to, 0) }
