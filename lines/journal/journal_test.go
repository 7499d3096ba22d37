//go:build unix

package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/lines/run"
)

// captured are the lines of testdata/haproxy.json.
func captured(t testing.TB) (out []string) {
	t.Helper()
	text, err := os.ReadFile("testdata/haproxy.json")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func TestEntries(t *testing.T) {
	raw, err := os.ReadFile("../../collectors/testdata/prefixes/raw.log")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Started haproxy.service - HAProxy Load Balancer."}
	want = append(want, strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")...)
	want = append(want, "127.0.0.1:5 [01/Dec/2026:00:37:44.100] fe_http web/web1 0/0/0/1/1 200 120 - - ---- 1/1/0/0/0 0/0 \"GET /\xff\xfe\x01 HTTP/1.1\"",
		"Server web/web2 is UP. café",
		"127.0.0.1:6 [01/Dec/2026:00:37:44.300] fe_http web/web1 0/0/0/1/1 200 120 - - ---- 1/1/0/0/0 0/0 \"GET /"+strings.Repeat("a", 5000)+" HTTP/1.1\"",
		"[WARNING]  (8) : Server web/web2 is DOWN.")
	lines := captured(t)
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(lines), len(want))
	}
	begin := time.Date(2026, 11, 30, 19, 7, 40, 442200e3, time.UTC)
	for i, line := range lines {
		e, ok := parsed([]byte(line))
		if !ok || string(e.Text) != want[i] {
			t.Errorf("%d: %q, want %q", i, e.Text, want[i])
		}
		at := begin.Add(time.Duration(i) * 120 * time.Millisecond)
		if i > 0 && want[i][0] != 'S' && want[i][0] != '[' { // those of the journal itself
			at = at.Add(-37 * time.Microsecond)
		}
		if e.At.Sub(at).Abs() > 40*time.Microsecond+time.Duration(i/40)*120*time.Millisecond {
			t.Errorf("%d: %v, want %v", i, e.At, at)
		}
		who := map[bool]Entry{true: {Identifier: "systemd", Unit: "init.scope", PID: 1}, false: {Identifier: "haproxy", Unit: "haproxy.service", PID: 8}}[i == 0]
		if e.Identifier != who.Identifier || e.Unit != who.Unit || e.PID != who.PID || e.Host != "lb1" || e.Priority < 5 || e.Priority > 6 || e.cursor == "" {
			t.Errorf("%d: %+v", i, e)
		}
	}
}

func TestStrangeEntries(t *testing.T) {
	for line, want := range map[string]string{
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":["a","b"]}`:            "a",
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":[[97,98],"c"]}`:        "ab",
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":null}`:                 "",
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":[300]}`:                "",
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":"a\nb"}`:               "a b",
		`{"__REALTIME_TIMESTAMP":"1"}`:                                "",
		`{"__REALTIME_TIMESTAMP":"1","MESSAGE":"x","PRIORITY":"99"}`:  "x",
		`{"__REALTIME_TIMESTAMP":["1","2"],"MESSAGE":"x","_PID":"?"}`: "x",
	} {
		if e, ok := parsed([]byte(line)); !ok || string(e.Text) != want || e.Priority != -1 || e.PID != 0 {
			t.Errorf("%s: %+v, %v", line, e, ok)
		}
	}
	for _, line := range []string{"", "x", "{}", `{"MESSAGE":"x"}`, `{"__REALTIME_TIMESTAMP":"-1"}`, "-- No entries --", "[]", "null"} {
		if e, ok := parsed([]byte(line)); ok {
			t.Errorf("%s: %+v", line, e)
		}
	}
}

// program puts a journalctl of its own into PATH: no journald runs where tests do. Its arguments are appended to the file that is returned.
func program(t *testing.T, script string) (arguments string, dir string) {
	t.Helper()
	dir = t.TempDir()
	arguments = filepath.Join(dir, "arguments")
	script = "#!/bin/sh\necho \"$*\" >> " + arguments + "\n" + script
	if err := os.WriteFile(filepath.Join(dir, "journalctl"), []byte(script), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return arguments, dir
}

// A journalctl that ends is started again after the last entry that was read.
func TestGoesOnAfterTheCursor(t *testing.T) {
	arguments, dir := program(t, `case "$*" in
*after-cursor*i=3*) sed -n '4,$p' DATA; exec sleep 300;;
*) sed -n '1,3p' DATA; echo broken >&2; exit 1;;
esac`)
	data, _ := filepath.Abs("testdata/haproxy.json")
	text, _ := os.ReadFile(filepath.Join(dir, "journalctl"))
	if err := os.WriteFile(filepath.Join(dir, "journalctl"), []byte(strings.ReplaceAll(string(text), "DATA", data)), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	j := New("haproxy.service", Options{Dirs: []string{dir}})
	var got []time.Time
	since := time.Date(2026, 11, 30, 19, 7, 40, 0, time.UTC)
	ctx, stop := context.WithCancel(t.Context())
	each := func(at time.Time, _ bool, _ []byte) {
		if got = append(got, at); len(got) == len(captured(t)) {
			stop()
		}
	}
	if err := j.Follow(ctx, since, each); err == nil || err.Error() != "journal:haproxy.service: journalctl: it ended (exit status 1): broken" || len(got) != 3 {
		t.Fatalf("%v, %d lines", err, len(got))
	}
	j.pause = run.Backoff{}
	if err := j.Follow(ctx, since, each); !errors.Is(err, context.Canceled) || len(got) != len(captured(t)) {
		t.Errorf("%v, %d lines", err, len(got))
	}
	asked, _ := os.ReadFile(arguments)
	want := "-o json -a -f --no-tail --no-pager --since=@1796065660.000000 --unit=haproxy.service\n"
	if !strings.HasPrefix(string(asked), want) || strings.Count(string(asked), "\n") != 2 {
		t.Errorf("%s", asked)
	}
}

func TestArguments(t *testing.T) {
	for name, want := range map[string]string{
		"haproxy": "--identifier=haproxy", "haproxy.service": "--unit=haproxy.service", "haproxy@a.service": "--unit=haproxy@a.service", "-x": "--identifier=-x",
	} {
		all := New(name, Options{}).arguments(time.Time{})
		if all[len(all)-1] != want || strings.Contains(strings.Join(all, " "), "since") {
			t.Errorf("%s: %q", name, all)
		}
	}
}

func TestErrors(t *testing.T) {
	_, dir := program(t, "cat >&2 << END\n$HADASH_SAYS\nEND\nsleep 300")
	follow := func(o Options) error {
		return New("haproxy.service", o).Follow(t.Context(), time.Now(), func(time.Time, bool, []byte) { t.Error("a line") })
	}
	for says, want := range map[string]string{
		"Hint: You are currently not seeing messages from other users and the system.\n      Users in groups 'adm', 'systemd-journal' can see all messages.": "usermod -aG systemd-journal ",
		"No journal files were opened due to insufficient permissions.":                                                                                      "usermod -aG systemd-journal ",
	} {
		t.Setenv("HADASH_SAYS", says)
		if err := follow(Options{Dirs: []string{dir}}); !errors.Is(err, os.ErrPermission) || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if err := follow(Options{Dirs: []string{t.TempDir(), filepath.Join(dir, "none")}}); err == nil || !strings.Contains(err.Error(), "no journal is kept on this machine") {
		t.Errorf("%v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := follow(Options{Dirs: []string{dir}}); err == nil || !strings.Contains(err.Error(), "there is no journalctl") {
		t.Errorf("%v", err)
	}
}
