package hadash

import (
	"path/filepath"
	"strings"
	"testing"
)

// A scenario is not refused for a trivial difference in form, and a line that is not understood does not affect the
// others.
func TestFormsOfScenarios(t *testing.T) {
	here, err := filepath.Abs("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	s := newScenario(filepath.Join("testdata", "cases"))
	for _, c := range []struct{ line, refused string }{
		{"\ufeff# a byte-order mark, and CRLF\r", ""},
		{"NODE\tlb  haproxy 10.9.0.2:80,10.9.0.3 to=db1,db2 # a comment\r", ""},
		{"node db1 replica to=db2", ""},
		{"node db2 oracle 10.9.0.32", `no such role: "oracle"; taken as app`},
		{"csv 0s lb ../cases/35-a.csv # a comment", ""},
		{"csv +1 lb " + here + "/35-a.csv", ""},
		{"rest 2 lb x.json", `no such verb: "rest"`},
		{"node late app 10.9.0.40 shelf=3", `a node has no "shelf"`},
		{"log 12:00:05.5 lb Server reads/db1 is DOWN. 1 active and 0 backup servers left. #1 sessions active, 0 requeued, 0 remaining in queue.\r", ""},
		{"log soon lb x", `"soon" is not seconds after noon`},
		{"csv 6 lb none.csv", "no such file"},
		{"docker 6 db1 health_status: unhealthy", ""},
		{"docker 7 late die exitCode=137", ""},
		{"predict db1 delay", ""},
		{"predict db1 delay 300ms", ""},
		{"predict db1 burn", `no such fault: "burn"`},
		{"facts now", ""},
		{"draw", ""},
	} {
		err := s.do(c.line)
		if (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
			t.Errorf("%q: %v, want %q", c.line, err, c.refused)
		}
	}
	for _, want := range []string{
		"event +5.500 server reads/db1: reads/db1 DOWN", "db1 health check: unhealthy", "late exited, code 137", "node db2: UP", "facts +7.000",
	} {
		if !strings.Contains(s.found.String(), want) {
			t.Errorf("the results do not contain %q:\n%s", want, s.found.String())
		}
	}
}
