package nginxcfg

import (
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

const ms = time.Millisecond

var apps = []string{"app1:9081", "app2:9082", "app3:9083"}

// each returns the same Upstream for each of the stack's three applications.
func each(u record.Upstream) (all []record.Upstream) {
	for _, u.Addr = range apps {
		all = append(all, u)
	}
	return all
}

func TestUpstreamsOfTheStack(t *testing.T) {
	tuned := record.Upstream{MaxFails: 3, FailTimeout: time.Second, ConnectTimeout: 75 * ms, ReadTimeout: 150 * ms, Tries: 3, Warns: true, Kept: true, Even: true}
	var want []record.Upstream
	for _, tuned.Group = range []string{"service", "login"} {
		if tuned.Group == "login" {
			tuned.ReadTimeout, tuned.Tries = 160*ms, 2
		}
		spare := tuned
		spare.Backup, spare.MaxFails, spare.FailTimeout = true, 0, 10*time.Second
		want = append(append(want, each(tuned)...), each(spare)...)
	}
	wantFile(t, "../../stack/tuned/nginx.conf", want)
	wantFile(t, "../../stack/baseline/nginx.conf", each(record.Upstream{Even: true,
		Group: "service", MaxFails: 1, FailTimeout: 10 * time.Second, ConnectTimeout: time.Minute, ReadTimeout: time.Minute,
	}))
}

func wantFile(t *testing.T, file string, want []record.Upstream) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, read(string(text))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// read returns the servers of the groups in one file, whether or not something leads to the groups.
func read(text string) []record.Upstream {
	return led(slices.DeleteFunc(Upstreams([]File{{Path: "nginx.conf", Text: []byte(text)}}), func(u record.Upstream) bool { return u.Group == "" }))
}

// led removes the doubt that nothing leads to a group.
func led(all []record.Upstream) []record.Upstream {
	for i := range all {
		all[i].Doubts = slices.DeleteFunc(all[i].Doubts, func(d record.Doubt) bool { return d.Kind == record.DoubtUnused })
		if len(all[i].Doubts) == 0 {
			all[i].Doubts = nil
		}
	}
	return all
}

// bare returns the Upstream of a group's only server line, without parameters, as changed by set.
func bare(set func(*record.Upstream)) record.Upstream {
	u := record.Upstream{Group: "g", Addr: "a", MaxFails: 1, FailTimeout: 10 * time.Second, ConnectTimeout: time.Minute, ReadTimeout: time.Minute, Alone: true, Even: true}
	set(&u)
	return u
}

func nothing(*record.Upstream) {}

func wantUpstreams(t *testing.T, text string, want ...record.Upstream) {
	t.Helper()
	if diff := cmp.Diff(want, read(text)); diff != "" {
		t.Errorf("%s\n(-want +got):\n%s", text, diff)
	}
}

func TestServerParameters(t *testing.T) {
	for params, set := range map[string]func(*record.Upstream){
		"":                   nothing,
		"max_fails=0":        func(u *record.Upstream) { u.MaxFails = 0 },
		"fail_timeout=1m30s": func(u *record.Upstream) { u.FailTimeout = 90 * time.Second },
		"backup weight=5":    func(u *record.Upstream) { u.Backup = true },
		"max_fails=-1": func(u *record.Upstream) {
			u.MaxFails = 0
			u.Doubts = []record.Doubt{{Of: record.SettingMaxFails, Kind: record.DoubtValue, What: "max_fails=-1", File: "nginx.conf", Line: 1}}
		},
		"fail_timeout=100ms": func(u *record.Upstream) {
			u.FailTimeout = 0
			u.Doubts = []record.Doubt{{Of: record.SettingFailTimeout, Kind: record.DoubtValue, What: "fail_timeout=100ms", File: "nginx.conf", Line: 1}}
		},
		"weight=1":                    nothing,
		"weight=2":                    func(u *record.Upstream) { u.Even = false },
		"max_conns=9":                 func(u *record.Upstream) { u.Even = false },
		"; least_conn":                func(u *record.Upstream) { u.Even = false },
		"'max_fails=2' # max_fails=3": func(u *record.Upstream) { u.MaxFails = 2 },
	} {
		wantUpstreams(t, "http { upstream g { zone g 64k; server a "+params+"\n; server x down; keepalive 3; } }", bare(func(u *record.Upstream) {
			u.Alone, u.Kept = false, true
			set(u)
		}))
	}
}

func TestWhatIsInForceWhereItIsPassedOn(t *testing.T) {
	for text, set := range map[string]func(*record.Upstream){
		"proxy_read_timeout 1s;": func(u *record.Upstream) { u.ReadTimeout = time.Second },
		"server { proxy_connect_timeout 1s; location / { proxy_pass http://g; } proxy_connect_timeout 2s; }":                                func(u *record.Upstream) { u.ConnectTimeout = 2 * time.Second },
		"server { location / { proxy_pass http://g/x/; proxy_read_timeout 3s; } } proxy_read_timeout 1s;":                                   func(u *record.Upstream) { u.ReadTimeout = 3 * time.Second },
		"server { location / { proxy_pass https://G; } location /x { proxy_read_timeout 3s; proxy_pass http://g; } }":                       func(u *record.Upstream) { u.Places = 2 },
		"server { location @x { proxy_read_timeout 3s; proxy_pass http://g; } }":                                                            func(u *record.Upstream) { u.ReadTimeout = 3 * time.Second },
		"server { location @x { proxy_read_timeout 3s; proxy_pass http://g; } location / { proxy_read_timeout 1s; proxy_pass http://g; } }": func(u *record.Upstream) { u.ReadTimeout = time.Second },
		"server { location @x { if ($a) { proxy_read_timeout 3s; proxy_pass http://g; } } }":                                                func(u *record.Upstream) { u.ReadTimeout = 3 * time.Second },
		"server { location / { proxy_pass http://other; proxy_read_timeout 3s; } }":                                                         nothing,
		"server { location / { proxy_pass http://g:81; proxy_read_timeout 3s; } }":                                                          nothing,
		"server { location / { fastcgi_pass g; proxy_read_timeout 3s; } }":                                                                  nothing,
		"fastcgi_read_timeout 2s; server { location / { fastcgi_pass g; proxy_read_timeout 3s; } }":                                         func(u *record.Upstream) { u.ReadTimeout = 2 * time.Second },
		"proxy_next_upstream_tries 2; server { location / { location /a { proxy_pass http://g; } } }":                                       func(u *record.Upstream) { u.Tries = 2 },
		"server { location / { if ($a) { proxy_pass http://g; } proxy_next_upstream_tries 4; } }":                                           func(u *record.Upstream) { u.Tries = 4 },
		"server { error_log x info; location / { proxy_pass http://g; } }":                                                                  func(u *record.Upstream) { u.Warns = true },
		"error_log x warn; server { location / { error_log y crit; proxy_pass http://g; } }":                                                nothing,
		"error_log x warn; error_log y error;":                                                                                              func(u *record.Upstream) { u.Warns = true },
		"error_log x warn; server { error_log y; location / { proxy_pass http://g; } } server { location / { proxy_pass http://g; } }":      nothing,
	} {
		wantUpstreams(t, "http { "+text+" upstream g { server a; } }", bare(set))
	}
}

func TestErrorLogOfTheMainLevel(t *testing.T) {
	for level, warns := range map[string]bool{"warn": true, "notice": true, "info": true, "debug": true, "error": false, "crit": false, "": false} {
		wantUpstreams(t, "error_log stderr "+level+"; http { upstream g { server a; } }", bare(func(u *record.Upstream) { u.Warns = warns }))
	}
}

func TestBrokenText(t *testing.T) {
	wantUpstreams(t, "} } http { upstream g { server a", []record.Upstream(nil)...)
	wantUpstreams(t, "} } ; http { upstream g { server a; server; server b down; server 'a", bare(func(u *record.Upstream) { u.Alone = false }))
	wantUpstreams(t, "http { upstream g { server a } { ; } proxy_pass", bare(nothing))
	wantUpstreams(t, "\xEF\xBB\xBFhttp { upstream g { server a; } }", bare(nothing))
}
