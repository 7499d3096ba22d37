package cost

import (
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// contextOf is a Context without a screen.
func contextOf(f *incident.Frame) *ui.Context {
	return &ui.Context{Frame: f, Theme: paint.Look{Name: paint.ThemeMono}.Theme(), Zone: time.UTC}
}

// The lines that are kept where few fit: what reached the clients, what did not, and when it was noticed.
func TestCostByWeight(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
	}
	for h, want := range map[int][]lineKind{
		1: {lineUsers}, 2: {lineUsers, lineHidden}, 3: {lineUsers, lineHidden, lineNoticed},
		4: {lineUsers, lineHidden, lineNoticed, lineBack},
	} {
		var table Table
		table.Take(contextOf(&f), &f.Stopwatches[0], 46)
		table.fit(h)
		var got []lineKind
		for _, l := range table.lines {
			got = append(got, l.kind)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d lines: %v, want %v", h, got, want)
		}
	}
}

// What was hidden is said in short where it would be cut, and what is not tied has a line of its own where it has no room.
func TestCostHidden(t *testing.T) {
	var f incident.Frame
	h := clients.Hidden{Redispatched: 2, Saved: 2, Settled: 2, NextUpstream: 1, Repeated: 4}
	for name, c := range map[string]struct {
		beside int64
		w      int
		want   string
		tied   bool
	}{
		"all":            {75, 90, "2 moved to another server · 1 by another instance · 4 repeated · 75 not of this fault", true},
		"less, tied":     {75, 70, "2 moved · 1 by another instance · 4 repeated · 75 not of this fault", true},
		"short, tied":    {75, 45, "2 moved · 1 by nginx · 4 by apps · 75 besides", true},
		"no room for it": {75, 30, "2 moved · 1 by nginx · 4 by apps", false},
		"none beside":    {0, 45, "2 moved · 1 by another instance · 4 repeated", false},
		"short":          {0, 43, "2 moved · 1 by nginx · 4 by apps", false},
	} {
		got, tied := (&Table{c: contextOf(&f), s: &stopwatch.Stopwatch{Hidden: h, Beside: c.beside}}).hiddenFit(c.w)
		if got != c.want || tied != c.tied {
			t.Errorf("%s: %q %v, want %q %v", name, got, tied, c.want, c.tied)
		}
	}
}

// That nothing was hidden is known only where each part that absorbs failures was watched.
func TestNothingHiddenIsSeen(t *testing.T) {
	var f incident.Frame
	attempts := clients.Felt{HasNginx: true, HasAttempts: true}
	for name, c := range map[string]struct {
		w    stopwatch.Stopwatch
		want string
	}{
		"nobody could tell":              {stopwatch.Stopwatch{Around: stopwatch.Around{NoPage: true}}, ""},
		"no part that absorbs":           {stopwatch.Stopwatch{Around: stopwatch.Around{NoHAProxy: true, NoNginx: true, NoApp: true}}, ""},
		"HAProxy alone":                  {stopwatch.Stopwatch{}, "none seen"},
		"all but the application":        {stopwatch.Stopwatch{Felt: attempts}, "none seen"},
		"all but HAProxy":                {stopwatch.Stopwatch{Felt: attempts, Around: stopwatch.Around{NoPage: true, Repeats: true}}, "none seen"},
		"all":                            {stopwatch.Stopwatch{Felt: attempts, Around: stopwatch.Around{Repeats: true}}, "none"},
		"HAProxy, and there is no other": {stopwatch.Stopwatch{Around: stopwatch.Around{NoNginx: true, NoApp: true}}, "none"},
	} {
		if got, _ := (&Table{c: contextOf(&f), s: &c.w}).hiddenFit(60); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Whose first sign it is need not be said again where there is hardly room for what it was.
func TestSayingLeavesTheNodeOut(t *testing.T) {
	s := stopwatch.Stopwatch{Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Stop, Target: "db1"}}}
	for text, want := range map[string]string{
		"servers/db1 UP 1/2, L4CON": "UP 1/2, L4CON", "db1: timed out": "timed out", "session cut (SD)": "session cut (SD)",
		"app1 lost db1": "app1 lost db1", "": "",
	} {
		if got := sayingOf(&s, &stopwatch.Moment{Says: wording.Text(text)}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A fault that is over has no running time, whether or not its node was seen back.
func TestThePhaseOfAFaultThatIsOverStands(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	f := incident.Frame{At: at.Add(35 * time.Second)}
	s := stopwatch.Stopwatch{Fault: stopwatch.Fault{At: at}}
	s.Moments[stopwatch.Healed] = stopwatch.Moment{At: at.Add(5 * time.Second)}
	for want, done := range map[string]bool{"healed 30.0 s ago": false, "healed": true} {
		s.Done = done
		if got, _ := Phase(contextOf(&f), &s); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What HAProxy tried again is a bound while it is not known what became of the sessions, and says when it was in vain.
func TestTriedAgain(t *testing.T) {
	var f incident.Frame
	for want, h := range map[string]clients.Hidden{
		"≤33 retried":                           {Retried: 33},
		"≤3 of 33 retried":                      {Retried: 33, Settled: 30},
		"none: 33 retried in vain":              {Retried: 33, Settled: 33},
		"7 of 14 moved to another server":       {Redispatched: 14, Saved: 7, Settled: 14},
		"7 moved to another server":             {Redispatched: 7, Saved: 7, Settled: 7},
		"5 retried · 2 moved to another server": {Retried: 5, Redispatched: 2, Saved: 7, Settled: 7},
	} {
		if got, _ := (&Table{c: contextOf(&f), s: &stopwatch.Stopwatch{Hidden: h}}).hiddenFit(60); got != want {
			t.Errorf("%+v: %q, want %q", h, got, want)
		}
	}
}
