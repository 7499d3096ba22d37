package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
)

// configured is a captured run with the configurations of a stack in force, as a recording of it holds them.
func configured(t *testing.T, run, stack string) *report.Run {
	t.Helper()
	path := recorded(t, run, func(s *record.Sample) {
		if s.Settings == nil {
			return
		}
		name := map[string]string{"haproxy": "haproxy.cfg", "nginx": "nginx.conf"}[s.Node]
		text, err := os.ReadFile(filepath.Join("..", "stack", stack, name))
		if err != nil {
			t.Fatal(err)
		}
		set := *s.Settings // the run is shared with other tests
		s.Settings = &set
		s.Settings.Files = []record.File{{Path: "/etc/hadash/" + name, Text: string(text)}}
	})
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	r := report.Gather(rec)
	return r
}

func compared(t *testing.T, in report.Lang, all ...*report.Run) ([]byte, document) {
	t.Helper()
	c := compare.Of(all)
	var text, picture bytes.Buffer
	if err := c.Write(&text, compare.Options{Lang: in, Picture: "x.svg"}); err != nil {
		t.Fatal(err)
	}
	if err := c.WritePicture(&picture, in); err != nil {
		t.Fatal(err)
	}
	checkPicture(t, picture.Bytes())
	if s := text.String(); strings.Contains(s, "%!") || strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
		t.Error(s)
	}
	return text.Bytes(), read(t, text.Bytes())
}

func TestComparisonOfRealRuns(t *testing.T) {
	a, b := configured(t, "baseline-stop-mysql-slave2", "baseline"), configured(t, "tuned-kill-mysql-slave1", "tuned")
	source, d := compared(t, report.English, a, b)
	golden(t, "compare.md", source)
	russian, _ := compared(t, report.Russian, a, b)
	golden(t, "compare.ru.md", russian)
	var picture bytes.Buffer
	if err := compare.Of([]*report.Run{a, b}).WritePicture(&picture, report.English); err != nil {
		t.Fatal(err)
	}
	golden(t, "compare.svg", picture.Bytes())
	whole := d.under(t, "The whole run")
	if got := whole.cell(t, "failed requests", "A"); got != "17" {
		t.Errorf("%s visible failures, k6 says 17", got)
	}
	if got := whole.cell(t, "slowest", "B against A"); !strings.HasPrefix(got, "better, 40.8") {
		t.Errorf("slowest: %s", got)
	}
}

// Every fault that only one had is said to be so, and no two of them are held against each other.
func TestDifferentFaultsAreNotCompared(t *testing.T) {
	c := compare.Of([]*report.Run{captured(t, runs[0]), captured(t, runs[3])})
	if len(c.Pairs) != 0 {
		t.Errorf("%+v", c.Pairs)
	}
	text := strings.Join(comparisonOf(t, c).NotComparable, "\n")
	for _, want := range []string{"pause mysql-slave1 happened only in A.", "pause app1 happened only in B.", "A holds no configuration files."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// A run is the same as itself, by every figure that it has.
func TestSameRunIsTheSame(t *testing.T) {
	r := captured(t, runs[1])
	c := compare.Of([]*report.Run{r, r, r})
	n := 0
	each(c, func(fault string, row *compare.Row) {
		for i, j := range row.Against {
			if j == "better" || j == "worse" || j == "" && row.Want != "" {
				t.Errorf("%s %s of run %d: %q", fault, row.Name, i, j)
			}
			n++
		}
	})
	if n != 2*(9+7) { // figures of a run, and of a fault
		t.Errorf("%d rows", n)
	}
}

// A drill that was not finished, or whose lines ended in a state of a newer hadash, did not hold.
func TestDrillThatWasNotFinished(t *testing.T) {
	a, b := captured(t, runs[1]), captured(t, runs[1])
	a.Steps, b.Steps = steps(record.StepHeld), steps(record.StepHeld, "molten")
	for lang, want := range map[report.Lang]string{report.English: "not finished |", report.Russian: "не завершено |"} {
		var text bytes.Buffer
		if err := compare.Of([]*report.Run{a, b}).Write(&text, compare.Options{Lang: lang, Zone: time.UTC}); err != nil || strings.Count(text.String(), want) != 1 {
			t.Errorf("%v, no %q in %.600s", err, want, text.String())
		}
	}
}

// A run under another load, on another database, and for another time: what depends on that is not judged.
func TestWhatMakesRunsDiffer(t *testing.T) {
	a, b := captured(t, runs[1]), captured(t, runs[1])
	k6 := *b.K6
	k6.VUs = 50
	b.K6 = &k6
	b.Seconds = b.Seconds[:10]
	b.Torn = "8 bytes"
	for i := range b.Frame.Nodes {
		if x := b.Frame.Nodes[i].Replica; x != nil {
			other := *x
			other.Version = "8.4.3"
			b.Frame.Nodes[i].Replica = &other
		}
	}
	b.Header.Drill, a.Header.Drill = "stop x", "stop y"
	c := compare.Of([]*report.Run{a, b})
	text := strings.Join(comparisonOf(t, c).NotComparable, "\n")
	for _, want := range []string{"B ran with 50 users and A with 20", "B had load for 9 s", "B ran on MySQL 8.4.3 and A on MariaDB", "B is incomplete: 8 bytes.", "not word for word"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	each(c, func(fault string, row *compare.Row) {
		if !slices.Contains([]string{"noticed after", "expected at most", "back after the heal"}, row.Name) && row.Against[0] != "" {
			t.Errorf("%s is judged", row.Name)
		}
		if row.Name == "noticed after" && row.Against[0] != "the same" {
			t.Errorf("detection does not depend on the load: %q", row.Against[0])
		}
	})
}

// The second time that a fault happens is compared with the second time.
func TestFaultsAreMatchedInOrder(t *testing.T) {
	run := func(detections ...time.Duration) *report.Run {
		r := &report.Run{Begun: start, Ended: start.Add(time.Minute)}
		for _, d := range detections {
			w := hiddenStop()
			w.Moments[stopwatch.Detected] = seen(d, event.ByLog)
			r.Faults = append(r.Faults, w)
		}
		return r
	}
	c := compare.Of([]*report.Run{run(time.Second, 9*time.Second), run(time.Second, 2*time.Second, time.Second)})
	if len(c.Pairs) != 2 || c.Pairs[0].Rows[0].Against[0] != "the same" || c.Pairs[1].Rows[0].Against[0] != "better" {
		t.Errorf("%+v", c.Pairs)
	}
	reasons := comparisonOf(t, c).NotComparable
	if got := reasons[len(reasons)-2]; got != "stop mysql-slave1 (3) happened only in B." {
		t.Error(got)
	}
}

// Nothing that a recording holds is read as markdown or markup.
func TestHostileComparison(t *testing.T) {
	a, b := long(time.Minute, 3, 3), long(time.Minute, 3, 3)
	a.Faults[0].Target, b.Torn = hostile, hostile
	a.Frame.Settings = map[string]*record.Settings{hostile: {Files: []record.File{{Path: hostile, Text: "a\n````\nb\n"}}}}
	b.Frame.Settings = map[string]*record.Settings{hostile: {Files: []record.File{{Path: hostile, Text: "a\n`````\n# x\n" + hostile}}}}
	source, _ := compared(t, report.English, a, b)
	images := 0
	ast.Walk(parse(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n.(type) {
			case *ast.RawHTML, *ast.HTMLBlock, *ast.Link, *ast.AutoLink, *ast.CodeSpan:
				t.Errorf("%s in the document", n.Kind())
			case *ast.Image:
				images++
			}
		}
		return ast.WalkContinue, nil
	})
	if images != 1 {
		t.Errorf("%d images", images)
	}
}

// comparisonRead is what programs read of a comparison.
type comparisonRead struct {
	Runs          []struct{ Name string }
	NotComparable []string `json:"not_comparable"`
	Figures       []figureRead
	Faults        []struct{ Figures []figureRead }
}

type figureRead struct {
	Values  []any
	AtLeast []bool `json:"at_least"`
}

func comparisonOf(t *testing.T, c *compare.Comparison) (out comparisonRead) {
	t.Helper()
	if err := json.Unmarshal(written(t, c.WriteJSON), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// each visits every row with the fault it is of, "" for the whole run.
func each(c *compare.Comparison, visit func(fault string, row *compare.Row)) {
	for i := range c.Whole {
		visit("", &c.Whole[i])
	}
	for _, p := range c.Pairs {
		for i := range p.Rows {
			visit(p.Fault, &p.Rows[i])
		}
	}
}

func TestComparisonJSON(t *testing.T) {
	got := comparisonOf(t, compare.Of([]*report.Run{captured(t, runs[0]), captured(t, runs[0]), {}}))
	if len(got.Runs) != 3 || len(got.Faults) != 1 || got.Faults[0].Figures[0].Values[0] != "never" || got.Faults[0].Figures[0].Values[2] != nil {
		t.Errorf("%+v", got)
	}
}

// Every sentence of a comparison and of a picture has its Russian: what is not in the catalog would stay English.
func TestComparisonInRussian(t *testing.T) {
	source, _ := compared(t, report.Russian, configured(t, runs[1], "baseline"), configured(t, runs[2], "tuned"))
	prose := source[:bytes.Index(source, []byte("```"))]
	for _, word := range []string{" the ", " of ", " and ", " is ", "better", "worse", "failed", "slowest"} {
		if bytes.Contains(prose, []byte(word)) {
			t.Errorf("%q in\n%s", word, prose)
		}
	}
}

func TestComparisonAsHTML(t *testing.T) {
	c := compare.Of([]*report.Run{run(t, runs[1]), run(t, runs[2]), long(time.Minute, 3, 3)})
	seen := wellFormed(t, written(t, func(w io.Writer) error { return c.HTML(w, compare.Options{Lang: report.Russian}) }))
	if seen["svg"] != 1 || seen["table"] < 2 || seen["script"] != 0 || seen["img"] != 0 {
		t.Errorf("%v", seen)
	}
}
