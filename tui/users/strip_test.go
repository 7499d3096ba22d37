package users

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/clients"
	"hadash/incident/history"
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

// At every moment of a recording the digits add up to what the figure at their left counts since the fault, whichever of
// two witnesses counts it.
func TestStripAddsUp(t *testing.T) {
	r, err := record.Open("../../docs/experiment/baseline.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	var last time.Time
	compared := 0
	for s := range r.Samples() {
		if f = incident.Fold(f, s); len(f.Stopwatches) != 1 || !f.Stopwatches[0].Awaited() && len(f.Faults) == 0 || f.At.Sub(last) < 100*time.Millisecond {
			continue
		}
		last = f.At
		row := []rune(drawn(t, &f, 160)[2])
		figure, _ := strconv.Atoi(strings.Fields(string(row[11:28]))[0])
		sum := 0
		for i := range f.Lost { // the second that goes on has no cell yet
			if n, _ := f.Lost[i].By(f.Stopwatches[0].Felt.Clients().By); f.Lost[i].Second == f.At.Unix() {
				sum += n
			}
		}
		for _, c := range row[28:126] {
			if c >= '0' && c <= '9' {
				sum += int(c - '0')
			}
		}
		if compared++; sum != figure {
			t.Fatalf("the digits add up to %d, %d failed: %s", sum, figure, string(row))
		}
	}
	if compared < 50 {
		t.Errorf("%d moments compared", compared)
	}
}

// What the load script recorded before watching began is shown, and for the access log those seconds are not known.
func TestBeforeWatching(t *testing.T) {
	at := time.Unix(1700000000, 0)
	f := incident.Frame{At: at}
	f.Watched.From = at.Add(-20 * time.Second)
	f.Watched.Felt = clients.Felt{Requests: 100, Failed: 2, HasNginx: true, NginxRequests: 100, NginxFailed: 3}
	f.Lost = []clients.Lost{{Second: at.Unix() - 10, Script: 2, Nginx: 3}}
	for i := range int64(60) {
		tick := history.FeltTick{At: at.Unix() - 60 + i, Span: 1, Requests: 9}
		if i == 30 {
			tick.Failed = 5
		}
		f.History.AddFelt(tick)
	}
	for by, want := range map[bool]string{false: strings.Repeat("·", 30) + "5" + strings.Repeat("·", 19) + "2·········", true: strings.Repeat("·", 10) + "3·········"} {
		if f.Watched.Felt.Others = 0; by {
			f.Watched.Felt.Others = 1000
		}
		row := drawn(t, &f, 120)[2]
		if got := strings.TrimSpace(string([]rune(row)[28:91])); got != want {
			t.Errorf("by the log %v: %q", by, got)
		}
	}
}

// A figure that does not fit is left out, not cut.
func TestManyFailed(t *testing.T) {
	at := time.Unix(1700000000, 0)
	f := incident.Frame{At: at}
	f.Watched.Felt = clients.Felt{Requests: 1_000_000, Failed: 123_456, Partial: true}
	f.Lost = []clients.Lost{{Second: at.Unix() - 1, Script: 1234}}
	if row := drawn(t, &f, 120)[2]; strings.Contains(row, "…") || !strings.Contains(row, "≥123 456 ") {
		t.Error(row)
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
