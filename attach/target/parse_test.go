package target

import (
	"strings"
	"testing"

	"hadash/record"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]struct {
		via   Via
		kind  record.Kind
		name  string
		shown string
	}{
		"/run/haproxy/admin.sock":                         {"", "", "", "/run/haproxy/admin.sock"},
		"/run/haproxy/admin.sock@lb1":                     {"", "", "lb1", "/run/haproxy/admin.sock"},
		"haproxy+unix:///run/haproxy/admin.sock@lb1":      {Socket, record.KindHAProxy, "lb1", "haproxy+unix:///run/haproxy/admin.sock"},
		"haproxy+/run/haproxy/admin.sock":                 {"", record.KindHAProxy, "", "/run/haproxy/admin.sock"},
		"haproxy+tcp://10.0.0.5:9999":                     {Socket, record.KindHAProxy, "", "haproxy+tcp://10.0.0.5:9999"},
		"tcp://10.0.0.5:9999@lb2":                         {Socket, record.KindHAProxy, "lb2", "haproxy+tcp://10.0.0.5:9999"},
		"http://lb:8404/stats":                            {"", "", "", "http://lb:8404/stats"},
		"haproxy+https://me:SECRET@lb:8404/stats@lb1":     {Page, record.KindHAProxy, "lb1", "haproxy+https://lb:8404/stats"},
		"http://me:SECRET@lb:8404":                        {"", "", "", "http://lb:8404"},
		"nginx+http://web/nginx_status":                   {Page, record.KindNginx, "", "nginx+http://web/nginx_status"},
		"/var/log/haproxy.log":                            {"", "", "", "/var/log/haproxy.log"},
		"nginx+file:///var/log/nginx/access.log@web":      {File, record.KindNginx, "web", "/var/log/nginx/access.log"},
		"file:///var/log/haproxy.log":                     {File, "", "", "/var/log/haproxy.log"},
		"journal:haproxy.service":                         {Journal, "", "", "journal:haproxy.service"},
		"journal:haproxy@blue.service":                    {Journal, "", "", "journal:haproxy@blue.service"},
		"journal:haproxy.service@lb1":                     {Journal, "", "lb1", "journal:haproxy.service"},
		"syslog+udp://127.0.0.1:5514":                     {Syslog, "", "", "syslog+udp://127.0.0.1:5514"},
		"haproxy+syslog+unix:///tmp/log.sock":             {Syslog, record.KindHAProxy, "", "syslog+unix:///tmp/log.sock"},
		"haproxy+exec:ssh SECRET@lb1 sudo socat - /run/h": {Command, record.KindHAProxy, "", "haproxy+exec:ssh ..."},
		"exec:kubectl logs -f deploy/haproxy @lb":         {Output, "", "lb", "exec:kubectl ..."},
		"probe+http://shop/health?rate=10":                {Probe, "probe", "", "probe+http://shop/health?rate=10"},
		"probe+tcp://10.0.0.5:3306@front":                 {Probe, "probe", "front", "probe+tcp://10.0.0.5:3306"},
		"mysql://root:SECRET@db1":                         {Database, record.KindMySQL, "", "mysql://db1:3306"},
		"mysql://root@db1:3307/@replica":                  {Database, record.KindMySQL, "replica", "mysql://db1:3307/"},
		"conf:///etc/haproxy/haproxy.cfg":                 {Conf, "", "", "/etc/haproxy/haproxy.cfg"},
		"-":                                               {Stdin, "", "", "-"},
	} {
		got, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got.Via != want.via || got.Kind != want.kind || got.Name != want.name || got.String() != want.shown {
			t.Errorf("%s: via %q, kind %q, name %q, shown %q", text, got.Via, got.Kind, got.Name, got.String())
		}
	}
}

// A mistake gets one line that says what to write, and shows no login and no command.
func TestParseMistakes(t *testing.T) {
	for text, says := range map[string]string{
		"":                              "it is empty",
		"lb1":                           "neither a path nor a URL, nor a name",
		"haproxy+tcp://10.0.0.5":        "it needs a port: tcp://10.0.0.5:9999",
		"htp://me:SECRET@lb/stats":      "did you mean http?",
		"ftp://lb/":                     "hadash knows nothing at ftp://",
		"exec:":                         "it needs a command",
		"mysql+exec:echo SECRET":        "mysql+exec: is nothing",
		"probe+mysql://db":              "no scheme",
		"syslog+http://127.0.0.1:514":   "syslog is heard at",
		"journal:":                      "it needs a unit",
		"~/admin.sock":                  "~ is for the shell",
		"http://me:SECRET@lb:84o4/stat": "invalid port",
		"/run/a\x1b[31m":                "control characters",
		"me:SECRET@lb:8404/stats":       "is no address",
		"http://me:a/SECRET@lb/stats":   "%2F",
		"htp://me:a@SECRET@lb/stats":    "did you mean http?",
		"http://me:%zzSECRET@lb/stats":  "%40",
		"http://me:#SECRET@lb/stats":    "%23",
		strings.Repeat("x", 9000):       "xx...: it is too long",
	} {
		_, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
