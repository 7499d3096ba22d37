package predict

import (
	"strings"
	"testing"
	"time"

	"hadash/conf/haproxycfg"
	"hadash/conf/nginxcfg"
	"hadash/record"
)

// What was measured on loopback, the longest of five runs of each setting: "kill" is refused, "hole" answers no SYN (a
// stopped process with a full queue), "freeze" accepts and is silent. 0 = not measured.
type measured struct {
	fault   record.FaultKind
	version string
	down    time.Duration // until DOWN
	loose   time.Duration // how much more may be predicted
	back    time.Duration // until UP again
}

const (
	plainCheck = "defaults\n timeout connect 5s\nbackend b\n server s 127.0.0.1:1 check\n"
	greeting   = "defaults\n timeout connect 5s\nbackend b\n option tcp-check\n tcp-check connect\n tcp-check expect rbinary .\n server s 127.0.0.1:1 check\n"
	tunedOne   = "defaults\n timeout connect 75ms\n timeout check 200ms\nbackend b\n option tcp-check\n tcp-check connect\n tcp-check expect rbinary .\n" +
		" server s 127.0.0.1:1 check inter 200ms fastinter 100ms downinter 200ms fall 2 rise 2\n"
)

// expecting is tcp-check with an answer to wait for, and some more lines and parameters.
func expecting(lines, params string) string {
	return "defaults\n" + lines + "\nbackend b\n option tcp-check\n tcp-check connect\n tcp-check expect rbinary .\n server s 127.0.0.1:1 check " + params + "\n"
}

var haproxyMeasured = map[string][]measured{
	plainCheck: {
		{record.Kill, "2.6.12", 5800 * ms, 6300 * ms, 3770 * ms}, {record.Cut, "2.6.12", 11450 * ms, 600 * ms, 4590 * ms}, {fault: record.Pause, version: "2.6.12"},
	},
	greeting: {{record.Pause, "2.6.12", 11540 * ms, 500 * ms, 3950 * ms}},
	strings.Replace(greeting, "5s", "5s\n timeout check 200ms", 1): {
		{record.Pause, "2.6.12", 11300 * ms, 800 * ms, 3430 * ms}, {record.Pause, "3.0.0", 11880 * ms, 200 * ms, 3430 * ms}, {record.Pause, "3.5-dev5", 6460 * ms, 200 * ms, 3430 * ms},
	},
	tunedOne: {
		{record.Kill, "2.6.12", 290 * ms, 200 * ms, 300 * ms}, {record.Kill, "3.0.0", 300 * ms, 200 * ms, 300 * ms}, {record.Kill, "3.5-dev5", 260 * ms, 200 * ms, 300 * ms},
		{record.Cut, "2.6.12", 449 * ms, 10 * ms, 373 * ms}, {record.Cut, "3.0.0", 424 * ms, 50 * ms, 373 * ms}, {record.Cut, "3.5-dev5", 448 * ms, 10 * ms, 373 * ms},
		{record.Pause, "2.6.12", 705 * ms, 0, 250 * ms}, {record.Pause, "3.0.0", 684 * ms, 20 * ms, 250 * ms}, {record.Pause, "3.5-dev5", 663 * ms, 50 * ms, 100 * ms},
	},
	expecting(" timeout connect 5s\n timeout check 200ms", "inter 500ms fall 3"): {
		{record.Pause, "2.6.12", 2840 * ms, 200 * ms, 950 * ms}, {record.Pause, "3.0.0", 2850 * ms, 200 * ms, 950 * ms}, {record.Pause, "3.5-dev5", 2000 * ms, 150 * ms, 950 * ms},
		{record.Cut, "2.6.12", 2970 * ms, 50 * ms, 1506 * ms}, {record.Cut, "3.0.0", 2840 * ms, 200 * ms, 1506 * ms}, {record.Cut, "3.5-dev5", 2950 * ms, 100 * ms, 1506 * ms},
		{record.Kill, "2.6.12", 1490 * ms, 1600 * ms, 980 * ms}, {record.Kill, "3.0.0", 1250 * ms, 1800 * ms, 980 * ms}, {record.Kill, "3.5-dev5", 1250 * ms, 1800 * ms, 980 * ms},
	},
	expecting(" timeout check 200ms", "inter 600ms fastinter 100ms fall 2"): {
		{record.Pause, "2.6.12", 1830 * ms, 100 * ms, 680 * ms}, {record.Pause, "3.0.0", 1840 * ms, 100 * ms, 680 * ms}, {record.Pause, "3.5-dev5", 1040 * ms, 100 * ms, 680 * ms},
	},
	expecting(" timeout connect 3s\n timeout check 2s", "inter 1s fastinter 200ms downinter 400ms fall 3 rise 3"): {
		{record.Pause, "2.6.12", 7310 * ms, 100 * ms, 800 * ms}, {record.Pause, "3.0.0", 7190 * ms, 250 * ms, 800 * ms}, {record.Pause, "3.5-dev5", 7220 * ms, 200 * ms, 800 * ms},
		{record.Cut, "2.6.12", 4400 * ms, 10 * ms, 1800 * ms}, {record.Cut, "3.0.0", 3850 * ms, 600 * ms, 1800 * ms}, {record.Cut, "3.5-dev5", 4270 * ms, 150 * ms, 1800 * ms},
	},
	expecting("", "inter 300ms fall 1 rise 1"):                                                                                {{record.Kill, "2.6.12", 190 * ms, 500 * ms, 380 * ms}, {record.Cut, "2.6.12", 597 * ms, 10 * ms, 380 * ms}},
	expecting(" timeout connect 250ms", "inter 1s fall 2"):                                                                    {{record.Cut, "2.6.12", 3710 * ms, 300 * ms, 2990 * ms}},
	"global\n spread-checks 50\n" + expecting("", "inter 400ms fall 2"):                                                       {{record.Cut, "2.6.12", 1730 * ms, 300 * ms, 1040 * ms}},
	"backend b\n server s 127.0.0.1:1 ssl verify none check inter 300ms fall 2\n":                                             {{record.Pause, "2.6.12", 990 * ms, 300 * ms, 0}},
	"backend b\n option tcp-check\n tcp-check connect ssl\n server s 127.0.0.1:1 check inter 300ms fall 2\n":                  {{record.Pause, "2.6.12", 1140 * ms, 100 * ms, 0}},
	"backend b\n server s 127.0.0.1:1 track l/s\nbackend l\n server s 127.0.0.1:1 ssl verify none check inter 300ms fall 2\n": {{record.Pause, "2.6.12", 920 * ms, 300 * ms, 0}},
	"defaults\n timeout connect 75ms\n timeout check 200ms\nbackend b\n server s 127.0.0.1:1 check inter 2s fastinter 100ms observe layer4 error-limit 2 on-error mark-down\n": {
		{record.Kill, "2.6.12", 80 * ms, 3 * time.Second, 0}, {fault: record.Pause, version: "2.6.12"},
	},
	"defaults\n timeout connect 75ms\nbackend b\n server s 127.0.0.1:1 check inter 200ms fastinter 100ms observe layer4 error-limit 2 on-error fail-check\n": {
		{record.Kill, "2.6.12", 180 * ms, time.Second, 0},
	},
}

// No measured time is beyond what is predicted and its tolerance on an idle machine, and where timers decide the
// prediction is not loose.
func TestPredictionsAgainstHAProxy(t *testing.T) {
	for config, all := range haproxyMeasured {
		checks := haproxycfg.Checks([]haproxycfg.File{{Text: []byte(config)}}, nil)
		for _, m := range all {
			got := (&Checking{Check: &checks[0], Row: &record.Server{}, Version: m.version}).Predict(record.Fault{Kind: m.fault})
			switch {
			case m.down == 0:
				if !got.Known || !got.Never {
					t.Errorf("%s of %q: %+v, seen: never", m.fault, config, got)
				}
			case !got.Known || got.Never || m.down > got.Detect+Times(got.Timers.Detect, idleTimer) || got.Detect > m.down+m.loose:
				t.Errorf("%s of %q (%s): %+v, seen after %s", m.fault, config, m.version, got, m.down)
			case m.back > got.Back+Times(got.Timers.Back, idleTimer):
				t.Errorf("%s of %q (%s): %+v, back after %s", m.fault, config, m.version, got, m.back)
			}
			if strings.Contains(config, "observe") && m.fault == record.Kill && !strings.Contains(got.Why.String(), "2 failures in a row") {
				t.Errorf("%q: %s", config, got.Why.String())
			}
		}
	}
}

// What advice 1 says makes a frozen server DOWN as soon on any version.
func TestAdviceOnFrozenServers(t *testing.T) {
	text := strings.Replace(greeting, "connect 5s", "connect 250ms\n timeout check 250ms", 1)
	checks := haproxycfg.Checks([]haproxycfg.File{{Text: []byte(text)}}, nil)
	for _, version := range []string{"", "2.6.12", "3.3.0"} {
		if got := (&Checking{Check: &checks[0], Row: &record.Server{}, Version: version}).Predict(record.Fault{Kind: record.Pause}); got.Detect != 6750*ms ||
			strings.Contains(got.Why.String(), "version") {
			t.Errorf("%q: %+v", version, got)
		}
	}
}

// Without HAProxy's version both bounds are said.
func TestBothBoundsWithoutVersion(t *testing.T) {
	checks := haproxycfg.Checks([]haproxycfg.File{{Text: []byte(strings.Replace(greeting, "5s", "5s\n timeout check 200ms", 1))}}, nil)
	got := (&Checking{Check: &checks[0], Row: &record.Server{}}).Predict(record.Fault{Kind: record.Pause})
	if got.Detect != 12*time.Second || !strings.Contains(got.Why.String(), "each after 200 ms from HAProxy 3.2.1 and 2.8.16 on") {
		t.Errorf("%+v", got)
	}
}

// A section that says what a check asks is not read, so whether a frozen server is seen is not known.
func TestHealthcheckSection(t *testing.T) {
	text := "healthcheck web\n type tcp-check\n tcp-check expect string ok\nbackend b\n server s 127.0.0.1:1 check healthcheck web\n server n 127.0.0.1:1 check\n"
	checks := haproxycfg.Checks([]haproxycfg.File{{Path: "h.cfg", Text: []byte(text)}}, nil)
	how := func(i int, k record.FaultKind) Prediction {
		return (&Checking{Check: &checks[i], Row: &record.Server{}}).Predict(record.Fault{Kind: k})
	}
	if got := how(0, record.Pause); got.Known || got.Why.String() != "healthcheck web: the checks of that section are not read (h.cfg:5)" {
		t.Errorf("%+v", got)
	}
	if got := how(0, record.Kill); !got.Known {
		t.Errorf("a kill: %+v", got)
	}
	if got := how(1, record.Pause); !got.Never {
		t.Errorf("the other one: %+v", got)
	}
}

// nginx 1.22.1, max_fails=3 fail_timeout=1s where nothing else is said, some 170 requests a second to an instance.
func TestPredictionsAgainstNginx(t *testing.T) {
	conf := func(main, group, server string) string {
		return main + "http { upstream g { " + group + " server a:1 max_fails=3 fail_timeout=1s; " + server + " } " +
			"server { location / { proxy_connect_timeout 75ms; proxy_read_timeout 200ms; proxy_pass http://g; } } }"
	}
	pool := conf("worker_processes 2;", "zone g 64k; keepalive 32;", "server b:1;")
	for _, c := range []struct {
		config string
		fault  record.FaultKind
		rate   float64
		seen   time.Duration // 0 = never
		loose  time.Duration
	}{
		{pool, record.Kill, 170, 20 * ms, 250 * ms},
		{pool, record.Cut, 170, 167 * ms, 100 * ms},
		{conf("", "zone g 64k;", "server b:1;"), record.Cut, 170, 100 * ms, 30 * ms},
		{pool, record.Pause, 170, 217 * ms, 50 * ms},
		{conf("", "zone g 64k; keepalive 32;", ""), record.Kill, 170, 0, 0},
		{conf("", "", "server b:1;"), record.Kill, 1. / 6, 19300 * ms, time.Minute},
		{conf("worker_processes 4;", "", "server b:1;"), record.Kill, 170, 37 * ms, 200 * ms},
	} {
		all := nginxcfg.Upstreams([]nginxcfg.File{{Path: "nginx.conf", Text: []byte(c.config)}})
		got := Upstreams([]*record.Upstream{&all[0]}, "1.22.1", c.rate, record.Fault{Kind: c.fault})
		switch {
		case c.seen == 0:
			if !got.Known || !got.Never {
				t.Errorf("%s: %+v, seen: never", c.config, got)
			}
		case !got.Known || got.Never || c.seen > got.Detect || got.Detect > c.seen+c.loose:
			t.Errorf("%s of %s: %+v, seen after %s", c.fault, c.config, got, c.seen)
		case got.Back < 1980*ms || got.Back > 1980*ms+Times(got.Timers.Back, idleTimer)+got.Detect+30*time.Second:
			t.Errorf("%s of %s: back %s, seen to be tried again after up to 1.98 s", c.fault, c.config, got.Back)
		}
		if four := strings.Contains(c.config, "processes 4"); four && Deciding([]*record.Upstream{&all[0]}) < 8 {
			t.Errorf("4 to 8 errors were seen before a worker of four had had three")
		}
	}
}

// Since nginx 1.29.7 connections are kept by default. Where its version is not known both bounds are said.
func TestKeptByDefault(t *testing.T) {
	for _, c := range []struct {
		group, version string
		each           time.Duration
		both           bool
	}{
		{"", "1.22.1", 75 * ms, false}, {"", "1.29.6", 75 * ms, false}, {"", "1.29.7", 200 * ms, false}, {"", "1.31.5 (Ubuntu)", 200 * ms, false},
		{"", "", 200 * ms, true}, {"keepalive 8;", "", 200 * ms, false}, {"keepalive 0;", "1.31.5", 75 * ms, false},
	} {
		all := nginxcfg.Upstreams([]nginxcfg.File{{Path: "nginx.conf", Text: []byte("http { upstream g { " + c.group + " server a:1; server b:1; } " +
			"server { location / { proxy_connect_timeout 75ms; proxy_read_timeout 200ms; proxy_pass http://g; } } }")}})
		got := Upstreams([]*record.Upstream{&all[0]}, c.version, 1000, record.Fault{Kind: record.Cut})
		if got.Detect != c.each+arrival(1, 1000) || strings.Contains(got.Why.String(), "version") != c.both {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}
