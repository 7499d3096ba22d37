package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/replay"
	"hadash/stack"
	"hadash/stack/compose"
	"hadash/tui"
)

// The demo is a complete recording of a fault that was detected and healed.
func TestDemo(t *testing.T) {
	rec, err := openDemo(demoFiles)
	if err != nil {
		t.Fatal(err)
	}
	var f incident.Frame
	for s := range rec.Samples() {
		f = incident.Fold(f, s)
	}
	if len(f.Nodes) < 10 || rec.Torn() != "" || rec.Header.Started.IsZero() || rec.Header.Title == "" {
		t.Errorf("%d nodes, torn %q, %+v", len(f.Nodes), rec.Torn(), rec.Header)
	}
	if n := len(f.Stopwatches); n == 0 || !f.Stopwatches[0].Moments[stopwatch.Detected].Seen() || !f.Stopwatches[0].Moments[stopwatch.Healed].Seen() {
		t.Errorf("%d faults, the first of them not noticed or not healed", n)
	}
}

// While nothing is broken, no frame of the demo has a broken arrow, or says "all UP" while a node is starting.
func TestDemoBegins(t *testing.T) {
	rec, err := openDemo(demoFiles)
	if err != nil {
		t.Fatal(err)
	}
	var f incident.Frame
	frames := 0
	for s := range rec.Samples() {
		if f = incident.Fold(f, s); len(f.Faults) > 0 {
			break
		}
		still := tui.NewOffscreen(tui.Options{Title: "demo"}, 120, 36)
		still.Show(tui.Shown{Frame: f})
		screen := ansi.Strip(still.String())
		if frames++; strings.Contains(screen, "×▶") {
			t.Fatalf("frame %d at %s has a broken arrow:\n%s", frames, f.At, screen)
		}
		for i := range f.Nodes {
			if n := &f.Nodes[i]; strings.Contains(screen, "● all ") && !n.Resting() && n.Health != incident.Up {
				t.Fatalf("frame %d: all UP, and %s is %s", frames, n.Name, n.State())
			}
		}
	}
	if frames < 50 {
		t.Errorf("only %d frames before the first fault", frames)
	}
}

func TestDemoMissing(t *testing.T) {
	if _, err := openDemo(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "make experiment") {
		t.Errorf("without its demo: %v", err)
	}
}

// An error that there is no Docker mentions the demo; other errors do not.
func TestNoDockerPointsToTheDemo(t *testing.T) {
	none := &stack.NoDockerError{Host: "unix:///none", Why: "no such socket", Try: "start it"}
	if err := orDemo(errors.Join(errors.New("up"), none)); !errors.As(err, new(*stack.NoDockerError)) || !strings.Contains(err.Error(), "'hadash demo'") {
		t.Errorf("no Docker: %v", err)
	}
	if err := orDemo(compose.ErrNoFile); err != compose.ErrNoFile { //nolint:errorlint // the very same
		t.Errorf("no compose file: %v", err)
	}
}

// The demo begins 3 s before its first fault, plays from there, and announces the fault; home goes to the very beginning.
func TestDemoStartsAtTheAction(t *testing.T) {
	w := played{open: func() (*record.Recording, error) { return openDemo(demoFiles) }, from: demoBegins}
	rec, err := w.open()
	if err != nil {
		t.Fatal(err)
	}
	at, err := w.begin(rec)
	if err != nil {
		t.Fatal(err)
	}
	_ = rec.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	p, err := replay.Play(ctx, w.open, onScreen)
	if err != nil {
		t.Fatal(err)
	}
	p.Seek(at)
	var first tui.Shown
	for first = range p.Shown() {
		if !first.Bar.Seeking && !first.Bar.At.Before(at) && len(first.Bar.Faults) > 0 {
			break
		}
	}
	b := &first.Bar
	if in := b.Faults[0].Sub(b.At); in <= 2*time.Second || in > 3100*time.Millisecond || !b.Playing || len(first.Frame.Stopwatches) > 0 {
		t.Errorf("%v before the first fault, playing %v, %d faults", in, b.Playing, len(first.Frame.Stopwatches))
	}
	if len(b.Broke) == 0 || b.Broke[0] != "mysql-slave1 is stopped" {
		t.Errorf("it announces %q", b.Broke)
	}
	p.Pause()
	p.Part(0)
	for s := range p.Shown() {
		if !s.Bar.Seeking && !s.Bar.Playing {
			if since := s.Bar.At.Sub(s.Bar.Begun); since > 0 {
				continue
			}
			break
		}
	}
}
