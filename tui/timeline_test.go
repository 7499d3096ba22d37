package tui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/event"
	"hadash/wording"
)

// Ten seconds of noise after a fault fill five lines of the timeline, and the fault and DOWN are still there; alike lines
// are one with their count, at the time of the first, and tell the time of the last. Whoever goes up sees each of them.
func TestNoiseIsFolded(t *testing.T) {
	f := oneDown()
	for i := range 30 {
		when := at(11*time.Second + time.Duration(i)*time.Second)
		f.At = when
		f.Timeline = append(f.Timeline, event.Event{ID: 100 + i, At: when, Until: when, Count: 2, Kind: event.KindClient, Severity: event.Bad, Subject: "k6",
			To: "login", Says: wording.Text(fmt.Sprintf("login failed after %d ms", 100+i)), Title: wording.Text("login 503"), Fault: "stop mysql-slave1", After: when.Sub(fault)})
		if i%10 == 0 {
			f.Timeline = append(f.Timeline, event.Event{ID: 200 + i, At: when, Until: when, Count: 1, Kind: event.KindContainer, Says: wording.Text(fmt.Sprint("other ", i))})
		}
	}
	m := screenOf(120, 36, Options{}, f)
	got := ansi.Strip(m.View())
	for _, want := range []string{"↯ you stopped mysql-slave1", "▼ HAProxy takes it out: no answer", "+11.00 ▼ 60 requests failed till +40.00: login 503", "other 20"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("no %q, or more than one:\n%s", want, got)
		}
	}
	seen := got
	press(m, "2")
	for range f.Timeline {
		press(m, "k")
		seen += ansi.Strip(m.View())
	}
	for i := range f.Timeline {
		e := &f.Timeline[i]
		text := e.Says.String()
		if !e.Title.IsZero() {
			text = e.Title.String()
		}
		if e.Kind == event.KindClient {
			text = e.At.Format(":05.00") + " ▼ 2 requests failed: login 503" // its fault is not above
			if strings.Contains(seen, fmt.Sprintf("+%.2f ▼ 2 requests failed: login 503", e.After.Seconds())) {
				continue
			}
		}
		if !strings.Contains(seen, text) {
			t.Errorf("%q is not to be seen", text)
		}
	}
}

// On a narrow timeline it is seen who made a fault.
func TestTimelineSaysWho(t *testing.T) {
	f := oneDown()
	f.Faults[0].You = false
	f.Timeline[1].Says, f.Timeline[1].Title = f.Faults[0].Says(), f.Faults[0].Title()
	for w, want := range map[int]string{104: "somebody stopped mysql-slave1", 200: "somebody stopped mysql-slave1"} {
		m := screenOf(w, 36, Options{}, f)
		if got := ansi.Strip(m.View()); !strings.Contains(got, want) {
			t.Errorf("%d wide: no %q in\n%s", w, want, got)
		}
	}
}
