package attach

import (
	"strings"
	"testing"

	"hadash/host"
)

// The socket of HAProxy's master is that of -S in its command, reached as a Runtime API is.
func TestMastersSocket(t *testing.T) {
	const servers = "listen s\n bind :80\n server app app:80 check\n"
	runs := func(words string, more ...func(*host.Container)) func(*host.Container) {
		return func(c *host.Container) {
			c.Processes = []string{"haproxy " + words + " -f " + usualFile, "haproxy -sf 7 -x sockpair@4 " + words + " -f " + usualFile}
			for _, f := range more {
				f(c)
			}
		}
	}
	rooted := func(c *host.Container) { c.Root = "/proc/77/root" }
	for name, c := range map[string]struct {
		set  func(*host.Container)
		cfg  string
		want string // rule and URL; "" = no way
		says string // what is missing; "" = nothing
	}{
		"no master":               {runs("-db"), "", "", ""},
		"a master without":        {runs("-W -db"), "", "", "-S /run/haproxy/master.sock"},
		"Debian's unit without":   {runs("-Ws"), "", "", "-S /run/haproxy/master.sock"},
		"by master-worker":        {runs("-db"), "global\n master-worker\n", "", "-S /run/haproxy/master.sock"},
		"in a folder of the host": {runs("-W -S /run/h/master.sock,mode,600,level,operator", mount("/home/x/run", "/run/h", false)), "", "R9d unix:///home/x/run/master.sock", ""},
		"in the container, root":  {runs("-Ws -S /run/haproxy-master.sock", rooted), "", "R9e unix:///proc/77/root/run/haproxy-master.sock", ""},
		"in the container":        {runs("-Ws -S /run/haproxy-master.sock"), "", "R9f exec:///run/haproxy-master.sock", "only inside the container"},
		"a port":                  {runs("-W -S 0.0.0.0:9999"), "", "R9c tcp://10.0.0.2:9999", ""},
		"abstract":                {runs("-W -S abns@master"), "", "", ""},
		"stopped": {func(c *host.Container) {
			stopped(c)
			c.Command = []string{"haproxy", "-W", "-S", "ipv4@*:9999", "-f", usualFile}
		}, "", "R9c tcp://10.0.0.2:9999", ""},
	} {
		f, b := lb(t, c.cfg+servers, c.set, box("app", "10.0.0.3"))
		top := f.Topology("")
		n, _ := top.Node("lb")
		got := ""
		if b.Master != nil {
			got = string(b.Master.Rule) + " " + b.Master.URL
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if _, url, _ := strings.Cut(c.want, " "); n.Master != url && (n.Master != "" || !strings.HasPrefix(url, "exec")) {
			t.Errorf("%s: the node has %q", name, n.Master)
		}
		if c.says == "" && says(f, "old workers") || c.says != "" && !says(f, c.says) {
			t.Errorf("%s: missing %+v", name, f.Missing)
		}
	}
}
