package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

// frameAfter is a Frame of a recording, so long after its first fault.
func frameAfter(t *testing.T, path string, after time.Duration) incident.Frame {
	t.Helper()
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	for s := range r.Samples() {
		if len(f.Stopwatches) > 0 && s.At.Sub(f.Stopwatches[0].At) > after {
			break
		}
		f = incident.Fold(f, s)
	}
	return f
}

// The timeline of a captured run is read as a story: who did what, in the order of cause and effect, each thing once, with
// what is expected next.
func TestTimelineTellsAStory(t *testing.T) {
	for _, tt := range []struct {
		after time.Duration
		want  []string
	}{
		{8700 * time.Millisecond, []string{
			`:40\.04 ● haproxy, app3, app2, nginx, app1 healthy ×5`,
			`:42\.14 · Replica 1 is stopped and started`,
			`:47\.46 ✓ drill line 8: steady state`,
			`:47\.65 ↯ you stopped mysql-slave1`,
			`\+0\.00 ▼ 3 requests failed till \+8\.16: GET /profile/ 503`,
			`≤0\.15 ◐ HAProxy tries again ×25 till ≤8\.35`,
			`\+1\.08 ◐ its container ended \(exit 0\)`,
			`≤1\.48 ◐ HAProxy: check 1 of 3 failed, refused`,
			`\+5\.49 ✗ drill line 9 wanted it DOWN within 2s`,
			`\+8\.02 ◐ HAProxy gives up a session \(SC\) ×2`,
			`≤12\.63 ○ HAProxy takes it out in ≤ [34]\.\d s`,
		}},
		{24 * time.Second, []string{
			`↯ you stopped mysql-slave1`,
			`\+0\.00 ▼ 12 requests failed till \+18\.22: GET /profile/ 503`,
			`\+9\.47 ▼ HAProxy takes it out: no answer`,
			`\+15\.49 \+ you started it; its container runs at \+17\.52`,
			`\+23\.51 ● HAProxy sends to it again`,
		}},
	} {
		m := screenOf(200, 47, Options{}, frameAfter(t, "../docs/experiment/baseline.hadash", tt.after))
		got := ansi.Strip(m.View())
		_, story, _ := strings.Cut(got, " timeline ")
		for _, want := range tt.want {
			at := regexp.MustCompile(want).FindStringIndex(story)
			if at == nil {
				t.Errorf("%s: no %s, or not in order, in\n%s", tt.after, want, got)
				break
			}
			story = story[at[1]:]
		}
	}
}

// The time of one's own fault is written when its witness has told it, and then stays.
func TestFaultIsDatedOnce(t *testing.T) {
	r, err := record.Open("../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	head := regexp.MustCompile(`(?m)^ (.{11}) ↯ you stopped mysql-slave1`)
	undated, dated := 0, 0
	for s := range r.Samples() {
		if f = incident.Fold(f, s); len(f.Faults) == 0 {
			continue
		}
		m := head.FindStringSubmatch(ansi.Strip(screenOf(120, 36, Options{}, f).View()))
		switch {
		case m == nil:
			t.Fatalf("%s: the fault is not there", f.At)
		case strings.TrimSpace(m[1]) == "":
			undated++
		case strings.HasSuffix(m[1], ":47.65"):
			dated++
		default:
			t.Errorf("%s: dated %q", f.At, m[1])
		}
		if dated > 20 {
			break
		}
	}
	if undated == 0 {
		t.Error("its time was never awaited")
	}
}
