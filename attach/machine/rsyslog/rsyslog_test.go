package rsyslog

import (
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
)

var session = Message{Program: "haproxy", Facility: "local0", Severity: "info"}

// read reads a configuration without includes.
func read(text string) Config {
	return Read(File{Path: "/etc/rsyslog.conf", Text: text}, func(string) []File { return nil })
}

// shown lists where messages go.
func shown(all []Where) string {
	var out []string
	for _, w := range all {
		text := w.File
		switch {
		case w.Made:
			text = "made"
		case w.Host != "":
			text = "@" + w.Host
		}
		if !w.Sure {
			text += "?"
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// Debian's own rules put HAProxy's lines into a file of their own, and only there.
func TestDebian(t *testing.T) {
	get := func(name string) File {
		text, err := os.ReadFile("testdata/debian12/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return File{Path: "/etc/" + name, Text: string(text)}
	}
	c := Read(get("rsyslog.conf"), func(pattern string) []File {
		if pattern != "/etc/rsyslog.d/*.conf" {
			t.Errorf("includes %s", pattern)
		}
		return []File{get("rsyslog.d/49-haproxy.conf")}
	})
	to := c.Local(session)
	if got := shown(to); got != "/var/log/haproxy.log" {
		t.Errorf("HAProxy's lines go to %q", got)
	}
	if len(to) > 0 && (path.Base(to[0].From) != "49-haproxy.conf" || to[0].Line != 7) {
		t.Errorf("it is said to be written in %s:%d", to[0].From, to[0].Line)
	}
	if got := shown(c.Local(Message{Program: "nginx", Facility: "local7", Severity: "info"})); got != "/var/log/syslog" {
		t.Errorf("nginx's lines go to %q", got)
	}
	if fmt.Sprint(c.Sockets) != "[/var/lib/haproxy/dev/log]" || !c.System || len(c.UDP) > 0 {
		t.Errorf("it listens at %v, system %v, UDP %v", c.Sockets, c.System, c.UDP)
	}
}

// rules are configurations, and where a session of HAProxy's goes; "?" behind it: it may.
var rules = map[string]string{
	"local0.* /var/log/lb.log":                                 "/var/log/lb.log",
	"local0.*\t-/var/log/lb.log;RSYSLOG_TraditionalFileFormat": "/var/log/lb.log",
	"local1.* /var/log/lb.log":                                 "",
	"local0.=notice /a":                                        "",
	"local0.=info /a":                                          "/a",
	"local0.warning /a":                                        "",
	"*.info;mail.none;authpriv.none;cron.none /messages":       "/messages",
	"*.info;local0.none /messages":                             "",
	"*.*;local0.!info /a":                                      "",
	"*.*;local0.!err /a":                                       "/a",
	"local0,local1.* /a\n& stop\n*.* /b":                       "/a",
	"local0.* /a\n& ~\n*.* /b":                                 "/a",
	"local0.* @@logs.example.com:514\n*.* /b":                  "@logs.example.com:514 /b",
	`:programname, isequal, "haproxy" /a`:                      "/a",
	`:programname, !isequal, "haproxy" /a`:                     "",
	`:programname, startswith, "ha" -/a`:                       "/a",
	`:msg, contains, "BACKEND" /a` + "\n*.* /b":                "/a? /b",
	`if $programname == 'haproxy' then /a` + "\n& stop\n*.* /": "/a",
	`if $programname startswith 'haproxy' then { action(type="omfile" file="/a") stop }` + "\n*.* /b":                  "/a",
	`if ($programname == "haproxy") and ($syslogfacility-text == "local1") then /a` + "\n*.* /b":                       "/b",
	`if $syslogfacility-text == 'local0' and not ($msg contains 'x') then /a`:                                          "/a?",
	`if $programname == 'nginx' or $programname == 'haproxy' then -/a` + "\nelse /c":                                   "/a",
	`if $programname == 'nginx' then {` + "\n/x\n} else if $programname == 'haproxy' then {\n/a\nstop\n}\n*.* /b":      "/a",
	`if re_match($msg, 'a then b') then stop` + "\n*.* /b":                                                             "/b?",
	"ruleset(name=\"lb\") {\n  action(type=\"omfile\"\n    file=\"/a\")\n}\nif $programname == 'haproxy' then call lb": "/a",
	"local0.* ?PerHost": "made",
	"$template T,\"%msg%\\n\"\nlocal0.* /a;T # comment":                                      "/a",
	`template(name="t" type="list") { property(name="msg") }` + "\nlocal0.* /a":              "/a",
	"*.emerg :omusrmsg:*\nlocal0.* /a":                                                       "/a",
	"/* local0.* /b */\n# local0.* /c\nlocal0.* /a":                                          "/a",
	`if $programname == 'haproxy' then { if $syslogseverity <= 3 then /err` + "\n/a\nstop }": "/err? /a",
}

func TestRules(t *testing.T) {
	for text, want := range rules {
		c := read(text)
		if got := shown(c.Local(session)); got != want {
			t.Errorf("%s\nleads to %q, want %q", text, got, want)
		}
	}
}

func TestInputs(t *testing.T) {
	c := read(`
module(load="imudp")
input(type="imudp" port="514" ruleset="lb")
input(type="imuxsock" Socket="/var/lib/haproxy/dev/log" CreatePath="on")
$ModLoad imtcp
$InputTCPServerRun 5140
ruleset(name="lb") { action(type="omfile" file="/var/log/lb.log") }
*.* /var/log/all.log
`)
	if to, ok := c.At(c.UDP, 514, session); !ok || shown(to) != "/var/log/lb.log" {
		t.Errorf("UDP: %v %q", ok, shown(to))
	}
	if to, ok := c.At(c.TCP, 5140, session); !ok || shown(to) != "/var/log/all.log" {
		t.Errorf("TCP: %v %q", ok, shown(to))
	}
	if _, ok := c.At(c.UDP, 5514, session); ok {
		t.Error("it listens at 5514")
	}
	if len(c.Sockets) != 1 {
		t.Errorf("sockets %v", c.Sockets)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("if $a == 'b' then { /x } else { stop }\n:msg, contains, \"x\" /y\n& stop")
	f.Add("$IncludeConfig /etc/rsyslog.d/*.conf\nif ((((($x")
	f.Fuzz(func(_ *testing.T, text string) {
		all := func(string) []File { return []File{{Path: "/x", Text: text}} } // that includes itself
		c := Read(File{Path: "/x", Text: text}, all)
		c.Local(session)
	})
}
