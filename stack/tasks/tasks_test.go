package tasks

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hadash/record/swarm"

	"github.com/docker/docker/api/types/events"
	api "github.com/docker/docker/api/types/swarm"
	"github.com/docker/docker/api/types/system"
)

// manager answers as one did.
type manager struct {
	t    *testing.T
	dir  string
	fail error
}

func answer[T any](m manager, file string) (out T, err error) {
	m.t.Helper()
	if m.fail != nil {
		return out, m.fail
	}
	text, err := os.ReadFile(filepath.Join("testdata", m.dir, file))
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}

func (m manager) ServiceList(context.Context, api.ServiceListOptions) ([]api.Service, error) {
	return answer[[]api.Service](m, "services.json")
}

func (m manager) TaskList(context.Context, api.TaskListOptions) ([]api.Task, error) {
	return answer[[]api.Task](m, "tasks.json")
}

func (m manager) NodeList(context.Context, api.NodeListOptions) ([]api.Node, error) {
	return answer[[]api.Node](m, "nodes.json")
}

func (m manager) Info(context.Context) (system.Info, error) { return system.Info{}, m.fail }

func (m manager) Events(context.Context, events.ListOptions) (<-chan events.Message, <-chan error) {
	return nil, nil
}

func read(t *testing.T, dir string) *swarm.State {
	t.Helper()
	s, err := Read(t.Context(), manager{t: t, dir: dir}, "lab")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// brief is what matters of the tasks of a service, the newest first.
func brief(s *swarm.State, service string) (out []string) {
	for i := range s.Tasks {
		if x := &s.Tasks[i]; x.Service == service {
			out = append(out, x.On+" "+x.State+" "+x.Desired+" "+x.Err)
		}
	}
	return out
}

// A task that failed stands behind the one that takes its place, with the swarm's reason.
func TestReadAfterAKill(t *testing.T) {
	s := read(t, "killed")
	if got, want := brief(s, "web1"), []string{"node3 ready ready ", "node3 failed shutdown task: non-zero exit (137)"}; !slices.Equal(got, want) {
		t.Errorf("web1: %q, want %q", got, want)
	}
	x := s.Service("web1")
	if x == nil || x.Replicas != 1 || x.Running != 0 || x.Role != "app" || x.Image != "ta/app:1" {
		t.Errorf("web1: %+v", x)
	}
	if len(s.Services) != 4 || s.Service("haproxy").Kind != "haproxy" {
		t.Errorf("%d services: %+v", len(s.Services), s.Services)
	}
	for i := range s.Tasks {
		if x := &s.Tasks[i]; x.Slot != 1 || x.At.IsZero() || x.State == "running" && (len(x.Addrs) != 1 || x.Container == "") {
			t.Errorf("%+v", x)
		}
	}
}

// The task of a dead host is still running, as far as the swarm knows; the one that it wants comes first.
func TestReadAfterADeath(t *testing.T) {
	s := read(t, "moved")
	if got, want := brief(s, "web2"), []string{"node3 running running ", "node2 running shutdown "}; !slices.Equal(got, want) {
		t.Errorf("web2: %q, want %q", got, want)
	}
	h := s.Find("node2")
	if h == nil || h.State != "down" || h.Says != "heartbeat failure" || h.Manager != "unreachable" || h.Availability != "active" || h.Addr != "10.99.1.2" {
		t.Errorf("node2: %+v", h)
	}
	x := s.Service("web2")
	if x == nil || !slices.Equal(x.Tied, []string{"node.hostname != node1"}) || x.Restart != "any" || x.Delay != 5*time.Second {
		t.Errorf("web2: %+v", x)
	}
	if h = s.Find("node1"); h == nil || h.Manager != swarm.Leader || h.State != "ready" {
		t.Errorf("node1: %+v", h)
	}
}

type unavailable struct{ error }

func (unavailable) Unavailable() {}

// The reason why a manager gives no answer is its own; an Engine that is none says so.
func TestRefused(t *testing.T) {
	_, err := Read(t.Context(), manager{t: t, fail: errors.New("rpc error: code = Unknown desc = The swarm does not have a leader.")}, "lab")
	if err == nil || err.Error() != "The swarm does not have a leader." {
		t.Errorf("%v", err)
	}
	none := unavailable{errors.New("Error response from daemon: This node is not a swarm manager.")}
	if _, err := Read(t.Context(), manager{t: t, fail: none}, "lab"); !errors.Is(err, ErrNoManager) {
		t.Errorf("%v", err)
	}
}
