package logs

import (
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// failedOnce is one failed request, by all that report it, so long after noon.
func failedOnce(id string, after time.Duration) []*record.Line {
	app := &record.Line{At: noon.Add(after), Node: "app2",
		Text: `{"level":"ERROR","msg":"request failed","instance":"app2","method":"GET","path":"/profile/","status":503,"took_ms":8009,"reason":"no connection"}`}
	web := &record.Line{At: noon.Add(after + time.Millisecond), Node: "nginx", Text: `172.28.44.50 - - "GET /profile/?id=` + id + ` HTTP/1.1" 503 43`,
		Access: &record.Access{Method: "GET", URI: "/profile/", Status: 503}}
	k6 := &record.Line{At: noon.Add(after + 3*time.Millisecond), Node: "k6", Text: `{"ok":false,"status":503,"method":"GET","url":"http://nginx:9080/profile/?id=` + id + `"}`,
		Request: &record.Request{Name: "profile", Status: 503, Took: 8 * time.Second, Failed: true, Instance: "app2"}}
	return []*record.Line{app, web, k6}
}

// One failed request that three report is two lines: the client's, and the application's with the reason. All are shown
// where every line is, and where one is searched.
func TestOneRequestIsFolded(t *testing.T) {
	for name, order := range map[string][]int{"in order": {0, 1, 2}, "the client first": {2, 0, 1}, "nginx late": {0, 2, 1}} {
		p := ofRows(8)
		first, second := failedOnce("674", 0), failedOnce("675", 5*time.Millisecond)
		for _, i := range order {
			p.Add([]*record.Line{first[i]})
			p.Add([]*record.Line{second[i]})
		}
		got := drawn(&p, 120, 8)
		if strings.Count(got, "▼ nginx ") != 0 || strings.Count(got, "GET /profile/?id=674 503 after 8.0 s by app2") != 1 || strings.Count(got, "GET /profile/?id=675") != 1 {
			t.Errorf("%s: not one line each:\n%s", name, got)
		}
		if strings.Count(got, "same request: nginx, app2") != 2 || strings.Count(got, "after 8.0 s: no connection") != 2 {
			t.Errorf("%s: the others are not named:\n%s", name, got)
		}
		if n := len(p.Copy()); n != 6 {
			t.Errorf("%s: %d lines are written to a file, want all 6", name, n)
		}
		p.SetLeast(Quiet)
		if got := drawn(&p, 120, 8); strings.Count(got, "▼ nginx ") != 2 {
			t.Errorf("%s: not all of all lines:\n%s", name, got)
		}
		p.SetLeast(Notable)
		p.Begin()
		p.Find(must(t, "172.28"))
		if _, of := p.Hit(); of != 2 {
			t.Errorf("%s: %d lines found", name, of)
		}
		p.EndFind()
		if got := drawn(&p, 120, 8); strings.Count(got, "▼ nginx ") != 0 {
			t.Errorf("%s: not folded after the search:\n%s", name, got)
		}
	}
}

// Another path, another status, or too late: another request.
func TestOtherRequestsAreNotFolded(t *testing.T) {
	for name, change := range map[string]func(web *record.Line){
		"another query":  func(web *record.Line) { web.Text = strings.Replace(web.Text, "674", "999", 1) },
		"another status": func(web *record.Line) { web.Access.Status = 502 },
		"another path":   func(web *record.Line) { web.Access.URI, web.Text = "/login", `- "POST /login HTTP/1.1" 503` },
		"earlier":        func(web *record.Line) { web.At = web.At.Add(-time.Second) },
		"not a failure": func(web *record.Line) {
			web.Access.Status, web.Access.Upstreams = 200, []record.Attempt{{Status: 503}, {Status: 200}}
		},
	} {
		p := ofRows(8)
		lines := failedOnce("674", 0)
		change(lines[1])
		p.Add(lines)
		if got := drawn(&p, 120, 8); strings.Count(got, " nginx ") != 1 {
			t.Errorf("%s: folded:\n%s", name, got)
		}
	}
}

// A request that succeeded is notable when it took a second, or five times as long as usual.
func TestSlowIsNotable(t *testing.T) {
	for _, tt := range []struct {
		took, p95 time.Duration
		notable   bool
	}{
		{266 * time.Millisecond, 102 * time.Millisecond, false}, {266 * time.Millisecond, 0, false}, {266 * time.Millisecond, 50 * time.Millisecond, true},
		{1200 * time.Millisecond, 900 * time.Millisecond, true}, {1200 * time.Millisecond, 0, true},
	} {
		p := ofRows(2)
		p.Usually(tt.p95)
		p.Add([]*record.Line{{At: noon, Node: "k6", Text: `{"ok":true}`, Request: &record.Request{Name: "login", Status: 200, Took: tt.took}}})
		if got := p.Lines() == 1; got != tt.notable {
			t.Errorf("%s of usually %s: notable %v", tt.took, tt.p95, got)
		}
	}
}
