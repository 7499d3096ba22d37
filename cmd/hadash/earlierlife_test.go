package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
	"hadash/stack"
)

const recordedEngine = "../../stack/testdata/engine-20.10"

// A project was removed and started again. The Engine's events of the former containers (recorded: one was stopped,
// paused, killed and cut off) are not faults of the present ones. Events of a container that still exists are.
func TestFaultsOfAnEarlierLife(t *testing.T) {
	happened, err := os.ReadFile(filepath.Join(recordedEngine, "events.json"))
	if err != nil {
		t.Fatal(err)
	}
	const gone = "a3a44ab7b5b61cc33b8d937862d08d8bad77fcc0dc9071bfc24e2b06b91ce445" // app3
	app1, err := os.ReadFile(filepath.Join(recordedEngine, "inspect-app1.json"))
	if err != nil {
		t.Fatal(err)
	}
	var there struct{ Id string }
	if err := json.Unmarshal(app1, &there); err != nil {
		t.Fatal(err)
	}
	if f := foldPast(t, happened); len(toldFaults(f)) > 0 {
		t.Errorf("of containers that are no more: %q", toldFaults(f))
	}
	now := strings.NewReplacer(gone, there.Id, `"app3"`, `"app1"`).Replace(string(happened))
	want := "stop app1, pause app1, kill app1, stop app1"
	if got := strings.Join(toldFaults(foldPast(t, []byte(now))), ", "); got != want {
		t.Errorf("of a container that is there: %q, want %q", got, want)
	}
}

func toldFaults(f incident.Frame) (all []string) {
	for _, e := range f.Timeline {
		if e.Kind == event.KindFault {
			all = append(all, strings.TrimSuffix(e.Says.String(), " (somebody else)"))
		}
	}
	return all
}

// foldPast watches the recorded project until all events that the Engine remembers have been read.
func foldPast(t *testing.T, happened []byte) incident.Frame {
	t.Helper()
	t.Setenv("DOCKER_HOST", recordedProject(t, happened))
	p, err := stack.Connect(t.Context(), stack.Options{Project: "hadash-up"})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	topology, err := p.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := incident.Fold(incident.Frame{}, record.Sample{At: time.Unix(1795410900, 0), Source: record.SourceTopology, Topology: &topology})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := make(chan record.Sample)
	watch := collectors.Watch{Engine: p, Since: time.Unix(1795410900, 0)}
	go watch.Run(ctx, out)
	for {
		s := <-out
		if s.Err != "" {
			return f // the stream has ended
		}
		f = incident.Fold(f, s)
	}
}

// recordedProject is an Engine that returns the recorded answers, with a stream of events that ends.
func recordedProject(t *testing.T, happened []byte) (host string) {
	t.Helper()
	mux := http.NewServeMux()
	says := func(pattern, file string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
	}
	says("/v1.41/containers/json", filepath.Join(recordedEngine, "list.json"))
	files, err := filepath.Glob(filepath.Join(recordedEngine, "inspect-*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing recorded in %s: %v", recordedEngine, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c struct{ Id string }
		if err := json.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		says("/v1.41/containers/"+c.Id+"/json", file)
	}
	mux.HandleFunc("/v1.41/events", func(w http.ResponseWriter, r *http.Request) {
		_, _ = bytes.NewReader(happened).WriteTo(w)
	})
	mux.HandleFunc("/_ping", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Api-Version", "1.41") })
	path := filepath.Join(t.TempDir(), "d.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: mux}
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return "unix://" + path
}
