package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/section"
	"hadash/wording"
)

// seen makes a moment so long after the fault.
func seen(after time.Duration, by event.Witness) stopwatch.Moment {
	return stopwatch.Moment{At: start.Add(after), Witness: by}
}

// hiddenStop is a replica that was stopped on the tuned stack: noticed in time, and nobody felt it.
func hiddenStop() stopwatch.Stopwatch {
	sw := stopwatch.Stopwatch{
		Fault:    stopwatch.Fault{Fault: record.Fault{Kind: record.Stop, Target: "mysql-slave1"}, At: start, You: true},
		Up:       seen(12580*time.Millisecond, event.ByLog),
		Expected: predict.Prediction{Known: true, Detect: 750 * time.Millisecond, Back: 600 * time.Millisecond, Why: wording.Text("2 failed checks")},
		Hidden:   clients.Hidden{Retried: 12, Redispatched: 5, Saved: 17, Settled: 17},
		Felt: clients.Felt{Requests: 4210, Slowest: 350 * time.Millisecond, HasNginx: true, HasAttempts: true, NginxRequests: 4205,
			NginxSlowest: 340 * time.Millisecond,
			Worst:        clients.Second{At: start, Requests: 380, P50: 5 * time.Millisecond, P95: 40 * time.Millisecond, P99: 300 * time.Millisecond}},
		Blast:    stopwatch.Blast{Cut: 9, Endings: map[string]int{"SD": 9}},
		Evidence: []stopwatch.Evidence{{At: start.Add(230 * time.Millisecond), Who: "haproxy", Text: "Server servers/mysql-slave1 is DOWN"}},
		Done:     true,
	}
	sw.Moments[stopwatch.Injected] = seen(0, event.ByDocker)
	sw.Moments[stopwatch.FirstSign] = seen(20*time.Millisecond, event.ByLog)
	sw.Moments[stopwatch.Detected] = seen(230*time.Millisecond, event.ByLog)
	sw.Moments[stopwatch.Healed] = seen(12*time.Second, event.ByDocker)
	sw.Moments[stopwatch.Back] = seen(12610*time.Millisecond, event.ByLog)
	return sw
}

// greyPause is a replica that was paused on the baseline stack: no witness counts, and nobody noticed.
func greyPause() stopwatch.Stopwatch {
	sw := stopwatch.Stopwatch{
		Fault:    stopwatch.Fault{Fault: record.Fault{Kind: record.Pause, Target: "mysql-slave1"}, At: start},
		Expected: predict.Prediction{Known: true, Detect: 10 * time.Second},
		Findings: []wording.Phrase{wording.Text("paused for 12 s and HAProxy kept it UP")},
		Done:     true,
	}
	sw.Moments[stopwatch.Injected] = seen(0, event.ByDocker)
	sw.Moments[stopwatch.Healed] = seen(12*time.Second, event.ByDocker)
	return sw
}

// faultOf is the section of a fault as its reader has it.
func faultOf(t *testing.T, sw stopwatch.Stopwatch) document {
	t.Helper()
	var b bytes.Buffer
	if err := section.WriteFault(&b, &sw, nil); err != nil {
		t.Fatal(err)
	}
	return read(t, b.Bytes())
}

func TestCost(t *testing.T) {
	late, open, visible, order, alone := hiddenStop(), greyPause(), hiddenStop(), greyPause(), hiddenStop()
	late.Moments[stopwatch.Detected] = seen(10130*time.Millisecond, event.ByLog)
	open.Moments[stopwatch.Healed], open.Findings, open.Done = stopwatch.Moment{}, nil, false
	visible.Felt.Failed, visible.Felt.By, visible.Felt.Slowest = 3, map[string]int{"profile": 2, "login": 1}, 13*time.Second
	order.Kind, order.Findings = record.SetWeight, nil
	alone.Felt = clients.Felt{HasNginx: true, HasAttempts: true, NginxRequests: 900, NginxFailed: 2}
	baseline := hiddenStop()
	baseline.Felt.HasAttempts = false
	never := greyPause()
	never.Expected, never.Findings = predict.Prediction{Known: true, Never: true}, nil
	vague := hiddenStop()
	vague.Expected = predict.Prediction{Why: wording.Text("${INTER} has no value here (haproxy.cfg:12)")}
	for name, c := range map[string]struct {
		sw   stopwatch.Stopwatch
		want string
	}{
		"not known": {vague, "No request failed; 17 failures were absorbed; noticed after 0.23 s (what to expect is not known: ${INTER} has no value here (haproxy.cfg:12)); " +
			"back 0.61 s after the heal."},
		"absorbed": {hiddenStop(), "No request failed; 17 failures were absorbed; noticed after 0.23 s (expected ≤ 0.75 s); back 0.61 s after the heal."},
		"grey": {greyPause(), "Whether requests failed is not known; no failure was seen to be absorbed; never noticed: paused for 12 s and HAProxy kept it UP " +
			"(expected ≤ 10.0 s); not seen back."},
		"late": {late, "No request failed; 17 failures were absorbed; noticed after 10.13 s (late by 9.38 s, expected ≤ 0.75 s); back 0.61 s after the heal."},
		"open": {open, "Whether requests failed is not known; no failure was seen to be absorbed; not noticed yet (expected ≤ 10.0 s); still open."},
		"failed": {visible, "3 of 4\u202f210 requests failed (profile 2, login 1), the slowest took 13.0 s; 17 failures were absorbed; " +
			"noticed after 0.23 s (expected ≤ 0.75 s); back 0.61 s after the heal."},
		"order": {order, "Whether requests failed is not known; no failure was seen to be absorbed; an order to HAProxy, nothing to notice; not seen back."},
		"no access log": {baseline, "No request failed; at least 17 failures were absorbed; noticed after 0.23 s (expected ≤ 0.75 s); " +
			"back 0.61 s after the heal."},
		"nginx only": {alone, "2 of 900 requests failed by nginx's access log; 17 failures were absorbed; noticed after 0.23 s (expected ≤ 0.75 s); back 0.61 s after the heal."},
		"never": {never, "Whether requests failed is not known; no failure was seen to be absorbed; never noticed (as expected: nothing that is configured would notice); " +
			"not seen back."},
	} {
		if got := report.English.Verdict(&c.sw); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestFaultSection(t *testing.T) {
	d := faultOf(t, hiddenStop())
	head := d.under(t, "Fault: mysql-slave1 stopped by you, 14:48:55.00")
	for stage, want := range map[string][2]string{
		"T0": {"+0.00 s", "exact, Docker's event"}, "T2": {"+0.23 s", "exact, from the log"},
		"T3": {"-", "no request failed"}, "T6": {"+12.61 s", "exact, from the log"},
	} {
		if got := [2]string{head.cell(t, stage, "after the fault"), head.cell(t, stage, "seen by")}; got != want {
			t.Errorf("%s: %q, want %q", stage, got, want)
		}
	}
	compared := d.under(t, "Expected")
	if got := compared.tables[0][1]; got[1] != "≤ 0.75 s" || got[2] != "after 0.23 s" || got[3] != "in time" {
		t.Errorf("noticed: %q", got)
	}
	if got := compared.tables[0][2]; got[2] != "after 0.58 s" || got[3] != "in time" {
		t.Errorf("UP again: %q", got)
	}
	if got := d.under(t, "Failed"); !strings.Contains(got.words, "agree on how many failed. Their requests differ by 5 (0.12 %)") {
		t.Errorf("equal witnesses: %q", got.words)
	}
	if got := d.under(t, "Sessions").cell(t, "SD", "meaning"); got != wording.Ending("SD").String() {
		t.Errorf("SD means %q", got)
	}
	if got := d.under(t, "Evidence").code; len(got) != 1 || !strings.Contains(got[0], "14:48:55.23 haproxy  Server servers/mysql-slave1 is DOWN") {
		t.Errorf("evidence: %q", got)
	}
}

func TestLateIsMarked(t *testing.T) {
	sw := hiddenStop()
	sw.Moments[stopwatch.Detected] = seen(10130*time.Millisecond, event.ByLog)
	sw.Up = seen(20*time.Second, event.ByLog)
	rows := faultOf(t, sw).under(t, "Expected").tables[0]
	if rows[1][3] != "late by 9.38 s" {
		t.Errorf("noticed: %q", rows[1])
	}
	if rows[2][3] != "its start is part of it" {
		t.Errorf("a database that had to start is %q", rows[2][3])
	}
	sw.Kind = record.Pause
	if rows := faultOf(t, sw).under(t, "Expected").tables[0]; rows[2][3] != "late by 7.40 s" {
		t.Errorf("a database that only woke up is %q", rows[2][3])
	}
	sw.Moments[stopwatch.Detected].Within, sw.Up.Within = 10*time.Second, 10*time.Second // polling may have seen them that late
	if rows := faultOf(t, sw).under(t, "Expected").tables[0]; rows[1][3] != "in time" || rows[2][3] != "in time" {
		t.Errorf("within the precision of polling they are %q and %q", rows[1][3], rows[2][3])
	}
}

func TestUndetected(t *testing.T) {
	sw := greyPause()
	for _, c := range []struct {
		expected    predict.Prediction
		word, judge string
	}{
		{predict.Prediction{Known: true, Detect: 10 * time.Second}, "never", "missed"},
		{predict.Prediction{Known: true, Detect: 20 * time.Second}, "never", "healed before it had to be noticed"},
		{predict.Prediction{Known: true, Never: true}, "never", "as expected"},
		{predict.Prediction{}, "never", "-"},
	} {
		sw.Expected = c.expected
		d := faultOf(t, sw)
		if got := d.under(t, "Expected").tables[0][1]; got[2] != c.word || got[3] != c.judge {
			t.Errorf("%+v: %q, want %q and %q", c.expected, got, c.word, c.judge)
		}
		if got := d.under(t, "Fault").cell(t, "T2", "seen by"); got != "never" {
			t.Errorf("T2 is %q", got)
		}
	}
}

func TestFailuresByName(t *testing.T) {
	sw := hiddenStop()
	sw.Felt.Failed, sw.Felt.NginxFailed, sw.Felt.By = 3, 3, map[string]int{"login": 1, "profile": 2}
	sw.Moments[stopwatch.FirstFailed], sw.Moments[stopwatch.LastFailed] = seen(time.Second, event.ByClient), seen(3*time.Second, event.ByClient)
	d := faultOf(t, sw)
	visible := d.under(t, "Failed")
	if got := visible.cell(t, "failed", "the load script's record"); got != "3 (profile 2, login 1)" {
		t.Errorf("failed: %q", got)
	}
	if got := d.under(t, "Expected").cell(t, "failing for (T4 - T3)", "measured"); got != "2.00 s" {
		t.Errorf("error window %q", got)
	}
}

// A single failed request has no window.
func TestOneFailure(t *testing.T) {
	sw := hiddenStop()
	sw.Felt.Failed, sw.Felt.NginxFailed = 1, 1
	sw.Moments[stopwatch.FirstFailed], sw.Moments[stopwatch.LastFailed] = seen(time.Second, event.ByClient), seen(time.Second, event.ByClient)
	rows := faultOf(t, sw).under(t, "Expected").tables[0]
	if got := rows[len(rows)-1]; got[2] != "-" || got[3] != "a single one failed" {
		t.Errorf("error window %q", got)
	}
}

// What is tied to no fault is said, and is in no sum.
func TestBeside(t *testing.T) {
	sw := hiddenStop()
	for n, want := range map[int64]string{0: "", 1: "1 more was absorbed during the fault; nothing ties it to a fault.",
		12: "12 more were absorbed during the fault; nothing ties them to a fault."} {
		was := report.English.Verdict(&sw)
		sw.Beside = n
		got := faultOf(t, sw).under(t, "Absorbed").words
		if strings.Contains(got, "during the fault") != (n > 0) || !strings.Contains(got, want) || report.English.Verdict(&sw) != was {
			t.Errorf("%d: %q, and %q", n, got, report.English.Verdict(&sw))
		}
	}
}

func TestWitnesses(t *testing.T) {
	noAccess, notAsked := "No line of an access log of nginx was read", "No request to nginx was seen during the fault"
	lost, other := hiddenStop(), hiddenStop()
	lost.Felt.Failed = 2
	other.Felt.NginxRequests = 9000
	for name, sw := range map[string]stopwatch.Stopwatch{"failures": lost, "requests": other} {
		if got := faultOf(t, sw).under(t, "Failed"); len(got.bold) != 1 || strings.Contains(got.words, "witnesses agree") {
			t.Errorf("%s that differ: %q", name, got.words)
		}
	}
	d := faultOf(t, greyPause())
	if got := d.under(t, "Failed"); len(got.tables) != 0 || !strings.Contains(got.words, notAsked) {
		t.Errorf("without witnesses: %q %q", got.words, got.tables)
	}
	asked := greyPause()
	asked.Felt.Requests = 900
	if got := faultOf(t, asked).under(t, "Failed"); !strings.Contains(got.words, noAccess) || strings.Contains(got.words, notAsked) {
		t.Errorf("with a load script, and no line of nginx: %q", got.words)
	}
	without := greyPause()
	without.Around = stopwatch.Around{NoNginx: true, NoHAProxy: true}
	var all bytes.Buffer
	if err := section.WriteFault(&all, &without, nil); err != nil || strings.Contains(all.String(), "nginx") || strings.Contains(all.String(), "Blast radius") {
		t.Errorf("of a project with neither: %v\n%s", err, &all)
	}
	unread := greyPause()
	unread.Felt.Unread = 3
	if got := faultOf(t, unread).under(t, "Failed"); strings.Contains(got.words, noAccess) || !strings.Contains(got.words, "3 lines of nginx's access log could not be read") {
		t.Errorf("with an access log that cannot be read: %q", got.words)
	}
	for _, row := range d.under(t, "Absorbed").tables[0] {
		if row[0] == "nginx" && row[2] != "-" {
			t.Errorf("an nginx without access log absorbed %q", row[2])
		}
	}
	if got := d.under(t, "Fault").cell(t, "T3", "seen by"); got != "not known" {
		t.Errorf("T3 without witnesses: %q", got)
	}
}

// A log without failures is reported as such only if it was read.
func TestWhatNoLogTold(t *testing.T) {
	for want, around := range map[string]stopwatch.Around{
		"how they ended is not known":                {},
		"has no session that ended during the fault": {Log: true},
		"has no abnormal termination state":          {Log: true, Sessions: true},
	} {
		sw := greyPause()
		sw.Blast, sw.Around = stopwatch.Blast{}, around
		got := faultOf(t, sw).under(t, "Sessions")
		if !strings.Contains(got.words, want) {
			t.Errorf("%+v: %q", around, got.words)
		}
		if cut := got.tables[0][1][0]; (cut == "-") == around.Log {
			t.Errorf("%+v: %q sessions cut", around, cut)
		}
	}
}

func TestFindingsAndOverlaps(t *testing.T) {
	sw := greyPause()
	sw.Flaps, sw.Overlaps = 2, []string{"stop app1"}
	bold := strings.Join(faultOf(t, sw).under(t, "Fault").bold, "\n")
	for _, want := range []string{sw.Findings[0].String(), "2 times", "stop app1"} {
		if !strings.Contains(bold, want) {
			t.Errorf("%q is not in bold", want)
		}
	}
}
