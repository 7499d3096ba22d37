package stack

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/testdir"

	"github.com/docker/cli/cli/config"
	"github.com/docker/docker/api/types/container"
)

// noDockerSettings sets the docker command's settings to those of a new account.
func noDockerSettings(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	old := config.Dir() // read from DOCKER_CONFIG once, then kept
	config.SetDir(dir)
	t.Cleanup(func() { config.SetDir(old) })
	for _, v := range []string{"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "DOCKER_API_VERSION"} {
		t.Setenv(v, "")
	}
	return dir
}

// serveSocket serves the fake Engine on a UNIX socket and returns its address.
func serveSocket(t *testing.T, f *fakeEngine) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "d.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: f}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { server.Close() })
	return "unix://" + path
}

func TestConnect(t *testing.T) {
	noDockerSettings(t)
	testdir.NoCompose(t)
	f := newFakeEngine(t)
	t.Setenv("DOCKER_HOST", serveSocket(t, f))
	testdir.Lay(t, "lab", map[string]string{"lab/compose.yaml": "name: hadash-up\n"})
	p, err := Connect(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if v := p.api.ClientVersion(); p.Name() != "hadash-up" || v != "1.41" || p.host != "" {
		t.Errorf("project %q, API %s, ports at %q; want hadash-up, 1.41 and this machine", p.Name(), v, p.host)
	}
}

// Outside of any compose project's directory the only project with hadash labels is chosen; if there are several, none
// is.
func TestConnectWithoutAFile(t *testing.T) {
	noDockerSettings(t)
	testdir.NoCompose(t)
	f := newFakeEngine(t)
	t.Setenv("DOCKER_HOST", serveSocket(t, f))
	testdir.Lay(t, "away", nil)
	p, err := Connect(t.Context(), Options{})
	if err != nil || p.Name() != "hadash-up" {
		t.Fatalf("got %v, want the project hadash-up", err)
	}
	if names, err := p.Labelled(t.Context()); err != nil || !slices.Equal(names, []string{"hadash-up"}) {
		t.Errorf("the labelled projects are %q, %v", names, err)
	}
	p.Close()
	f.list = append(f.list, container.Summary{Labels: map[string]string{label.Project: "second", label.Role: "web"}},
		container.Summary{State: "running", Labels: map[string]string{label.Project: "bare"}}, container.Summary{State: "exited", Labels: map[string]string{label.Project: "gone"}})
	var many *ManyProjectsError
	if _, err := Connect(t.Context(), Options{}); !errors.As(err, &many) || !slices.Equal(many.Names(), []string{"hadash-up", "second", "bare"}) {
		t.Errorf("got %v; want it to ask which", err)
	} else if text := many.Error(); !strings.Contains(text, "\n  hadash -p second     # has hadash labels\n  hadash -p bare       # no labels") {
		t.Errorf("it says %q", text)
	}
	p, err = Connect(t.Context(), Options{Project: "secnd"})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Nobody(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "project secnd has no containers, did you mean second?; ") || !strings.Contains(err.Error(), "hadash -p bare") {
		t.Errorf("%v", err)
	}
	p.Close()
	if names, err := ProjectNames(t.Context(), Options{}); err != nil || !slices.Equal(names, []string{"hadash-up", "second", "bare"}) {
		t.Errorf("the projects are %q, %v", names, err)
	}
	f.list = f.list[len(f.list)-2:]
	if _, err := Connect(t.Context(), Options{}); !errors.As(err, &many) || !slices.Equal(many.Names(), []string{"bare"}) {
		t.Errorf("got %v; want the project without labels", err)
	}
	f.list = nil
	if _, err := Connect(t.Context(), Options{}); !errors.Is(err, compose.ErrNoFile) {
		t.Errorf("got %v; want that there is no compose file", err)
	}
	if p, err := Connect(t.Context(), Options{Project: "planned"}); err != nil || p.Name() != "planned" {
		t.Errorf("got %v; want the project that was named", err)
	}
}

func TestNoDocker(t *testing.T) {
	dir := noDockerSettings(t)
	testdir.NoCompose(t)
	missing := "unix://" + filepath.Join(dir, "none.sock")
	t.Setenv("DOCKER_HOST", missing)
	_, err := Connect(t.Context(), Options{Project: "x"})
	var none *NoDockerError
	if !errors.As(err, &none) || none.Host != missing || none.From != "DOCKER_HOST" || !strings.Contains(err.Error(), "no such socket") {
		t.Errorf("no socket: got %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	t.Setenv("DOCKER_HOST", "tcp://"+l.Addr().String())
	if _, err = Connect(t.Context(), Options{Project: "x"}); !errors.As(err, &none) || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("nobody listens: got %v", err)
	}
	nowhere := noDocker(t.Context(), engine{host: "ssh://nowhere", from: "DOCKER_HOST"}, fmt.Errorf("error during connect: Head: %w", &net.DNSError{Err: "no such host", Name: "nowhere"}))
	if want := "no Docker at ssh://nowhere (DOCKER_HOST): no such host nowhere; start"; !strings.HasPrefix(nowhere.Error(), want) {
		t.Errorf("%v", nowhere)
	}
	denied := noDocker(t.Context(), engine{host: "unix:///var/run/docker.sock", from: "the default"}, syscall.EACCES)
	if !strings.Contains(denied.Error(), "docker group") {
		t.Errorf("permission denied: got %v; want the docker group named", denied)
	}
	if strings.Contains(denied.Error(), "\n") {
		t.Errorf("got several lines: %v", denied)
	}
}

// The order is that of the docker command: --context, DOCKER_HOST, DOCKER_CONTEXT, config.json, default.
func TestWhichEngine(t *testing.T) {
	dir := noDockerSettings(t)
	// The directory's name is the SHA-256 of the context's name, far.
	meta := filepath.Join(dir, "contexts/meta/512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868")
	if err := os.MkdirAll(meta, 0o755); err != nil {
		t.Fatal(err)
	}
	far := `{"Name":"far","Metadata":{},"Endpoints":{"docker":{"Host":"tcp://lab.example:2375","SkipTLSVerify":false}}}`
	if err := os.WriteFile(filepath.Join(meta, "meta.json"), []byte(far), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DOCKER_HOST", "")
	steps := []struct {
		what, asked string
		set         func()
		host, ports string
	}{
		{"default", "", func() {}, "unix:///var/run/docker.sock", ""},
		{"config.json", "", func() {
			_ = os.WriteFile(filepath.Join(dir, "config.json"), []byte(`{"currentContext":"far"}`), 0o600)
		}, "tcp://lab.example:2375", "lab.example"},
		{"DOCKER_CONTEXT", "", func() { t.Setenv("DOCKER_CONTEXT", "default") }, "unix:///var/run/docker.sock", ""},
		{"DOCKER_HOST", "", func() { t.Setenv("DOCKER_HOST", "ssh://me@other.example") }, "ssh://me@other.example", "other.example"},
		{"DOCKER_HOST without a port", "", func() { t.Setenv("DOCKER_HOST", "tcp://other.example") }, "tcp://other.example:2375", "other.example"},
		{"--context", "far", func() {}, "tcp://lab.example:2375", "lab.example"},
	}
	for _, s := range steps {
		s.set()
		eng, err := findEngine(s.asked)
		if err != nil {
			t.Errorf("%s: %v", s.what, err)
			continue
		}
		if eng.host != s.host || eng.publishedOn() != s.ports {
			t.Errorf("%s: Engine at %q, ports at %q; want %q, %q", s.what, eng.host, eng.publishedOn(), s.host, s.ports)
		}
		eng.api.Close()
	}
	if _, err := findEngine("nowhere"); err == nil || !strings.Contains(err.Error(), `docker context "nowhere"`) {
		t.Errorf("got %v; want it to name the context", err)
	}
}
