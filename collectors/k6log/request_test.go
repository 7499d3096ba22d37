package k6log

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// slow is a captured line of k6 1.8.1 with k6/profile.js.
const slow = `{"time":"2026-11-23T05:01:55.318Z","ok":true,"status":200,"method":"POST","url":"http://nginx:9080/login","ms":595,"instance":"app3","replica":"mysql-master"}`

const failed = `{"time":"2026-11-23T05:00:17.395Z","ok":false,"status":0,"method":"GET","url":"http://nginx:9080/profile/?id=2123","ms":30000,"error":"request timeout\u001b[31m","instance":"none","replica":"none"}`

func TestRequest(t *testing.T) {
	aSlow := record.Request{At: time.Date(2026, 11, 23, 5, 1, 55, 318e6, time.UTC), Name: "login", Status: 200, Took: 595 * time.Millisecond, Instance: "app3", Replica: "mysql-master"}
	aFailed := record.Request{At: time.Date(2026, 11, 23, 5, 0, 17, 395e6, time.UTC), Name: "profile", Took: 30 * time.Second, Failed: true, Error: "request timeout"}
	for line, want := range map[string]record.Request{
		slow:   aSlow,
		failed: aFailed,
		`time="2026-11-23T05:01:55Z" level=error msg=` + strconv.Quote(slow) + ` source=console`:               aSlow,
		`time="2026-11-23T05:01:55Z" level=error msg=` + strconv.Quote(failed) + ` source=console`:             aFailed,
		`{"level":"error","msg":` + strconv.Quote(slow) + `,"source":"console","time":"2026-11-23T05:01:55Z"}`: aSlow,
		`{"name":"home","ok":false,"status":500,"url":"http://h/","ms":0.5}`:                                   {Name: "home", Status: 500, Took: 500 * time.Microsecond, Failed: true},
	} {
		got, ok := Request(line)
		if !ok {
			t.Errorf("%s is not read", line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", line, diff)
		}
	}
}

func TestEveryCapturedRequestIsRead(t *testing.T) {
	log, err := os.ReadFile("../testdata/lab/k6-1.8.1.log")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(log)) {
		r, ok := Request(strings.TrimSpace(line))
		if !ok || r.Name != "profile" && r.Name != "login" || r.Status != 200 || r.Failed || r.Took < 200*time.Millisecond || !strings.HasPrefix(r.Instance, "app") {
			t.Errorf("%s: %+v, %v", line, r, ok)
		}
	}
}

func TestNoRequest(t *testing.T) {
	for _, line := range []string{
		"", "{", "{}", slow[:40], `time="2026-11-23T05:01:55Z" level=error msg="{`,
		`time="2026-11-23T05:00:16Z" level=warning msg="Request Failed" error="Get \"http://nginx:9080/\": EOF"`,
		`{"level":"info","msg":"hello","source":"console"}`, `{"ok":true}`,
		"ran 60.2s", "✓ logged in successfully: ✓ 12 ✗ 0",
	} {
		if got, ok := Request(line); ok {
			t.Errorf("%s was read as %+v", line, got)
		}
	}
}
