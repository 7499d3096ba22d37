package stack

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

func TestDown(t *testing.T) {
	u := newUpTest(t)
	u.only()
	if err := u.lab.down(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if err := u.lab.down(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	want := []string{downLine, downLine + " --volumes"}
	if !slices.Equal(u.run.ran, want) {
		t.Errorf("ran %q, want %q", u.run.ran, want)
	}
}

// Down names the volumes that stay and how to remove them.
func TestDownTellsOfVolumes(t *testing.T) {
	for volumes, want := range map[string]string{
		`[]`: "project hadash-up is gone",
		`[{"Name":"up_b"},{"Name":"up_a"}]`: "project hadash-up is gone; its data stays for the next 'hadash up', in up_a, up_b " +
			"('hadash down --volumes' removes it)",
	} {
		t.Run(volumes, func(t *testing.T) {
			u := newUpTest(t)
			u.run.does = func() { u.only() }
			u.answers["GET /volumes"] = func(w http.ResponseWriter, r *http.Request) {
				if !strings.Contains(r.URL.RawQuery, "com.docker.compose.project%3Dhadash-up") {
					t.Errorf("asked for the volumes of %s", r.URL.RawQuery)
				}
				fmt.Fprintf(w, `{"Volumes":%s}`, volumes)
			}
			said := ""
			u.lab.steps.tell = func(s Step) { said = s.Detail }
			if err := u.lab.down(t.Context(), false); err != nil || said != want {
				t.Errorf("said %q, %v; want %q", said, err, want)
			}
		})
	}
}

// If there was nothing, Down does not say that something is gone: perhaps the user meant another project. The command
// that it suggests has the flags that selected this one.
func TestDownOfNothing(t *testing.T) {
	u := newUpTest(t)
	u.only()
	u.lab.opts.Project = "lab"
	u.answers["GET /volumes"] = func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"Volumes":[{"Name":"up_a"}]}`) }
	said := ""
	u.lab.steps.tell = func(s Step) { said = s.Detail }
	err := u.lab.down(t.Context(), false)
	want := "project hadash-up had no containers; its data stays for the next 'hadash up -p lab', in up_a ('hadash down --volumes -p lab' removes it)"
	if err != nil || said != want {
		t.Errorf("said %q, %v; want %q", said, err, want)
	}
}

const downLine = "--profile load down --remove-orphans"

// Containers that were started while compose stopped the rest are removed, too.
func TestDownAgain(t *testing.T) {
	u := newUpTest(t)
	u.run.does = func() {
		if len(u.run.ran) == 2 {
			u.only()
		}
	}
	if err := u.lab.down(t.Context(), false); err != nil {
		t.Error(err)
	}
	if want := []string{downLine, downLine}; !slices.Equal(u.run.ran, want) {
		t.Errorf("ran %q, want %q", u.run.ran, want)
	}
}

// Containers that remain after the second attempt are reported.
func TestDownInVain(t *testing.T) {
	u := newUpTest(t)
	err := u.lab.down(t.Context(), false)
	if err == nil || !strings.Contains(err.Error(), "still there: init, k6, nginx") || len(u.run.ran) != 2 {
		t.Errorf("ran %q: %v", u.run.ran, err)
	}
}

// Compose cannot remove a swarm's tasks: the swarm would make them again.
func TestStackOfASwarmIsNotComposes(t *testing.T) {
	l := &lab{p: &Project{name: "lab"}, opts: Options{Project: "lab"}}
	task := container.Summary{Labels: map[string]string{label.Namespace: "lab"}}
	if err := l.noStack([]container.Summary{task}); err == nil || !strings.Contains(err.Error(), "'hadash down --swarm -p lab'") {
		t.Errorf("got %v; want the command that removes it", err)
	}
	if err := l.noStack([]container.Summary{{}}); err != nil {
		t.Errorf("got %v of a compose project", err)
	}
}
