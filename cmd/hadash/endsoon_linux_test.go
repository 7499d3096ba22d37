package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// asHadash is the name of the variable that makes the test binary run as hadash.
const asHadash = "HADASH_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asHadash) != "" {
		_ = os.Unsetenv(asHadash)
		main()
	}
	os.Exit(m.Run())
}

// pipe makes a named pipe without a writer.
func pipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fullPipe is a named pipe that takes a page, and that a program has opened which reads nothing of it.
func fullPipe(t *testing.T) string {
	t.Helper()
	path := pipe(t)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := unix.FcntlInt(f.Fd(), unix.F_SETPIPE_SZ, os.Getpagesize()); err != nil {
		t.Fatal(err)
	}
	return path
}

// A command that only reads ends at a signal, although its output is not read.
func TestSignalEndsReaders(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		for _, args := range [][]string{
			{"record", "cat", "demo/demo.hadash"},
			{"report", "demo/demo.hadash", "--format", "json", "-o", fullPipe(t)},
			{"compare", "demo/demo.hadash", "demo/demo.hadash", "--format", "html", "-o", fullPipe(t)},
			{"screenshot", "demo/demo.hadash", "-o", fullPipe(t)},
		} {
			cmd := exec.Command(os.Args[0], args...)
			cmd.Env = append(os.Environ(), asHadash+"=1")
			stdout, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			cmd.Stderr = &said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if args[0] == "record" { // it has begun to write, and the output is not read
				if _, err := bufio.NewReaderSize(stdout, 16).Peek(1); err != nil {
					t.Fatal(err)
				}
			} else {
				time.Sleep(300 * time.Millisecond) // so that the command is mostly at work when the signal comes; an earlier signal is valid as well
			}
			_ = cmd.Process.Signal(sig)
			stuck := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait()
			stuck.Stop()
			state := cmd.ProcessState.Sys().(syscall.WaitStatus)
			early := state.Signaled() && state.Signal() == sig && said.Len() == 0 // on a busy machine it may not have begun
			if !early && (state.ExitStatus() != exitInterrupted || said.String() != "hadash: interrupted\n") {
				t.Errorf("%v at %v: %v, %q", args, sig, cmd.ProcessState, said.String())
			}
		}
	}
}
