package found

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/host"
	"hadash/stack"
)

// expected is what a right discovery says of a project: expect.json.
type expected struct {
	Balancers []struct {
		Service   string
		Kind      string
		Mode      string
		Config    []string
		Groups    map[string]map[string][]string
		NotGroups []string `json:"not_groups"`
		Direct    map[string][]string
		Outside   map[string]string
		Unchecked []string
		Standby   []string
		Slots     map[string]string
		Status    string
		Log       string
	}
	Edges      [][2]string
	Supposed   [][2]string
	Containers map[string]int
	NoPart     []string `json:"no_part"`
	NeverShown []string `json:"never_shown"`
	Say        []string
	Down       []string
	Faults     *int
	Maint      string // a node that HAProxy takes out on request, and in again
	Exec       string // the server that --exec shows to be up, of a balancer whose numbers are inside only
}

// inside lists what --exec should have shown, and did not.
func (w *expected) inside(t *testing.T, text string) []string {
	t.Helper()
	var got document
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	for _, b := range got.Balancers {
		if b.States[w.Exec] == "up" {
			return nil
		}
	}
	return []string{"--exec does not show that " + w.Exec + " is up"}
}

// settled is how long a project may take until all is as expected: images with a database, checks that must fail first.
const settled = 60 * time.Second

// Each project is started for real, one after the other, and what is found is compared with what its expect.json says.
func TestE2EDiscover(t *testing.T) {
	needDocker(t)
	dirs, err := filepath.Glob("../../../attach/testdata/projects/*")
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, "expect.json"))
			if err != nil {
				t.Fatal(err)
			}
			var want expected
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			p := start(t, dir)
			var differ []string
			var got string
			for end := time.Now().Add(settled); time.Now().Before(end); time.Sleep(time.Second) {
				got = p.discover(t, "--json")
				if differ = want.compare(t, got); len(differ) == 0 {
					break
				}
			}
			if want.Exec != "" {
				differ = append(differ, want.inside(t, p.discover(t, "--json", "--exec"))...)
			}
			if want.Maint != "" {
				differ = append(differ, p.maint(t, want.Maint)...)
			}
			whole := got + p.discover(t) + p.discover(t, "--why")
			for _, secret := range want.NeverShown {
				if strings.Contains(whole, secret) {
					differ = append(differ, "it shows "+secret)
				}
			}
			if os.Getenv("HADASH_KEEP") != "" || len(differ) > 0 {
				t.Log(got + "\n" + p.discover(t, "--why"))
			}
			for _, d := range differ {
				t.Error(d)
			}
		})
	}
}

// compare lists where a discovery differs from what is expected of it.
func (w *expected) compare(t *testing.T, text string) (out []string) {
	t.Helper()
	var got document
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	same := func(what string, want, got any) {
		if d := cmp.Diff(want, got); d != "" {
			out = append(out, what+" (-want +got):\n"+d)
		}
	}
	same("balancers", len(w.Balancers), len(got.Balancers))
	for _, want := range w.Balancers {
		i := slices.IndexFunc(got.Balancers, func(b balancerJSON) bool { return b.Service == want.Service })
		if i < 0 {
			out = append(out, "no balancer "+want.Service)
			continue
		}
		b := got.Balancers[i]
		name := func(what string) string { return want.Service + ": " + what }
		same(name("kind"), want.Kind, b.Kind)
		same(name("mode"), want.Mode, b.Mode)
		same(name("config"), want.Config, b.Config)
		same(name("groups"), want.Groups, byAddress(want.Groups, b.Groups))
		same(name("direct"), orEmpty(want.Direct), orEmpty(b.Direct))
		same(name("outside"), orEmpty(want.Outside), orEmpty(b.Outside))
		same(name("slots"), orEmpty(want.Slots), orEmpty(b.Slots))
		if want.Unchecked != nil {
			same(name("unchecked"), append([]string{}, want.Unchecked...), append([]string{}, b.Unchecked...))
		}
		same(name("standby"), want.Standby, b.Standby)
		same(name("status"), want.Status, b.Status)
		same(name("log"), want.Log, b.Log)
		for _, none := range want.NotGroups {
			if _, is := b.Groups[none]; is {
				out = append(out, name("group ")+none)
			}
		}
	}
	same("edges", sortedEdges(w.Edges), sortedEdges(slices.DeleteFunc(got.Edges, func(e [2]string) bool {
		return e[0] == "host" && !slices.Contains(w.Edges, e) // not every expectation names whom the host publishes
	})))
	same("supposed", sortedEdges(w.Supposed), sortedEdges(got.Supposed))
	for service, n := range w.Containers {
		same("containers of "+service, n, got.Containers[service])
	}
	for _, service := range w.NoPart {
		if !slices.Contains(got.NoPart, service) {
			out = append(out, service+" is on the path")
		}
	}
	same("down", append([]string{}, w.Down...), append([]string{}, got.Down...))
	if w.Faults != nil {
		same("faults", *w.Faults, got.Faults)
	}
	said := fmt.Sprint(got.Missing)
	for _, s := range w.Say {
		if !strings.Contains(said, s) {
			out = append(out, "it does not say "+s)
		}
	}
	return out
}

// byAddress puts the servers that are only known by their addresses together, where they are expected as "(address):PORT", and
// those of slots, which have any numbers.
func byAddress(want, got map[string]map[string][]string) map[string]map[string][]string {
	out := map[string]map[string][]string{}
	for group, servers := range got {
		out[group] = servers
		for pattern := range want[group] {
			port, ok := strings.CutPrefix(pattern, "(address)")
			if pattern == "(slots)" {
				port, ok = "", true
			}
			if !ok {
				continue
			}
			var all []string
			for name, services := range servers {
				if strings.HasSuffix(name, port) {
					all = append(all, services...)
				}
			}
			slices.Sort(all)
			out[group] = map[string][]string{pattern: all}
		}
	}
	return out
}

func orEmpty[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

func sortedEdges(edges [][2]string) []string {
	out := []string{}
	for _, e := range edges {
		out = append(out, e[0]+" -> "+e[1])
	}
	slices.Sort(out)
	return out
}

// R9g: a helper container reaches a socket in the layer of a container, and one in a volume of it.
func TestE2EBeside(t *testing.T) {
	needDocker(t)
	for project, socket := range map[string]string{"13-template-slots": "/var/run/api/haproxy.sock", "19-two-on-one": "/run/h/api.sock"} {
		p := start(t, "../../../attach/testdata/projects/"+project)
		s, err := stack.Connect(t.Context(), stack.Options{Project: p.name})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		all, err := s.Facts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(c host.Container) bool { return c.Service == "door" || c.Service == "left" })
		var answer string
		for range 5 { // until it listens
			if answer, err = s.AskBeside(t.Context(), all[i].ID, socket, "show info"); err == nil {
				break
			}
		}
		if err != nil || !strings.Contains(answer, "\nUptime_sec: ") {
			t.Errorf("%s: %q, %v", project, answer, err)
		}
	}
}
