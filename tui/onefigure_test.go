package tui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"

	"github.com/charmbracelet/x/ansi"
)

// shownFailed are the places of the screen that say how many requests of users failed.
var shownFailed = map[string]*regexp.Regexp{
	"first line": regexp.MustCompile(`(?:HURT: |users: |users fine: |cost |  )([0-9]+)(?: of [0-9 ]+)? (?:failed|requests)`),
	"strip":      regexp.MustCompile(`(?m)^ failed    ([0-9]+)`),
	"cost":       regexp.MustCompile(`│ users +▼? ?([0-9]+)(?: of [0-9  ]+)? failed`),
	"path, k6":   regexp.MustCompile(`(?m)^   ([0-9]+) failed  `),
	"way back":   regexp.MustCompile(`(?m)^ [▼ ] ([0-9]+) to users ◀`),
}

// shownNarrow are those of a screen without a path.
var shownNarrow = map[string]*regexp.Regexp{
	"first line": shownFailed["first line"],
	"table, k6":  regexp.MustCompile(` p95 [0-9. ]+m?s · ([0-9]+) failed`),
}

// dueOut is when a server is to be taken out, at the latest.
var dueOut = regexp.MustCompile(` out in ≤ ([0-9.]+) s`)

// shownRequests are those that say of how many.
var shownRequests = map[string]*regexp.Regexp{
	"first line": regexp.MustCompile(` of ([0-9][^a-z]*?) (?:failed|requests)`),
	"cost":       regexp.MustCompile(`│ users +▼? ?[0-9]+ of ([0-9][^a-z]*?) failed`),
}

// figures are what the places of a screen say, which all say the same; else the contradiction.
func figures(view string, places map[string]*regexp.Regexp) (n int, contradiction string) {
	first, _, _ := strings.Cut(view, "\n")
	said, where := "", ""
	for name, re := range places {
		text := view
		if name == "first line" {
			text = first
		}
		found := re.FindStringSubmatch(text)
		switch {
		case found == nil:
		case said == "":
			said, where = found[1], name
		case found[1] != said:
			return n, where + " says " + said + ", " + name + " " + found[1]
		default:
			n++
		}
	}
	return n, ""
}

// The rows of the cost that say how long after the fault a moment was.
var shownMoments = map[stopwatch.Stage]*regexp.Regexp{
	stopwatch.FirstSign: regexp.MustCompile(`│ first sign +after (≤?[0-9.]+) s`),
	stopwatch.Detected:  regexp.MustCompile(`│ noticed +after (≤?[0-9.]+) s`),
}

// momentFigures compares when a moment was by the cost and by the timeline; n is how many times both say so.
func momentFigures(m *Model, view string) (n int, contradiction string) {
	if len(m.frame.Stopwatches) == 0 {
		return 0, ""
	}
	w := &m.frame.Stopwatches[len(m.frame.Stopwatches)-1]
	for stage, re := range shownMoments {
		said := re.FindStringSubmatch(view)
		of := slices.IndexFunc(m.frame.Timeline, func(e event.Event) bool { return e.ID == w.Moments[stage].Event })
		if said == nil || of < 0 {
			continue
		}
		n++
		e := &m.frame.Timeline[of]
		if on := strings.TrimPrefix(string(m.c.AppendDistance(nil, e.At.Sub(w.At), e.Within > 0)), "+"); on != said[1] {
			return n, stage.String() + ": after " + said[1] + " s by the cost, " + on + " by the timeline"
		}
	}
	return n, ""
}

// What only a poll has seen, as without logs, is a bound wherever it is shown, and the same one.
func TestOneFigureOfAPoll(t *testing.T) {
	t.Parallel()
	for _, logs := range []bool{true, false} {
		m := screenOf(120, 36, Options{})
		var f incident.Frame
		var last time.Time
		n := 0
		for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
			if s.Logs != nil && !logs {
				continue
			}
			if f = incident.Fold(f, s); f.At.Sub(last) < 100*time.Millisecond {
				continue
			}
			last = f.At
			m.Update(frameMsg(f))
			view := ansi.Strip(m.View())
			compared, wrong := momentFigures(m, view)
			if n += compared; wrong != "" {
				t.Fatalf("logs %v: %s:\n%s", logs, wrong, view)
			}
		}
		if n < 20 {
			t.Errorf("logs %v: only %d comparisons", logs, n)
		}
	}
}

// At no moment of a run does one place of the screen contradict another about how many requests failed, nor about how long the
// fault has lasted.
func TestOneFigure(t *testing.T) {
	t.Parallel()
	age := regexp.MustCompile(`(?:stopped|paused|killed|open) ([0-9.]+) s`)
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		m, narrow := screenOf(120, 36, Options{}), screenOf(80, 45, Options{})
		var f incident.Frame
		var last time.Time
		compared, rows := 0, 0
		for _, s := range captured.Samples(t, run) {
			if f = incident.Fold(f, s); f.At.Sub(last) < 100*time.Millisecond {
				continue
			}
			last = f.At
			m.Update(frameMsg(f))
			view := ansi.Strip(m.View())
			first, _, _ := strings.Cut(view, "\n")
			if strings.Contains(first, ": out ") && !strings.Contains(first, "≤") && !strings.Contains(first, ": out  ") {
				t.Errorf("%s: a bound without its sign: %s", run, first)
			}
			if out := dueOut.FindStringSubmatch(first); out != nil {
				if d, err := time.ParseDuration(out[1] + "s"); err != nil || d < verdict.Of(&f).Next.In {
					t.Errorf("%s: no bound of %v: %s", run, verdict.Of(&f).Next.In, first)
				}
			}
			for _, places := range []map[string]*regexp.Regexp{shownFailed, shownRequests} {
				n, wrong := figures(view, places)
				if compared += n; wrong != "" {
					t.Errorf("%s: %s:\n%s", run, wrong, view)
					return
				}
			}
			narrow.Update(frameMsg(f))
			n, wrong := figures(ansi.Strip(narrow.View()), shownNarrow)
			if rows += n; wrong != "" {
				t.Errorf("%s: %s:\n%s", run, wrong, narrow.View())
				return
			}
			ages := age.FindAllStringSubmatch(view, -1)
			for _, a := range ages {
				if a[1] != ages[0][1] {
					t.Errorf("%s: the fault has lasted %s s and %s s:\n%s", run, ages[0][1], a[1], view)
					return
				}
			}
		}
		if rows < 30 && run != "tuned-pause-app1" {
			t.Errorf("%s: only %d comparisons with the table", run, rows)
		}
		if compared < 100 {
			t.Errorf("%s: only %d comparisons", run, compared)
		}
	}
}

// While users are hurt the first line says so, also beside an alert.
func TestHurtIsSaid(t *testing.T) {
	m := screenOf(120, 36, everyKey)
	var f incident.Frame
	hurt, last := 0, time.Time{}
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if f = incident.Fold(f, s); f.At.Sub(last) < 300*time.Millisecond {
			continue
		}
		last = f.At
		m.Update(frameMsg(f))
		if verdict.Of(&f).Users.Feel != verdict.Hurt {
			continue
		}
		hurt++
		if first, _, _ := strings.Cut(ansi.Strip(m.View()), "\n"); !strings.Contains(first, "HURT") {
			t.Fatalf("%s", first)
		}
	}
	if hurt < 20 {
		t.Errorf("%d moments", hurt)
	}
}

// A failed request is on the first line also while not every node has been heard of.
func TestHurtWhileLooking(t *testing.T) {
	f := incident.NewFrame(noon)
	for _, s := range []record.Sample{
		{At: noon, Topology: &record.Topology{Nodes: []record.Node{{Name: "k6", Role: record.RoleLoad}, {Name: "db", Role: record.RoleReplica}}}},
		{At: noon, Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Lines: []record.Line{{At: noon, Node: "k6",
			Request: &record.Request{At: noon, Name: "login", Failed: true, Status: 502}}}}},
	} {
		f = incident.Fold(f, s)
	}
	first, _, _ := strings.Cut(ansi.Strip(screenOf(120, 36, Options{}, f).View()), "\n")
	if !strings.Contains(first, "looking: ") || !strings.Contains(first, "HURT: 1") {
		t.Errorf("%s", first)
	}
}
