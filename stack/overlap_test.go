package stack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/record"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// obeys makes the fake Engine carry out its requests on a service's container.
func (f *fakeEngine) obeys(service string) *container.InspectResponse {
	c := f.of(service)
	c.HostConfig.NanoCPUs, c.HostConfig.CPUPeriod, c.HostConfig.CPUQuota = 0, 0, 0
	do := func(end string, change func(r *http.Request)) {
		f.answers[end] = func(w http.ResponseWriter, r *http.Request) {
			change(r)
			w.WriteHeader(http.StatusNoContent)
		}
	}
	at := "/containers/" + c.ID
	do(at+"/pause", func(*http.Request) { setState(c, "paused") })
	do(at+"/unpause", func(*http.Request) { setState(c, "running") })
	do(at+"/stop", func(*http.Request) { setState(c, "exited") })
	do(at+"/kill", func(*http.Request) { setState(c, "exited") })
	do(at+"/start", func(*http.Request) { setState(c, "running") })
	do("/disconnect", func(*http.Request) { c.NetworkSettings.Networks = map[string]*network.EndpointSettings{} })
	f.answers["/connect"] = func(w http.ResponseWriter, r *http.Request) {
		c.NetworkSettings.Networks = map[string]*network.EndpointSettings{"hadash-up_lab": f.joined}
	}
	f.answers["/update"] = func(w http.ResponseWriter, r *http.Request) {
		var u container.UpdateConfig
		if err := json.Unmarshal([]byte(f.body), &u); err != nil {
			f.t.Error(err)
		}
		if u.NanoCPUs > 0 {
			c.HostConfig.NanoCPUs = u.NanoCPUs
		}
		if u.CPUQuota != 0 {
			c.HostConfig.CPUQuota, c.HostConfig.CPUPeriod = max(u.CPUQuota, 0), u.CPUPeriod
		}
		fmt.Fprint(w, `{"Warnings":null}`)
	}
	return c
}

// several returns hadash processes of one user on one project.
func several(t *testing.T, f *fakeEngine, names string) map[string]*Project {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	all := map[string]*Project{}
	for _, name := range strings.Split(names, "") {
		p := f.project()
		p.journal.Prefix = "hadash-up@one" // one Engine, although each process reaches it by another port here
		all[name] = p
	}
	return all
}

func dies(t *testing.T, p *Project) {
	t.Helper()
	if err := p.journal.Close(); err != nil { // as the system does when a process is killed
		t.Fatal(err)
	}
}

// looks describes the state of a container.
func looks(c *container.InspectResponse) string {
	word := c.State.Status
	if len(c.NetworkSettings.Networks) == 0 {
		word += " cut"
	}
	if cores := cores(*limitsOf(*c)); cores < 1000 {
		word += fmt.Sprintf(" %.2f", cores)
	}
	return word
}

// do runs a script: "A slow 5", "A heals slow", "A quits" (heals its open faults), "A dies", "A finds" (heals what the
// dead left), each followed by the container's resulting state.
func do(t *testing.T, all map[string]*Project, look func() string, script []string) {
	t.Helper()
	for i, line := range script {
		step, want, _ := strings.Cut(line, " -> ")
		words := strings.Fields(step)
		p := all[words[0]]
		var f record.Fault
		kind := words[len(words)-1]
		if _, err := fmt.Sscanf(step, words[0]+" "+words[1]+" %d", &f.Amount); err == nil {
			kind = words[1]
		}
		f.Kind, f.Target = record.FaultKind(kind), "app1"
		var err error
		switch words[1] {
		case "heals":
			err = p.Heal(t.Context(), f)
		case "quits":
			open := p.Open()
			for i := range open {
				if err := p.Undo(t.Context(), open[len(open)-1-i]); err != nil {
					t.Errorf("line %d, %s: %v", i, step, err)
				}
			}
		case "dies":
			dies(t, p)
			p.journal = &journal.Journal{Dir: p.journal.Dir, Prefix: p.journal.Prefix} // the faults are on disk only
		case "finds":
			var left []journal.Left
			if left, err = p.Left(); err == nil {
				err = p.HealLeft(t.Context(), left, func(journal.Left, error) {})
			}
		default:
			err = p.Inject(t.Context(), f)
		}
		if err != nil {
			t.Errorf("line %d, %s: %v", i, step, err)
		}
		if got := look(); got != want {
			t.Errorf("line %d, %s: it is %q, want %q", i, step, got, want)
		}
	}
	for name, p := range all {
		if open := p.Open(); len(open) > 0 {
			t.Errorf("%s has still open: %v", name, open)
		}
	}
}

// With two or more hadash on one container, it stays broken while one fault on it is open, and the last heal restores
// the state before the first.
func TestSeveralHadash(t *testing.T) {
	for name, script := range map[string][]string{
		"in order":            {"A slow 2 -> running 0.02", "B slow 2 -> running 0.02", "A heals slow -> running 0.02", "B heals slow -> running"},
		"in reverse":          {"A slow 2 -> running 0.02", "B slow 2 -> running 0.02", "B heals slow -> running 0.02", "A heals slow -> running"},
		"amounts, in order":   {"A slow 2 -> running 0.02", "B slow 50 -> running 0.50", "A heals slow -> running 0.50", "B heals slow -> running"},
		"amounts, in reverse": {"A slow 50 -> running 0.50", "B slow 2 -> running 0.02", "B heals slow -> running 0.50", "A heals slow -> running"},
		"three": {"A slow 2 -> running 0.02", "B slow 5 -> running 0.05", "C slow 9 -> running 0.09",
			"B heals slow -> running 0.09", "C heals slow -> running 0.02", "A heals slow -> running"},
		"again":         {"A slow 2 -> running 0.02", "A slow 5 -> running 0.05", "B slow 9 -> running 0.09", "A quits -> running 0.09", "B quits -> running"},
		"pause":         {"A pause -> paused", "B pause -> paused", "A heals pause -> paused", "B heals pause -> running"},
		"pause, back":   {"A pause -> paused", "B pause -> paused", "B quits -> paused", "A quits -> running"},
		"stop and kill": {"A stop -> exited", "B kill -> exited", "A heals stop -> exited", "B heals kill -> running"},
		"cut":           {"A cut -> running cut", "B cut -> running cut", "A heals cut -> running cut", "B heals cut -> running"},
		"cut, back":     {"A cut -> running cut", "B cut -> running cut", "B heals cut -> running cut", "A heals cut -> running"},
		"stop and cut":  {"A stop -> exited", "B cut -> exited cut", "A heals stop -> running cut", "B heals cut -> running"},
		"mixed": {"A slow 2 -> running 0.02", "B pause -> paused 0.02", "A cut -> paused cut 0.02", "B slow 9 -> paused cut 0.09",
			"A quits -> paused 0.09", "B quits -> running"},
		"the first dies":     {"A slow 2 -> running 0.02", "A dies -> running 0.02", "B slow 9 -> running 0.09", "C finds -> running 0.09", "B quits -> running"},
		"the second dies":    {"A slow 2 -> running 0.02", "B slow 9 -> running 0.09", "B dies -> running 0.09", "A quits -> running", "C finds -> running"},
		"both die":           {"A slow 2 -> running 0.02", "B slow 9 -> running 0.09", "A dies -> running 0.09", "B dies -> running 0.09", "C finds -> running"},
		"dead, not found":    {"A pause -> paused", "A dies -> paused", "B pause -> paused", "B heals pause -> running", "C finds -> running"},
		"somebody else asks": {"A slow 2 -> running 0.02", "B heals slow -> running", "A heals slow -> running"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			c := f.obeys("app1")
			f.joined = c.NetworkSettings.Networks["hadash-up_lab"]
			all := several(t, f, "ABC")
			do(t, all, func() string { return looks(c) }, script)
			if left := files(t, all["A"]); len(left) > 0 {
				t.Errorf("journals left: %v", left)
			}
		})
	}
}

// The same holds at a balancer.
func TestSeveralHadashAtABalancer(t *testing.T) {
	weight := func(b *fakeBalancer) string { return strings.TrimSpace(b.answers["get weight web/one"]) }
	state := func(b *fakeBalancer) string { return b.state("web/one") }
	for name, test := range map[string]struct {
		look   func(b *fakeBalancer) string
		script []string
	}{
		"weight": {weight, []string{"A weight 10 -> 2 (initial 20)", "B weight 50 -> 10 (initial 20)",
			"A heals weight -> 10 (initial 20)", "B heals weight -> 7 (initial 20)"}},
		"weight, back": {weight, []string{"A weight 10 -> 2 (initial 20)", "B weight 50 -> 10 (initial 20)",
			"B heals weight -> 2 (initial 20)", "A heals weight -> 7 (initial 20)"}},
		"maint and drain": {state, []string{"A maint -> maint", "B drain -> drain", "A heals maint -> drain", "B heals drain -> ready"}},
		"back":            {state, []string{"A maint -> maint", "B drain -> drain", "B heals drain -> maint", "A heals maint -> ready"}},
		"of one":          {state, []string{"A maint -> maint", "A drain -> drain", "A quits -> ready"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			b.answers["get weight web/one"] = "7 (initial 20)\n"
			do(t, several(t, f, "AB"), func() string { return test.look(b) }, test.script)
		})
	}
}

// Another user's journal cannot be read. Healing never slows a container then.
func TestTwoUsers(t *testing.T) {
	for name, script := range map[string][]string{
		"in order":   {"A slow 2 -> running 0.02", "B slow 2 -> running 0.02", "A heals slow -> running", "B heals slow -> running"},
		"in reverse": {"A slow 2 -> running 0.02", "B slow 2 -> running 0.02", "B heals slow -> running 0.02", "A heals slow -> running"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			c := f.obeys("app1")
			all := several(t, f, "AB")
			all["B"].journal.Dir = t.TempDir()
			do(t, all, func() string { return looks(c) }, script)
		})
	}
}

// A fault whose repetition fails stays open, because it still exists.
func TestAgainAndRefused(t *testing.T) {
	f := newFakeEngine(t)
	c := f.obeys("app1")
	p := several(t, f, "A")["A"]
	if err := p.Inject(t.Context(), record.Fault{Kind: record.Slow, Target: "app1", Amount: 2}); err != nil {
		t.Fatal(err)
	}
	obeying := f.answers["/update"]
	f.answers["/update"] = refuses(http.StatusInternalServerError, "no")
	if err := p.Inject(t.Context(), record.Fault{Kind: record.Slow, Target: "app1", Amount: 5}); err == nil || len(p.Open()) != 1 || p.Open()[0].Amount != 2 {
		t.Errorf("got %v, open %v", err, p.Open())
	}
	f.answers["/update"] = obeying
	if err := p.Undo(t.Context(), p.Open()[0]); err != nil || looks(c) != "running" {
		t.Errorf("got %v, it is %s", err, looks(c))
	}
}

// The netem arguments combine the delays of two hadash, and keep the one that is left when the other is healed.
func TestNetemArgs(t *testing.T) {
	open := []journal.Entry{
		{Fault: record.Fault{Kind: record.Delay, Amount: 100}, ID: "a"},
		{Fault: record.Fault{Kind: record.Loss}, ID: "a"},
		{Fault: record.Fault{Kind: record.Delay, Amount: 300}, ID: "a"},
		{Fault: record.Fault{Kind: record.Delay, Amount: 5}, ID: "b"},
	}
	if got := netemArgs("a", open); got != " delay 300ms loss 30%" {
		t.Errorf("got %q", got)
	}
	if got := netemArgs("a", open[:2]); got != " delay 100ms loss 30%" {
		t.Errorf("got %q", got)
	}
}

// Each hadash knows the open faults of the others that run, and no others.
func TestTheFaultsOfOtherHadash(t *testing.T) {
	f := newFakeEngine(t)
	f.obeys("app1")
	all := several(t, f, "ABC")
	if err := all["A"].Inject(t.Context(), record.Fault{Kind: record.Pause, Target: "app1"}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"A": "[]", "B": "[pause app1]"} {
		if got := fmt.Sprint(all[name].Theirs()); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	dies(t, all["A"])
	if got := all["C"].Theirs(); len(got) > 0 {
		t.Errorf("of one that has died: %v", got)
	}
}
