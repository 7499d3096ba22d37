package nginxcfg

import (
	"testing"
)

// in returns a configuration whose http{} contains a group g of two servers, a group other of two, and text.
func in(text string) []File {
	return files("n: http { upstream g { zone g 1m; server a; server b; } upstream other { zone o 1m; server c; server d; }\n" + text + "\n}")
}

// nginx 1.22.1 accepts each of these (nginx -t).
func TestWhatAddressesMean(t *testing.T) {
	for pass, ok := range map[string]bool{
		"http://g": true, "http://g/": true, "http://g/x/y": true, "http://g?x=1": true, "http://g$request_uri": true, "http://g${uri}": true, "HTTP://G": true,
		"http://g$is_args$args": true, "http://g/$1": true, `"http://g/x?y=${arg_z}"`: true, "https://g": true,
		"http://g2": false, "http://unix:/g:": false, "http://10.0.0.1": false, "http://gg": false,
	} {
		want := "a 1m0s/1m0s"
		if ok {
			want = "a 1s/2s"
		}
		got := brief(Upstreams(in("server { location / { proxy_connect_timeout 1s; proxy_read_timeout 2s; proxy_pass " + pass + "; } }")))
		if len(got) < 4 || got[0] != want {
			t.Errorf("%s: %q, want %s", pass, got, want)
		}
	}
}

func TestEachFamilyHasItsOwnTimes(t *testing.T) {
	for family, pass := range map[string]string{
		"fastcgi": "g", "grpc": "grpc://g", "uwsgi": "g", "scgi": "g", "memcached": "g", "proxy": "http://g",
	} {
		wantBrief(t, in("server { location / { "+family+"_connect_timeout 1s; "+family+"_read_timeout 2s; "+family+"_pass "+pass+"; } }"),
			"a 1s/2s", "b 1s/2s", "c 1m0s/1m0s", "d 1m0s/1m0s")
	}
	got := Upstreams(files("n: stream { upstream g { zone z 1m; server s; } proxy_connect_timeout 3s; server { listen 1; proxy_pass g; } } http { upstream g { zone z 1m; server a; server b; } server { location / { proxy_pass http://g; } } }"))
	if len(got) != 3 || got[0].Stream || !got[2].Stream || got[2].Addr != "s" || !got[2].Alone || got[0].Alone {
		t.Errorf("%+v", got)
	}
	if b := brief(got)[2]; b != "s 3s/10m0s" {
		t.Errorf("stream: %s", b)
	}
}

// A variable with one constant value stands for that value. If it has several, every group that it may stand for is in
// doubt, unless the places that lead to the group wait at least as long.
func TestVariables(t *testing.T) {
	location := func(pass string) string {
		return "server { location /v { proxy_connect_timeout 1s; proxy_read_timeout 2s; proxy_pass " + pass + "; } }"
	}
	choice := func(what string) string {
		return " [timeout connect: choice proxy_pass " + what + " n:2] [timeout read: choice proxy_pass " + what + " n:2]"
	}
	for text, want := range map[string][]string{
		"set $v g; " + location("http://$v"):                                             {"a 1s/2s", "c 1m0s/1m0s"},
		"set $v http://g; " + location("$v"):                                             {"a 1s/2s", "c 1m0s/1m0s"},
		"set $v g; " + location("http://${v}/x"):                                         {"a 1s/2s", "c 1m0s/1m0s"},
		"map $x $v { default g; } " + location("http://$v$request_uri"):                  {"a 1s/2s", "c 1m0s/1m0s"},
		"map $x $v { default g; 1 other; } " + location("http://$v"):                     {"a 1m0s/1m0s" + choice("http://$v"), "c 1m0s/1m0s" + choice("http://$v")},
		"map $x $v { default g; 1 else; } " + location("http://$v"):                      {"a 1m0s/1m0s" + choice("http://$v"), "c 1m0s/1m0s"},
		"map $x $v { default g; 1 $y; } " + location("http://$v"):                        {"a 1m0s/1m0s" + choice("http://$v"), "c 1m0s/1m0s" + choice("http://$v")},
		"set $v g; set $v $y; " + location("http://$v"):                                  {"a 1m0s/1m0s" + choice("http://$v"), "c 1m0s/1m0s" + choice("http://$v")},
		location("http://$host"):                                                         {"a 1m0s/1m0s" + choice("http://$host"), "c 1m0s/1m0s" + choice("http://$host")},
		location("http://$host") + " server { location / { proxy_pass http://g; } }":     {"a 1m0s/1m0s", "c 1m0s/1m0s" + choice("http://$host")},
		"access_by_lua_block { ngx.var.v = 'other' } set $v g; " + location("http://$v"): {"a 1m0s/1m0s" + choice("http://$v"), "c 1m0s/1m0s" + choice("http://$v")},
	} {
		got := brief(Upstreams(in(text)))
		if len(got) < 4 || got[0] != want[0] || got[2] != want[1] {
			t.Errorf("%s:\n%q, want\n%q", text, got, want)
		}
	}
}

// Braces in Lua do not open or close blocks.
func TestLua(t *testing.T) {
	for _, lua := range []string{
		`local t = { a = { 1 } }`, `ngx.say("}")`, `ngx.say('\'}')`, "-- }\n", "--[[ } ]] x()", "s = [==[ } ]] } ]==]", `t["}"] = a[b[1]]`, "x = a - b - -1",
	} {
		wantBrief(t, in("server { content_by_lua_block { "+lua+" } location / { proxy_read_timeout 2s; proxy_pass http://g; } }"),
			"a 1m0s/2s", "b 1m0s/2s", "c 1m0s/1m0s", "d 1m0s/1m0s")
	}
	wantBrief(t, files("n: http { upstream g { zone z 1m; server a; balancer_by_lua_block { } } server { location / { proxy_pass http://g; } } }"),
		"a 1m0s/1m0s [: program balancer_by_lua_block n:1]")
}

// nginx 1.22.1 never marks the only server of a group as failed. The expected values are what it did with these groups.
func TestTheOnlyServerOfAGroup(t *testing.T) {
	for servers, alone := range map[string]bool{
		"server a;": true, "server a; server b down;": false, "server a; server b backup;": false, "server a; server b backup down;": false, "server a; server a;": false,
	} {
		got := read("http { upstream g { " + servers + " } }")
		if len(got) == 0 || got[0].Alone != alone {
			t.Errorf("%s: %+v, want %v", servers, got, alone)
		}
	}
}

func TestWorkersCountSeparately(t *testing.T) {
	for text, want := range map[string]int{
		"worker_processes 4; http { upstream g { server a; } }": 4, "http { upstream g { server a; } }": 0,
		"worker_processes 4; http { upstream g { zone g 1m; server a; } }": 0,
	} {
		if got := read(text); got[0].Workers != want || len(got[0].Doubts) != 0 {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if got := read("worker_processes auto; http { upstream g { server a; } }"); len(got[0].Doubts) != 1 || got[0].Doubts[0].What != "worker_processes auto" {
		t.Errorf("%+v", got)
	}
}
