package found

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// docker runs a docker command.
func docker(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("docker", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("docker %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// until discovers until something is said, or not said any more.
func (p *project) until(t *testing.T, text string, said bool) {
	t.Helper()
	var got string
	for end := time.Now().Add(settled); time.Now().Before(end); time.Sleep(time.Second) {
		if got = p.discover(t); strings.Contains(got, text) == said {
			return
		}
	}
	t.Errorf("%q said: %v, want %v:\n%s", text, !said, said, got)
}

// A container comes back at another address: HAProxy without resolvers keeps looking at the old one, until somebody tells it the new one.
func TestE2EMoved(t *testing.T) {
	needDocker(t)
	p := start(t, "../../../attach/testdata/projects/25-no-resolvers")
	p.until(t, "one           app  up", true)
	docker(t, "network", "disconnect", p.name+"_default", p.name+"-app-1")
	docker(t, "network", "connect", "--ip", "172.28.47.99", "--alias", "app", p.name+"_default", p.name+"-app-1")
	p.until(t, "and app is at 172.28.47.99: no container of the project has that address", true)
	p.until(t, "one           app  DOWN", true)
	const tell = `my $s = IO::Socket::UNIX->new(Peer => "/run/api.sock") or die; print $s "set server apps/one addr 172.28.47.99\n"; print while <$s>;`
	docker(t, "exec", p.name+"-lb-1", "perl", "-MIO::Socket::UNIX", "-e", tell)
	p.until(t, "no container of the project has that address", false)
	p.until(t, "one           app  up", true)
}
