package engines

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/docker/cli/cli/config"
)

// fake is a Docker Engine of a host, as far as hadash asks it, at an address that stays.
type fake struct {
	name, addr string
	server     *http.Server

	mu         sync.Mutex
	containers []map[string]any // as they are inspected
	info       map[string]any   // what it says of itself; nil = it does not
}

// hosts starts Engines, each as the Docker context of its name. They have one network of the same addresses.
func hosts(t *testing.T, names ...string) map[string]*fake {
	t.Helper()
	folder := t.TempDir()
	contextsIn(t, folder)
	out := map[string]*fake{}
	for _, name := range names {
		f := &fake{name: name, addr: "127.0.0.1:0"}
		f.start(t)
		t.Cleanup(f.stop)
		sum := sha256.Sum256([]byte(name))
		dir := filepath.Join(folder, "contexts", "meta", hex.EncodeToString(sum[:]))
		meta := fmt.Sprintf(`{"Name":%q,"Metadata":{},"Endpoints":{"docker":{"Host":"tcp://%s","SkipTLSVerify":false}}}`, name, f.addr)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "meta.json"), []byte(meta), 0o600); err != nil {
			t.Fatal(err)
		}
		out[name] = f
	}
	return out
}

// contextsIn makes a folder the one of Docker's configuration, which is looked up once in a process.
func contextsIn(t *testing.T, dir string) {
	t.Helper()
	t.Setenv("DOCKER_CONFIG", dir)
	t.Setenv("DOCKER_HOST", "")
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	was := config.Dir()
	config.SetDir(dir)
	t.Cleanup(func() { config.SetDir(was) })
}

func (f *fake) start(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", f.addr)
	if err != nil {
		t.Fatal(err)
	}
	f.addr, f.server = l.Addr().String(), &http.Server{Handler: f} //nolint:gosec // it is asked by this test only
	go func(s *http.Server) { _ = s.Serve(l) }(f.server)
}

func (f *fake) stop() { _ = f.server.Close() }

// has adds a container that runs, at an address of the host's own network, whose port 80 the host publishes as 9081.
func (f *fake) has(service, ip string, labels ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := map[string]string{"com.docker.compose.project": "shop", "com.docker.compose.service": service, "com.docker.compose.container-number": "1"}
	for _, l := range labels {
		key, value, _ := strings.Cut(l, "=")
		all[key] = value
	}
	ports := map[string]any{"80/tcp": []map[string]string{{"HostIp": "0.0.0.0", "HostPort": "9081"}}}
	f.containers = append(f.containers, map[string]any{
		"Id": f.name + "-" + service, "Name": "/shop_" + service + "_1", "Image": "sha256:1",
		"Config":     map[string]any{"Labels": all, "Image": "web"},
		"State":      map[string]any{"Status": "running", "Running": true, "StartedAt": "2026-11-30T12:00:00Z"},
		"HostConfig": map[string]any{"NetworkMode": "shop_default", "PortBindings": ports},
		"NetworkSettings": map[string]any{"Ports": ports,
			"Networks": map[string]any{"shop_default": map[string]any{"NetworkID": "n1", "IPAddress": ip, "IPPrefixLen": 16}}},
	})
}

func (f *fake) set(service, status string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.containers {
		if c["Id"] == f.name+"-"+service {
			c["State"] = map[string]any{"Status": status, "Running": status != "exited", "Paused": status == "paused", "StartedAt": "2026-11-30T12:00:00Z"}
		}
	}
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := r.URL.Path
	if strings.HasPrefix(path, "/v1.") {
		path = path[strings.IndexByte(path[1:], '/')+1:]
	}
	w.Header().Set("Api-Version", "1.41")
	var answer any
	switch parts := strings.Split(strings.Trim(path, "/"), "/"); {
	case path == "/_ping":
		return
	case path == "/containers/json":
		var all []map[string]any
		for _, c := range f.containers {
			state, _ := c["State"].(map[string]any)
			config, _ := c["Config"].(map[string]any)
			networks, _ := c["NetworkSettings"].(map[string]any)
			all = append(all, map[string]any{"Id": c["Id"], "Names": []any{c["Name"]}, "Labels": config["Labels"], "State": state["Status"],
				"NetworkSettings": map[string]any{"Networks": networks["Networks"]}})
		}
		answer = all
	case path == "/info" && f.info != nil:
		answer = f.info
	case parts[0] == "networks":
		answer = map[string]any{"Id": "n1", "Name": "shop_default", "Scope": "local", "Driver": "bridge"}
	case len(parts) == 3 && parts[0] == "containers" && parts[2] == "json":
		for _, c := range f.containers {
			if c["Id"] == parts[1] {
				answer = c
			}
		}
	case len(parts) == 3 && r.Method == http.MethodPost:
		status := map[string]string{"pause": "paused", "unpause": "running"}[parts[2]]
		f.mu.Unlock()
		f.set(strings.TrimPrefix(parts[1], f.name+"-"), status)
		f.mu.Lock()
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if answer == nil {
		http.Error(w, `{"message":"no such thing"}`, http.StatusNotFound)
		return
	}
	_ = json.NewEncoder(w).Encode(answer)
}
