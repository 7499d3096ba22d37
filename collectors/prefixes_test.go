package collectors

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/conf/haproxycfg"
	"hadash/conf/nginxcfg"
	"hadash/record"

	"github.com/google/go-cmp/cmp"
)

// prefixed returns the lines of a capture in testdata/prefixes that hold a text.
func prefixed(t testing.TB, name, with string) (out []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/prefixes", name))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); strings.Contains(line, with) {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s: no lines with %q", name, with)
	}
	return out
}

// meant reads lines, all of one moment, and returns what is known of each without its text.
func meant(k record.Kind, f *formats, at time.Time, lines []string) (out []record.Line) {
	for i, text := range lines {
		l, _ := understand(readerFor(k, f), record.Line{At: at.Add(time.Duration(i) * time.Millisecond)}, []byte(text))
		l.Text = ""
		out = append(out, l)
	}
	return out
}

// formatsOf returns the formats of a captured configuration, and none.
func formatsOf(t testing.TB, name string) map[string]*formats {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/prefixes", name))
	if err != nil {
		t.Fatal(err)
	}
	own := newFormats()
	if filepath.Base(name) == "nginx.conf" {
		own.set(compileNginx(nginxcfg.Formats([]nginxcfg.File{{Path: name, Text: text}})))
	} else {
		own.set(compileHAProxy(haproxycfg.Formats([]haproxycfg.File{{Path: name, Text: text}}, nil)))
	}
	return map[string]*formats{"the formats of its configuration": own, "no formats": nil}
}

// HAProxy's lines mean the same whatever is put before them: by HAProxy's own log formats, by rsyslog's files.
func TestPrefixesOfHAProxy(t *testing.T) {
	at := time.Date(2026, 11, 30, 19, 7, 42, 0, time.UTC)
	raw := prefixed(t, "raw.log", "")
	for with, f := range formatsOf(t, "haproxy.cfg") {
		want := meant(record.KindHAProxy, f, at, raw)
		sessions, states := 0, 0
		for i, l := range want {
			switch {
			case l.Session != nil:
				sessions++
			case l.State != nil:
				states++
			case f != nil:
				t.Errorf("with %s, %q is not read", with, raw[i])
			}
		}
		read := map[bool]int{true: 32, false: 28}[f != nil] // those of "log-format" only by the configuration
		if sessions != read || states != 4 {
			t.Errorf("with %s: %d sessions and %d changes of state, want %d and 4", with, sessions, states, read)
		}
		for _, name := range []string{"rfc3164", "rfc5424", "iso", "timed", "local", "short", "priority"} {
			if d := cmp.Diff(want, meant(record.KindHAProxy, f, at, prefixed(t, name+".log", ""))); d != "" {
				t.Errorf("%s, with %s: %s", name, with, d)
			}
		}
		for _, name := range []string{"rsyslog-file", "rsyslog-traditional", "rsyslog-5424"} {
			if d := cmp.Diff(want, meant(record.KindHAProxy, f, at, prefixed(t, name+".log", "lb-ext"))); d != "" {
				t.Errorf("%s, with %s: %s", name, with, d)
			}
		}
	}
}

// nginx's lines mean the same as in its own files.
func TestPrefixesOfNginx(t *testing.T) {
	at := time.Date(2026, 11, 30, 19, 7, 45, 0, time.UTC)
	for with, f := range formatsOf(t, "nginx.conf") {
		for own, files := range map[string]map[string]string{
			"nginx-main.log":     {"nginx-syslog-main.log": ""},
			"nginx-combined.log": {"rsyslog-file.log": " +0530] ", "rsyslog-traditional.log": " +0530] ", "rsyslog-5424.log": " +0530] "},
			"nginx-json.log":     {"nginx-syslog-json.log": "", "rsyslog-file.log": " edge: ", "rsyslog-traditional.log": " edge: ", "rsyslog-5424.log": " edge "},
			"nginx-error.log":    {"nginx-syslog-error.log": "", "rsyslog-file.log": "] 18397#", "rsyslog-traditional.log": "] 18397#", "rsyslog-5424.log": "] 18397#"},
		} {
			want := meant(record.KindNginx, f, at, prefixed(t, own, ""))
			for i, l := range want {
				if l.Access == nil && l.Upstream == nil && (f != nil || own != "nginx-main.log") {
					t.Errorf("%s, with %s: line %d is not read", own, with, i)
				}
			}
			for name, holds := range files {
				if d := cmp.Diff(want, meant(record.KindNginx, f, at, prefixed(t, name, holds))); d != "" {
					t.Errorf("%s, with %s: %s", name, with, d)
				}
			}
		}
	}
}

// rsyslog does not write the tabs of a format.
func TestTabsBehindRsyslog(t *testing.T) {
	at := time.Date(2026, 11, 30, 19, 59, 0, 200e6, time.UTC)
	own := formatsOf(t, "tabs/haproxy.cfg")["the formats of its configuration"]
	for i, l := range meant(record.KindHAProxy, own, at, prefixed(t, "tabs/rsyslog.log", "haproxy[")) {
		if code := []int{200, 503}[i]; l.Session == nil || l.Session.Code != code || l.Session.Frontend != "tabs" || l.Session.Accepted.Sub(at).Abs() > time.Second {
			t.Errorf("line %d: %+v", i, l.Session)
		}
	}
	own = formatsOf(t, "tabs/nginx.conf")["the formats of its configuration"]
	for i, l := range meant(record.KindNginx, own, at, prefixed(t, "tabs/rsyslog.log", "nginx:")) {
		if status := []int{200, 503}[i]; l.Access == nil || l.Access.Status != status || l.Access.URI != []string{"/a", "/bad"}[i] {
			t.Errorf("line %d: %+v", i, l.Access)
		}
	}
}
