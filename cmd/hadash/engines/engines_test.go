package engines

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/record"
	"hadash/stack"
)

var east, west = "10.0.0.1", "10.0.0.2"

func twoHosts(t *testing.T) (map[string]*fake, *Project) {
	t.Helper()
	all := hosts(t, "east", "west")
	all["east"].has("lb", "172.18.0.3", "hadash.role=balancer", "hadash.to=app")
	all["east"].has("app", "172.18.0.2", "hadash.role=app")
	all["west"].has("app", "172.18.0.2", "hadash.role=app")
	p, err := Connect(t.Context(), stack.Options{Project: "shop", Context: "east,west"}, map[string]string{"east": east, "west": west})
	if err != nil {
		t.Fatal(err)
	}
	return all, p
}

// at once makes Engines that did not answer be asked again without a pause.
func atOnce(t *testing.T) {
	t.Helper()
	was := redial
	redial = 0
	t.Cleanup(func() { redial = was })
}

func topologyOf(t *testing.T, p *Project) record.Topology {
	t.Helper()
	top, err := p.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return top
}

func namesOf(top record.Topology) (names []string) {
	for _, n := range top.Nodes {
		names = append(names, n.Name)
	}
	return names
}

// An address of a host's own network means its container there, a published port means the container of that host from everywhere.
func TestAddressesOfTwoHosts(t *testing.T) {
	_, p := twoHosts(t)
	defer func() { _ = p.Close() }()
	top := topologyOf(t, p)
	if names := namesOf(top); !slices.Equal(names, []string{"app@east", "app@west", "lb@east"}) {
		t.Fatalf("nodes %v", names)
	}
	if lb, _ := top.Node("lb@east"); !slices.Equal(lb.To, []string{"app@east", "app@west"}) || lb.Host != "east" {
		t.Errorf("the balancer is %+v", lb)
	}
	for _, tt := range []struct{ addr, from, want string }{
		{"172.18.0.2:80", "east", "app@east"}, {"172.18.0.2:80", "west", "app@west"}, {"172.18.0.3:8080", "west", ""},
		{west + ":9081", "east", "app@west"}, {west + ":9081", "west", "app@west"}, {west + ":9082", "east", ""},
	} {
		if n, _ := top.ByAddr(tt.addr, tt.from); n.Name != tt.want {
			t.Errorf("%s at %s is %q, want %q", tt.addr, tt.from, n.Name, tt.want)
		}
	}
	facts, err := p.Facts(t.Context())
	if err != nil || len(facts) != 3 {
		t.Fatalf("%d containers, %v", len(facts), err)
	}
	for _, c := range facts {
		if c.Service != c.Node || c.Endpoints[0].Network != "shop_default@"+c.Machine {
			t.Errorf("%s: service %s, network %s", c.Node, c.Service, c.Endpoints[0].Network)
		}
	}
}

// An Engine that does not answer keeps its nodes, and nobody waits for it. What is broken there stays in the journal.
func TestEngineThatDoesNotAnswer(t *testing.T) {
	all, p := twoHosts(t)
	defer func() { _ = p.Close() }()
	topologyOf(t, p)
	if _, err := p.Facts(t.Context()); err != nil {
		t.Fatal(err)
	}
	pause := record.Fault{Kind: record.Pause, Target: "app@west"}
	if err := p.Inject(t.Context(), pause); err != nil {
		t.Fatal(err)
	}
	all["west"].stop()
	if top := topologyOf(t, p); len(top.Nodes) != 3 || len(top.Hosts) != 2 {
		t.Errorf("while west is silent: %v", namesOf(top))
	}
	var silent *SilentError
	if err := p.Undo(t.Context(), pause); !errors.As(err, &silent) || !strings.Contains(err.Error(), "at west does not answer") || strings.Contains(err.Error(), "\n") {
		t.Errorf("heal at a silent Engine: %v", err)
	}
	if open := p.Open(); !slices.Equal(open, []record.Fault{pause}) {
		t.Errorf("open are %v", open)
	}
	other := record.Fault{Kind: record.Pause, Target: "app@east"}
	if err := errors.Join(p.Inject(t.Context(), other), p.Heal(t.Context(), other)); err != nil {
		t.Errorf("at the other Engine: %v", err)
	}
	facts, err := p.Facts(t.Context())
	if err != nil || len(facts) != 3 {
		t.Errorf("%d containers are known, %v", len(facts), err)
	}
	all["west"].start(t)
	if err := p.Undo(t.Context(), pause); err != nil || len(p.Open()) > 0 {
		t.Errorf("back: %v, open are %v", err, p.Open())
	}
}

// hadash starts while an Engine does not answer, and takes it in when it does.
func TestEngineThatComesLater(t *testing.T) {
	atOnce(t)
	all := hosts(t, "east", "west")
	all["east"].has("app", "172.18.0.2", "hadash.role=app")
	all["west"].has("app", "172.18.0.2", "hadash.role=app")
	all["west"].stop()
	p, err := Connect(t.Context(), stack.Options{Project: "shop", Context: "east,west"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	top := topologyOf(t, p)
	if !slices.Equal(namesOf(top), []string{"app@east"}) || len(top.Hosts) != 2 {
		t.Errorf("at the start: %v on %v", namesOf(top), top.Hosts)
	}
	if _, err := p.Engines()[1].Containers(t.Context()); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("why it does not answer: %v", err)
	}
	all["west"].start(t)
	if _, err := p.Engines()[1].Containers(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-p.Changed()
	if names := namesOf(topologyOf(t, p)); !slices.Equal(names, []string{"app@east", "app@west"}) {
		t.Errorf("later: %v", names)
	}
}

// What a hadash that watched several Engines left broken is healed by one that watches one of them, and the other way round.
func TestLeftIsHealedByEitherName(t *testing.T) {
	for _, tt := range []struct{ broke, heals, target string }{{"east,west", "west", "app@west"}, {"west", "east,west", "app"}} {
		all, p := twoHosts(t)
		_ = p.Close()
		connect := func(contexts string) interface {
			leaves
			breaks
		} {
			if !strings.Contains(contexts, ",") {
				s, err := stack.Connect(t.Context(), stack.Options{Project: "shop", Context: contexts})
				if err != nil {
					t.Fatal(err)
				}
				return s
			}
			s, err := Connect(t.Context(), stack.Options{Project: "shop", Context: contexts}, nil)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		first := connect(tt.broke)
		if err := errors.Join(first.Inject(t.Context(), record.Fault{Kind: record.Pause, Target: tt.target}), first.Close()); err != nil {
			t.Fatal(err)
		}
		next := connect(tt.heals)
		left, err := next.Left()
		if err != nil || len(left) != 1 {
			t.Fatalf("%s after %s: left is %v, %v", tt.heals, tt.broke, left, err)
		}
		if err := next.HealLeft(t.Context(), left, func(journalLeft, error) {}); err != nil {
			t.Errorf("%s after %s: %v", tt.heals, tt.broke, err)
		}
		f := all["west"]
		f.mu.Lock()
		if state, _ := f.containers[0]["State"].(map[string]any); state["Status"] != "running" {
			t.Errorf("%s after %s: it is %v", tt.heals, tt.broke, state["Status"])
		}
		f.mu.Unlock()
		_ = next.Close()
	}
}

type journalLeft = journal.Left

type leaves interface {
	Left() ([]journalLeft, error)
	HealLeft(ctx context.Context, all []journalLeft, tell func(journalLeft, error)) error
}

type breaks interface {
	Inject(ctx context.Context, f record.Fault) error
	Close() error
}
