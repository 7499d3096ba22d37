package simulated

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"
)

// container is one that the Engine lists.
type container struct {
	id, service, addr string
	labels            map[string]string
	port              int // of the loopback, at which the port of its label hadash.status is published; 0 = none
}

// engine answers as a Docker Engine does, as far as hadash asks it in order to watch. Nothing ever happens to its containers, and
// they write nothing.
type engine struct {
	inspect map[string]any // as a real Engine inspected a container
	all     []container
	begun   time.Time
	ended   chan struct{}
}

const statusPort = "8404"

// network is the network that the containers are on.
const network = Project + "_lab"

func (e *engine) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/_ping", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Api-Version", "1.41") })
	mux.HandleFunc("/v1.41/containers/json", func(w http.ResponseWriter, _ *http.Request) {
		out := make([]map[string]any, 0, len(e.all))
		for i := range e.all {
			out = append(out, e.all[i].listed())
		}
		_ = json.NewEncoder(w).Encode(out) // the client may be gone
	})
	mux.HandleFunc("/v1.41/containers/{id}/json", func(w http.ResponseWriter, r *http.Request) {
		for i := range e.all {
			if e.all[i].id == r.PathValue("id") {
				_ = json.NewEncoder(w).Encode(e.inspected(&e.all[i]))
				return
			}
		}
		http.Error(w, `{"message":"No such container"}`, http.StatusNotFound)
	})
	mux.HandleFunc("/v1.41/containers/{id}/logs", e.hold)
	mux.HandleFunc("/v1.41/events", e.hold)
	return mux
}

// hold begins an answer that has nothing to say.
func (e *engine) hold(w http.ResponseWriter, r *http.Request) {
	w.WriteHeader(http.StatusOK)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
	select {
	case <-r.Context().Done():
	case <-e.ended:
	}
}

// listed is the container in the list.
func (c *container) listed() map[string]any {
	return map[string]any{
		"Id": c.id, "Names": []string{"/" + c.name()}, "Image": "simulated", "Created": 1795410840, "Labels": c.all(), "State": "running", "Status": "Up 2 minutes",
		"HostConfig":      map[string]any{"NetworkMode": network},
		"NetworkSettings": map[string]any{"Networks": map[string]any{network: map[string]any{"IPAddress": c.addr}}},
	}
}

func (c *container) name() string { return Project + "_" + c.service + "_1" }

// all are its labels, with those that Compose gives it.
func (c *container) all() map[string]string {
	labels := maps.Clone(c.labels)
	labels["com.docker.compose.project"], labels["com.docker.compose.service"] = Project, c.service
	labels["com.docker.compose.container-number"], labels["com.docker.compose.oneoff"] = "1", "False"
	return labels
}

// inspected is the container as inspected: the captured one, with its own name, labels and addresses.
func (e *engine) inspected(c *container) map[string]any {
	with := func(of any, change map[string]any) map[string]any {
		out := maps.Clone(of.(map[string]any))
		maps.Copy(out, change)
		return out
	}
	ports := map[string]any{}
	if c.port > 0 {
		ports[statusPort+"/tcp"] = []any{map[string]any{"HostIp": "127.0.0.1", "HostPort": fmt.Sprint(c.port)}}
	}
	state := with(e.inspect["State"], map[string]any{"StartedAt": e.begun.Add(-begunBefore).UTC().Format(time.RFC3339Nano)})
	delete(state, "Health")
	return with(e.inspect, map[string]any{
		"Id": c.id, "Name": "/" + c.name(), "State": state,
		"HostConfig": with(e.inspect["HostConfig"], map[string]any{"PortBindings": ports, "NetworkMode": network}),
		"Config":     with(e.inspect["Config"], map[string]any{"Labels": c.all(), "Image": "simulated"}),
		"NetworkSettings": with(e.inspect["NetworkSettings"], map[string]any{
			"Ports": ports, "Networks": map[string]any{network: map[string]any{"IPAddress": c.addr}},
		}),
	})
}

func idOf(service string) string {
	return strings.Repeat("0", 64-2*len(service)) + fmt.Sprintf("%x", service)
}
