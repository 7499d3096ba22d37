package found

import (
	"strings"
	"testing"

	"hadash/attach"
)

// What was found can be pasted as labels: with the container's port, and without its login.
func TestLabels(t *testing.T) {
	f, err := attach.Discover(t.Context(), &still{attach.Reading{Answered: -1}})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	writeLabels(&out, f)
	const want = `services:
  lb:
    labels:
      hadash.kind: haproxy
      hadash.to: app
      hadash.config: /h.cfg
  app:
    labels:
      hadash.kind: server
  web:
    labels:
      hadash.kind: nginx
      hadash.to: app
      hadash.config: /etc/nginx/nginx.conf
`
	if out.String() != want {
		t.Errorf("%s\nwant\n%s", out.String(), want)
	}
	published := attach.Balancer{Status: []attach.Way{{Rule: "R9a", URL: "http://127.0.0.1:36688/x?stats;csv", Page: f.Balancers[0].Status[0].Page}}}
	if at, login := statusLabel(&published); at != "http://:8404/x?stats;csv" || !login {
		t.Errorf("%s %v", at, login)
	}
	f.Balancers[0].Status = []attach.Way{{Rule: "R9b", URL: "https://10.0.0.2:8404/x;csv", Page: f.Balancers[0].Status[0].Page, Unchecked: true}}
	out.Reset()
	if writeLabels(&out, f); strings.Contains(out.String(), "      hadash.status:") || !strings.Contains(out.String(), "      # without hadash.status: ") {
		t.Errorf("a label would be checked:\n%s", out.String())
	}
}

// What is printed ends with what to do next, if there is something to watch.
func TestWhatNext(t *testing.T) {
	f, err := attach.Discover(t.Context(), &still{attach.Reading{Answered: -1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		found *attach.Found
		want  bool
	}{{f, true}, {&attach.Found{}, false}} {
		var out strings.Builder
		d := documentOf("shop", c.found)
		d.write(&out, false)
		if got := strings.HasSuffix(out.String(), "\n\nhadash -p shop watches it; hadash discover shop --why says how each fact was found\n"); got != c.want {
			t.Errorf("%s", out.String())
		}
	}
}

// The master's socket is a label too, unless its place changes with each start or only a command in the container reaches it.
func TestLabelOfTheMaster(t *testing.T) {
	for _, c := range []struct {
		way  *attach.Way
		want string
	}{
		{nil, ""},
		{&attach.Way{Rule: "R9c", URL: "tcp://127.0.0.1:19999", Port: 9999}, "tcp://:9999"},
		{&attach.Way{Rule: "R9d", URL: "unix:///srv/run/master.sock"}, "unix:///srv/run/master.sock"},
		{&attach.Way{Rule: "R9e", URL: "unix:///proc/77/root/run/haproxy-master.sock"}, ""},
		{&attach.Way{Rule: "R9f", URL: "exec:///run/haproxy-master.sock", Exec: true}, ""},
	} {
		if got := masterLabel(&attach.Balancer{Master: c.way}); got != c.want {
			t.Errorf("%+v: %q, want %q", c.way, got, c.want)
		}
	}
}
