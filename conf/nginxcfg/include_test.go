package nginxcfg

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// files returns the files that are given as "path: text".
func files(all ...string) (out []File) {
	for _, s := range all {
		path, text, _ := strings.Cut(s, ": ")
		out = append(out, File{Path: path, Text: []byte(text)})
	}
	return out
}

// brief returns the address, the times and the doubts of each server.
func brief(all []record.Upstream) (out []string) {
	for _, u := range led(all) {
		s := fmt.Sprintf("%s %s/%s", u.Addr, u.ConnectTimeout, u.ReadTimeout)
		for _, d := range u.Doubts {
			s += fmt.Sprintf(" [%s: %s %s %s:%d]", d.Of, d.Kind, d.What, d.File, d.Line)
		}
		out = append(out, s)
	}
	return out
}

func wantBrief(t *testing.T, in []File, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, brief(Upstreams(in))); diff != "" {
		t.Errorf("%s (-want +got):\n%s", in, diff)
	}
}

const (
	mainConf  = "/etc/nginx/nginx.conf: events {}\nhttp { proxy_connect_timeout 2s; proxy_read_timeout 3s; include mime.types; include /etc/nginx/conf.d/*.conf; }"
	groupConf = "/etc/nginx/conf.d/default.conf: upstream app { server 10.0.0.1:80; }\nserver { location / { proxy_pass http://app; } }"
)

// An included file replaces its include, in whatever order the files are given.
func TestIncludes(t *testing.T) {
	wantBrief(t, files(mainConf, groupConf), "10.0.0.1:80 2s/3s")
	wantBrief(t, files(groupConf, mainConf), "10.0.0.1:80 2s/3s")
	// In a copy that lies elsewhere, the ends of the paths are compared.
	wantBrief(t, files(strings.Replace(mainConf, "/etc/nginx/", "44/", 1), strings.Replace(groupConf, "/etc/nginx/conf.d/", "44/", 1)), "10.0.0.1:80 2s/3s")
	wantBrief(t, files("/tmp/x/nginx.conf: http { proxy_connect_timeout 2s; proxy_read_timeout 3s; include /etc/nginx/stream.d/*.conf; include /etc/nginx/conf.d/*.conf; }",
		"/tmp/x/conf.d/a.conf: upstream g { server b; } server { location / { proxy_pass http://g; } }", "/tmp/x/stream.d/a.conf: # nothing"), "b 2s/3s")
	// A file that is harmless as shipped may have been changed.
	wantBrief(t, files("/n/nginx.conf: http { upstream g { server a; } server { location / { include fastcgi_params; fastcgi_pass g; } } }",
		"/n/fastcgi_params: fastcgi_read_timeout 7s;"), "a 1m0s/7s")
	wantBrief(t, files("44/nginx.conf: include /etc/nginx/modules-enabled/*.conf; http { include /etc/nginx/conf.d/*.conf; }",
		"44/a.conf: upstream g { server a; } server { location / { proxy_pass http://g; } }"), "a 1m0s/1m0s")
	// Relative to the main file, one within the other, and at every level.
	wantBrief(t, files("/n/nginx.conf: http { include sites/*; upstream g { include servers; } }",
		"/n/sites/one: server { include snippets/times.conf; location / { proxy_pass http://g; } }",
		"/n/snippets/times.conf: proxy_read_timeout 7s; proxy_connect_timeout 1s;", "/n/servers: server a; server b;"),
		"a 1s/7s", "b 1s/7s")
	wantBrief(t, files("/n/nginx.conf: include http.conf;", "/n/http.conf: http { upstream g { server a; } server { location / { proxy_pass http://g; } } }"), "a 1m0s/1m0s")
	wantBrief(t, files("/n/nginx.conf: http { include a.conf; }", "/n/a.conf: upstream g { server a; } include a.conf;"),
		"a 1m0s/1m0s [timeout connect: include a.conf /n/a.conf:1] [timeout read: include a.conf /n/a.conf:1]",
	)
}

// Settings that a missing file may contain are in doubt, unless they are set in the same block: nginx accepts no
// directive twice.
func TestFilesThatWereNotGiven(t *testing.T) {
	around := "[timeout connect: around /etc/nginx/conf.d/default.conf /etc/nginx/conf.d/default.conf:0] [timeout read: around /etc/nginx/conf.d/default.conf /etc/nginx/conf.d/default.conf:0]"
	around = strings.ReplaceAll(around, " /etc/nginx/conf.d/default.conf:0", " :0")
	wantBrief(t, files(groupConf), "10.0.0.1:80 1m0s/1m0s "+around+" [worker_processes: around /etc/nginx/conf.d/default.conf :0]")
	unread := func(what, file string) string {
		return fmt.Sprintf(" [timeout connect: include %s %s:1] [timeout read: include %s %s:1]", what, file, what, file)
	}
	for text, want := range map[string]string{
		"http { include conf.d/*.conf; upstream g { server a; } server { location / { proxy_pass http://g; } } }":                                      "a 1m0s/1m0s" + unread("conf.d/*.conf", "n"),
		"http { include proxy.conf; upstream g { server a; } server { location / { proxy_pass http://g; proxy_read_timeout 1s; } } }":                  "a 1m0s/1s" + unread("proxy.conf", "n"),
		"http { upstream g { server a; } server { location / { include proxy.conf; proxy_pass http://g; } } }":                                         "a 1m0s/1m0s" + unread("proxy.conf", "n"),
		"http { upstream g { server a; } server { location / { include p; proxy_pass http://g; proxy_read_timeout 1s; proxy_connect_timeout 1s; } } }": "a 1s/1s" + unread("p", "n"),
		"http { upstream g { server a; include more; } server { location / { proxy_pass http://g; } } }":                                               "a 1m0s/1m0s [group: include more n:1]",
		"http { upstream g { server a; } server { include mime.types; location / { include fastcgi_params; proxy_pass http://g; } } }":                 "a 1m0s/1m0s",
		"include modules-enabled/*.conf; http { upstream g { server a; } server { location / { proxy_pass http://g; } } }":                             "a 1m0s/1m0s",
	} {
		wantBrief(t, files("n: "+text), want)
	}
}

// Includes of includes are bounded.
func TestIncludesAreBounded(t *testing.T) {
	begun := time.Now()
	wide := "/n/a.conf: " + strings.Repeat("include b.conf; ", 1000)
	deep := "/n/b.conf: " + strings.Repeat("upstream g { server a; } ", 1000)
	all := Upstreams(files("/n/nginx.conf: http { "+strings.Repeat("include a.conf; ", 1000)+" }", wide, deep))
	if len(all) > maxUpstreams || time.Since(begun) > 10*time.Second {
		t.Errorf("%d servers after %s", len(all), time.Since(begun))
	}
}

// Includes are found wherever they stand, and not in comments.
func TestIncludesOfOneFile(t *testing.T) {
	got := Includes(File{Text: []byte("http { include conf.d/*.conf; server { include /etc/x.conf; } }\n# include /no;\n")})
	if !slices.Equal(got, []string{"conf.d/*.conf", "/etc/x.conf"}) {
		t.Errorf("%q", got)
	}
}
