package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/snapshot"
	"hadash/wording"
)

var start = time.Date(2026, 11, 23, 14, 48, 55, 0, time.UTC)

// hostile is what an attacker can put into a log line through a URL or a client's header.
const hostile = "a|b `code` ``` <script>alert(1)</script> **bold** [x](http://evil) @someone ~~gone~~ \\| $x$ &lt; _u_ # end"

func hostileFrame() incident.Frame {
	topology := record.Topology{Project: "lab|x", Stack: "tuned", Nodes: []record.Node{
		{Name: "haproxy", Role: record.RoleBalancer}, {Name: "app1", Role: record.RoleApp, Addrs: []string{"10.0.0.1"}},
		{Name: "db1", Role: record.RoleReplica}}}
	server := record.Server{Pxname: "servers", Svname: "db1", Status: record.ParseStatus("DOWN"), CheckStatus: "L4CON", LastChk: hostile}
	line := record.Line{At: start.Add(2 * time.Second), Node: "haproxy", Text: hostile}
	fence := record.Line{At: start.Add(3 * time.Second), Node: "haproxy", Text: "```\n"}
	fence.Text = "````"
	var f incident.Frame
	for _, s := range []record.Sample{
		{At: start, Source: record.SourceTopology, Topology: &topology},
		{At: start, Source: record.SourceNginx, Nginx: &record.Nginx{Requests: 10}},
		{At: start, Source: record.SourceHAProxy, Node: "haproxy", HAProxy: &record.HAProxy{
			Proxies: []record.Proxy{{Pxname: "mysql", Svname: "FRONTEND", Frontend: true, Status: record.ParseStatus("OPEN")},
				{Pxname: "servers", Svname: "BACKEND", Status: record.ParseStatus("UP")}}, Servers: []record.Server{server}}},
		{At: start.Add(time.Second), Source: record.SourceYou, Act: &record.Act{Inject: &record.Fault{Kind: record.Stop, Target: "db1"}}},
		{At: start.Add(2 * time.Second), Source: record.SourceYou, Act: &record.Act{Note: hostile}},
		{At: start.Add(3 * time.Second), Source: record.SourceLogs, Logs: &record.Logs{Lines: []record.Line{line, fence}}},
	} {
		f = incident.Fold(f, s)
	}
	return f
}

// hostileStopwatch has foreign text wherever a stopwatch can have any.
func hostileStopwatch() stopwatch.Stopwatch {
	sw := stopwatch.Stopwatch{
		Fault:    stopwatch.Fault{Fault: record.Fault{Kind: record.Stop, Target: hostile}, At: start},
		Expected: predict.Prediction{Known: true, Why: wording.Text(hostile)},
		Felt:     clients.Felt{Requests: 10, Failed: 1, By: map[string]int{hostile: 1}},
		Blast:    stopwatch.Blast{Endings: map[string]int{hostile: 1}},
		Findings: []wording.Phrase{wording.Text(hostile), wording.Text("- " + hostile)},
		Overlaps: []string{hostile},
		Evidence: []stopwatch.Evidence{{At: start, Who: "haproxy", Text: "a\n````\n# heading"}, {At: start, Who: hostile, Text: hostile}},
	}
	for i := range sw.Moments {
		sw.Moments[i] = stopwatch.Moment{At: start, Says: wording.Text(hostile)}
	}
	return sw
}

// parse reads markdown as GitHub does.
func parse(source []byte) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
}

// Text from logs, notes and configurations stays text: the document has exactly the structure
// that the report gave it, whatever the text says.
func TestHostileTextStaysText(t *testing.T) {
	var b bytes.Buffer
	f := hostileFrame()
	f.Stopwatches = []stopwatch.Stopwatch{hostileStopwatch()}
	s := snapshot.Snapshot{Frame: f, Made: start, Configs: []snapshot.Config{{Node: "haproxy", Path: "/h|x.cfg", Text: "a\n```\n# heading\n```\n"}}}
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	source := b.Bytes()
	blocks, headings := 0, 0
	ast.Walk(parse(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock, *ast.Link, *ast.AutoLink, *ast.Image, *ast.CodeSpan, *extast.Strikethrough:
			t.Errorf("%s in the document: foreign text was read as markdown", n.Kind())
		case *ast.FencedCodeBlock:
			blocks++
		case *ast.Heading:
			headings++
		case *extast.TableRow:
			if n.ChildCount() != n.Parent().FirstChild().ChildCount() {
				t.Errorf("a row has %d cells, its head %d", n.ChildCount(), n.Parent().FirstChild().ChildCount())
			}
		}
		return ast.WalkContinue, nil
	})
	if blocks != 3 {
		t.Errorf("%d code blocks, want the fault's evidence, the log and the config", blocks)
	}
	if want := strings.Count("\n"+string(source), "\n#") - 1; headings != want {
		t.Errorf("%d headings, want %d", headings, want)
	}
}

// What is escaped reads back as it was.
func TestEscapeRoundTrip(t *testing.T) {
	for _, in := range []string{hostile, "plain", "mysql_slave_1", "_x_", "*", "a@b", "http://x/y?z=1&amp;", "www.evil.com", "#1", "<= 0.9 s", "`", "\\"} {
		if got := rendered(t, "| h |\n| --- |\n| "+markdown.Escape(in)+" |\n"); got != in {
			t.Errorf("escape(%q) reads back as %q", in, got)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add(hostile)
	f.Add("a | b")
	f.Add("&copy; &#64;")
	f.Fuzz(func(t *testing.T, in string) {
		in = strings.Join(strings.Fields(record.Clean(in)), " ")
		if in == "" {
			return
		}
		if got := rendered(t, "| h |\n| --- |\n| "+markdown.Escape(in)+" |\n"); got != in {
			t.Errorf("escape(%q) = %q reads back as %q", in, markdown.Escape(in), got)
		}
	})
}

// rendered is the text of the first body cell as a reader sees it.
func rendered(t *testing.T, source string) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(b.String(), "<td>")
	cell, _, ok2 := strings.Cut(rest, "</td>")
	if !ok || !ok2 {
		return fmt.Sprintf("no cell in %q", b.String())
	}
	if strings.Contains(cell, "<") {
		return "markup: " + cell
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(cell)
}

func TestSecretsAreTakenOut(t *testing.T) {
	in := `stats auth admin:s3cret
user hadash insecure-password hunter2
  password $5$abc
proxy_pass http://bob:s3cret@host/;
proxy_set_header Authorization "Basic czNjcmV0";
server x password=hunter2 check
proxy_set_header Authorization 'Bearer tok3n';
http-request set-header Authorization Basic\ Zm9v
setenv DB_PASSWORD opensesame
password: swordfish
password = swordfish2
proxy_set_header X-Api-Key k3y;`
	out := record.Redact(in)
	for _, secret := range []string{"s3cret", "hunter2", "$5$abc", "czNjcmV0", "tok3n", "Zm9v", "opensesame", "swordfish", "k3y"} {
		if strings.Contains(out, secret) {
			t.Errorf("%q is still in\n%s", secret, out)
		}
	}
	for _, kept := range []string{"stats auth admin:", "http://bob:", "@host/", " check", "user hadash"} {
		if !strings.Contains(out, kept) {
			t.Errorf("%q is gone from\n%s", kept, out)
		}
	}
}

func TestVerdict(t *testing.T) {
	f := hostileFrame()
	if got := snapshot.Verdict(&f); got != "db1 is DOWN." {
		t.Errorf("verdict %q", got)
	}
	if got := snapshot.Verdict(&incident.Frame{}); got != "Nothing was seen of the stack." {
		t.Errorf("verdict of nothing %q", got)
	}
}

func TestUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		850 * time.Millisecond: "850 ms", 12340 * time.Millisecond: "12.3 s", 245 * time.Second: "4 min 5 s", 188 * time.Minute: "3 h 8 min", 51 * time.Hour: "2 d 3 h",
	} {
		if got := report.Length(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1858: "1\u202f858", 10639628: "10\u202f639\u202f628", -1234: "-1\u202f234"} {
		if got := report.Count(n); got != want {
			t.Errorf("count(%d) = %q, want %q", n, got, want)
		}
	}
}

// A load that has ended has no sums to ask for, but its log has told what mattered.
func TestLoadThatHasEnded(t *testing.T) {
	f := incident.Fold(hostileFrame(), record.Sample{At: start, Source: record.SourceLogs, Logs: &record.Logs{Lines: []record.Line{
		{Node: "k6", Request: &record.Request{At: start, Name: "profile", Took: 12070 * time.Millisecond}},
		{Node: "k6", Request: &record.Request{At: start, Name: "profile", Took: time.Second, Failed: true}},
	}}})
	var b bytes.Buffer
	if err := (snapshot.Snapshot{Frame: f, Made: start}).Write(&b); err != nil {
		t.Fatal(err)
	}
	if want := "Its log has 1 failed requests; the slowest request in it took 12.1 s."; !strings.Contains(b.String(), want) {
		t.Errorf("the snapshot does not say %q", want)
	}
}
