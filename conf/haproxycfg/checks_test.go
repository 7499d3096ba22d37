package haproxycfg

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

const ms = time.Millisecond

// each returns the same Check for each of the stack's three replicas.
func each(c record.Check) (all []record.Check) {
	for _, name := range []string{"mysql-slave1", "mysql-slave2", "mysql-slave3"} {
		c.Backend, c.Server = "servers", name
		all = append(all, c)
	}
	return all
}

func TestChecksOfTheStack(t *testing.T) {
	for file, want := range map[string]record.Check{
		"../../stack/tuned/haproxy.cfg": {
			On: true, Protocol: true, Inter: 200 * ms, Fastinter: 100 * ms, Downinter: 200 * ms, Rise: 2, Fall: 2,
			TimeoutCheck: 200 * ms, TimeoutConnect: 75 * ms, TimeoutServer: time.Minute, Retries: 2, Redispatch: true,
			Observe: "layer4", ErrorLimit: 2, OnError: "mark-down", ShutdownDown: true, Resolvers: true,
		},
		"../../stack/baseline/haproxy.cfg": {
			On: true, Inter: 2000 * ms, Fastinter: 2000 * ms, Downinter: 2000 * ms, Rise: 2, Fall: 3,
			TimeoutConnect: 5000 * ms, TimeoutServer: 50 * time.Second, Retries: 3, ErrorLimit: 10, OnError: "fail-check",
		},
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(each(want), read(string(text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// read returns the checks of one file, in an empty environment.
func read(text string) []record.Check {
	return Checks([]File{{Path: "x.cfg", Text: []byte(text)}}, nil)
}

// bare returns the Check of a server line without parameters, in a backend without options, as changed by set.
func bare(set func(*record.Check)) record.Check {
	c := record.Check{
		Backend: "b", Server: "s", Inter: 2 * time.Second, Fastinter: 2 * time.Second, Downinter: 2 * time.Second,
		Rise: 2, Fall: 3, Retries: 3, ErrorLimit: 10, OnError: "fail-check",
	}
	set(&c)
	return c
}

func wantChecks(t *testing.T, text string, want ...record.Check) {
	t.Helper()
	wantIn(t, nil, text, want...)
}

func wantIn(t *testing.T, env []string, text string, want ...record.Check) {
	t.Helper()
	if diff := cmp.Diff(want, Checks([]File{{Path: "x.cfg", Text: []byte(text)}}, env)); diff != "" {
		t.Errorf("%s\n(-want +got):\n%s", text, diff)
	}
}

func TestServerParameters(t *testing.T) {
	for params, set := range map[string]func(*record.Check){
		"":                                     func(*record.Check) {},
		"check":                                func(c *record.Check) { c.On = true },
		"check no-check":                       func(*record.Check) {},
		"cookie check weight 3":                func(*record.Check) {},
		"cookie check check":                   func(c *record.Check) { c.On = true },
		"check check-ssl verify none":          func(c *record.Check) { c.On, c.Protocol = true, true },
		"check-ssl no-check-ssl":               func(*record.Check) {},
		"inter 1s":                             func(c *record.Check) { c.Inter, c.Fastinter, c.Downinter = 1000*ms, 1000*ms, 1000*ms },
		"fastinter 50 downinter 1m":            func(c *record.Check) { c.Fastinter, c.Downinter = 50*ms, time.Minute },
		"rise 1 fall 7":                        func(c *record.Check) { c.Rise, c.Fall = 1, 7 },
		"rise 0":                               func(c *record.Check) { c.Doubts = doubtful(record.SettingRise, record.DoubtValue, "rise 0") },
		"fall -1":                              func(c *record.Check) { c.Doubts = doubtful(record.SettingFall, record.DoubtValue, "fall -1") },
		"fall -1 fall 2":                       func(c *record.Check) { c.Fall = 2 },
		"inter 0":                              func(c *record.Check) { c.Doubts = doubtful(record.SettingInter, record.DoubtValue, "inter 0") },
		"inter 1s5":                            func(c *record.Check) { c.Inter, c.Fastinter, c.Downinter = 1000*ms, 1000*ms, 1000*ms }, // with a warning
		"observe layer7 error-limit 3":         func(c *record.Check) { c.Observe, c.ErrorLimit = "layer7", 3 },
		"on-error sudden-death":                func(c *record.Check) { c.OnError = "sudden-death" },
		"on-marked-down shutdown-sessions":     func(c *record.Check) { c.ShutdownDown = true },
		"fancy-thing 3 check inter":            func(c *record.Check) { c.On = true },
		`"check" inter\ 1s 'on-error' "x\"#y"`: func(c *record.Check) { c.On, c.OnError = true, `x"#y` },
		"# check":                              func(*record.Check) {},
		"check#check-ssl":                      func(c *record.Check) { c.On = true },
	} {
		wantChecks(t, "backend b\n server s h:1 "+params+"\n", bare(set))
	}
}

// doubtful returns a doubt about the second line of a file.
func doubtful(of record.Setting, kind record.DoubtKind, what string) []record.Doubt {
	return []record.Doubt{{Of: of, Kind: kind, What: what, File: "x.cfg", Line: 2}}
}

func TestProxyLines(t *testing.T) {
	protocol := func(c *record.Check) { c.Protocol = true }
	redispatch := func(c *record.Check) { c.Redispatch = true }
	nothing := func(*record.Check) {}
	for lines, set := range map[string]func(*record.Check){
		"timeout check 1s\n timeout connect 20\n timeout server 1h": func(c *record.Check) {
			c.TimeoutCheck, c.TimeoutConnect, c.TimeoutServer = time.Second, 20*ms, time.Hour
		},
		"timeout client 3s\n timeout":              nothing,
		"retries 0":                                func(c *record.Check) { c.Retries = 0 },
		"retries many":                             nothing,
		"option redispatch":                        redispatch,
		"option redispatch -1":                     redispatch,
		"option redispatch 0":                      nothing,
		"option redispatch\n no option redispatch": nothing,
		"option httpchk GET /health":               protocol,
		"option mysql-check user x":                protocol,
		"option pgsql-check user x":                protocol,
		"option redis-check":                       protocol,
		"option smtpchk":                           protocol,
		"option ldap-check":                        protocol,
		"option ssl-hello-chk":                     protocol,
		"option tcplog":                            nothing,
		"option tcp-check":                         nothing,
		"option tcp-check\n tcp-check connect":     nothing,
		"option tcp-check\n tcp-check connect\n tcp-check send PING": nothing,
		"option tcp-check\n tcp-check connect\n tcp-check expect x":  protocol,
		"tcp-check expect x":                                                    nothing, // without the option HAProxy does not read it
		"option httpchk\n option tcp-check":                                     nothing, // the last one applies
		"option httpchk\n no option httpchk":                                    nothing,
		"default-server fall 5\n default-server rise 6\n default-server fall 7": func(c *record.Check) { c.Rise, c.Fall = 6, 7 },
	} {
		wantChecks(t, "backend b\n "+lines+"\n server s h:1\n", bare(set))
	}
}

func TestDefaultServerHoldsFromWhereItStands(t *testing.T) {
	wantChecks(t, "listen b\n server s h:1\n default-server check inter 1s\n server s h:1 no-check\n server s h:1 fall 1",
		bare(func(*record.Check) {}),
		bare(func(c *record.Check) { c.Inter, c.Fastinter, c.Downinter = 1000*ms, 1000*ms, 1000*ms }),
		bare(func(c *record.Check) {
			c.On, c.Fall = true, 1
			c.Inter, c.Fastinter, c.Downinter = 1000*ms, 1000*ms, 1000*ms
		}))
}
