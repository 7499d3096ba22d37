package report

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"hadash/incident"
	"hadash/record"
)

// configured is a captured run with the configurations of a stack in force, as a recording of it holds them.
func configured(t *testing.T, run, stack string) *Run {
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
		s.Settings.Files = []record.File{{Path: "/etc/hadash/" + name, Text: string(text)}}
	})
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	r, err := Gather(rec)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func compared(t *testing.T, in Lang, all ...*Run) ([]byte, document) {
	t.Helper()
	c := Compare(all)
	var text, picture bytes.Buffer
	if err := c.Write(&text, CompareOptions{Lang: in, Picture: "x.svg"}); err != nil {
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
	source, d := compared(t, English, a, b)
	golden(t, "compare.md", source)
	russian, _ := compared(t, Russian, a, b)
	golden(t, "compare.ru.md", russian)
	var picture bytes.Buffer
	if err := Compare([]*Run{a, b}).WritePicture(&picture, English); err != nil {
		t.Fatal(err)
	}
	golden(t, "compare.svg", picture.Bytes())
	whole := d.under(t, "The whole run")
	if got := whole.cell(t, "visible failures", "A"); got != "17" {
		t.Errorf("%s visible failures, k6 says 17", got)
	}
	if got := whole.cell(t, "slowest", "B against A"); !strings.HasPrefix(got, "better, 40.8") {
		t.Errorf("slowest: %s", got)
	}
}

// Every fault that only one had is said to be so, and no two of them are held against each other.
func TestDifferentFaultsAreNotCompared(t *testing.T) {
	c := Compare([]*Run{captured(t, runs[0]), captured(t, runs[3])})
	if len(c.Pairs) != 0 {
		t.Errorf("%+v", c.Pairs)
	}
	text := ""
	for _, r := range c.reasons {
		text += English.reason(r) + "\n"
	}
	for _, want := range []string{"pause mysql-slave1 happened only in A.", "pause app1 happened only in B.", "A holds no configuration files."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// A run is the same as itself, by every figure that it has.
func TestSameRunIsTheSame(t *testing.T) {
	r := captured(t, runs[1])
	c := Compare([]*Run{r, r, r})
	n := 0
	comparing{Comparison: c}.each(func(fault string, row *Row) {
		for i, j := range row.Against {
			if j == better || j == worse || j == unjudged && row.Want != wantNever {
				t.Errorf("%s %s of run %d: %q", fault, row.Name, i, j)
			}
			n++
		}
	})
	if n != 2*(len(runFigures)+len(faultFigures)) {
		t.Errorf("%d rows", n)
	}
}

func TestJudge(t *testing.T) {
	wait, moment := figure{Unit: unitWait, Want: wantLess}, figure{Unit: unitMoment, Want: wantLess}
	rates, failures := figure{Unit: unitRate, Want: wantMore}, figure{Unit: unitCount, Want: wantLess}
	of := func(n, of float64) value { return value{n: n, known: true, of: of} }
	for _, c := range []struct {
		f    figure
		a, b value
		want judgement
	}{
		{wait, amount(0.100), amount(0.091), same},    // less than a tenth
		{wait, amount(0.100), amount(0.080), better},  //
		{wait, amount(0.002), amount(0.006), same},    // less than 5 ms
		{wait, amount(0.020), amount(0.060), worse},   //
		{moment, amount(0.35), amount(0.44), same},    // less than 0.1 s
		{moment, amount(18.07), amount(0.44), better}, //
		{moment, amount(0.44), amount(18.07), worse},  //
		{moment, value{never: true}, value{}, unjudged},
		{moment, value{never: true, known: true}, amount(0.4), better},
		{moment, amount(0.4), value{never: true, known: true}, worse},
		{moment, value{never: true, known: true}, value{never: true, known: true}, same},
		{rates, amount(300), amount(200), worse},
		{rates, amount(200), amount(300), better},
		{rates, amount(0), amount(0), same},
		{failures, of(17, 5000), of(0, 5000), better},
		{failures, of(0, 5000), of(3, 5000), same},     // chance alone would do that
		{failures, of(0, 5000), of(17, 5000), worse},   //
		{failures, of(17, 5000), of(170, 50000), same}, // of ten times as many
		{failures, amount(3), amount(40), worse},
		{figure{Unit: unitCount}, amount(3), amount(40), unjudged},
	} {
		if got := c.f.judge(c.a, c.b); got != c.want {
			t.Errorf("%s: %+v against %+v: %q, want %q", c.f.Unit, c.b, c.a, got, c.want)
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
	c := Compare([]*Run{a, b})
	text := ""
	for _, r := range c.reasons {
		text += English.reason(r) + "\n"
	}
	for _, want := range []string{"B ran with 50 virtual users and A with 20", "B had load for 9 s", "B ran on MySQL 8.4.3 and A on MariaDB", "B is torn: 8 bytes.", "not word for word"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	comparing{Comparison: c}.each(func(fault string, row *Row) {
		if row.hangs >= onLoad && row.Against[0] != unjudged {
			t.Errorf("%s is judged", row.Name)
		}
		if row.Name == "detection" && row.Against[0] != same {
			t.Errorf("detection does not depend on the load: %q", row.Against[0])
		}
	})
}

// The second time that a fault happens is compared with the second time.
func TestFaultsAreMatchedInOrder(t *testing.T) {
	run := func(detections ...time.Duration) *Run {
		r := &Run{Begun: start, Ended: start.Add(time.Minute)}
		for _, d := range detections {
			w := hiddenStop()
			w.Moments[incident.Detected] = seen(d, incident.ByLog)
			r.Faults = append(r.Faults, w)
		}
		return r
	}
	c := Compare([]*Run{run(time.Second, 9*time.Second), run(time.Second, 2*time.Second, time.Second)})
	if len(c.Pairs) != 2 || c.Pairs[0].Rows[0].Against[0] != same || c.Pairs[1].Rows[0].Against[0] != better {
		t.Errorf("%+v", c.Pairs)
	}
	if got := English.reason(c.reasons[len(c.reasons)-2]); got != "stop mysql-slave1 (3) happened only in B." {
		t.Error(got)
	}
}

// Nothing that a recording holds is read as markdown or markup.
func TestHostileComparison(t *testing.T) {
	a, b := long(time.Minute, 3, 3), long(time.Minute, 3, 3)
	a.Faults[0].Target, b.Torn = hostile, hostile
	a.Frame.Settings = map[string]*record.Settings{hostile: {Files: []record.File{{Path: hostile, Text: "a\n````\nb\n"}}}}
	b.Frame.Settings = map[string]*record.Settings{hostile: {Files: []record.File{{Path: hostile, Text: "a\n`````\n# x\n" + hostile}}}}
	source, _ := compared(t, English, a, b)
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

func TestComparisonJSON(t *testing.T) {
	var b bytes.Buffer
	if err := Compare([]*Run{captured(t, runs[0]), captured(t, runs[0]), {}}).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got comparisonJSON
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Runs) != 3 || len(got.Faults) != 1 || got.Faults[0].Figures[0].Values[0] != "never" || got.Faults[0].Figures[0].Values[2] != nil {
		t.Errorf("%s", b.Bytes())
	}
}

// Every sentence of a comparison and of a picture has its Russian: what is not in the catalog would stay English.
func TestComparisonInRussian(t *testing.T) {
	source, _ := compared(t, Russian, configured(t, runs[1], "baseline"), configured(t, runs[2], "tuned"))
	prose := source[:bytes.Index(source, []byte("```"))]
	for _, word := range []string{" the ", " of ", " and ", " is ", "better", "worse", "failed", "slowest"} {
		if bytes.Contains(prose, []byte(word)) {
			t.Errorf("%q in\n%s", word, prose)
		}
	}
}

func TestComparisonAsHTML(t *testing.T) {
	c := Compare([]*Run{run(t, runs[1]), run(t, runs[2]), long(time.Minute, 3, 3)})
	seen := wellFormed(t, written(t, func(w io.Writer) error { return c.HTML(w, CompareOptions{Lang: Russian}) }))
	if seen["svg"] != 1 || seen["table"] < 2 || seen["script"] != 0 || seen["img"] != 0 {
		t.Errorf("%v", seen)
	}
}
