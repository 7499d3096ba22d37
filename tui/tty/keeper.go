//go:build unix

package tty

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// A keeper is a second process that gives the terminal back when this one cannot: it was killed, it panicked in a
// goroutine of some library, its stack overflowed, its memory ended, a signal made it abort. Nothing in the process
// itself can handle all of these. The two share a pipe: the kernel closes it when a process ends, however it ends, and
// that tells the keeper.
//
// It is this same program, started again in a process group of its own: no ctrl+c, ctrl+z or kill of the group
// reaches it. It cannot be the parent instead of the child: the shell would then stop, continue and wait for the wrong
// process.
type keeper struct {
	control io.Writer // its standard input
	aside   *aside
}

// keeperEnv makes this program a keeper.
const keeperEnv = "HADASH_KEEPS_TERMINAL_OF"

func init() {
	if of := os.Getenv(keeperEnv); of != "" {
		keep(of)
		os.Exit(0)
	}
}

// The files of a keeper besides its standard input, on which it learns what to restore, and its output, the terminal
// that is written to.
const (
	keeperAside = 3 // what was written to standard error
	keeperInput = 4 // the terminal that is made raw
)

// startKeeper starts one for the terminal that is read from in and written to out. It returns no error: without a keeper everything else
// works, and the system may have no room for another process.
func startKeeper(in, out *os.File) *keeper {
	control, told, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer func() { _ = control.Close() }()
	a := newAside()
	var said *os.File // nil: the keeper has no such file
	if a != nil {
		said = a.file
	}
	cmd := exec.Command(ownProgram())                                     //nolint:noctx // it outlives every context: its end is the end of the pipe
	cmd.Args = []string{"keeps-terminal-of-" + strconv.Itoa(os.Getpid())} // killing by name is meant for the other process
	cmd.Env = []string{keeperEnv + "=" + strconv.Itoa(os.Getpid()), "GOMAXPROCS=1", "TMPDIR=" + os.TempDir()}
	cmd.Dir = "/"
	cmd.Stdin, cmd.Stdout, cmd.ExtraFiles = control, out, []*os.File{said, in}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if cmd.Start() != nil {
		_ = told.Close()
		return nil
	}
	go func() { _ = cmd.Wait() }() // or it stays in the list of processes when it ends first
	return &keeper{control: told, aside: a}
}

// hold tells the keeper what to restore, before the terminal is changed, and redirects standard error.
func (k *keeper) hold(in *os.File) {
	if k == nil {
		return
	}
	mode, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil {
		return
	}
	line, err := json.Marshal(mode)
	if err != nil {
		return
	}
	_, _ = k.control.Write(append(line, '\n'))
	k.aside.take()
}

// release tells the keeper that the terminal is restored, and restores standard error.
func (k *keeper) release() {
	if k != nil {
		_, _ = io.WriteString(k.control, released+"\n")
		k.aside.give()
	}
}

// released is the message on a keeper's standard input when there is nothing left to restore.
const released = "released"
