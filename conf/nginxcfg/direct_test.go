package nginxcfg

import (
	"testing"
)

// Requests may be passed to a server without an upstream block. nginx 1.22.1 then makes a group of this one server,
// with the defaults of an upstream block.
func TestServersWithoutAGroup(t *testing.T) {
	const location = "http { server { location / { proxy_connect_timeout 1s; proxy_read_timeout 2s; proxy_pass "
	for pass, want := range map[string]string{
		"http://app1:80; } } }": "app1:80 1s/2s",
		"http://10.0.0.1; } location /a { proxy_pass http://10.0.0.1; } } }": "10.0.0.1 1m0s/1m0s",
		"https://APP1:8443/x/$1; } } }":                                      "app1:8443 1s/2s",
		"http://$u; } set $u app1:80; } }":                                   "app1:80 1s/2s",
		"http://g; include b.conf; } } }":                                    "g 1s/2s [timeout connect: include b.conf n:1] [timeout read: include b.conf n:1] [group: include b.conf n:1]",
		"http://app1; health_check; } } }":                                   "app1 1s/2s [: probes health_check n:1]",
	} {
		got := brief(Upstreams(files("n: " + location + pass)))
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s: %q, want %s", pass, got, want)
		}
	}
	for _, pass := range []string{"http://unix:/run/app.sock:/", "http://$host", "http://g; } } upstream g { server a; "} {
		for _, u := range Upstreams(files("n: " + location + pass + "; } } }")) {
			if u.Group == "" {
				t.Errorf("%s: %+v", pass, u)
			}
		}
	}
}

// The times of a group are not known if nothing leads to it. If nginx checks its servers itself, nothing about them is
// known.
func TestGroupsThatNothingLeadsTo(t *testing.T) {
	for text, want := range map[string]int{
		"upstream g { server a; server b; } server { location / { root /x; } }":                        2,
		"upstream g { server a; server b; } server { location / { proxy_pass http://g; } }":            0,
		"upstream g { server a; check interval=3000; } server { location / { proxy_pass http://g; } }": 1,
	} {
		got := Upstreams(files("n: http { " + text + " }"))
		if len(got) == 0 || len(got[0].Doubts) != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
