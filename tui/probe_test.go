package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// probeAt is the Frame of a captured run of HAProxy 2.6.12 before three servers, with a probe before it, so long after its
// beginning: app1 is killed after 2 s and started after 3 s, and no request is tried again.
func probeAt(t *testing.T, after time.Duration) incident.Frame {
	t.Helper()
	r, err := record.Open("testdata/probe.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if s.At.Sub(r.Header.Started) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	return f
}

// A probe is drawn as the client in front of the balancer, speaks on the strip and in the cost, and has a page of its own.
func TestGoldenProbe(t *testing.T) {
	f := probeAt(t, 5*time.Second)
	for _, size := range [][2]int{{80, 24}, {120, 36}} {
		goldenFrame(t, "probe", screenOf(size[0], size[1], everyKey, f))
	}
	m := screenOf(120, 36, everyKey, f)
	press(m, "node:probe", "enter")
	goldenFrame(t, "probe-node", m)
	m = screenOf(120, 36, everyKey, f)
	press(m, "T")
	goldenFrame(t, "probe-truth", m)
}

// Nobody can break a probe, and its page shows no secret of its target.
func TestProbeIsNotBroken(t *testing.T) {
	f := probeAt(t, 5*time.Second)
	for i := range f.Nodes {
		if f.Nodes[i].Name == "probe" {
			f.Nodes[i].Status = "probe+https://user:secret@shop:8443/health?token=hidden&rate=20&insecure"
		}
	}
	m := screenOf(120, 45, everyKey, f)
	press(m, "node:probe", "enter")
	view := ansi.Strip(m.View())
	for _, want := range []string{"GET https://shop:8443/health?...", "20 a second", "certificates are not checked", "2 failed", "app2"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
	if strings.Contains(view, "secret") || strings.Contains(view, "hidden") {
		t.Errorf("a secret is shown:\n%s", view)
	}
	press(m, "s")
	if view := ansi.Strip(m.View()); !strings.Contains(view, "a client of hadash's own") || strings.Contains(view, "stop probe?") {
		t.Errorf("it can be stopped:\n%s", view)
	}
}

// Where others ask as well, the log speaks for the users, and the cost has the probe's own figures beside.
func TestCostNamesProbeAndLog(t *testing.T) {
	f := probeAt(t, 5*time.Second)
	for _, felt := range []*clients.Felt{&f.Stopwatches[0].Felt, &f.Watched.Felt} {
		felt.NginxRequests, felt.NginxFailed, felt.Probe.Others = 1000, 31, 900
	}
	m := screenOf(160, 45, everyKey, f)
	view := ansi.Strip(m.View())
	for _, want := range []string{"31 of 1", "3.1 %", "by HAProxy, the probe 2 of 60", "users ── by HAProxy's log", "2 failed"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q:\n%s", want, view)
		}
	}
}
