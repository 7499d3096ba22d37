package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/tui/replaybar"
	"hadash/wording"
)

// bring is a Frame after some time, with events.
func bring(f incident.Frame, after time.Duration, events ...event.Event) incident.Frame {
	f.At = f.At.Add(after)
	for i := range events {
		events[i].At, events[i].Count = f.At, 1
	}
	f.Events = events
	return f
}

var (
	downEvent   = event.Event{ID: 20, Kind: event.KindServer, Severity: event.Bad, Node: "mysql-slave1", Subject: "servers/mysql-slave1", Says: wording.Text("servers/mysql-slave1 DOWN: Layer4 timeout")}
	upEvent     = event.Event{ID: 21, Kind: event.KindServer, Severity: event.Good, Node: "mysql-slave1", Subject: "servers/mysql-slave1", Says: wording.Text("servers/mysql-slave1 UP")}
	clientEvent = event.Event{ID: 22, Kind: event.KindClient, Severity: event.Bad, Node: "k6", Subject: "k6", Fault: "stop mysql-slave1", Says: wording.Text("login failed: 502")}
	greyEvent   = event.Event{ID: 23, Kind: event.KindTruth, Severity: event.Warn, Node: "app3", Subject: "app3", Says: wording.Text("app3: UP, and answers nothing")}
	silentEvent = event.Event{ID: 24, Kind: event.KindSource, Severity: event.Warn, Node: "nginx", Subject: "nginx", Says: wording.Text("nginx does not answer")}
	nearEvent   = event.Event{ID: 26, Kind: event.KindLimit, Severity: event.Warn, Node: "mysql-slave1", Subject: "servers/mysql-slave1 maxconn", Says: wording.NearServer.Of("servers/mysql-slave1", 30, 32)}
	farEvent    = event.Event{ID: 27, Kind: event.KindLimit, Severity: event.Good, Node: "mysql-slave1", Subject: "servers/mysql-slave1 maxconn", Says: wording.FarServer.Of("servers/mysql-slave1", 3, 32)}
	warnEvent   = event.Event{ID: 25, Kind: event.KindEndings, Severity: event.Warn, Subject: "x", Says: wording.Text("SC")}
)

// byOthers is oneDown, stopped by somebody else.
func byOthers() incident.Frame {
	f := oneDown()
	f.At = allUp().At
	f.Faults = slices.Clone(f.Faults)
	f.Faults[0].You, f.Faults[0].At = false, f.At
	return f
}

func TestAlerts(t *testing.T) {
	for name, tt := range map[string]struct {
		frames []incident.Frame
		want   string // on the first line; "" = no alert
	}{
		"down":                {[]incident.Frame{allUp(), bring(allUp(), time.Second, downEvent)}, "▼ servers/mysql-slave1 DOWN: Layer4 timeout 0s"},
		"ages":                {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent), bring(allUp(), 9*time.Second)}, "DOWN: Layer4 timeout 9s"},
		"a minute":            {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent), bring(allUp(), 61*time.Second)}, ""},
		"up again":            {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent), bring(allUp(), 9*time.Second, upEvent)}, ""},
		"grey":                {[]incident.Frame{allUp(), bring(allUp(), 0, greyEvent)}, "app3: UP, and answers nothing 0s"},
		"a limit is near":     {[]incident.Frame{allUp(), bring(allUp(), 0, nearEvent)}, "servers/mysql-slave1 nears its maxconn: 30 of"},
		"it is far again":     {[]incident.Frame{allUp(), bring(allUp(), 0, nearEvent), bring(allUp(), 9*time.Second, farEvent)}, ""},
		"silent":              {[]incident.Frame{allUp(), bring(allUp(), 0, silentEvent)}, "nginx does not answer 0s"},
		"more":                {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent, greyEvent, silentEvent)}, "nginx does not answer 0s · 2 more"},
		"was before":          {[]incident.Frame{bring(allUp(), 0, downEvent)}, ""},
		"a warning":           {[]incident.Frame{allUp(), bring(allUp(), 0, warnEvent)}, ""},
		"own fault":           {[]incident.Frame{allUp(), bring(oneDown(), 0, downEvent)}, ""},
		"others' fault":       {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent), bring(byOthers(), 4*time.Second)}, "servers/mysql-slave1 DOWN: La"},
		"explained":           {[]incident.Frame{allUp(), bring(allUp(), 0, downEvent), bring(byOthers(), 6*time.Second)}, "mysql-slave1 stopped by others"},
		"others' elsewhere":   {[]incident.Frame{allUp(), bring(allUp(), 0, greyEvent), bring(byOthers(), 6*time.Second)}, "app3: UP, and answers nothing"},
		"clients feel it":     {[]incident.Frame{allUp(), bring(oneDown(), 0, downEvent, clientEvent)}, "login failed: 502 0s"},
		"only the first time": {[]incident.Frame{allUp(), bring(oneDown(), 0, clientEvent), bring(oneDown(), 61*time.Second, clientEvent)}, ""},
	} {
		for _, size := range sizes {
			m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}}, tt.frames...)
			checkSize(t, m, size[0], size[1])
			first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
			least := 80
			if len(m.c.Verdict.Faults) > 0 { // the verdict comes first
				least = 200
			}
			if (tt.want == "" || name == "explained") && len(m.alerts.List) > 0 || size[0] >= least && !strings.Contains(first, tt.want) {
				t.Errorf("%s, %v: %q, want %q; %d alerts", name, size, first, tt.want, len(m.alerts.List))
			}
			press(m, "esc")
			if len(m.alerts.List) > 0 {
				t.Errorf("%s: esc leaves it", name)
			}
		}
	}
}

// The bell rings once for what comes together, and not again within two seconds.
func TestBell(t *testing.T) {
	var said []string
	o := Options{Hands: &fakeHands{}, Bell: true, Notify: true, say: func(seq string) { said = append(said, seq) }}
	none := make(chan incident.Frame)
	close(none)
	o.Frames = none
	m := screenOf(120, 36, o)
	feed := func(f incident.Frame) { _, cmd := m.Update(frameMsg(f)); settle(m, cmd) }
	t.Setenv("TMUX", "")
	feed(allUp())
	feed(bring(allUp(), 0, downEvent, greyEvent))
	feed(bring(allUp(), time.Second, silentEvent))
	e := downEvent
	e.Subject = "servers/mysql-slave2"
	feed(bring(allUp(), 3*time.Second, e))
	want := []string{"\a\x1b]9;hadash: app3: UP, and answers nothing\a", "\a\x1b]9;hadash: servers/mysql-slave1 DOWN: Layer4 timeout\a"}
	if fmt.Sprint(said) != fmt.Sprint(want) {
		t.Errorf("said %q, want %q", said, want)
	}
}

func TestNoAlertWhileSeeking(t *testing.T) {
	f := bring(allUp(), time.Second, downEvent)
	for _, bar := range []replaybar.Bar{{Seeking: true}, {}} {
		m := replayOf(120, 36, &fakePlayer{}, Shown{Frame: allUp(), Jumped: true, Bar: barAt(allUp())})
		r := barAt(f)
		r.Seeking = bar.Seeking
		m.Update(shownMsg(Shown{Frame: f, Bar: r}))
		if got := len(m.alerts.List) > 0; got == bar.Seeking {
			t.Errorf("seeking %v: an alert %v", bar.Seeking, got)
		}
	}
}

func TestGoldenAlert(t *testing.T) {
	for _, size := range sizes {
		m := screenOf(size[0], size[1], everyKey, allUp(), bring(oneDown(), 0, greyEvent, clientEvent), bring(oneDown(), 4*time.Second))
		goldenFrame(t, "alert", m)
	}
}

// A log line from before the screen began is not an alert: HAProxy logs at its start that no server is UP.
func TestNoAlertFromBefore(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	f := allUp()
	f.At = f.At.Add(time.Second)
	e := event.Event{ID: 7, At: f.Begun.Add(-20 * time.Second), Kind: event.KindBackend, Severity: event.Bad, Says: wording.Text("servers has no server available")}
	f.Events = []event.Event{e}
	m.Update(frameMsg(f))
	if n := len(m.alerts.List); n != 0 {
		t.Errorf("%d alerts", n)
	}
	e.ID, e.At = 8, f.At
	f.Events = []event.Event{e}
	m.Update(frameMsg(f))
	if n := len(m.alerts.List); n != 1 {
		t.Errorf("%d alerts of what happens now, want 1", n)
	}
}

// Going back in a recording and playing it again repeats its alerts.
func TestAlertsOfWhatIsPlayedAgain(t *testing.T) {
	down := bring(allUp(), time.Second, downEvent)
	begin := Shown{Frame: allUp(), Jumped: true, Bar: barAt(allUp())}
	m := replayOf(120, 36, &fakePlayer{}, begin)
	for i := range 2 {
		m.Update(shownMsg(Shown{Frame: down, Bar: barAt(down)}))
		if len(m.alerts.List) != 1 {
			t.Errorf("played %d times: %d alerts, want 1", i+1, len(m.alerts.List))
		}
		m.Update(shownMsg(begin))
	}
}

// A load that has just been started is no silence, and not off.
func TestLoadStarts(t *testing.T) {
	started := func(ago time.Duration) incident.Frame {
		f := noLoad()
		n := f.Node("k6")
		n.Container.State, n.Health, n.Since = "running", incident.Up, f.At.Add(-ago)
		*f.Source("k6", "k6") = incident.Source{Name: "k6", Node: "k6", At: f.At, Err: "connection refused"}
		return f
	}
	for name, c := range map[string]struct {
		frame       incident.Frame
		wants, lack string
	}{
		"starts":      {started(3 * time.Second), "k6 starts", "no answer"},
		"never comes": {started(time.Minute), "no answer from k6", "k6 starts"},
		"off":         {noLoad(), "k6 off", "k6 starts"},
	} {
		m := screenOf(120, 36, Options{Hands: &fakeHands{}}, c.frame)
		first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if !strings.Contains(first, c.wants) || strings.Contains(first, c.lack) {
			t.Errorf("%s: %q, want %q and not %q", name, first, c.wants, c.lack)
		}
	}
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, noLoad())
	m.wish(20)
	m.Update(nil)
	if got, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(got, "k6 starts") {
		t.Errorf("asked for, %q", got)
	}
}
