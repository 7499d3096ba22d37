package hadash

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
	"hadash/report/postmortem"
	"hadash/report/snapshot"
	"hadash/tui"
)

// No document contains an impossible figure, whatever was recorded, and all documents of one run agree with each other:
// the Frames, the snapshot, the report as text and as JSON, the comparison, and the screen.
func TestFiguresOfEveryRecording(t *testing.T) {
	for _, path := range recordings(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			rec, err := record.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer rec.Close()
			var samples []record.Sample
			for s := range rec.Samples() {
				samples = append(samples, s)
			}
			f := incident.NewFrame(rec.Header.Started)
			for i, s := range samples {
				f = incident.Fold(f, s)
				if every := max(len(samples)/25, 1); i%every == 0 || i == len(samples)-1 {
					sane(t, &f)
				}
				if every := max(len(samples)/6, 1); i%every == 0 {
					f := f
					sayable(t, snapshotOf(t, f), screenOf(f))
				}
			}
			f = f.Ended()
			sane(t, &f)
			counted(t, &f, samples)
			run := report.Gather(rec)
			same(t, &f, run)
		})
	}
}

// Every scenario, too, ends in a Frame without impossible figures.
func TestFiguresOfEveryScenario(t *testing.T) {
	files, err := scenariosIn(filepath.Join("testdata", "cases"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // the scenario the test is about
		if err != nil {
			t.Fatal(err)
		}
		s := newScenario(filepath.Dir(file))
		for line := range strings.Lines(string(text)) {
			_ = s.do(strings.TrimRight(line, "\n")) // TestCases judges it
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			sane(t, &s.frame)
			sayable(t, snapshotOf(t, s.frame), screenOf(s.frame))
		})
	}
}

// The golden files contain no impossible figures either.
func TestFiguresOfEveryGolden(t *testing.T) {
	n := 0
	for _, root := range []string{"docs", "report/testdata", "tui/testdata"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			switch filepath.Ext(path) {
			case ".md", ".json", ".txt", ".golden", ".svg":
			default:
				return nil
			}
			text, err := os.ReadFile(path) //nolint:gosec // a golden file
			if err != nil {
				return err
			}
			n++
			t.Run(path, func(t *testing.T) { sayable(t, string(text)) })
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 40 {
		t.Errorf("only %d files were found", n)
	}
}

// recordings returns the paths of all recordings in the repository, and of the captured runs.
func recordings(t *testing.T) (all []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".hadash" {
			all = append(all, path)
		}
		return err
	})
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	for _, name := range []string{"baseline-pause-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		all = append(all, captured.Recording(t, filepath.Join(t.TempDir(), name+".hadash"), record.Header{}, captured.Samples(t, name)))
	}
	return all
}

func snapshotOf(t *testing.T, f incident.Frame) string {
	t.Helper()
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: f.At.UTC(), Version: "test"}).Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func screenOf(f incident.Frame) string {
	still := tui.NewOffscreen(tui.Options{Title: "test", Version: "test"}, 160, 60)
	still.Show(tui.Shown{Frame: f})
	return ansi.Strip(still.String())
}

// sane checks that a Frame has no impossible figures.
func sane(t *testing.T, f *incident.Frame) {
	t.Helper()
	for _, s := range f.Load.Seconds {
		if s.Failed > s.Requests || s.P50 > s.P95 || s.P95 > s.P99 || s.P99 > s.Max {
			t.Errorf("%s: an impossible second: %+v", f.At, s)
		}
	}
	for what, s := range map[string]*clients.Span{"watched": &f.Watched, "drill": &f.Drill} {
		saneFelt(t, what, &s.Felt)
		if !s.Until.IsZero() && s.Until.Before(s.From) {
			t.Errorf("%s ends before it begins: %+v", what, s)
		}
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		saneFelt(t, w.String(), &w.Felt)
		saneMoments(t, w)
	}
}

func saneFelt(t *testing.T, what string, f *clients.Felt) {
	t.Helper()
	c := f.Clients()
	if share, ok := c.Share(); ok && (share > 100 || math.IsNaN(share)) || c.Counted && c.Failed > c.Requests {
		t.Errorf("%s: %d of %d failed", what, c.Failed, c.Requests)
	}
	if !c.Known() && (c.Asked() || c.Counted || c.Slowest > 0) {
		t.Errorf("%s: nothing is known, but there are figures: %+v", what, c)
	}
	if named := sum(c.Names); named > c.Failed {
		t.Errorf("%s: %d of %d failures have a name", what, named, c.Failed)
	}
	worst, recorded := f.Worst, c.By == event.ByClient
	if c.By == event.ByProbe {
		worst, recorded = f.Probe.Worst, true
	}
	if recorded && worst.Requests > 0 && (c.Slowest < worst.P50 || c.Slowest < worst.P99) {
		t.Errorf("%s: the slowest took %s, and p50, p99 of one second are %s, %s", what, c.Slowest, worst.P50, worst.P99)
	}
	if recorded && c.Counted && worst.Requests > c.Requests+c.Requests/2+100 {
		t.Errorf("%s: %d requests in the worst second, and %d in all", what, worst.Requests, c.Requests)
	}
}

func sum(by map[string]int) (n int) {
	for _, v := range by {
		n += v
	}
	return n
}

// saneMoments checks that no moment is before its cause, and that failures have a time if their witness reports times.
func saneMoments(t *testing.T, w *stopwatch.Stopwatch) {
	t.Helper()
	at := func(s stopwatch.Stage) stopwatch.Moment { return w.Moments[s] }
	for _, s := range stopwatch.Stages() {
		if m := at(s); m.Seen() && m.At.Before(at(stopwatch.Injected).At) && !w.Bygone() {
			t.Errorf("%s: %s is %s before it was injected: %s", w.String(), s, at(stopwatch.Injected).At.Sub(m.At), m.Says.String())
		}
	}
	for _, two := range [][2]stopwatch.Moment{{at(stopwatch.FirstFailed), at(stopwatch.LastFailed)}, {at(stopwatch.Healed), at(stopwatch.Back)}, {at(stopwatch.Healed), w.Up}, {w.Up, at(stopwatch.Back)}} {
		if two[0].Seen() && two[1].Seen() && two[1].At.Before(two[0].At) {
			t.Errorf("%s: %s (%s) is before %s (%s)", w.String(), two[1].Says.String(), two[1].At, two[0].Says.String(), two[0].At)
		}
	}
	c := w.Felt.Clients()
	if timed := c.By == event.ByClient || c.By == event.ByProbe || c.By == event.ByLog; timed && (c.Failed > 0) != at(stopwatch.FirstFailed).Seen() || at(stopwatch.FirstFailed).Seen() != at(stopwatch.LastFailed).Seen() {
		t.Errorf("%s: %d failed by %s, the first %v, the last %v", w.String(), c.Failed, c.Witness(), at(stopwatch.FirstFailed), at(stopwatch.LastFailed))
	}
}

// figures are a document's figures about the clients.
type figures struct {
	Requests *float64 `json:"requests"`
	Failed   *float64 `json:"failed"`
	Slowest  *float64 `json:"slowest_seconds"`
}

func figuresOf(c clients.Clients) (f figures) {
	number := func(v float64) *float64 { return &v }
	if c.Counted {
		f.Requests = number(float64(c.Requests))
	}
	if c.Known() {
		f.Failed = number(float64(c.Failed))
	}
	if d, ok := c.Longest(); ok {
		f.Slowest = number(d.Seconds())
	}
	return f
}

func (f figures) String() string {
	say := func(v *float64) string {
		if v == nil {
			return "null"
		}
		return strconv.FormatFloat(*v, 'f', 3, 64)
	}
	return say(f.Failed) + " of " + say(f.Requests) + ", slowest " + say(f.Slowest)
}

// same compares the figures of all documents of a run.
func same(t *testing.T, f *incident.Frame, run *report.Run) {
	t.Helper()
	span := &f.Watched
	if f.Drill.Began() {
		span = &f.Drill
	}
	clients := span.Felt.Clients()
	want := figuresOf(clients)
	var post struct {
		Clients figures                  `json:"clients"`
		Faults  []struct{ Felt figures } `json:"faults"`
	}
	var text, doc, both, compared bytes.Buffer
	comparison := compare.Of([]*report.Run{run, run})
	for _, err := range []error{
		postmortem.Report{Run: run}.Markdown(&text), postmortem.Report{Run: run}.JSON(&doc),
		comparison.Write(&both, compare.Options{Lang: report.English}), comparison.WriteJSON(&compared),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := json.Unmarshal(doc.Bytes(), &post); err != nil {
		t.Fatal(err)
	}
	if got := post.Clients.String(); got != want.String() {
		t.Errorf("the report says %s, and the Frame %s", got, want)
	}
	if run.Whole.Requests > 0 && (clients.By == event.ByClient || clients.By == event.ByProbe) && (run.Whole.Requests != clients.Requests || run.Whole.Failed != clients.Failed || run.Whole.P95 > clients.Slowest) {
		t.Errorf("percentiles of %d requests, %d failed, p95 %s, and figures of %+v", run.Whole.Requests, run.Whole.Failed, run.Whole.P95, clients)
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if got, want := post.Faults[len(post.Faults)-len(f.Stopwatches)+i].Felt, figuresOf(w.Felt.Clients()); got.String() != want.String() {
			t.Errorf("%s: the report says %s, and the Frame %s", w.String(), got, want)
		}
	}
	comparedFigures(t, compared.Bytes(), clients, want)
	snapshot, screen := snapshotOf(t, *f), screenOf(*f)
	sayable(t, text.String(), both.String(), snapshot, screen)
	for name, page := range map[string]string{"report": text.String(), "snapshot": snapshot} {
		for i := range f.Stopwatches {
			if verdict := report.English.Verdict(&f.Stopwatches[i]); !strings.Contains(plain(page), plain(verdict)) {
				t.Errorf("the %s does not say %q", name, verdict)
			}
		}
	}
	onScreen(t, screen, f.Stopwatches)
}

// comparedFigures checks the figures of the whole run in a comparison's JSON.
func comparedFigures(t *testing.T, text []byte, c clients.Clients, want figures) {
	t.Helper()
	var doc struct {
		Figures []struct {
			Figure string
			Values []*float64
		}
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	share, ok := c.Share()
	shared := &share
	if !ok {
		shared = nil
	}
	if !c.Asked() {
		want.Failed = nil
	}
	found := 0
	for _, f := range doc.Figures {
		is, known := map[string]*float64{"requests": want.Requests, "visible failures": want.Failed, "failed share": shared, "slowest": want.Slowest}[f.Figure]
		if !known {
			continue
		}
		found++
		for _, v := range f.Values {
			if (v == nil) != (is == nil) || v != nil && math.Abs(*v-*is) > 1e-9 {
				t.Errorf("the comparison's %s: %v, want %v", f.Figure, v, is)
			}
		}
	}
	if found != 4 {
		t.Errorf("%d figures were found", found)
	}
}

var visible = regexp.MustCompile(`│ users +(?:▼ )?(≥ ?)?(\d[\d\x{202f}\x{a0} ]*?)(?: of (\d[\d\x{202f}\x{a0} ]*))? failed`)

// onScreen checks the panel that shows the cost of a fault, for whichever fault it shows.
func onScreen(t *testing.T, screen string, all []stopwatch.Stopwatch) {
	t.Helper()
	m := visible.FindStringSubmatch(screen)
	var want []clients.Clients
	for i := range all {
		c := all[i].Felt.Clients()
		if m != nil && (m[1] != "") == c.Least && number(m[2]) == float64(c.Failed) && (!c.Counted || number(m[3]) == float64(c.Requests)) {
			return
		}
		if c.Known() {
			want = append(want, c)
		}
	}
	if m != nil || len(want) > 0 {
		t.Errorf("the screen says %q, want one of %+v", m, want)
	}
}

// plain returns a text without the escapes of markdown and the separators between groups of digits.
func plain(s string) string {
	return strings.NewReplacer("\\", "", "\u202f", "", "&#64;", "@").Replace(s)
}

func number(s string) float64 {
	n, err := strconv.ParseFloat(strings.NewReplacer("\u202f", "", "\u00a0", "", " ", "", ",", ".").Replace(s), 64)
	if err != nil {
		return math.NaN()
	}
	return n
}

var (
	ofAll    = regexp.MustCompile(`(\d[\d\x{202f}\x{a0} ]*) of (\d[\d\x{202f}\x{a0} ]*) requests (?:failed|with 5xx)`)
	ofSome   = regexp.MustCompile(`(\d[\d\x{202f}\x{a0} ]*) failed of (\d[\d\x{202f}\x{a0} ]*)`)
	aShare   = regexp.MustCompile(`failed \((-?[\d.,]+) %\)`)
	noTime   = regexp.MustCompile(`(?:slowest(?: request)?(?: took)?|самый медленный(?: занял)?) (0\.00 s|0 ms|0\.0 ms|0,00 с|0 мс)`)
	notKnown = regexp.MustCompile(`what the clients felt is not known[^.;]*nginx`)
	inOneGo  = regexp.MustCompile(`(?:not back yet|not healed yet)\. Nothing that was watched`)
	before   = regexp.MustCompile(`\| (?:detected|first failed request|last failed request|back|healed) \|[^|]*\| (-\d[\d.]* s) \|`)
)

// sayable checks the text of documents for impossible figures and contradictions.
func sayable(t *testing.T, pages ...string) {
	t.Helper()
	for _, page := range pages {
		for _, re := range []*regexp.Regexp{ofAll, ofSome} {
			for _, m := range re.FindAllStringSubmatch(page, -1) {
				if number(m[1]) > number(m[2]) {
					t.Errorf("more than all: %q", m[0])
				}
			}
		}
		for _, m := range aShare.FindAllStringSubmatch(page, -1) {
			if n := number(m[1]); !(n >= 0 && n <= 100) {
				t.Errorf("not a share: %q", m[0])
			}
		}
		for _, re := range []*regexp.Regexp{noTime, notKnown, inOneGo, before} {
			if m := re.FindString(page); m != "" {
				t.Errorf("%q", m)
			}
		}
		if strings.Contains(page, "%!") || strings.Contains(page, "NaN") {
			t.Error("a figure that is not a number")
		}
	}
}

// The checks above find the errors that they look for.
func TestSayableSees(t *testing.T) {
	for _, text := range []string{
		"2 123 of 1 071 requests failed", "2\u202f123 of 1\u202f071 requests failed, the slowest took 3.35 s", "4 failed of 3", "26 of 4\u202f200 requests failed, the slowest took 0.00 s",
		"12, 3 failed (198.2 %), slowest", "it was healed after 3.00 s, and is not back yet. Nothing that was watched is broken now.",
		"| T6 | back | 12:00:01 | -3.00 s | x |",
	} {
		seen := 0
		for _, re := range []*regexp.Regexp{noTime, notKnown, inOneGo, before} {
			seen += len(re.FindAllString(text, -1))
		}
		for _, re := range []*regexp.Regexp{ofAll, ofSome} {
			for _, m := range re.FindAllStringSubmatch(text, -1) {
				if number(m[1]) > number(m[2]) {
					seen++
				}
			}
		}
		for _, m := range aShare.FindAllStringSubmatch(text, -1) {
			if number(m[1]) > 100 {
				seen++
			}
		}
		if seen == 0 {
			t.Errorf("not found: %s", text)
		}
	}
}
