package stack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

var allFaults = []record.FaultKind{record.Stop, record.Kill, record.Pause, record.Restart, record.Cut, record.Slow}

// No change may reach a container of another project, whatever a list contains.
func TestGuard(t *testing.T) {
	for what, change := range map[string]func(c *container.InspectResponse){
		"another project": func(c *container.InspectResponse) { c.Config.Labels[label.Project] = "precious" },
		"no project":      func(c *container.InspectResponse) { delete(c.Config.Labels, label.Project) },
		"another service": func(c *container.InspectResponse) { c.Config.Labels[label.Service] = "precious" },
	} {
		t.Run(what, func(t *testing.T) {
			f := newFakeEngine(t)
			p := f.project()
			load := f.of("k6")
			for _, service := range []string{"app1", "app2", "mysql-slave1"} {
				change(f.of(service))
			}
			change(load)
			do := map[string]error{}
			for _, kind := range allFaults {
				for _, service := range []string{"app1", "app2", "mysql-slave1"} {
					fault := record.Fault{Kind: kind, Target: service}
					do[fault.String()] = p.Inject(t.Context(), fault)
					do["heal "+fault.String()] = p.Heal(t.Context(), fault)
				}
			}
			do["start load"] = p.StartLoad(t.Context(), 5)
			do["stop load"] = p.StopLoad(t.Context())
			for what, err := range do {
				if err == nil || !strings.Contains(err.Error(), "it is left alone") {
					t.Errorf("%s: got %v, want a refusal", what, err)
				}
			}
			if got := f.actions(); len(got) > 0 {
				t.Errorf("the Engine was asked to %v", got)
			}
		})
	}
}

// The requests that a fault or its healing makes to the Engine depend on the state of the container.
func TestFaults(t *testing.T) {
	tests := []struct {
		do, service, state string
		want               []string
	}{
		{"stop", "app1", "running", []string{"stop"}},
		{"stop", "app1", "exited", []string{"stop"}}, // 304
		{"stop", "app1", "paused", []string{"stop"}}, // the Engine unpauses it
		{"kill", "app1", "running", []string{"kill"}},
		{"kill", "app1", "paused", []string{"kill"}},
		{"kill", "app1", "exited", nil},
		{"restart", "app1", "running", []string{"restart"}},
		{"restart", "app1", "exited", []string{"restart"}},
		{"pause", "app1", "running", []string{"pause"}},
		{"pause", "app1", "paused", nil},
		{"heal stop", "app1", "exited", []string{"start"}},
		{"heal stop", "app1", "created", []string{"start"}},
		{"heal stop", "app1", "running", nil},
		{"heal stop", "app1", "paused", []string{"unpause"}},
		{"heal kill", "app1", "paused", []string{"unpause"}},
		{"heal kill", "app1", "exited", []string{"start"}},
		{"heal restart", "app1", "exited", []string{"start"}},
		{"heal pause", "app1", "paused", []string{"unpause"}},
		{"heal pause", "app1", "running", nil},
		{"heal pause", "app1", "exited", nil}, // also killed: healing the kill starts it
		{"cut", "app1", "running", []string{"disconnect"}},
		{"heal cut", "app1", "running", nil}, // not cut
		{"slow", "app1", "running", []string{"update"}},
		{"heal slow", "app1", "running", nil}, // not slowed
	}
	for _, test := range tests {
		t.Run(test.do+" "+test.state, func(t *testing.T) {
			f := newFakeEngine(t)
			setState(f.of(test.service), test.state)
			f.answers["/update"] = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"Warnings":null}`) }
			f.answers["/stop"] = func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(map[bool]int{true: http.StatusNotModified, false: http.StatusNoContent}[test.state == "exited"])
			}
			p := f.project()
			kind, heal := strings.CutPrefix(test.do, "heal ")
			fault := record.Fault{Kind: record.FaultKind(kind), Target: test.service}
			err := p.Inject
			if heal {
				err = p.Heal
			}
			if err := err(t.Context(), fault); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range f.actions() {
				got = append(got, word(a))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("asked for %v, want %v", got, test.want)
			}
		})
	}
}

// word returns the last word of an action's path.
func word(action string) string {
	path, _, _ := strings.Cut(action, " ")
	return path[strings.LastIndex(path, "/")+1:]
}

func setState(c *container.InspectResponse, state string) {
	c.State.Status = state
	c.State.Paused = state == "paused"
	c.State.Running = state == "running" || state == "paused"
}

func TestPauseOfWhatIsStopped(t *testing.T) {
	f := newFakeEngine(t)
	f.answers["POST /build"] = func(http.ResponseWriter, *http.Request) { t.Error("an image was built for nothing") }
	if err := f.project().Inject(t.Context(), record.Fault{Kind: record.Delay, Target: "mysql-slave1"}); err == nil || !strings.Contains(err.Error(), "it is exited") {
		t.Errorf("got %v; want it to say that it is not running", err)
	}
	err := f.project().Inject(t.Context(), record.Fault{Kind: record.Pause, Target: "mysql-slave1"})
	if err == nil || !strings.Contains(err.Error(), "pause mysql-slave1: it is exited") {
		t.Errorf("got %v; want it to say that it is not running", err)
	}
}

// If another program unpaused the container between the inspection and the call, the Engine's conflict is success.
// Otherwise it is an error.
func TestUnpauseConflict(t *testing.T) {
	for _, still := range []bool{false, true} {
		f := newFakeEngine(t)
		c := f.of("app2")
		f.answers["/unpause"] = func(w http.ResponseWriter, r *http.Request) {
			c.State.Paused = still
			refuse(w, http.StatusConflict, "Container "+c.ID+" is not paused")
		}
		err := f.project().Heal(t.Context(), record.Fault{Kind: record.Pause, Target: "app2"})
		if (err != nil) != still {
			t.Errorf("still paused %v: got %v", still, err)
		}
	}
}

// A container whose port the Engine has not yet released is started once it has, and another failure is reported at once.
func TestStartWaitsForItsPort(t *testing.T) {
	for said, want := range map[string]int{"driver failed programming external connectivity: Bind for 127.0.0.1:9080 failed: port is already allocated": 3, "no space left on device": 1} {
		f := newFakeEngine(t)
		asked := 0
		f.answers["/start"] = func(w http.ResponseWriter, r *http.Request) {
			if asked++; asked < 3 {
				refuse(w, http.StatusInternalServerError, said)
				return
			}
			w.WriteHeader(http.StatusNoContent)
		}
		err := f.project().Heal(t.Context(), record.Fault{Kind: record.Stop, Target: "mysql-slave1"})
		if (err == nil) != (want == 3) || asked != want {
			t.Errorf("%s: asked %d times, %v", said, asked, err)
		}
	}
}

// After a cut is healed, the container has its former addresses and names; meanwhile the topology still has them.
func TestCutAndRejoin(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	c := f.of("app1")
	fault := record.Fault{Kind: record.Cut, Target: "app1"}
	if err := p.Inject(t.Context(), fault); err != nil {
		t.Fatal(err)
	}
	c.NetworkSettings.Networks = nil
	if got := p.addrs(*c); !slices.Equal(got, []string{"172.28.55.31"}) {
		t.Errorf("while cut its addresses are %v", got)
	}
	if err := p.Heal(t.Context(), fault); err != nil {
		t.Fatal(err)
	}
	got := f.actions()
	if len(got) != 2 || !strings.HasPrefix(got[1], "/networks/hadash-up_lab/connect ") {
		t.Fatalf("asked for %v", got)
	}
	var body struct {
		Container      string
		EndpointConfig struct {
			IPAMConfig struct{ IPv4Address string }
			Aliases    []string
		}
	}
	if err := json.Unmarshal([]byte(strings.SplitN(got[1], " ", 2)[1]), &body); err != nil {
		t.Fatal(err)
	}
	if e := body.EndpointConfig; body.Container != "app1" || e.IPAMConfig.IPv4Address != "172.28.55.31" || !slices.Contains(e.Aliases, "app1") {
		t.Errorf("asked to rejoin with %+v", body)
	}
}

// A container to which compose gave a CPU limit gets that limit back.
func TestSlowWithALimit(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	c := f.of("app1")
	c.HostConfig.NanoCPUs = 2e9
	f.answers["/update"] = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"Warnings":null}`) }
	fault := record.Fault{Kind: record.Slow, Target: "app1", Amount: 5}
	for _, do := range []func() error{
		func() error { return p.Inject(t.Context(), fault) },
		func() error { c.HostConfig.NanoCPUs = 5e7; return p.Inject(t.Context(), fault) },
		func() error { return p.Heal(t.Context(), fault) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{`"NanoCpus":50000000,`, `"NanoCpus":50000000,`, `"NanoCpus":2000000000,`} {
		if asked := f.actions(); i >= len(asked) || !strings.Contains(asked[i], want) {
			t.Errorf("call %d: asked for %v, want %s: the second slow must not forget the first limit", i, asked, want)
		}
	}
	if len(p.Open()) != 0 {
		t.Errorf("still open: %v", p.Open())
	}
}
