package tui

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
)

// A HAProxy in HTTP mode without a load script: a server whose checks pass and that answers 500 is never "all up", and who
// counts the users is said; the same from its counters alone, and where the servers are no nodes.
func TestHTTPModeIsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		keep  func(*record.Sample)
		wants []string
	}{
		"log":      {func(*record.Sample) {}, []string{"w1 answers 5xx ", "found, not made here", "HAProxy: UP, yet ", "by HAProxy's log", "answers 5xx", " 5xx "}},
		"counters": {func(s *record.Sample) { s.Logs = nil }, []string{"w1 answers 5xx ", "found, not made here", "HAProxy: UP, yet ", "by HAProxy's counters", "answers 5xx", "≥"}},
		"no nodes": {func(s *record.Sample) {
			if s.Topology != nil {
				only := *s.Topology
				only.Nodes = only.Nodes[:1]
				s.Topology = &only
			}
		}, []string{"web/w1 answers 5xx ", "found, not made here", "failed (HAProxy's log)"}},
	} {
		m, shown := screenOf(140, 36, everyKey), 0
		var f incident.Frame
		for _, s := range captured.Samples(t, "../http/500-and-stop") {
			c.keep(&s)
			f = incident.Fold(f, s)
			if s.HAProxy == nil || len(f.Erring) == 0 || !f.Errs(f.HAProxy.Find("web", "w1")) || f.At.Sub(f.Erring[0].Since).Seconds() < 2 {
				continue
			}
			m.Update(frameMsg(f))
			view := ansi.Strip(m.View())
			shown++
			for _, want := range c.wants {
				if !strings.Contains(view, want) {
					t.Fatalf("%s, %v: no %q:\n%s", name, f.At, want, view)
				}
			}
			if strings.Contains(view, "all 3 up") || strings.Contains(view, "all 1 up") {
				t.Fatalf("%s: all up:\n%s", name, view)
			}
		}
		if shown < 3 {
			t.Errorf("%s: drawn %d times", name, shown)
		}
	}
}

// Without a load script the pages have what the log of the first balancer knows: the clients' curve, the answers of 5xx of each
// server, HAProxy's own averages and whose they are, and what would time requests where nothing does.
func TestHTTPModeOnThePages(t *testing.T) {
	for _, c := range []struct {
		run, keys string
		keep      func(*record.Sample)
		wants     []string
	}{
		{"500-and-stop", "6", func(*record.Sample) {}, []string{"c clients, by HAProxy's log", "5xx  w1 77  w2 0"}},
		{"500-and-stop", "", func(*record.Sample) {}, []string{"back: lb/web", "it cost 49 of 234 requests", "p95", "77 requests failed till +3.93: w1 answered 500", "49 requests failed: 503 for web"}},
		{"500-and-stop", "enter", func(*record.Sample) {}, []string{"answers  by HAProxy", "HAProxy's own, of the last 1 024 requests", "5xx  answered 77"}},
		{"500-and-stop", "5", func(*record.Sample) {}, []string{"average ms, last 1024", "8 retried · 77 answered 5xx"}},
		{"500-and-stop", "7", func(*record.Sample) {}, []string{"there is no nginx in this project"}},
		{"500-and-stop", "", func(s *record.Sample) { s.Logs = nil }, []string{"by HAProxy's counters", "its log with option httplog would", ": 5xx, by HAProxy's counters"}},
		{"nginx-500-and-hang", "", func(*record.Sample) {}, []string{"by nginx's log", "lb fails requests", "102 of 368 failed (nginx's log)", "w1 answered 500"}},
		{"nginx-500-and-hang", "", func(s *record.Sample) {
			if s.Logs != nil && s.Logs.Answers != nil {
				a := *s.Logs.Answers
				a.Untimed, a.Slowest, a.Seconds = a.Requests, 0, nil
				s.Logs.Answers = &a
				for i := range s.Logs.Lines {
					if x := s.Logs.Lines[i].Access; x != nil {
						x.Took = 0
					}
				}
			}
		}, []string{"$request_time in its log_format would"}},
		{"nginx-500-and-hang", "6", withAnswers, []string{"5xx  w1 72  w2 0"}},
		{"nginx-500-and-hang", "7", withAnswers, []string{"absorbed   5xx", " 72 "}},
		{"nginx-500-and-hang", "7", func(*record.Sample) {}, []string{"5xx: not counted; it needs $upstream_status"}},
	} {
		m := screenOf(200, 60, everyKey)
		var f incident.Frame
		for _, s := range captured.Samples(t, "../http/"+c.run) {
			c.keep(&s)
			f = incident.Fold(f, s)
		}
		m.Update(frameMsg(f))
		if c.keys != "" {
			press(m, c.keys)
		}
		view := strings.ReplaceAll(ansi.Strip(m.View()), "\u202f", " ")
		for _, want := range c.wants {
			if !strings.Contains(view, want) {
				t.Errorf("%s, page %q: no %q:\n%s", c.run, c.keys, want, view)
			}
		}
	}
}

// On a small terminal the first line says of a grey failure whose it is, and that users are hurt. No event speaks of Docker where
// there is none, nor of a server that no request reached.
func TestHTTPModeNarrow(t *testing.T) {
	m, drawn := screenOf(80, 24, everyKey), 0
	var f incident.Frame
	for _, s := range captured.Samples(t, "../http/500-and-stop") {
		f = incident.Fold(f, s)
		if s.HAProxy == nil || f.Node("w1") == nil || f.Node("w1").Health != incident.Errs {
			continue
		}
		m.Update(frameMsg(f))
		line, _, _ := strings.Cut(ansi.Strip(m.View()), "\n")
		if drawn++; !strings.Contains(line, " w1 answers 5xx ") || !strings.Contains(line, "s  found  USERS HURT: ") || strings.Contains(line, "…") {
			t.Fatalf("%v: %q", f.At, line)
		}
	}
	if drawn == 0 {
		t.Error("w1 never answered 5xx")
	}
	for i := range f.Timeline {
		e := &f.Timeline[i]
		if says := e.Says.String(); strings.Contains(says, "Docker") || e.Kind == event.KindClient && strings.Contains(says, "NOSRV") {
			t.Error(says)
		}
	}
	m.Update(frameMsg(f))
	if view := ansi.Strip(m.View()); !strings.Contains(view, "49 requests failed") {
		t.Error(view)
	}
}

// A node of which only nginx says anything has a witness, though nobody says whether it serves.
func TestOnlyNginxSpeaks(t *testing.T) {
	var f incident.Frame
	spoke := 0
	for i, s := range captured.Samples(t, "../http/nginx-500-and-hang") {
		if f = incident.Fold(f, s); i%50 != 0 {
			continue
		}
		o := NewOffscreen(Options{}, 120, 36)
		o.Show(Shown{Frame: f})
		if err := o.Press("T"); err != nil {
			t.Fatal(err)
		}
		view := ansi.Strip(o.String())
		if !strings.Contains(view, "sends it requests") {
			continue
		}
		if spoke++; !strings.Contains(view, "its state is not known") || strings.Contains(view, "no witness") {
			t.Fatal(view)
		}
	}
	if spoke == 0 {
		t.Error("nginx never spoke")
	}
}

// withAnswers counts in a Sample of before they were counted what the servers answered, as the lines have it.
func withAnswers(s *record.Sample) {
	if s.Logs == nil {
		return
	}
	logs := *s.Logs
	logs.Upstreams = slices.Clone(logs.Upstreams)
	for i := range logs.Upstreams {
		t := &logs.Upstreams[i]
		for _, l := range logs.Lines {
			if l.Access == nil {
				continue
			}
			for k := range l.Access.Upstreams {
				if a := &l.Access.Upstreams[k]; a.Addr == t.Addr && a.Answered() {
					t.Answers++
					if a.Status >= 500 {
						t.Hrsp5xx++
					}
				}
			}
		}
	}
	s.Logs = &logs
}

// The page of an instance behind nginx alone says what it answered, by nginx's access log, and that it is not known where that has
// no statuses.
func TestAnswersOfAnInstance(t *testing.T) {
	var f, silent incident.Frame
	for _, s := range captured.Samples(t, "../http/nginx-500-and-hang") {
		silent = incident.Fold(silent, s)
		withAnswers(&s)
		f = incident.Fold(f, s)
	}
	wantShown(t, nodePage(f, "w1"), "answers  by nginx's access log", "5xx          72", "5xx  answered 72")
	wantShown(t, nodePage(silent, "w1"), "not counted; it needs $upstream_addr and $upstream_status in nginx")
}
