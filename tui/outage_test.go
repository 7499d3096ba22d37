package tui

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
)

// The screen while a server that nobody here stopped is down, when it is back, and the page of its node.
func TestGoldenOutage(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		keys  string
	}{{7 * time.Second, ""}, {7 * time.Second, "enter"}, {11 * time.Second, ""}} {
		var f incident.Frame
		var from time.Time
		for _, s := range captured.Samples(t, "../http/killed-alone") {
			if from.IsZero() {
				from = s.At
			}
			if s.At.Sub(from) <= c.after {
				f = incident.Fold(f, s)
			}
		}
		m := screenOf(120, 36, everyKey, f)
		if c.keys != "" {
			press(m, c.keys)
		}
		golden(t, fmt.Sprintf("outage-%ds%s.txt", int(c.after.Seconds()), c.keys), ansi.Strip(m.View()))
	}
}
