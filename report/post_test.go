package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/postmortem"
	"hadash/wording"
)

// written is what writes writes.
func written(t *testing.T, writes func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writes(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenPosts(t *testing.T) {
	for _, name := range runs {
		r := run(t, name)
		golden(t, name+".md", written(t, postmortem.Report{Run: r}.Markdown))
		golden(t, name+".ru.md", written(t, postmortem.Report{Run: r, Lang: report.Russian}.Markdown))
		golden(t, name+".json", written(t, postmortem.Report{Run: r}.JSON))
	}
}

// gathered are the captured runs that were read already.
var gathered = map[string]*report.Run{}

// run is a captured run; it is read once for all tests, and none changes what it points to.
func run(t *testing.T, name string) *report.Run {
	t.Helper()
	if gathered[name] == nil {
		gathered[name] = captured(t, name)
	}
	r := *gathered[name]
	return &r
}

// The manual shows the verdict of a real report.
func TestManualShowsARealVerdict(t *testing.T) {
	manual, err := os.ReadFile(filepath.Join("..", "docs", "reports.md"))
	if err != nil {
		t.Fatal(err)
	}
	verdict := strings.Split(string(written(t, postmortem.Report{Run: run(t, "baseline-stop-mysql-slave2")}.Markdown)), "\n")[2]
	if !strings.Contains(string(manual), "> "+verdict+"\n") {
		t.Errorf("it does not show %q", verdict)
	}
}

var (
	fenced = regexp.MustCompile("(?ms)^```.*?^```")
	quoted = regexp.MustCompile("(?s)«[^»]*»|`[^`]*`|\"[^\"]*\"|</summary>.*?</details>|<details><summary>")
	three  = regexp.MustCompile(`[A-Za-z][a-z']+(?:[ ,;:]+[A-Za-z][a-z']+){2,}`)
)

// A Russian report has no English sentence left: no three words in a row but in what programs said themselves.
func TestRussianPostsAreRussian(t *testing.T) {
	for _, name := range runs {
		text := quoted.ReplaceAllString(fenced.ReplaceAllString(string(written(t, postmortem.Report{Run: run(t, name), Lang: report.Russian}.Markdown)), ""), "")
		for line := range strings.Lines(text) {
			if english := three.FindString(line); english != "" {
				t.Errorf("%s: %q in %s", name, english, line)
			}
		}
	}
}

// The markdown reads as it was meant: each row of a table has as many cells as its head, and of HTML there is only what
// folds a part away.
func TestPostsAreWhole(t *testing.T) {
	for _, name := range runs {
		for _, lang := range []report.Lang{report.English, report.Russian} {
			source := written(t, postmortem.Report{Run: run(t, name), Lang: lang, Picture: "the run (1).svg"}.Markdown)
			whole(t, name, source)
			if got := bytes.Count(source, []byte("![")); got != 1 || !bytes.Contains(source, []byte("](the%20run%20%281%29.svg)")) {
				t.Errorf("%s: %d pictures", name, got)
			}
		}
	}
}

func whole(t *testing.T, name string, source []byte) {
	t.Helper()
	folds, tables := 0, 0
	ast.Walk(parse(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *extast.TableRow:
			if n.ChildCount() != n.Parent().FirstChild().ChildCount() {
				t.Errorf("%s: a row has %d cells, its head %d", name, n.ChildCount(), n.Parent().FirstChild().ChildCount())
			}
		case *extast.Table:
			tables++
		case *ast.HTMLBlock:
			folds++
			if text := string(n.Lines().Value(source)); !strings.HasPrefix(text, "<details><summary>") && text != "</details>\n" {
				t.Errorf("%s: HTML in the document: %s", name, text)
			}
		case *ast.RawHTML, *ast.Link, *ast.AutoLink, *extast.Strikethrough:
			t.Errorf("%s: %s in the document", name, n.Kind())
		case *ast.Paragraph:
			if text := string(n.Lines().Value(source)); strings.HasPrefix(text, "|") || strings.HasPrefix(text, "#") {
				t.Errorf("%s: stray markup: %s", name, text)
			}
		}
		return ast.WalkContinue, nil
	})
	if folds%2 != 0 || folds == 0 || tables < 8 {
		t.Errorf("%s: %d ends of folds, %d tables", name, folds, tables)
	}
}

// hostileRun has foreign text wherever a run can have any.
func hostileRun() *report.Run {
	f := hostileFrame()
	f.Settings = map[string]*record.Settings{"haproxy": {Files: []record.File{{Path: "/h<b>|x.cfg", Text: "a\n```\n# heading\n```\n</details>\n"}}}}
	w := hostileStopwatch()
	return &report.Run{Name: "x", Header: record.Header{Title: hostile}, Torn: hostile, Begun: start, Ended: start.Add(time.Minute), Frame: f,
		Faults: []stopwatch.Stopwatch{w, w}, Events: f.Timeline, Lapses: []report.Lapse{{Node: hostile, How: wording.Text(hostile), From: start, To: start}},
		Tables: []report.Table{{At: start, Title: wording.Text(hostile), Page: f.HAProxy}},
		Steps: []report.Step{{Step: record.Step{Line: 1, Verb: "#", Text: "# " + hostile, State: record.StepBegun}},
			{Step: record.Step{Line: 2, Verb: "expect", Text: hostile, State: record.StepFailed, Why: hostile}}}}
}

func TestHostileTextStaysTextInPosts(t *testing.T) {
	for _, lang := range []report.Lang{report.English, report.Russian} {
		source := written(t, postmortem.Report{Run: hostileRun(), Lang: lang}.Markdown)
		whole(t, string(lang), source)
		page := string(written(t, func(w io.Writer) error { return postmortem.Report{Run: hostileRun(), Lang: lang}.HTML(w, nil) }))
		if strings.Contains(page, "<script") || strings.Contains(page, "href=") {
			t.Errorf("%s: foreign text became HTML", lang)
		}
		wellFormed(t, []byte(page))
	}
}

// wellFormed reads a page as XML: every element that begins ends, and nothing is quoted wrongly. It gives how often
// each element is there.
func wellFormed(t *testing.T, page []byte) map[string]int {
	t.Helper()
	seen := map[string]int{}
	dec := xml.NewDecoder(bytes.NewReader(page))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return seen
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok {
			seen[e.Name.Local]++
		}
	}
}

func TestHTMLPosts(t *testing.T) {
	svg := []byte(`<?xml version="1.0"?>` + "\n" + `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1" /></svg>`)
	for _, name := range runs {
		r := run(t, name)
		plain := wellFormed(t, written(t, func(w io.Writer) error { return postmortem.Report{Run: r}.HTML(w, nil) }))
		drawn := wellFormed(t, written(t, func(w io.Writer) error { return postmortem.Report{Run: r, Lang: report.Russian}.HTML(w, svg) }))
		if plain["svg"] != 0 || plain["img"] != 0 || drawn["svg"] != 1 || drawn["img"] != 0 {
			t.Errorf("%s: pictures: %d without one, %d with one, %d linked", name, plain["svg"], drawn["svg"], drawn["img"])
		}
		if plain["table"] < 8 || plain["table"] != drawn["table"] || plain["script"]+plain["link"] != 0 || plain["details"] < 2 {
			t.Errorf("%s: %v", name, plain)
		}
	}
}
