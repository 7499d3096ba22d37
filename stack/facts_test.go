package stack

import (
	"os"
	"slices"
	"testing"

	"hadash/host"
)

// What discovery learns about a container: its service, and where it is reached from here. Files of a process of this machine that is
// not the container's are never taken for its own.
func TestFacts(t *testing.T) {
	f := newFakeEngine(t)
	f.of("haproxy").State.Running, f.of("haproxy").State.Pid = true, os.Getpid()
	for _, c := range []struct{ host, at string }{{"", "127.0.0.1"}, {"engine.lab", "engine.lab"}} {
		p := f.project()
		p.host = c.host
		all, err := p.Facts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(c host.Container) bool { return c.Service == "haproxy" })
		if i < 0 {
			t.Fatalf("%d containers, and no haproxy", len(all))
		}
		if got := all[i]; got.At != c.at || got.Local != (c.host == "") || got.Root != "" || got.ID == "" || len(got.Endpoints) == 0 {
			t.Errorf("%q: at %q, local %v, root %q, %d networks", c.host, got.At, got.Local, got.Root, len(got.Endpoints))
		}
		for _, port := range all[i].Published {
			if port.Host != c.at {
				t.Errorf("port %d is dialled at %q, want %q", port.Port, port.Host, c.at)
			}
		}
	}
}

// A Runtime API inside a container is only asked to show something.
func TestAskInsideOnlyShows(t *testing.T) {
	p := newFakeEngine(t).project()
	for _, line := range []string{"disable server b/s", "show stat;disable server b/s", "show stat\nset weight b/s 0"} {
		if _, err := p.AskInside(t.Context(), "id", "/x.sock", line); err == nil || err.Error() != "a command that does not only show" {
			t.Errorf("%q: %v", line, err)
		}
	}
}
