package attach

import (
	"testing"

	"hadash/host"
)

func labels(all ...string) func(*host.Container) {
	return func(c *host.Container) {
		c.Labels = map[string]string{}
		for i := 0; i < len(all); i += 2 {
			c.Labels[all[i]] = all[i+1]
		}
	}
}

// R0: a label counts where it says something, everything else is found, and a contradiction is said.
func TestLabelsCount(t *testing.T) {
	const cfg = "listen stats\n bind :8404\n mode http\n stats enable\n stats uri /\nlisten b\n bind :80\n server s app:80 check\n"
	app, other := box("app", "10.0.0.3"), box("other", "10.0.0.4")
	f, b := lb(t, cfg, labels("hadash.status", "http://me:hidden-word@:9000/x;csv"), app)
	if b.Status[0].Rule != "R0 label" || b.Status[0].URL != "http://10.0.0.2:9000/x;csv" || b.Status[0].Page.Login != "me:hidden-word" || b.Status[1].Rule != "R9b" {
		t.Errorf("%+v", b.Status)
	}
	wantEdges(t, f, "lb -> app")

	f, b = lb(t, cfg, labels("hadash.role", "balancer", "hadash.to", "app,other"), app, other)
	wantLeads(t, &b, "b/s=app")
	wantEdges(t, f, "lb -> app", "lb -> other")
	wantSays(t, f, "its label hadash.to names other, and its configuration does not lead there: the label counts")

	f = discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f /a.cfg"), labels("hadash.config", "/b.cfg")), app, other},
		files: map[string]string{"lb:/a.cfg": "listen b\n bind :80\n server s app:80\n", "lb:/b.cfg": "listen b\n bind :80\n server s other:80\n"}})
	wantLeads(t, &f.Balancers[0], "b/s=other")
	wantSays(t, f, "its label hadash.config says /b.cfg, and it was started with /a.cfg: the label counts")

	f = discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f /a.cfg"), labels("hadash.kind", "server")), app}, files: map[string]string{"lb:/a.cfg": "listen b\n bind :80\n server s app:80\n"}})
	if len(f.Balancers) != 0 {
		t.Error("a labelled server balances")
	}
	wantSays(t, f, "its label hadash.kind=server, and it runs haproxy")

	f = discover(t, &fake{all: []host.Container{box("app", "10.0.0.3", nginx, labels("hadash.role", "app"))}, files: map[string]string{}})
	if says(f, "its label") {
		t.Errorf("an application behind its own nginx is no contradiction: %+v", f.Missing)
	}
}

// A label counts also where its address does not answer: that is said, and not that the numbers are read in another way.
func TestLabelThatDoesNotAnswer(t *testing.T) {
	const cfg = "listen stats\n bind :8404 ssl crt /x.pem\n mode http\n stats enable\n stats uri /\nlisten b\n bind :80\n server s app:80 check\n"
	lb := box("lb", "10.0.0.2", haproxy("-f "+usualFile), labels("hadash.status", "https://:8404/"))
	f := discover(t, &fake{all: []host.Container{lb, box("app", "10.0.0.3")}, files: map[string]string{"lb:" + usualFile: cfg},
		says: map[string]Reading{"lb": {Answered: 1, Numbers: page(1, "b/s=UP"), Failed: map[int]string{0: "its certificate is not accepted"}}}})
	b := &f.Balancers[0]
	if w := &b.Status[0]; w.Rule != labelled || w.Says != "by its label hadash.status, which does not answer" || w.Unchecked || !b.Status[1].Unchecked {
		t.Errorf("%+v", b.Status)
	}
	if b.Servers[0].State != Up {
		t.Errorf("what the page says is lost: %+v", b.Servers[0])
	}
	wantSays(t, f, "by its label hadash.status: its certificate is not accepted")
}

func TestLabelOfNumbers(t *testing.T) {
	const cfg = "listen b\n bind :80\n server s app:80 check\n"
	for label, want := range map[string]string{
		"unix:///run/x.sock":     "unix:///run/x.sock",
		"tcp://:9999":            "tcp://10.0.0.2:9999",
		"tcp://lb.lab:9999":      "tcp://lb.lab:9999",
		"http://lb.lab:1/s":      "http://lb.lab:1/s;csv",
		"http://:8405/metrics":   "http://10.0.0.2:8405/metrics",
		"https://:8404/?stats":   "https://10.0.0.2:8404/?stats;csv",
		"mysql://monitor@:3306/": "",
		"http://:80:80/%zz":      "",
		"":                       "",
	} {
		_, b := lb(t, cfg, labels("hadash.status", label), box("app", "10.0.0.3"))
		got := ""
		if len(b.Status) > 0 {
			got = b.Status[0].URL
		}
		if got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}
