package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// drills runs one drill that holds and one that does not on the real stack, and reads what they leave.
func drills(t *testing.T, l *lab) {
	write := func(name, text string) string {
		path := filepath.Join(l.dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// Limits that a busy machine keeps: what is tested here is that they are judged.
	good := write("good.drill", "# One replica dies\nload 5 VUs\nwait 5s\nnever backend servers DOWN\nkill mysql-slave2\n"+
		"expect mysql-slave2 DOWN within 60s\nheal mysql-slave2\nexpect mysql-slave2 UP within 120s\nload off\nassert requests > 0\nassert detection(mysql-slave2) < 60s\n")
	bad := write("bad.drill", "# It does not die by itself\nexpect mysql-slave3 DOWN within 1s\n")
	evidence := filepath.Join(l.dir, "evidence")

	out, talk, code := l.run(t, "drill", "run", good, "--out", evidence, "--json", filepath.Join(evidence, "good.json"))
	if code != exitOK || !strings.HasPrefix(out, "good: held") {
		t.Fatalf("exit %d:\n%s\n%s", code, out, talk)
	}
	recordings, _ := filepath.Glob(filepath.Join(evidence, "good-*.hadash"))
	reports, _ := filepath.Glob(filepath.Join(evidence, "good-*.md"))
	pictures, _ := filepath.Glob(filepath.Join(evidence, "good-*.svg"))
	if len(recordings) != 1 || len(reports) != 1 || len(pictures) != 1 {
		t.Fatalf("left behind: %v %v %v", recordings, reports, pictures)
	}
	text, err := os.ReadFile(reports[0])
	if err != nil || !strings.Contains(string(text), "kill mysql-slave2") {
		t.Errorf("%v, the report:\n%s", err, text)
	}
	var told any
	if data, err := os.ReadFile(filepath.Join(evidence, "good.json")); err != nil || json.Unmarshal(data, &told) != nil {
		t.Errorf("%v, --json: %s", err, data)
	}

	out, talk, code = l.run(t, "drill", "run", bad, "--out", evidence, "--junit", filepath.Join(evidence, "bad.xml"))
	if code != exitBroken || !strings.Contains(out, "line 2 failed: expect mysql-slave3 DOWN within 1s") {
		t.Errorf("exit %d:\n%s\n%s", code, out, talk)
	}
	if data, err := os.ReadFile(filepath.Join(evidence, "bad.xml")); err != nil || !strings.Contains(string(data), "<failure") {
		t.Errorf("%v, --junit: %s", err, data)
	}

	if out, talk, code := l.run(t, "compare", recordings[0], recordings[0]); code != exitOK || !strings.Contains(out, "kill mysql-slave2") {
		t.Errorf("compare: exit %d:\n%s\n%s", code, out, talk)
	}
	if out, talk, code := l.run(t, "record", "cat", recordings[0]); code != exitOK || !strings.Contains(out, `"Inject":{"Kind":"kill","Target":"mysql-slave2"`) {
		t.Errorf("record cat: exit %d:\n%.300s\n%s", code, out, talk)
	}
	if out, talk, code := l.run(t, "wait", "servers/mysql-slave2 == UP", "--timeout", "60s"); code != exitOK {
		t.Errorf("wait: exit %d:\n%s\n%s", code, out, talk)
	}
	if out, talk, code := l.run(t, "wait", "mysql-slave2 DOWN", "--timeout", "1s"); code != exitBroken {
		t.Errorf("wait in vain: exit %d:\n%s\n%s", code, out, talk)
	}
}
