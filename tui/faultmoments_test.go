package tui

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"

	"github.com/charmbracelet/x/ansi"
)

// The screen at each moment of a fault, in real recordings.
func TestFaultMoments(t *testing.T) {
	t.Parallel()
	for _, x := range faultMoments(t) {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s-%dx%d", x.name, size[0], size[1]), func(t *testing.T) {
				m := atMoment(size[0], size[1], x)
				if m.w < 80 && !slices.Contains(small, x.name) {
					checkSize(t, m, m.w, m.h)
					return
				}
				goldenFrame(t, "moment-"+x.name, m)
			})
		}
	}
}

// The line of the chosen server has the age of its row, where it has HAProxy's state.
func TestChosenHasOneAge(t *testing.T) {
	row, line := regexp.MustCompile(`(?m)^.▸ mysql-slave1 .* ([0-9ms]+) +$`), regexp.MustCompile(`(?m)^ ▸ mysql-slave1 [●▼] (?:up|down) ([0-9ms+]+) `)
	n := 0
	for _, x := range faultMoments(t) {
		view := ansi.Strip(atMoment(120, 36, x).View())
		is, want := line.FindStringSubmatch(view), row.FindStringSubmatch(view)
		if is == nil || want == nil {
			continue
		}
		if n++; is[1] != want[1] {
			t.Errorf("%s: %s, in the table %s:\n%s", x.name, is[1], want[1], view)
		}
	}
	if n < 4 {
		t.Errorf("%d moments", n)
	}
}

// small are the moments with a golden frame on the smallest terminal.
var small = []string{"calm", "08s", "back", "alone"}

// atMoment is the screen at a moment, with the predictions of its Frame.
func atMoment(w, h int, x faultMoment) *Model {
	o := everyKey
	o.predict, o.truths = (*incident.Frame).Predict, (*incident.Frame).TruthTable
	m := screenOf(w, h, o, x.frames...)
	press(m, x.keys...)
	return m
}

// faultMoment is a moment of a fault: what came until then, and which keys were pressed.
type faultMoment struct {
	name   string
	frames []incident.Frame
	keys   []string
}

// The faults of the recordings: a replica is stopped and started.
const (
	healed = 17*time.Second + 520*time.Millisecond
	back   = 23*time.Second + 610*time.Millisecond
)

// faultMoments folds each recording once.
func faultMoments(t testing.TB) []faultMoment {
	baseline := experiment(t, "baseline")
	frames := framesAt(baseline, -3*time.Second, 500*time.Millisecond, 3*time.Second, 8*time.Second, 11*time.Second, healed+time.Second, back+500*time.Millisecond, back+5*time.Second)
	var all []faultMoment
	for i, name := range []string{"unknown", "calm", "00s", "03s", "08s", "11s", "healed", "back", "after"} {
		all = append(all, faultMoment{name, frames[i : i+1], nil})
	}
	all[len(all)-1].keys = []string{"esc"} // as a minute later
	tuned := framesAt(experiment(t, "tuned"), 3*time.Second)
	grey := framesAt(captured.Samples(t, "baseline-pause-mysql-slave1"), 8*time.Second)
	alone := thousand()
	return append(all,
		faultMoment{"tuned-03s", tuned[1:], nil},
		faultMoment{"grey", grey[1:], nil},
		faultMoment{"two", []incident.Frame{secondFault(frames[4])}, nil},
		faultMoment{"alone", alone[len(alone)-1:], nil})
}

// experiment is the Samples of a recording of docs/experiment.
func experiment(t testing.TB, name string) (all []record.Sample) {
	r, err := record.Open("../docs/experiment/" + name + ".hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for s := range r.Samples() {
		all = append(all, s)
	}
	return all
}

// framesAt are the first Frame, and those at some times after the first fault, by Docker's clock.
func framesAt(samples []record.Sample, times ...time.Duration) []incident.Frame {
	var begun time.Time
	asked := false
	for _, s := range samples {
		asked = asked || s.Act != nil && s.Act.Inject != nil
		if asked && s.Docker != nil {
			begun = s.At
			break
		}
	}
	out := make([]incident.Frame, 0, len(times)+1)
	var f incident.Frame
	for _, s := range samples {
		f = incident.Fold(f, s)
		if len(out) == 0 || len(out) <= len(times) && f.At.Sub(begun) >= times[len(out)-1] {
			out = append(out, f)
		}
	}
	return out
}

// secondFault kills an application instance while a replica is stopped.
func secondFault(f incident.Frame) incident.Frame {
	kill, id := record.Fault{Kind: record.Kill, Target: "app1"}, f.Node("app1").Container.ID
	for after, s := range []record.Sample{
		{Source: record.SourceYou, Act: &record.Act{Inject: &kill}},
		{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: kill.Target, ID: id, Action: "kill", Detail: "9"}},
		{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: kill.Target, ID: id, Action: "die", Detail: "137"}},
		{Source: record.SourceYou, Act: &record.Act{Made: &kill}},
	} {
		s.At = f.At.Add(time.Duration(after+1) * 40 * time.Millisecond)
		f = incident.Fold(f, s)
	}
	return f
}
