package users

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// drawn is the strip of a Frame at that width, without colours.
func drawn(t *testing.T, f *incident.Frame, w int) []string {
	t.Helper()
	th := paint.NewTheme("dark", termenv.Ascii, false)
	c := &ui.Context{Frame: f, Screen: &paint.Screen{}, Theme: th, Zone: time.UTC, Keys: keys.New(nil), Verdict: verdict.Of(f)}
	c.Screen.Resize(w, Rows)
	Draw(c, paint.Area(0, 0, w, Rows))
	return strings.Split(ansi.Strip(c.Screen.String()), "\n")
}

// The strip of a real run at its end: the digits add up to the failures that the fault cost, each under the second in which
// it was seen, and the fault's moments are in their order.
func TestStrip(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		f = incident.Fold(f, s)
	}
	rows := drawn(t, &f, 120)
	sum := 0
	for _, r := range []rune(rows[2])[28:90] {
		if r >= '0' && r <= '9' {
			sum += int(r - '0')
		}
	}
	failed := f.Stopwatches[0].Felt.Clients().Failed
	if sum != failed || failed != 17 {
		t.Errorf("the digits add up to %d, %d failed:\n%s", sum, failed, strings.Join(rows, "\n"))
	}
	last := -1
	for _, sign := range []string{"↯", "━", "▼", "+", "●"} {
		at := strings.Index(rows[3], sign)
		if at <= last {
			t.Errorf("%s is not after the sign before it:\n%s", sign, rows[3])
		}
		last = at
	}
	for _, want := range []string{"requests", "failed    17", "none open", "↯ broken ▼ noticed ● back"} {
		if !strings.Contains(strings.Join(rows, "\n"), want) {
			t.Errorf("no %q:\n%s", want, strings.Join(rows, "\n"))
		}
	}
	for _, w := range []int{100, 120, 160, 200, 400} {
		for _, row := range drawn(t, &f, w) {
			if n := paint.Width(row); n > w {
				t.Errorf("%d wide: %d cells: %s", w, n, row)
			}
		}
	}
}

// Without a witness no figure is shown, and the strip says what would bring one.
func TestNoWitness(t *testing.T) {
	f := incident.Frame{At: time.Unix(1700000000, 0), Begun: time.Unix(1600000000, 0)}
	rows := drawn(t, &f, 120)
	if got := strings.Join(rows, "\n"); !strings.Contains(got, "not known") || !strings.Contains(got, "access_log") || strings.ContainsAny(rows[2], "0123456789") {
		t.Errorf("%s", got)
	}
}

// The sum at the right claims no more than was seen: the seconds that were reported, at least that many where lines could not
// be read, and nothing while a request has failed since.
func TestSumOfTheSeconds(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &record.Topology{
		Nodes: []record.Node{{Name: "web", Role: record.RoleWeb}}}})
	for _, x := range []struct {
		at, failed, unread int
		want               string
	}{
		{1500, 0, 0, ""},
		{2500, 0, 0, "·  0 in the 1 s seen"},
		{2600, 1, 0, "·"},
		{3500, 0, 0, "·1  1 in the 2 s seen"},
		{4500, 0, 1, "·1·  ≥1 in the 3 s seen"},
	} {
		logs := &record.Logs{Answers: &record.AnswerTally{Requests: 10, Failed: x.failed}}
		if x.unread > 0 {
			logs.Unread = &record.UnreadTally{Lines: x.unread, Why: "it is cut off"}
		}
		f = incident.Fold(f, record.Sample{At: noon.Add(time.Duration(x.at) * time.Millisecond), Source: record.SourceLogs, Node: "web", Logs: logs})
		if got := strings.TrimSpace(string([]rune(drawn(t, &f, 120)[2])[60:])); got != x.want {
			t.Errorf("after %d ms: %q, want %q", x.at, got, x.want)
		}
	}
}
