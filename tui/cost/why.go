package cost

import (
	"strings"

	"hadash/incident"
	"hadash/incident/advice"
	"hadash/incident/stopwatch"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// because is why a cause made a fault worse, in two lengths, and the change that would help.
type because struct{ long, short, change string }

var causes = map[advice.Cause]because{
	advice.NotChecked:    {"HAProxy never looks: its server line has no check", "its server line has no check", "add check to its server line"},
	advice.OnlyConnects:  {"its check only connects, which a frozen server accepts", "the check only connects", "let the check wait for an answer: option tcp-check"},
	advice.UntimedCheck:  {"no check measures how slow it is: timeout check is long", "timeout check is long", "set timeout check 250ms"},
	advice.NeverSetAside: {"nginx sets nothing aside: max_fails is 0", "max_fails is 0", "set max_fails=3 fail_timeout=1s"},
	advice.NoRetries:     {"no connection is tried again: retries is 0", "retries is 0", "set retries 2, option redispatch 1"},
	advice.NoRedispatch: {"tried again on the dead server: there is no option redispatch", "retries stay on it: no option redispatch",
		"set option redispatch 1"},
	advice.HangsOn:      {"sessions stay on a silent server until timeout server", "sessions stay until timeout server", "set on-marked-down shutdown-sessions"},
	advice.ConnectLong:  {"each try waits for timeout connect, which is long", "timeout connect is long", "set timeout connect 250ms"},
	advice.ReadLong:     {"nginx waits long for an answer: proxy_read_timeout", "proxy_read_timeout is long", "set proxy_read_timeout 500ms"},
	advice.UpstreamLong: {"nginx waits long to connect: proxy_connect_timeout", "proxy_connect_timeout is long", "set proxy_connect_timeout 250ms"},
	advice.ReadGivenUp:  {"the application did not repeat the reads that were cut", "reads that were cut were not repeated", "let the application repeat a cut read once"},
	advice.NoticedLate:  {"HAProxy checks seldom, and counts many: inter, fall", "inter and fall are long", "set inter 200ms fastinter 100ms fall 2"},
}

// causeOf is the most decisive cause that is sure.
func causeOf(f *incident.Frame, s *stopwatch.Stopwatch) advice.Cause {
	x, ok := advice.FactsOf(f, s)
	if !ok {
		return advice.None
	}
	return x.Decisive()
}

// ending is what follows a colon in a text; the text where it has none.
func ending(text string) string {
	if _, after, ok := strings.Cut(text, ": "); ok {
		return after
	}
	return text
}

// why writes what made the fault cost so much, and when it is healed what to change.
func (t *Table) why(p *paint.Pen) {
	w := causes[t.cause]
	hint := ""
	if t.c.Focused {
		hint = "  " + t.c.Keys.Key(keys.Open) + " more"
	}
	if t.s.Moments[stopwatch.Healed].Seen() || t.s.Done {
		p.Left(t.c.Theme.Faint, "change", ui.LabelCells)
		p.Put(t.c.Theme.Text, ui.Fitting(p.Room()-1, w.short+": "+w.change, w.change, ending(w.change)))
	} else {
		p.Left(t.c.Theme.Faint, "why", ui.LabelCells)
		p.Put(t.c.Theme.Text, ui.Fitting(p.Room()-1, w.long, w.short, ending(w.short)))
	}
	p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, hint, ""))
}
