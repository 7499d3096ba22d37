package attach

import (
	"slices"
	"testing"

	"hadash/host"
)

const oneServer = "defaults\n mode http\nbackend b\n server s app:80 check\n"

// R3 and R4: every file that the running process was started with, as it is in the container.
func TestWhichFiles(t *testing.T) {
	app := box("app", "10.0.0.3")
	for name, c := range map[string]struct {
		lb    host.Container
		files map[string]string
		want  []string
	}{
		"two files and a folder": {
			box("lb", "10.0.0.2", haproxy("-f /etc/h/a.cfg -f /etc/h/b.cfg -f /etc/h/d")),
			map[string]string{"lb:/etc/h/a.cfg": "global\n", "lb:/etc/h/b.cfg": "defaults\n mode http\n", "lb:/etc/h/d/20.cfg": oneServer, "lb:/etc/h/d/10.cfg": "frontend f\n bind :80\n", "lb:/etc/h/d/no.txt": "x", "lb:/etc/h/d/.x.cfg": "x", "lb:/etc/h/d/deep/x.cfg": "x"},
			[]string{"/etc/h/a.cfg", "/etc/h/b.cfg", "/etc/h/d/10.cfg", "/etc/h/d/20.cfg"},
		},
		"files after --": {
			box("lb", "10.0.0.2", haproxy("-f /a.cfg -- /b.cfg /c.cfg")),
			map[string]string{"lb:/a.cfg": "global\n", "lb:/b.cfg": oneServer, "lb:/c.cfg": ""},
			[]string{"/a.cfg", "/b.cfg", "/c.cfg"},
		},
		"relative, with -C": {
			box("lb", "10.0.0.2", haproxy("-C /etc/h -f a.cfg")), map[string]string{"lb:/etc/h/a.cfg": oneServer}, []string{"/etc/h/a.cfg"},
		},
		"relative to the working directory": {
			box("lb", "10.0.0.2", haproxy("-f a.cfg"), func(c *host.Container) { c.WorkingDir = "/srv" }), map[string]string{"lb:/srv/a.cfg": oneServer}, []string{"/srv/a.cfg"},
		},
		"a link": {
			box("lb", "10.0.0.2", haproxy("-f /a.cfg")), map[string]string{"lb:/a.cfg": "-> /real/h.cfg", "lb:/real/h.cfg": oneServer}, []string{"/a.cfg"},
		},
		"written by the command": {
			box("lb", "10.0.0.2", func(c *host.Container) {
				c.Image, c.Command = "haproxy:3", []string{"sh", "-c", "echo 'backend b\n server s app:80' > /tmp/h.cfg && haproxy -f /tmp/h.cfg"}
				c.Processes = []string{"sh -c echo...", "haproxy -f /tmp/h.cfg"}
			}),
			map[string]string{"lb:/tmp/h.cfg": oneServer, "lb:" + usualFile: "backend wrong\n server s app:80\n"}, []string{"/tmp/h.cfg"},
		},
		"stopped, by a variable": {
			box("lb", "10.0.0.2", stopped, env("CFG=/x/y.cfg"), command("sh", "-c", "exec haproxy -W -f ${CFG:-/none.cfg}")), map[string]string{"lb:/x/y.cfg": oneServer}, []string{"/x/y.cfg"},
		},
		"not said": {
			box("lb", "10.0.0.2", haproxy("")), map[string]string{"lb:/etc/haproxy/haproxy.cfg": oneServer}, []string{"/etc/haproxy/haproxy.cfg"},
		},
	} {
		f := discover(t, &fake{all: []host.Container{c.lb, app}, files: c.files})
		if len(f.Balancers) != 1 {
			t.Errorf("%s: %d balancers, %v", name, len(f.Balancers), f.Missing)
			continue
		}
		if got := f.Balancers[0].Conf.Files; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		wantLeads(t, &f.Balancers[0], "b/s=app")
	}
}

// R4: a configuration that cannot be read is said to be so.
func TestFilesThatCannotBeRead(t *testing.T) {
	f := discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f /gone.cfg"))}})
	wantSays(t, f, "its configuration /gone.cfg cannot be read", "no configuration was found")
}

// R4: nginx's includes are found in its whole folder; a template and an example that nothing includes are not read.
func TestIncludes(t *testing.T) {
	f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3")}, files: map[string]string{
		"web:/etc/nginx/nginx.conf":                       "http { include mime.types; include /etc/nginx/conf.d/*.conf; }\nstream { include /opt/tcp/*.conf; }",
		"web:/etc/nginx/mime.types":                       "types { text/html html; }",
		"web:/etc/nginx/conf.d/default.conf":              "server { location / { proxy_pass http://app:80; } }",
		"web:/etc/nginx/templates/default.conf.template":  "server { location / { proxy_pass http://${UPSTREAM}; } }",
		"web:/etc/nginx/sites-available/default":          "server { include snippets/x.conf; location / { proxy_pass http://nobody; } }",
		"web:/etc/nginx/snippets/x.conf":                  "proxy_read_timeout 1s;",
		"web:/opt/tcp/db.conf":                            "server { listen 1; proxy_pass app:2; }",
		"web:/etc/nginx/conf.d/default.conf.template.bak": "x",
	}})
	if got := f.Balancers[0].Conf.Files; !slices.Equal(got, []string{"/etc/nginx/nginx.conf", "/etc/nginx/conf.d/default.conf", "/opt/tcp/db.conf"}) {
		t.Errorf("files %q", got)
	}
	wantLeads(t, &f.Balancers[0], "app:80=app", "app:2=app")
}

// R5: variables are looked up in the container's environment; without a value the server is marked.
func TestVariables(t *testing.T) {
	f, b := lb(t, "backend b\n server \"${NAME-one}\" app:\"${PORT}\"\n server two \"${GONE}\":80\n", env("PORT=81"), box("app", "10.0.0.3"))
	wantLeads(t, &b, "b/one=app", "b/two=?")
	if b.Servers[0].Server.Port != 81 {
		t.Errorf("port %d", b.Servers[0].Server.Port)
	}
	wantSays(t, f, "${GONE} has no value here")
}
