package tui

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"

	"github.com/charmbracelet/x/ansi"
)

// swarmAt is the Frame of a captured run on a swarm of three hosts, so long after its beginning: at 10 s somebody kills web2, at 24 s the
// host lan2 dies, with web1 on it, and at 53 s it is back.
func swarmAt(t *testing.T, after time.Duration) incident.Frame {
	t.Helper()
	r, err := record.Open("../incident/testdata/swarm.hadash")
	if err != nil {
		t.Fatal(err)
	}
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if s.At.Sub(r.Header.Started) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return f
}

// The swarm's word is beside Docker's and HAProxy's; where a node is, and the hosts with what the swarm says of them.
func TestGoldenSwarm(t *testing.T) {
	t.Parallel()
	dead, again := swarmAt(t, 46*time.Second), swarmAt(t, 60*time.Second)
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		for scene, s := range map[string]struct {
			frame incident.Frame
			keys  []string
		}{
			"swarm-dead":  {dead, nil},
			"swarm-hosts": {dead, []string{"0"}},
			"swarm-truth": {again, []string{"T"}},
			"swarm-node":  {again, []string{"enter"}},
			"swarm-cost":  {again, []string{"3"}},
		} {
			m := screenOf(size[0], size[1], ways()["watch"], s.frame)
			press(m, s.keys...)
			goldenFrame(t, scene, m)
		}
	}
}

// Without a swarm and without several Engines the page says what would be there, and without Docker it does not say Docker.
func TestNoHosts(t *testing.T) {
	t.Parallel()
	m := screenOf(120, 40, ways()["watch"], loopbackAt(t, loopbackMoments["calm"]))
	press(m, "0")
	if found := dockers.FindString(ansi.Strip(m.View())); found != "" {
		t.Errorf("%q in\n%s", found, ansi.Strip(m.View()))
	}
}
