package found

import (
	"os"
	"path/filepath"
	"testing"

	"hadash/attach"
	"hadash/conf/balancer"
)

// A page's login is in the URL that is asked, and only there.
func TestLocateWithTheLogin(t *testing.T) {
	w := attach.Way{URL: "http://127.0.0.1:36688/x?stats;csv", Page: &balancer.Page{Login: "me:se:cret"}}
	u, err := Target(&w)
	if err != nil {
		t.Fatal(err)
	}
	if password, _ := u.User.Password(); u.User.Username() != "me" || password != "se:cret" || u.RequestURI() != "/x?stats;csv" {
		t.Errorf("%s", u)
	}
	w.URL, w.Unchecked = "https://10.0.0.2:8404/x;csv", true
	if u, err = Target(&w); err != nil || u.Scheme == "https" || w.Target() != "https://10.0.0.2:8404/x;csv" {
		t.Errorf("%s %v: its certificate would be checked", u.Redacted(), err)
	}
}

// Only ways that can be asked again and again are watched; a socket that is gone is not looked for at every poll.
func TestWhichWayIsWatched(t *testing.T) {
	there := filepath.Join(t.TempDir(), "api.sock")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &Project{Stack: One{}}
	p.last = &attach.Found{Balancers: []attach.Balancer{
		{Node: "inside", Status: []attach.Way{{URL: "exec:///x", Exec: true}, {URL: "http://127.0.0.1/metrics", Rule: "R9h", Exec: true}}},
		{Node: "metrics", Status: []attach.Way{{URL: "exec:///x", Exec: true}, {URL: "http://x/metrics", Rule: "R9h"}}},
		{Node: "lb", Status: []attach.Way{{URL: "exec:///x", Exec: true}, {URL: "unix://" + there, Level: "user"}}, Master: &attach.Way{URL: "tcp://10.0.0.2:9999"}},
	}}
	if w, known := p.way("inside", p.numbers); known {
		t.Errorf("it would ask %s", w.URL)
	}
	if w, known := p.way("metrics", p.numbers); !known || w.URL != "http://x/metrics" {
		t.Errorf("%+v", w)
	}
	if u, err := p.Locate(t.Context(), "lb"); err != nil || u.Path != there {
		t.Errorf("%v %v", u, err)
	}
	if u, err := p.LocateMaster(t.Context(), "lb"); err != nil || u.Host != "10.0.0.2:9999" {
		t.Errorf("%v %v", u, err)
	}
	if !p.again() || p.again() {
		t.Error("it looks again at once")
	}
}
