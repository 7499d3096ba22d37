package tui

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/wording"
)

// with is a Frame in which these faults are open on top of what it has.
func with(f incident.Frame, faults ...stopwatch.Fault) incident.Frame {
	f.Faults = append(f.Faults[:len(f.Faults):len(f.Faults)], faults...)
	return f
}

func ours(kind record.FaultKind, node string) stopwatch.Fault {
	return stopwatch.Fault{Fault: record.Fault{Kind: kind, Target: node, Amount: kind.Usual()}, At: fault, You: true}
}

func theirs(kind record.FaultKind, node string) stopwatch.Fault {
	f := ours(kind, node)
	f.You = false
	return f
}

func changed(f incident.Frame, node string, change func(*incident.Node)) incident.Frame {
	change(f.Node(node))
	return f
}

func statusOf(text string) func(*incident.Node) {
	return func(n *incident.Node) { n.Server.Status, n.Health = record.ParseStatus(text), incident.Maint }
}

func TestFaultKeys(t *testing.T) {
	noNetwork := func(n *incident.Node) { n.Container.Networks, n.Health = 0, incident.CutOff }
	const first = "mysql-slave1"
	for name, tt := range map[string]struct {
		frame incident.Frame
		keys  string
		want  []string
		said  string
	}{
		"cut":                   {allUp(), "c y", []string{"inject cut mysql-slave1"}, "cut mysql-slave1: done"},
		"cut asks":              {allUp(), "c", nil, "9 sessions will hang"},
		"rejoin":                {changed(allUp(), first, noNetwork), "c", []string{"heal cut mysql-slave1"}, "rejoin mysql-slave1: done"},
		"rejoin by S":           {changed(allUp(), first, noNetwork), "S", []string{"heal cut mysql-slave1"}, ""},
		"slow":                  {allUp(), "w y", []string{"inject slow mysql-slave1 to 2 %"}, ""},
		"slow asks":             {allUp(), "w", nil, "9 slow · HAProxy will not notice · 2 % of one CPU"},
		"slow again":            {allUp(), "w y w", []string{"inject slow mysql-slave1 to 2 %", "heal slow mysql-slave1 to 2 %"}, ""},
		"slowed by others":      {with(allUp(), theirs(record.Slow, first)), "w", []string{"heal slow mysql-slave1 to 2 %"}, "full speed mysql-slave1: done"},
		"crash":                 {allUp(), "C y", []string{"inject crash mysql-slave1"}, ""},
		"maint":                 {allUp(), "m y", []string{"inject maint mysql-slave1"}, ""},
		"maint asks":            {allUp(), "m", nil, "9 sessions may finish"},
		"maint again":           {changed(allUp(), first, statusOf("MAINT")), "m", []string{"heal maint mysql-slave1"}, "ready mysql-slave1: done"},
		"drain":                 {allUp(), "d y", []string{"inject drain mysql-slave1"}, ""},
		"drain again":           {changed(allUp(), first, statusOf("DRAIN")), "d", []string{"heal drain mysql-slave1"}, ""},
		"maint of an app":       {allUp(), "node:app1 m", nil, "app1 is not a server of HAProxy: maint is only for those"},
		"expected":              {allUp(), "x", nil, "2 replicas stay up · 9 sessions will be cut · noticed ≤ 0.90 s"},
		"pause the stopped":     {oneDown(), "p", nil, "mysql-slave1 is not running (exited): S starts it"},
		"kill the paused":       {paused(first), "x y", []string{"inject kill mysql-slave1"}, ""},
		"cut the paused":        {paused(first), "c y", []string{"inject cut mysql-slave1"}, ""},
		"slow the paused":       {paused(first), "w y", []string{"inject slow mysql-slave1 to 2 %"}, ""},
		"restart the paused":    {paused(first), "r", nil, "a restart needs a running node: p unpauses it"},
		"pause the load":        {allUp(), "node:k6 p", nil, "pause k6?  the load stands still"},
		"kill the load":         {allUp(), "node:k6 x y", []string{"inject kill k6"}, ""},
		"break the ended load":  {noLoad(), "node:k6 x", nil, "k6 is not running (exited): l starts it"},
		"S of several":          {with(oneDown(), ours(record.Slow, first)), "S", []string{"heal stop mysql-slave1"}, ""},
		"S, but another broke":  {oneDown(), "j S", nil, "mysql-slave2 is already running; mysql-slave1 is stopped: ! goes there"},
		"to the broken, S":      {oneDown(), "j j j ! S", []string{"heal stop mysql-slave1"}, ""},
		"to the broken, a page": {oneDown(), "j 8 ! S", []string{"heal stop mysql-slave1"}, "─ path"},
		"to the only broken":    {oneDown(), "!", nil, "no other row is in trouble"},
		"nothing broken":        {allUp(), "!", nil, "no row is in trouble"},
		"to the slowed":         {with(allUp(), theirs(record.Slow, "app2")), "! w", []string{"heal slow app2 to 2 %"}, ""},
		"S of a slow one":       {with(allUp(), theirs(record.Slow, first)), "S", []string{"heal slow mysql-slave1 to 2 %"}, ""},
		"menu":                  {allUp(), "enter j j j j enter y", []string{"inject pause mysql-slave1"}, "─ path"},
		"menu, amount":          {allUp(), "enter j j j j j j + right - + enter y", []string{"inject slow mysql-slave1 to 10 %"}, ""},
		"menu, least weight":    {allUp(), "enter G k k - - - - - - enter", nil, "weight mysql-slave1 to 0 %?"},
		"menu, no amount":       {allUp(), "enter +", nil, "no amount"},
		"menu, impossible":      {allUp(), "node:app1 enter a G k k k enter", nil, "app1 is not a server of HAProxy: weight is only for those"},
		"menu, heal":            {oneDown(), "enter enter", []string{"heal stop mysql-slave1"}, "─ path"},
		"menu, direct key":      {allUp(), "j enter x y", []string{"inject kill mysql-slave2"}, ""},
		"menu, seen":            {paused(first), "enter enter", []string{"heal pause mysql-slave1"}, ""},
		"menu, closed":          {allUp(), "enter q s y", []string{"inject stop mysql-slave1"}, ""},
		"menu of the last":      {lastReplica(), "j enter enter y enter", nil, "the name does not match"},
		"menu from the truth":   {allUp(), "T j enter enter", nil, "stop mysql-slave2?"},
		"key on the truth page": {allUp(), "T k k x y", []string{"inject kill app3"}, ""},
		"heal, also of others":  {with(oneDown(), theirs(record.Pause, "app1")), "H y", []string{"heal stop mysql-slave1", "heal pause app1"}, ""},
		"heal, not of others":   {with(oneDown(), theirs(record.Pause, "app1")), "H n", []string{"heal stop mysql-slave1"}, "is left as it is"},
		"heal, only of others":  {with(allUp(), theirs(record.Pause, "app1")), "H", nil, "unpause app1, paused by somebody else?   y yes  n no"},
	} {
		t.Run(name, func(t *testing.T) {
			h := &fakeHands{}
			m := screenOf(120, 36, Options{Hands: h}, tt.frame)
			press(m, strings.Fields(tt.keys)...)
			if diff := cmp.Diff(tt.want, h.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if !strings.Contains(ansi.Strip(m.View()), tt.said) {
				t.Errorf("%q is not on the screen:\n%s", tt.said, ansi.Strip(m.View()))
			}
		})
	}
}

// Faults of one node are healed one after the other, the newest first; nodes do not wait for each other.
func TestHealsNest(t *testing.T) {
	h := &fakeHands{}
	f := with(allUp(), ours(record.Pause, "mysql-slave1"), ours(record.Cut, "app1"), ours(record.Kill, "mysql-slave1"))
	m := screenOf(120, 36, Options{Hands: h}, f)
	_, cmd := m.Update(keyMsg("H"))
	if m.asked.Waiting("mysql-slave1") != 1 || m.asked.Waiting("app1") != 0 {
		t.Errorf("%d and %d wait", m.asked.Waiting("mysql-slave1"), m.asked.Waiting("app1"))
	}
	settle(m, cmd)
	want := []string{"heal kill mysql-slave1", "heal pause mysql-slave1", "heal cut app1"}
	if diff := cmp.Diff(want, h.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// A start that is asked for while the stop is still under way waits for it, once, and is carried out when it is done,
// also when the stop failed. Another fault does not wait: it was asked for as things were.
func TestStartWaitsForTheStop(t *testing.T) {
	for _, err := range []error{nil, errors.New("stop mysql-slave1: no answer")} {
		h := &fakeHands{err: err}
		m := screenOf(120, 36, Options{Hands: h, Yes: true}, allUp())
		_, stopping := m.Update(keyMsg("s"))
		for _, want := range []string{"start mysql-slave1: after the stop", "start mysql-slave1 already waits for the stop to end"} {
			press(m, "S")
			if m.said.text != want {
				t.Errorf("said %q, want %q", m.said.text, want)
			}
		}
		if press(m, "x"); m.said.text != "still busy: stop mysql-slave1" {
			t.Errorf("a kill meanwhile: said %q", m.said.text)
		}
		if h.calls != nil {
			t.Errorf("done before the stop: %q", h.calls)
		}
		_, starting := m.Update(stopping())
		if m.said.text != "start mysql-slave1 …" {
			t.Errorf("after the stop: said %q", m.said.text)
		}
		if press(m, "S"); m.said.text != "still busy: start mysql-slave1" {
			t.Errorf("a start of what is being started: said %q", m.said.text)
		}
		h.err = nil
		settle(m, starting)
		said := "start mysql-slave1: done"
		if err != nil { // it was on the screen for a moment only
			said = err.Error() + "; " + said
		}
		if m.said.text != said {
			t.Errorf("in the end: said %q, want %q", m.said.text, said)
		}
		if diff := cmp.Diff([]string{"inject stop mysql-slave1", "heal stop mysql-slave1"}, h.calls); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
		if !m.asked.Idle() {
			t.Errorf("left: something waits or is under way: %+v", m.asked)
		}
	}
}

// Leaving heals nested faults too, and waits for the last of them, also when they are being healed already.
func TestQuitHealsNested(t *testing.T) {
	for _, before := range []string{"j", "H"} {
		h := &fakeHands{}
		f := with(allUp(), ours(record.Pause, "mysql-slave1"), ours(record.Kill, "mysql-slave1"))
		m := screenOf(120, 36, Options{Hands: h}, f)
		_, healing := m.Update(keyMsg(before))
		_, quitting := m.Update(keyMsg("q"))
		first := settle(m, healing)
		if !settle(m, quitting) && !first {
			t.Errorf("after %s: did not quit", before)
		}
		if !slices.Contains(h.calls, "heal kill mysql-slave1") || h.calls[len(h.calls)-1] != "heal pause mysql-slave1" {
			t.Errorf("after %s: %v", before, h.calls)
		}
	}
}

// An offer to heal goes when there is nothing left to heal.
func TestOfferFollowsTheWorld(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, with(allUp(), theirs(record.Pause, "app1")))
	press(m, "H")
	m.Update(frameMsg(allUp()))
	if m.ask != nil {
		t.Error("still asks")
	}
}

// Every fault has its words, and every one is on the menu.
func TestEveryFaultHasWords(t *testing.T) {
	m := screenOf(120, 44, Options{Hands: &fakeHands{}}, allUp())
	press(m, "enter")
	got := ansi.Strip(m.View())
	for _, kind := range record.FaultKinds {
		f := record.Fault{Kind: kind, Target: "app1", Amount: kind.Usual()}
		if f.Does() == "" || f.Now() == string(kind) || !strings.Contains(got, f.Does()) {
			t.Errorf("%s: %q, %q", kind, f.Does(), f.Now())
		}
	}
}

func TestReadOnlyPages(t *testing.T) {
	m := screenOf(120, 36, Options{}, oneDown())
	press(m, "enter", "c", "w", "m", "d", "C", "+")
	got := ansi.Strip(m.View())
	if strings.Contains(got, "SIGKILL") || !strings.Contains(got, "newest fault  stopped") || m.ask != nil {
		t.Errorf("a read-only page:\n%s", got)
	}
	if press(m, "q") || m.page != pageNone {
		t.Error("q on a page does not just close it")
	}
	press(m, "T")
	if !press(m, "ctrl+c") {
		t.Error("ctrl+c on a page does not quit")
	}
}

// The page stays with its node, and the line with its fault, while heals come and go above it.
func TestMenuStays(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, allUp())
	press(m, "enter", "j", "j")
	m.Update(frameMsg(paused("mysql-slave1")))
	if name, _ := chosenLine(m); name != "crash" {
		t.Errorf("folded, at %s", name)
	}
	press(m, "a")
	if name, nth := chosenLine(m); name != "crash" || nth != 3 {
		t.Errorf("at %s, line %d", name, nth)
	}
	gone := allUp()
	gone.Nodes, gone.HAProxy = nil, nil
	m.Update(frameMsg(gone))
	press(m, "j", "enter", "+")
	if got := ansi.Strip(m.View()); !strings.Contains(got, "is gone") {
		t.Errorf("the node is gone:\n%s", got)
	}
}

func TestCostPanel(t *testing.T) {
	m := screenOf(120, 36, Options{Hands: &fakeHands{}}, overlapping())
	title := regexp.MustCompile(`cost [─━]+ (?:[a-z] )?(\S+) `)
	shown := func() string {
		if got := title.FindStringSubmatch(ansi.Strip(m.View())); got != nil {
			return got[1]
		}
		return ""
	}
	if got := shown(); got != "mysql-slave1" {
		t.Errorf("of the chosen node: %s", got)
	}
	press(m, "j")
	if got := shown(); got != "app1" {
		t.Errorf("the newest, as mysql-slave2 was never broken: %s", got)
	}
	press(m, "3", "k", "k")
	if got := shown(); got != "mysql-slave1" {
		t.Errorf("an older one: %s", got)
	}
	press(m, "enter")
	if got := openedNode(m); got != "mysql-slave1" {
		t.Errorf("the page of %s", got)
	}
	press(m, "esc", "1", "j")
	if got := shown(); got != "app1" {
		t.Errorf("after another node is chosen: %s", got)
	}
}

func TestCostDetection(t *testing.T) {
	t0 := func(s *stopwatch.Stopwatch) *stopwatch.Stopwatch {
		s.Moments[stopwatch.Detected] = stopwatch.Moment{}
		return s
	}
	for name, tt := range map[string]struct {
		change func(*stopwatch.Stopwatch)
		want   string
	}{
		"late":     {func(*stopwatch.Stopwatch) {}, "noticed      after 10.13 s  late, due ≤ 0.90 s  exact"},
		"overdue":  {func(s *stopwatch.Stopwatch) { t0(s) }, "noticed      not yet, overdue, due ≤ 0.90 s"},
		"waiting":  {func(s *stopwatch.Stopwatch) { t0(s).Expected.Detect = time.Minute }, "noticed      not yet  ██▁▁▁▁▁▁▁▁▁▁▁▁▁▁  due ≤ 60.0 s"},
		"never":    {func(s *stopwatch.Stopwatch) { t0(s).Expected.Never = true }, "noticed      not yet: nothing configured would notice"},
		"not read": {func(s *stopwatch.Stopwatch) { t0(s).Expected = predict.Prediction{} }, "noticed      not yet  "},
		"unknown": {func(s *stopwatch.Stopwatch) {
			t0(s).Expected = predict.Prediction{Why: wording.Text("${INTER} has no value")}
		}, "noticed      not yet  due: ${INTER} has"},
		"missed": {func(s *stopwatch.Stopwatch) { t0(s).Moments[stopwatch.Healed].At = at(5 * time.Second) }, "noticed      never, due ≤ 0.90 s"},
	} {
		f := oneDown()
		tt.change(&f.Stopwatches[0])
		got := ansi.Strip(screenOf(120, 36, Options{}, f).View())
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q:\n%s", name, tt.want, got)
		}
	}
}

// What the load felt in its last second counts, not what it felt since it began.
func TestLastSecond(t *testing.T) {
	f := allUp()
	f.Load.Seconds = []clients.Second{{At: f.At.Add(-time.Second), Requests: 340, P95: 77 * time.Millisecond}}
	if got := ansi.Strip(screenOf(120, 36, Options{}, f).View()); !strings.Contains(got, "p95 77 ms") {
		t.Errorf("no p95 of the last second:\n%s", got)
	}
}

func TestGreyFailure(t *testing.T) {
	o := Options{Hands: &fakeHands{}, truths: greyReplica}
	got := ansi.Strip(screenOf(120, 36, o, allUp()).View())
	for _, want := range []string{"≠ 1 grey failure: mysql-slave1: Docker says paused", "≠▸ mysql-slave1"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q:\n%s", want, got)
		}
	}
	got = ansi.Strip(screenOf(120, 36, o, oneDown()).View())
	if strings.Contains(got, "grey failure") || !strings.Contains(got, "≠▸ mysql-slave1") {
		t.Errorf("a fault explains it:\n%s", got)
	}
}

func TestWrap(t *testing.T) {
	for _, text := range []string{"", "one", "a few words more", strings.Repeat("long", 9) + " word"} {
		lines := paint.Wrap(text, 10)
		if got := strings.Join(lines, " "); got != text {
			t.Errorf("%q became %q", text, got)
		}
		for _, l := range lines {
			if paint.Width(l) > 10 && strings.Contains(l, " ") {
				t.Errorf("%q is too wide", l)
			}
		}
	}
}
