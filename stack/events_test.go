package stack

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

func TestEvents(t *testing.T) {
	f := newFakeEngine(t)
	f.answers["GET /events"] = says(filepath.Join(recorded, "events.json"))
	p := f.project()
	since := time.Unix(1795410961, 44497255)
	var got []string
	var first time.Time
	err := p.Events(t.Context(), since, func(at time.Time, e record.DockerEvent) {
		if first.IsZero() {
			first = at
		}
		got = append(got, strings.TrimSpace(e.Node+" "+e.Action+" "+e.Detail))
	})
	if err == nil || !strings.Contains(err.Error(), "docker events: EOF") {
		t.Errorf("got error %v; want one that says that the stream ended", err)
	}
	want := []string{
		"app3 kill 15", "app3 die 0", "app3 disconnect hadash-up_lab", "app3 stop",
		"app3 connect hadash-up_lab", "app3 start", "app3 pause", "app3 unpause",
		"app3 kill 9", "app3 die 137", "app3 disconnect hadash-up_lab",
		"app3 connect hadash-up_lab", "app3 start",
		"app3 disconnect hadash-up_lab", "app3 disconnect hadash-up_lab", "app3 connect hadash-up_lab",
		"app3 kill 15", "app3 die 0", "app3 disconnect hadash-up_lab", "app3 stop",
		"app3 connect hadash-up_lab", "app3 start", "app3 restart",
		"app3 health_status healthy",
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("got:\n%s\nwant:\n%s", g, w)
	}
	if want := time.Unix(0, 1795410961044497255); !first.Equal(want) {
		t.Errorf("the first is of %v, want %v", first, want)
	}
	if query := f.asked[0]; !strings.Contains(query, "since=1795410961.044497255") {
		t.Errorf("asked %s; want it to begin at the nanosecond", query)
	}
}

// A network's event contains only a container's ID, so the container must be looked up.
func TestEventsOfNetworks(t *testing.T) {
	f := newFakeEngine(t)
	id := f.of("nginx").ID
	f.answers["GET /events"] = func(w http.ResponseWriter, r *http.Request) {
		for _, c := range []string{id, "gone", id} {
			_, _ = w.Write([]byte(`{"Type":"network","Action":"disconnect","Actor":{"ID":"n","Attributes":{"container":"` +
				c + `","name":"hadash-up_lab","type":"bridge"}},"timeNano":1}` + "\n"))
		}
	}
	var got []record.DockerEvent
	_ = f.project().Events(t.Context(), time.Time{}, func(_ time.Time, e record.DockerEvent) { got = append(got, e) })
	want := record.DockerEvent{Node: "nginx", ID: id, Action: "disconnect", Detail: "hadash-up_lab"}
	if len(got) != 2 || got[0] != want || got[1] != want {
		t.Errorf("got %v, want twice %v", got, want)
	}
	if strings.Contains(f.asked[0], "since=") {
		t.Errorf("asked %s; want no since", f.asked[0])
	}
}

func TestEventsEndWithTheContext(t *testing.T) {
	f := newFakeEngine(t)
	f.answers["GET /events"] = func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := f.project().Events(ctx, time.Time{}, func(time.Time, record.DockerEvent) {}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, ctx.Err())
	}
}
