package rsyslog

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// files are the names of files in rules: /a.
var files = regexp.MustCompile(`(^|[\s"-])/([a-z][a-z./]*)`)

// The real rsyslog writes a session where it is said to go.
func TestRealRsyslog(t *testing.T) {
	if want := os.Getenv("HADASH_E2E"); want == "0" || testing.Short() {
		t.Skip("no program is started: HADASH_E2E=0")
	} else if _, err := exec.LookPath("rsyslogd"); err != nil && want == "1" {
		t.Fatal(err)
	} else if err != nil {
		t.Skip(err)
	}
	for text, want := range rules {
		if strings.Contains(want, "?") || strings.Contains(want, "@") || want == "made" || strings.Contains(text, "?PerHost") {
			continue
		}
		if got := really(t, text); got != want {
			t.Errorf("%s\nreally leads to %q, and is said to lead to %q", text, got, want)
		}
	}
}

// really lets rsyslog write a session's line by some rules, and returns the files that it is in.
func really(t *testing.T, text string) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "rs") // short, for the sockets
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	text = "module(load=\"imuxsock\" SysSock.Use=\"off\")\ninput(type=\"imuxsock\" Socket=\"" + dir + "/in\")\n" +
		"$RepeatedMsgReduction off\n:msg, contains, \"the last\" " + dir + "/last\n& stop\n" + files.ReplaceAllString(text, "${1}"+dir+"/at/$2") + "\n"
	conf := filepath.Join(dir, "conf")
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("rsyslogd", "-n", "-f", conf, "-i", dir+"/pid")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	var c net.Conn
	wait(t, func() bool { c, err = net.Dial("unixgram", dir+"/in"); return err == nil })
	defer c.Close()
	for _, line := range []string{"<134>Nov 30 12:00:00 haproxy[7]: web web/a 200", "<134>Nov 30 12:00:01 haproxy[7]: the last"} {
		if _, err := c.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	wait(t, func() bool { _, err := os.Stat(dir + "/last"); return err == nil })
	_ = cmd.Process.Signal(syscall.SIGTERM) // it writes what it has
	_ = cmd.Wait()
	var out []string
	_ = filepath.WalkDir(dir+"/at", func(name string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, strings.TrimPrefix(name, dir+"/at"))
		}
		return nil
	})
	slices.Sort(out)
	return strings.Join(out, " ")
}

func wait(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatal("it did not happen")
}
