package drill

import (
	"strings"
	"testing"

	"hadash/record"
)

var lab = record.Topology{Project: "lab", Nodes: []record.Node{
	{Name: "nginx", Role: record.RoleWeb, To: []string{"app1", "app2"}},
	{Name: "app1", Role: record.RoleApp}, {Name: "app2", Role: record.RoleApp},
	{Name: "haproxy", Role: record.RoleBalancer, To: []string{"db1", "db2"}, Upstream: []string{"servers"}},
	{Name: "db1", Role: record.RoleReplica}, {Name: "db2", Role: record.RoleReplica},
}}

func TestCheck(t *testing.T) {
	d, all := Parse("x.drill", []byte(`load 20 VUs
never backend servers DOWN
never backend sarvers DOWN
abort when ap2 exited
repeat 2
stop ap1
expect servers/db3 DOWN within 2s
heal ap1
end
maint app1
heal app1
reload haproxy
assert visible(ap1) == 0
wait rate(db9) > 0/s
expect nginx UP within 2s
wait sessions(db3) = 0
never limit(haproxy) > 90%
wait sessions(servers/db1) = 0
wait queue(servers) = 0`))
	if d == nil {
		t.Fatal(all)
	}
	want := []string{
		`x.drill:3:15: warning: "sarvers" is not a backend that a label names of project lab, did you mean servers?; there are servers`,
		`x.drill:4:12: "ap2" is not a service of project lab, did you mean app2?`,
		`x.drill:6:6: "ap1" is not a service of project lab, did you mean app1?; there are app1, app2, db1, db2, haproxy, nginx`,
		`x.drill:7:8: "db3" is not a server of HAProxy of project lab, did you mean db1?; there are db1, db2`,
		`x.drill:10:7: "app1" is not a server of HAProxy of project lab; there are db1, db2`,
		`x.drill:12:8: "haproxy" is not a web server of project lab; there are nginx`,
		`x.drill:13:16: "ap1" is not a service of project lab`,
		`x.drill:14:11: "db9" is not a service of project lab`,
		`x.drill:16:15: "db3" is not a service, server or backend of project lab, did you mean db1?; there are app1, app2, db1, db2, haproxy, nginx, servers`,
	}
	got := d.Check(&lab)
	if len(got) != len(want) {
		t.Fatalf("%d problems, want %d:\n%v", len(got), len(want), got)
	}
	for i := range want {
		if !strings.HasPrefix(got[i].Error(), want[i]) {
			t.Errorf("got  %s\nwant %s", got[i], want[i])
		}
	}
}

func TestConditions(t *testing.T) {
	for text, want := range map[string]string{
		"servers/mysql-slave1 == UP": "", "mysql-slave1 UP": "", "mysql-slave1 is not up": "", "app1 != exited": "",
		"backend servers DOWN": "", "backend servers is not UP": "", "visible == 0": "", "p95(app1)<=200ms": "", "rate > 50/s": "", "vus >= 20": "",
		"steady": "", "detection(app1) == never": "", "cut paused": "", // a service may be called cut
		"5xx(db1) = 0/s": "", "5xx(servers/db1) > 2/s": "",
		"sessions(db1) = 0": "", "queue(servers) == 0": "", "limit(servers/db1) <= 80%": "",
		"sesions(db1) = 0":            `"sesions" is not a figure, did you mean sessions?`,
		"5xx > 1/s":                   "5xx is a figure of a node, a backend or a server: write 5xx(NODE)",
		"5x(db1) > 1/s":               "did you mean",
		"5xx(db1) > 3":                "write 50/s",
		"sessions = 0":                "sessions is a figure of a node, a backend or a server: write sessions(NODE)",
		"visible(servers/db1) == 0":   "visible( needs the name of a node",
		"":                            "a condition is missing",
		"mysql-slave1":                `"mysql-slave1" is not a figure; if it is a node, a state is missing, such as mysql-slave1 UP`,
		"visibel":                     `"visibel" is not a figure, did you mean visible?`,
		"mysql-slave1 is not":         "a state is missing: UP, DOWN",
		"mysql-slave1 UP x":           `unexpected "x"`,
		"mysql-slave1 < UP":           `"<": a state is compared with == or !=`,
		"visible =< 0":                `"=<" is not a comparison`,
		"requests == 0%":              `"0%" is not a number`,
		"p95 < 200":                   `"200" is not a time with its unit`,
		"p95(app1 < 2s":               "a ) is missing",
		"rate > 50":                   `"50" is not a rate`,
		"visible == never":            `"never" is not a number`,
		"backend UP":                  "a state is missing",
		"backend servers up and away": `unexpected "and"`,
		"backend servers MAINT":       `"MAINT" is not a state of a backend`,
		"detection < 2s":              "detection is a figure of one fault",
		"vus(app1) > 3":               "vus is a figure of the whole drill",
		"slowest(app1)":               "slowest is not compared with anything",
	} {
		_, err := ParseCondition(text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
