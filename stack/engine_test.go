package stack

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/client"
)

// fakeEngine replays the answers of a real Engine (testdata/engine-20.10) and records the requests. Tests change its
// containers and give it other answers.
type fakeEngine struct {
	t *testing.T

	mu         sync.Mutex
	list       []container.Summary
	containers map[string]*container.InspectResponse // by ID
	answers    map[string]http.HandlerFunc           // by the end of "METHOD path"; take precedence
	images     map[string]map[string]string          // labels by name
	asked      []string                              // requests other than GET, and GETs with a query
	inspects   int                                   // containers inspected
	body       string                                // of the last request that was not a GET
	joined     *network.EndpointSettings             // the settings given to a container that rejoins
}

const recorded = "testdata/engine-20.10"

// newFakeEngine serves the recorded project: mysql-slave1 stopped, app2 paused, k6 exited, the rest running.
func newFakeEngine(t *testing.T) *fakeEngine {
	t.Helper()
	f := &fakeEngine{
		t:          t,
		containers: map[string]*container.InspectResponse{},
		answers:    map[string]http.HandlerFunc{},
		images:     map[string]map[string]string{},
	}
	read(t, filepath.Join(recorded, "list.json"), &f.list)
	files, err := filepath.Glob(filepath.Join(recorded, "inspect-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no inspects in %s: %v", recorded, err)
	}
	for _, file := range files {
		c := &container.InspectResponse{}
		read(t, file, c)
		f.containers[c.ID] = c
	}
	return f
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// project is the recorded project, as Connect would return it.
func (f *fakeEngine) project() *Project {
	server := httptest.NewServer(f)
	f.t.Cleanup(server.Close)
	api, err := client.NewClientWithOpts(
		client.WithHost("tcp://"+server.Listener.Addr().String()), client.WithAPIVersionNegotiation())
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { api.Close() })
	return newProject("hadash-up", api)
}

// of returns a service's container, to be changed.
func (f *fakeEngine) of(service string) *container.InspectResponse {
	f.t.Helper()
	for _, c := range f.containers {
		if c.Config.Labels[label.Service] == service && !oneoff(c.Config.Labels) {
			return c
		}
	}
	f.t.Fatalf("nothing recorded of %s", service)
	return nil
}

// only removes the containers of all other services.
func (f *fakeEngine) only(services ...string) {
	var list []container.Summary
	for _, s := range services {
		for _, c := range f.list {
			if c.ID == f.of(s).ID {
				list = append(list, c)
			}
		}
	}
	f.list = list
}

// actions returns the requests that change something: "stop app1".
func (f *fakeEngine) actions() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, a := range f.asked {
		if method, path, _ := strings.Cut(a, " "); method != http.MethodGet {
			out = append(out, path)
		}
	}
	return out
}

func (f *fakeEngine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Api-Version", "1.41")
	path := strings.TrimPrefix(r.URL.Path, "/v1.41")
	f.note(r, path)
	for end, answer := range f.answers {
		if strings.HasSuffix(r.Method+" "+path, end) {
			answer(w, r)
			return
		}
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case path == "/_ping":
		fmt.Fprint(w, "OK")
	case path == "/containers/json":
		f.answer(w, f.filtered(r))
	case parts[0] == "containers" && parts[len(parts)-1] == "json":
		f.inspect(w, parts[1])
	case parts[0] == "images" && parts[len(parts)-1] == "json":
		f.image(w, strings.Join(parts[1:len(parts)-1], "/"))
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusNoContent)
	default:
		refuse(w, http.StatusNotFound, "page not found")
	}
}

// filtered lists the containers that have the labels that are asked for.
func (f *fakeEngine) filtered(r *http.Request) []container.Summary {
	var by struct{ Label map[string]bool }
	_ = json.Unmarshal([]byte(r.URL.Query().Get("filters")), &by)
	out := []container.Summary{}
	for _, c := range f.list {
		all := true
		for l := range by.Label {
			name, value, valued := strings.Cut(l, "=")
			has, ok := c.Labels[name]
			all = all && ok && (!valued || has == value)
		}
		if all {
			out = append(out, c)
		}
	}
	return out
}

// note records a request, with the service instead of the container's ID.
func (f *fakeEngine) note(r *http.Request, path string) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, c := range f.containers {
		name := c.Config.Labels[label.Service]
		if n := c.Config.Labels[label.Number]; n != "" && n != "1" {
			name += "_" + n
		}
		path = strings.ReplaceAll(path, id, name)
		body = []byte(strings.ReplaceAll(string(body), id, name))
	}
	if strings.HasPrefix(path, "/networks/") || strings.HasSuffix(path, "/update") {
		path += " " + strings.TrimSpace(string(body))
	}
	if r.Method != http.MethodGet {
		f.body = string(body)
	}
	if r.Method != http.MethodGet && path != "/_ping" {
		f.asked = append(f.asked, r.Method+" "+path)
	} else if r.URL.RawQuery != "" {
		f.asked = append(f.asked, r.Method+" "+path+"?"+r.URL.RawQuery)
	}
}

func (f *fakeEngine) inspect(w http.ResponseWriter, id string) {
	f.mu.Lock()
	f.inspects++
	f.mu.Unlock()
	c, ok := f.containers[id]
	if !ok {
		refuse(w, http.StatusNotFound, "No such container: "+id)
		return
	}
	f.answer(w, c)
}

func (f *fakeEngine) image(w http.ResponseWriter, name string) {
	f.mu.Lock()
	labels, ok := f.images[name]
	f.mu.Unlock()
	if !ok {
		refuse(w, http.StatusNotFound, "No such image: "+name)
		return
	}
	f.answer(w, map[string]any{"Id": name, "Config": map[string]any{"Labels": labels}})
}

func (f *fakeEngine) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		f.t.Error(err)
	}
}

func refuse(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	fmt.Fprintf(w, `{"message":%q}`, message)
}

// says answers with the contents of a recorded file.
func says(file string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) }
}

// refuses answers with an error of the Engine.
func refuses(code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { refuse(w, code, message) }
}
