package found

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// still is an Engine with two containers full of secrets.
type still struct{ reading attach.Reading }

const secretConf = `global
 log 127.0.0.1 local0
 stats socket /run/api.sock
userlist people
 user ann insecure-password SECRET-user
listen numbers
 bind :8404
 mode http
 stats enable
 stats uri /
 stats auth looker:SECRET-auth
frontend f
 bind :80
 mode http
 http-request set-header Authorization "Basic SECRET-header"
 log-format "SECRET-format %b"
 default_backend b
backend b
 mode http
 option httpchk
 http-check send hdr Authorization "Bearer SECRET-primary"
 server s app:80 check
 server u gone:"${GONE}" check
`

const secretNginx = `http {
 log_format own "$upstream_addr SECRET-nginxformat";
 access_log /dev/stdout own;
 upstream g { server app:80; }
 map $x $key { default SECRET-map; }
 server { listen 80; auth_basic_user_file /etc/nginx/SECRET-file;
  location /a { proxy_set_header Authorization "Basic SECRET-pass"; proxy_pass http://g; }
  location /b { proxy_pass http://SECRET-who:SECRET-word@app:81/?token=SECRET-token; }
 }
}`

func (s *still) Containers(context.Context) ([]host.Container, error) {
	own := []host.Endpoint{{Network: "n", IPs: []string{"10.0.0.2"}, Names: []string{"lb"}}}
	secrets := []string{"DB_PASSWORD=SECRET-env", "HAPROXY_VERSION=SECRET-version", "URL=http://me:SECRET-url@lb:80/x"}
	labels := map[string]string{"private.key": "SECRET-label"}
	return []host.Container{
		{ID: "lb", Name: "lb-1", Node: "lb", Service: "lb", Image: "haproxy", Running: true, Env: secrets, Labels: labels, Endpoints: own,
			Command: []string{"sh", "-c", "export X=SECRET-command; haproxy -f /h.cfg"}, Processes: []string{"sh -c export X=SECRET-command; haproxy -f /h.cfg", "haproxy -f /h.cfg"}},
		{ID: "web", Name: "web-1", Node: "web", Service: "web", Image: "nginx", Running: true, Env: secrets, Labels: labels, Processes: []string{"nginx: master process nginx"}, Endpoints: own},
		{ID: "app", Name: "app-1", Node: "app", Service: "app", Running: true, Env: secrets, Labels: labels, Command: []string{"serve", "--key", "SECRET-arg", "--front", "lb:80"},
			Processes: []string{"serve --key SECRET-arg"}, Endpoints: []host.Endpoint{{Network: "n", IPs: []string{"10.0.0.3"}, Names: []string{"app"}}}},
	}, nil
}

func (s *still) Read(_ context.Context, id, path string) (host.File, error) {
	switch {
	case id == "lb" && path == "/h.cfg":
		return host.File{Text: []byte(secretConf)}, nil
	case id == "web" && path == "/etc/nginx/nginx.conf":
		return host.File{Text: []byte(secretNginx)}, nil
	}
	return host.File{}, errors.New("no such file")
}

func (s *still) Folder(context.Context, string, string) ([]balancer.File, error) {
	return nil, errors.New("no such folder")
}

func (s *still) Ask(context.Context, string, []attach.Way) attach.Reading { return s.reading }

// No login, key, or value of an environment is in what discovery prints, records, or hands to the dashboard.
func TestNoSecretIsShown(t *testing.T) {
	for name, r := range map[string]attach.Reading{
		"answered": {Answered: 0, Numbers: &record.HAProxy{Servers: []record.Server{{Pxname: "b", Svname: "s", Status: record.ParseStatus("UP")}}}},
		"failed":   {Answered: -1, Failed: map[int]string{0: `Get "http://looker:SECRET-auth@127.0.0.1:8404/;csv": 401`}},
	} {
		f, err := attach.Discover(t.Context(), &still{r})
		if err != nil {
			t.Fatal(err)
		}
		d := documentOf("lab", f)
		if len(d.Balancers) != 2 {
			t.Fatalf("%d balancers", len(d.Balancers))
		}
		var text strings.Builder
		d.write(&text, true)
		writeLabels(&text, f)
		whole, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		top, err := json.Marshal(f.Topology("lab"))
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range []string{text.String(), string(whole), string(top)} {
			if i := strings.Index(strings.ToUpper(out), "SECRET-"); i >= 0 {
				t.Errorf("%s: a secret is shown: ...%s", name, out[max(0, i-100):min(len(out), i+40)])
			}
		}
	}
}

func (s *still) Last(context.Context, string) []string { return nil }
