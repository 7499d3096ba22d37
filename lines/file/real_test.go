//go:build unix

package file

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A real rsyslogd writes, and its file is rotated as logrotate does it: each line is read once.
func TestRsyslogIsRotated(t *testing.T) {
	if os.Getenv("HADASH_E2E") == "0" {
		t.Skip("HADASH_E2E=0")
	}
	program, err := exec.LookPath("rsyslogd")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	path, socket := filepath.Join(dir, "haproxy.log"), filepath.Join(dir, "in")
	conf := fmt.Sprintf(`global(workDirectory=%q)
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket=%q RateLimit.Interval="0")
action(type="omfile" file=%q template="RSYSLOG_FileFormat")
`, dir, socket, path)
	if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-n", "-f", filepath.Join(dir, "conf"), "-i", filepath.Join(dir, "pid")) //nolint:gosec // the program that is found
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	var conn net.Conn
	for range 1000 {
		if conn, err = (&net.Dialer{}).DialContext(t.Context(), "unixgram", socket); err == nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	const all, each = 600, 150
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	seen := map[string]int{}
	begin := time.Now()
	ended := make(chan error, 1)
	go func() {
		f := New(path, Options{Every: 5 * time.Millisecond})
		for ctx.Err() == nil { // it is not there at first
			ended <- f.Follow(ctx, begin.Add(-time.Second), func(at time.Time, _ bool, text []byte) {
				if at.Before(begin.Add(-time.Second)) || at.After(time.Now()) {
					t.Errorf("%s: %v", text, at)
				}
				_, n, _ := strings.Cut(string(text), "number ")
				if seen[n]++; len(seen) == all {
					stop()
				}
			})
			select {
			case <-ended:
			case <-time.After(5 * time.Millisecond):
			}
		}
		close(ended)
	}()
	var written error
	for i := range all {
		if i == 1 { // whether it works is not the question
			for range 1000 {
				if _, written = os.Stat(path); written == nil {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if written != nil {
				t.Skip(written)
			}
		}
		if i%each == each-1 {
			if err := os.Rename(path, fmt.Sprintf("%s.%d", path, i)); err != nil {
				t.Fatal(err)
			}
			if i%2 == 0 {
				_ = cmd.Process.Signal(syscall.SIGHUP)
			} else {
				defer time.AfterFunc(20*time.Millisecond, func() { _ = cmd.Process.Signal(syscall.SIGHUP) }).Stop()
			}
		}
		if _, err := fmt.Fprintf(conn, "<134>Nov 30 10:00:00 haproxy[8]: number %d", i); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Millisecond)
	}
	for range ended { //nolint:revive // until it is closed
	}
	for n, times := range seen {
		if times != 1 {
			t.Errorf("%s: %d times", n, times)
		}
	}
	if len(seen) != all {
		t.Errorf("%d lines of %d", len(seen), all)
	}
}
