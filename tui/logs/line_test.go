package logs

import (
	"strings"
	"testing"

	"hadash/record"
	"hadash/wording"
)

// Nothing of a line is lost, whatever is cut out of it to be shown.
func TestWhole(t *testing.T) {
	n, cut := names{}, 0
	all := allOf(t)
	for _, l := range all {
		k := n.keep(l)
		if k.Whole() != l.Text {
			t.Fatalf("%q became %q", l.Text, k.Whole())
		}
		if k.Text() != l.Text {
			cut++
		}
	}
	if cut < len(all)*9/10 {
		t.Errorf("a date was cut out of only %d lines of %d", cut, len(all))
	}
	for text, want := range map[string]string{
		"2026/03/14 14:48:45 [notice] 1#1: x":            "[notice] 1#1: x",
		"2026-11-24T12:37:34.123+01:00 0 [Warning] y":    "0 [Warning] y",
		`{"time":"2026-11-24T12:37:19.09Z","level":"x"}`: `{"level":"x"}`,
		`time=2026-11-24T12:37:19.09Z level=WARN msg=x`:  "level=WARN msg=x",
		"2026-11-24":                   "2026-11-24",
		"2026-11-24 12:37:34":          "2026-11-24 12:37:34",
		`{"time":1795523882.963}`:      `{"time":1795523882.963}`,
		"20261-11-24 12:37:34 no date": "20261-11-24 12:37:34 no date",
	} {
		k := n.keep(&record.Line{Text: text})
		if k.Text() != want || k.Whole() != text {
			t.Errorf("%q: %q, whole %q", text, k.Text(), k.Whole())
		}
	}
}

// What programs say of themselves, by the captured lines.
func TestWeights(t *testing.T) {
	n := map[Weight]int{}
	for _, l := range allOf(t) {
		w := weigh(l)
		n[w]++
		if (w == Quiet) != l.Quiet() {
			t.Errorf("%v: %s", w, l.Text)
		}
		grave := strings.Contains(l.Text, `"level":"ERROR"`) || strings.Contains(l.Text, "[ERROR]") || strings.Contains(l.Text, `"ok":false`)
		if grave && w != Error {
			t.Errorf("%v: %s", w, l.Text)
		}
		if warns := strings.Contains(l.Text, `"level":"WARN"`) || strings.Contains(l.Text, "[Warning]"); warns && w != Warning {
			t.Errorf("%v: %s", w, l.Text)
		}
	}
	for _, w := range []Weight{Notable, Good, Warning, Error} {
		if n[w] == 0 {
			t.Errorf("no captured line is %v", w)
		}
	}
	for text, want := range map[string]Weight{
		"2026/03/14 14:48:45 [crit] 1#1: x": Error, "2026/03/14 14:48:45 [warn] 1#1: x": Warning, "2026/03/14 14:48:45 [notice] 1#1: x": Notable,
		`time="2026" level=error msg="k6"`: Error, `time="2026" level=warning msg="k6"`: Warning, "[ALERT]  (7) : x": Error,
		"2026-11-24 12:39:09 0 [ERROR] x": Error, "nothing": Notable, "level=INFO": Notable,
	} {
		if got := weigh(&record.Line{Text: text}); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	client := &record.Line{Session: &record.Session{Termination: "CD"}}
	if got := weigh(client); got != Notable {
		t.Errorf("a client that left: %v", got)
	}
	client.Session.Retries = 1
	if got := weigh(client); got != Warning {
		t.Errorf("a client that left after a retry: %v", got)
	}
}

// Every ending, failure and change that was captured is read aloud, and its own words stay in sight.
func TestMeanings(t *testing.T) {
	n, said := names{}, map[string]int{}
	for _, l := range allOf(t) {
		k := n.keep(l)
		abnormal := l.Session != nil && !l.Session.Normal()
		if (abnormal || l.Upstream != nil || l.State != nil) != (k.said != "") && l.Access == nil {
			t.Errorf("%q means %q", l.Text, k.said)
		}
		if k.said == "" {
			continue
		}
		said[k.said]++
		seen := k.Text()[k.from:k.to]
		switch {
		case abnormal && (!strings.HasSuffix(seen, " "+l.Session.Termination) || !strings.HasPrefix(seen, l.Session.Backend+"/")):
			t.Errorf("of %q %q is seen", k.Text(), seen)
		case abnormal && !strings.HasPrefix(l.Session.Termination, "--") && k.said != wording.Ending(l.Session.Termination).String():
			t.Errorf("%s means %q", l.Session.Termination, k.said)
		case l.State != nil && (!strings.Contains(seen, l.State.Server) || !strings.HasPrefix(seen, "Server")):
			t.Errorf("of %q %q is seen", k.Text(), seen)
		case l.Upstream != nil && !strings.Contains(seen, string(l.Upstream.Kind)):
			t.Errorf("of %q %q is seen", k.Text(), seen)
		}
	}
	for _, want := range []string{"timed out: it is frozen, cut off or too slow", "it gets sessions again", "no answer on the network: it is cut off, or its queue is full"} {
		if said[want] == 0 {
			t.Errorf("nothing captured means %q; there is %v", want, said)
		}
	}
}

// What the reason of a failed check tells, by each that HAProxy knows (src/check.c, check_statuses).
func TestReasonsOfChecks(t *testing.T) {
	for reason, want := range map[string]string{
		"Layer4 timeout": "queue is full", "Layer4 connection problem, info: \"Connection refused\"": "does not listen yet",
		"Layer4 connection problem, info: \"No route to host\"": "no route to it", "Layer6 timeout": "does not answer (TLS)", "Layer6 invalid response": "TLS answer",
		"Layer7 timeout": "does not answer", "Layer7 invalid response": "is invalid", "Layer7 wrong status, code: 503": "not healthy",
		"Health analyze": "real traffic", "External check timeout": "too long", "External check error, code: 1": "says so", "Socket error": "could not check",
	} {
		l := &record.Line{Text: "Server b/s is DOWN, reason: " + reason + ".", State: &record.StateChange{Backend: "b", Server: "s", To: record.Down, Reason: reason}}
		if got := explain(l, l.Text).said; !strings.Contains(got, want) || strings.Contains(got, "frozen") {
			t.Errorf("%s: %q", reason, got)
		}
	}
}

// A row has what a line means where its own words fit beside it, and never instead of them.
func TestMeaningGivesWay(t *testing.T) {
	l := &record.Line{At: noon, Node: "haproxy", Text: "172.28.45.32:35172 [24/Nov/2026:12:37:19.908] mysql servers/mysql-slave1 1/1/5423 140842 SD 26/25/24/8/0 0/0",
		Session: &record.Session{Backend: "servers", Server: "mysql-slave1", Termination: "SD"}}
	meaning := wording.Ending("SD").String()
	p := ofRows(1)
	p.raw = true
	p.Add([]*record.Line{l})
	fits := len(" 12:00:00.0 x haproxy …servers/mysql-slave1 1/1/5423 140842 SD…  ") - 2*len("…") + 2 + len(meaning)
	for w := 60; w < 200; w++ {
		view := drawn(&p, w, 1)
		if strings.Contains(view, meaning) != (w >= fits) {
			t.Fatalf("%d cells: %s", w, view)
		}
		if strings.Contains(view, meaning) {
			has(t, view, "servers/mysql-slave1 1/1/5423 140842 SD")
		}
	}
	p.Begin()
	p.Find(must(t, "172.28"))
	if view := drawn(&p, 110, 1); strings.Contains(view, meaning) {
		t.Errorf("what was found gave way:\n%s", view)
	}
}
