package hadash

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report/snapshot"
	"hadash/tui"
	"hadash/wording"
)

func (s *scenario) sayf(format string, args ...any) { fmt.Fprintf(&s.found, format+"\n", args...) }

// predict NODE FAULT: prints the outcome to expect with this configuration.
func (s *scenario) predict(w []string, _ string) error {
	if _, err := s.named(w[0]); err != nil {
		return err
	}
	fault := record.Fault{Kind: record.FaultKind(w[1]), Target: w[0]}
	if !fault.Kind.Valid() {
		return fmt.Errorf("no such fault: %q", w[1])
	}
	if fault.Amount = fault.Kind.Usual(); len(w) > 2 {
		n, err := strconv.Atoi(strings.TrimRight(w[2], "%ms"))
		if err != nil {
			return fmt.Errorf("the amount: %w", err)
		}
		fault.Amount = n
	}
	p := s.frame.Predict(fault)
	what := fmt.Sprintf("detected within %s, back within %s", p.Detect, p.Back)
	switch {
	case !p.Known:
		what = "not known"
	case p.Never:
		what = "never noticed"
	}
	s.sayf("predict %s %s: %s: %s", w[0], w[1], what, p.Why)
	return nil
}

// facts prints what is known now.
func (s *scenario) facts() {
	f := &s.frame
	s.sayf("facts %s", since(f.At))
	for _, src := range f.Sources {
		if src.Err != "" {
			s.sayf("source %s %s: %s", src.Name, src.Node, src.Err)
		}
	}
	for _, n := range f.Nodes {
		t := f.Truth(&n)
		s.sayf("node %s: %s; docker %q admin %q oper %q; requests %d errors %d hidden %d; %s",
			n.Name, n.Health, t.Docker, t.Admin, t.Oper, n.Upstream.Requests, n.Upstream.Errors, n.Upstream.Hidden, joined(t.Disagree))
	}
	if f.HAProxy != nil {
		s.rows(f.HAProxy)
	}
	for _, e := range f.Timeline {
		s.sayf("event %s %s %s: %s (%s)", since(e.At), e.Kind, e.Subject, e.Says.String(), e.Witness)
	}
	for i := range f.Stopwatches {
		s.stopwatch(&f.Stopwatches[i])
	}
	s.sayf("nginx: errors %d visible %d", f.Nginx.Errors, f.Watched.Felt.NginxFailed)
	if f.Unread.Lines > 0 {
		s.sayf("access lines not read: %d: %s", f.Unread.Lines, f.Unread.Why)
	}
	s.sayf("hidden: retried %d redispatched %d next upstream %d repeated %d", f.Hidden.Retried, f.Hidden.Redispatched, f.Hidden.NextUpstream, f.Hidden.Repeated)
}

// rows prints what was read from the stats page.
func (s *scenario) rows(h *record.HAProxy) {
	for i := range h.Proxies {
		p := &h.Proxies[i]
		s.sayf("proxy %s/%s: %s %q stot %d", p.Pxname, p.Svname, p.Status.State, p.Status.Text, p.Stot)
	}
	for i := range h.Servers {
		v := &h.Servers[i]
		s.sayf("server %s: %s %q weight %d stot %d econ %d wretr %d wredis %d", v.Name(), v.Status.State, v.Status.Text, v.Weight, v.Stot, v.Econ, v.Wretr, v.Wredis)
	}
	for i := range h.Listeners {
		l := &h.Listeners[i]
		s.sayf("listener %s/%s: %s %q stot %d", l.Pxname, l.Svname, l.Status.State, l.Status.Text, l.Stot)
	}
}

func (s *scenario) stopwatch(w *stopwatch.Stopwatch) {
	s.sayf("fault %s (you: %t) cut %d requeued %d", w.String(), w.You, w.Blast.Cut, w.Blast.Requeued)
	for _, stage := range stopwatch.Stages() {
		if m := w.Moments[stage]; m.Seen() {
			s.sayf("  %s %s %s: %s (%s)", stage.Name(), stage, since(m.At), m.Says.String(), m.Witness)
		}
	}
	for _, finding := range w.Findings {
		s.sayf("  finding: %s", finding)
	}
}

// draw prints the screen, without its colours, and the snapshot, as they are now.
func (s *scenario) draw() error {
	still := tui.NewOffscreen(tui.Options{Title: "case", Version: "test"}, 120, 36)
	still.Show(tui.Shown{Frame: s.frame})
	s.sayf("%s", ansi.Strip(still.String()))
	snapshot := snapshot.Snapshot{Frame: s.frame, Made: s.now(), Version: "test"}
	return snapshot.Write(&s.found)
}

// judge compares one line of a .want file with the results, and returns what is wrong, or "".
func (s *scenario) judge(line string) string {
	word, text, _ := strings.Cut(strings.TrimSpace(line), " ")
	text = strings.TrimSpace(text)
	found := s.found.String()
	switch {
	case word == "", word[0] == '#':
		return ""
	}
	switch word {
	case "has":
		if !strings.Contains(found, text) {
			return "the results do not contain " + strconv.Quote(text)
		}
	case "not":
		if strings.Contains(found, text) {
			return "the results must not contain " + strconv.Quote(text)
		}
	case "times":
		number, text, _ := strings.Cut(text, " ")
		if n, err := strconv.Atoi(number); err != nil || strings.Count(found, text) != n {
			return fmt.Sprintf("found %d times, want %s: %q", strings.Count(found, text), number, text)
		}
	default:
		return "no such word: " + strconv.Quote(word)
	}
	return ""
}

// joined returns phrases as one line.
func joined(all []wording.Phrase) string {
	var texts []string
	for _, p := range all {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, "; ")
}
