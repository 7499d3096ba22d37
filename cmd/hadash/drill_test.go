package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hadash runs a command without Docker, and returns its output and exit code.
func hadashAlone(t *testing.T, args ...string) (out, talk string, code int) {
	t.Helper()
	t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(t.TempDir(), "none.sock"))
	t.Setenv("COMPOSE_FILE", "../../compose.yaml")
	var o, e strings.Builder
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(&o)
	root.SetErr(&e)
	err := root.ExecuteContext(t.Context())
	if err != nil {
		e.WriteString(err.Error())
	}
	return o.String(), e.String(), exitCode(err, false)
}

func TestDrillCommandsAlone(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.drill", "# good\nload 20 VUs\nstop app1\nexpect app1 DOWN within 2s\nheal app1\nassert visible == 0\n")
	limit := write("limit.drill", "abort when visibel > 20\nload 20 VUs\n")
	bad := write("bad.drill", "stpo app1\nwait 10\n")
	for _, c := range []struct {
		args      []string
		code      int
		out, talk string
	}{
		{[]string{"drill", "check", good}, exitOK, "good.drill: ok, 6 lines to run: good", "names of nodes not checked: "},
		{[]string{"drill", "check", good, bad}, exitUsage, "", `bad.drill:2:6: "10" is not a time`},
		{[]string{"drill", "check"}, exitUsage, "", "needs the file of a drill"},
		{[]string{"drill", "check", filepath.Join(dir, "none.drill")}, exitUsage, "", "no such file"},
		{[]string{"drill", "run", good, bad, "--out", filepath.Join(dir, "out")}, exitUsage, "", `did you mean stop?`},
		{[]string{"drill", "run", good, "--out", filepath.Join(dir, "out")}, exitUnreachable, "", "none.sock"},
		{[]string{"drill", "run", good, "--out", good}, exitUsage, "", "--out: "},
		{[]string{"drill", "run", good, "--out", dir, "--junit", filepath.Join(dir, "none", "x.xml")}, exitUsage, "", "no such folder"},
		{[]string{"drill", "run", good, "--stack", "tunde"}, exitUsage, "", "must be tuned or baseline"},
		{[]string{"drill", "run", good, "--dry-run"}, exitOK, "must hold for 5s", "cannot be predicted"},
		{[]string{"drill", "--help"}, exitOK, "noticed(NODE)", ""},
		{[]string{"drill", "--help"}, exitOK, "abort when CONDITION", ""},
		{[]string{"drill", "check", limit}, exitUsage, "", `limit.drill:1:12: "visibel" is not a figure, did you mean visible?`},
		{[]string{"fault", "stop", "app1", "--abort-when", "visibel > 20"}, exitUsage, "", `--abort-when "visibel > 20": column 1: "visibel" is not a figure, did you mean visible?`},
		{[]string{"fault", "stop", "app1", "--abort-when", "visible > 20 for 3s"}, exitUsage, "", `--abort-when "visible > 20 for 3s": column 14: unexpected "for"`},
		{[]string{"fault", "stop", "app1", "--abort-when", "visible > 20"}, exitUnreachable, "", "none.sock"},
		{[]string{"--abort-when", "app1 DWON"}, exitUsage, "", `--abort-when "app1 DWON": column 6: "DWON" is not a state, did you mean DOWN?`},
		{[]string{"wait", "mysql-slave1 UPP"}, exitUsage, "", "did you mean UP?"},
		{[]string{"wait", "mysql-slave1 UP"}, exitUnreachable, "", "none.sock"},
		{[]string{"wait", "mysql-slave1", "UP"}, exitUsage, "", "one condition in quotes"},
		{[]string{"wait", "steady", "--timeout", "-3s"}, exitUsage, "", "more than 0 and at most 24h"},
	} {
		out, talk, code := hadashAlone(t, c.args...)
		if code != c.code || !strings.Contains(out, c.out) || c.out == "" && out != "" || !strings.Contains(talk, c.talk) {
			t.Errorf("%s: exit %d, want %d\nout: %s\ntalk: %s", strings.Join(c.args, " "), code, c.code, out, talk)
		}
	}
	if made, _ := filepath.Glob(filepath.Join(dir, "*", "*.hadash")); len(made) > 0 {
		t.Errorf("drills that did not run were recorded: %v", made)
	}
}
