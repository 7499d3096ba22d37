package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
	"hadash/tui/asked"
	"hadash/wording"
)

// failures is a limit on how many requests failed since it began, as the drills' visible > N is; where no load runs
// nobody knows.
type failures struct{ most, from int }

func (l *failures) String() string { return fmt.Sprintf("visible > %d", l.most) }

func (l *failures) Check(*record.Topology) error { return nil }

func (l *failures) Begin(f *incident.Frame) { l.from = f.Watched.Felt.Failed }

func (l *failures) See(f *incident.Frame) asked.LimitNow {
	n := f.Watched.Felt.Failed - l.from
	if !f.Load.On {
		return asked.LimitNow{Saw: "no client sent a request"}
	}
	return asked.LimitNow{So: n > l.most, Known: true, Saw: fmt.Sprintf("visible %d > %d", n, l.most)}
}

// readFailures reads such a limit.
func readFailures(text string) (asked.Limit, error) {
	l := &failures{}
	if _, err := fmt.Sscanf(text, "visible > %d", &l.most); err != nil {
		return nil, errors.New(`column 1: "visibel" is no figure, did you mean visible?`)
	}
	return l, nil
}

// failing is a Frame some time later with that many failed requests.
func failing(f incident.Frame, after time.Duration, failed int) incident.Frame {
	f.At, f.Watched.Felt.Failed = f.At.Add(after), failed
	return f
}

// bringing sends Frames and runs what comes of it.
func bringing(m *Model, frames ...incident.Frame) {
	for _, f := range frames {
		_, cmd := m.Update(frameMsg(f))
		settle(m, cmd)
	}
}

// guarded is a screen with a limit, of which the reports that it was reached are kept.
func guarded(h *fakeHands, limit asked.Limit, told *[]string, frames ...incident.Frame) *Model {
	ended := make(chan incident.Frame)
	close(ended) // nextFrame is answered at once
	return screenOf(120, 36, Options{Hands: h, Yes: true, Frames: ended, Limit: readFailures, AbortWhen: limit,
		Aborted: func(when, saw string) { *told = append(*told, when+": "+saw) }}, frames...)
}

// As soon as more requests fail than the limit allows everything that was broken here is healed, once, without a question,
// and that is reported.
func TestLimitHealsEverything(t *testing.T) {
	var told []string
	h := &fakeHands{}
	m := guarded(h, &failures{most: 3}, &told, failing(allUp(), 0, 100))
	press(m, "s")
	open := with(allUp(), ours(record.Stop, "mysql-slave1"), ours(record.Cut, "app1"), theirs(record.Pause, "app2"))
	bringing(m, failing(open, time.Second, 102), failing(open, 2*time.Second, 105)) // 3 since the fault was open
	if len(told) > 0 || len(h.calls) != 1 {
		t.Fatalf("too early: %v, %v", told, h.calls)
	}
	press(m, "enter") // a menu that is open does not keep it from healing
	bringing(m, failing(open, 3*time.Second, 106), failing(open, 4*time.Second, 120))
	want := []string{"inject stop mysql-slave1", "heal cut app1", "heal stop mysql-slave1"}
	slices.Sort(h.calls[1:])
	if diff := cmp.Diff(want, h.calls); diff != "" || !slices.Equal(told, []string{"visible > 3: visible 4 > 3"}) {
		t.Errorf("%s\ntold %q", diff, told)
	}
	press(m, "esc")
	if m.ask != nil {
		t.Error("it asks")
	}
	if press(m, "x"); m.said.text != "aborted: visible 18 > 3; no new fault until everything is healed" {
		t.Errorf("said %q", m.said.text)
	}
}

// It fires again for new faults after everything was healed, with a new count; and not before.
func TestLimitIsArmedAgain(t *testing.T) {
	var told []string
	h := &fakeHands{}
	stopped := with(allUp(), ours(record.Stop, "mysql-slave1"))
	m := guarded(h, &failures{most: 3}, &told, allUp())
	bringing(m, failing(stopped, 1*time.Second, 0), failing(stopped, 2*time.Second, 9), failing(stopped, 3*time.Second, 12))
	if len(told) != 1 {
		t.Fatalf("told %q", told)
	}
	bringing(m, failing(allUp(), 4*time.Second, 12), failing(stopped, 5*time.Second, 12), failing(stopped, 6*time.Second, 15))
	if len(told) != 1 || m.asked.Limit.Fired() {
		t.Fatalf("what failed before counts: %q", told)
	}
	bringing(m, failing(stopped, 7*time.Second, 16))
	if len(told) != 2 || strings.Count(strings.Join(h.calls, "\n"), "heal stop mysql-slave1") != 2 {
		t.Errorf("told %q, calls %q", told, h.calls)
	}
}

// What is in flight is healed when it is there, a question that would break more is taken back, and what nobody broke
// here is nobody's business.
func TestLimitInFlight(t *testing.T) {
	var told []string
	h := &fakeHands{}
	m := guarded(h, &failures{most: 3}, &told, allUp())
	m.o.Yes = false
	press(m, "s")
	_, stopping := m.Update(keyMsg("y"))
	bringing(m, failing(allUp(), time.Second, 0))
	press(m, "j", "s")
	if m.ask == nil {
		t.Fatal("no question")
	}
	bringing(m, failing(allUp(), 2*time.Second, 4))
	if m.ask != nil || len(h.calls) > 0 || len(told) != 1 {
		t.Errorf("ask %+v, calls %q, told %q", m.ask, h.calls, told)
	}
	settle(m, stopping)
	if want := []string{"inject stop mysql-slave1", "heal stop mysql-slave1"}; !slices.Equal(h.calls, want) {
		t.Errorf("calls %q", h.calls)
	}
	told = nil
	m = guarded(&fakeHands{}, &failures{most: 3}, &told, allUp())
	bringing(m, failing(byOthers(), time.Second, 0), failing(byOthers(), 2*time.Second, 50))
	if len(told) > 0 {
		t.Errorf("others: %q", told)
	}
}

// The first line says that a limit is armed, that nobody can judge it, and that it was reached.
func TestLimitIsShown(t *testing.T) {
	first := func(m *Model) string { line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); return line }
	var told []string
	m := guarded(&fakeHands{}, &failures{most: 3}, &told, allUp())
	if got := first(m); !strings.Contains(got, "  abort when visible > 3   ") {
		t.Error(got)
	}
	bringing(m, failing(with(allUp(), ours(record.Stop, "app1")), time.Second, 0), failing(with(allUp(), ours(record.Stop, "app1")), 2*time.Second, 9))
	if got := first(m); !strings.Contains(got, "  aborted   ") {
		t.Error(got)
	}
	if view := ansi.Strip(m.View()); !strings.Contains(view, "start app1: done") {
		t.Error(view)
	}
	m = guarded(&fakeHands{}, &failures{most: 3}, &told, noLoad())
	if got := first(m); !strings.Contains(got, "abort when visible > 3 (not known)") {
		t.Error(got)
	}
	m.Update(keyMsg("s"))
	if want := "abort when visible > 3 protects nothing now: no client sent a request"; !strings.Contains(m.said.text, want) {
		t.Errorf("said %q", m.said.text)
	}
	for _, size := range sizes {
		m := screenOf(size[0], size[1], Options{Hands: &fakeHands{}, AbortWhen: &failures{most: 3}}, allUp())
		checkSize(t, m, size[0], size[1])
		if got := first(m); !strings.Contains(got, "armed") && !strings.Contains(got, "abort when") {
			t.Errorf("%v: %q", size, got)
		}
	}
	m = screenOf(120, 36, Options{AbortWhen: &failures{most: 3}}, allUp())
	if got := first(m); strings.Contains(got, "abort") {
		t.Errorf("read-only: %q", got)
	}
}

// That a limit was reached is an alert, live and in a recording.
func TestAbortIsAnAlert(t *testing.T) {
	abort := event.Event{ID: 30, Kind: event.KindAbort, Severity: event.Bad, Subject: "visible > 3", Says: wording.Text("aborted: visible 4 > 3; healing everything")}
	m := screenOf(120, 36, Options{}, allUp(), bring(allUp(), 0, abort))
	first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
	if !strings.Contains(first, "aborted: visible 4 > 3; healing everything 0s") {
		t.Error(first)
	}
}

// The limit is changed by its name.
func TestLimitByThePalette(t *testing.T) {
	for name, tt := range map[string]struct {
		keys  []string
		armed string
		said  string
	}{
		"set":          {[]string{":", "abort-when visible > 5", "enter"}, "visible > 5", "armed: everything that was broken here is healed when visible > 5"},
		"asked for":    {[]string{":", "abort", "enter", "visible > 7", "enter"}, "visible > 7", "armed: "},
		"in short":     {[]string{":", "abort visible > 5", "enter"}, "visible > 5", "armed: everything that was broken here is healed when visible > 5"},
		"as in drills": {[]string{":", "abort when visible > 5", "enter"}, "visible > 5", "armed: everything that was broken here is healed when visible > 5"},
		"short, wrong": {[]string{":", "abort visibel > 5", "enter"}, "visible > 3", `column 1: "visibel" is no figure, did you mean visible?`},
		"off":          {[]string{":", "abort-when off", "enter"}, "", "abort-when: off"},
		"wrong":        {[]string{":", "abort-when visibel > 5", "enter"}, "visible > 3", `column 1: "visibel" is no figure, did you mean visible?`},
		"wrong, typed": {[]string{":", "abort-when", "enter", "visibel > 5", "enter"}, "visible > 3", `abort-when: column 1: "visibel" is no figure`},
	} {
		var told []string
		m := guarded(&fakeHands{}, &failures{most: 3}, &told, allUp())
		press(m, tt.keys...)
		armed := ""
		if m.asked.Limit.Limit != nil {
			armed = m.asked.Limit.Limit.String()
		}
		if armed != tt.armed || !strings.Contains(m.said.text, tt.said) {
			t.Errorf("%s: %q armed, said %q", name, armed, m.said.text)
		}
	}
	m := screenOf(120, 36, Options{Limit: readFailures}, allUp())
	press(m, ":", "abort-when visible > 5", "enter")
	if m.asked.Limit.Limit != nil {
		t.Error("armed where one only watches")
	}
}
