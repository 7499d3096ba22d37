package serverwords_test

import (
	"fmt"
	"testing"

	"hadash/incident/captured"
	"hadash/incident/serverwords"
	"hadash/record"
)

func TestState(t *testing.T) {
	for text, want := range map[string][2]string{
		"UP":                     {"up", "up"},
		"UP (agent)":             {"up (agent)", "up"},
		"UP 2/3":                 {"up, 1 of 3 checks failed", "up, 1 failed"},
		"UP 1/3":                 {"up, 2 of 3 checks failed", "up, 2 failed"},
		"UP -1/3":                {"up, its checks fail", "up, failing"}, // less health than its rise, as after its maintenance
		"UP 1/120":               {"up, 119 of 120 checks failed", "up, failing"},
		"DOWN":                   {"down", "down"},
		"DOWN (agent)":           {"down (agent)", "down"},
		"DOWN 1/2":               {"down, 1 of 2 checks passed", "down, 1 ok"},
		"DOWN -2/5":              {"down, its checks pass", "down, rising"},
		"DRAIN 1/3":              {"drain", "drain"},
		"NOLB":                   {"up, gets nothing new", "not balanced"},
		"MAINT":                  {"maint", "maint"},
		"MAINT (via be/db1)":     {"maint, as be/db1", "maint"},
		"MAINT (resolution)":     {"maint, its name has no address", "no address"},
		"no check":               {"not checked", "not checked"},
		"A STATE OF THE FUTURE!": {"A STATE OF THE FUTURE!", "A STATE OF THE FUTURE!"},
	} {
		long, short := serverwords.State(record.ParseStatus(text))
		if got := [2]string{long, short}; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		status, said string
		code         int64
		want         string
	}{
		{"", "", 0, ""}, {"L4OK", "", 0, "ok"}, {"L7OK", "OK", 200, "ok"}, {"L4TOUT", "Layer4 timeout", 0, "no answer"},
		{"L4CON", "Connection refused", 0, "refused"}, {"L4CON", "", 0, "refused"},
		{"L4CON", "Layer4 connection problem, info: \"No route to host\"", 0, "no route"},
		{"L7STS", "Service Unavailable", 503, "says 503"}, {"L7STS", "", 0, "unhealthy"}, {"L9NEW", "", 0, "L9NEW"},
	} {
		s := record.Server{CheckStatus: c.status, LastChk: c.said, CheckCode: c.code}
		if got := serverwords.Check(&s); got != c.want {
			t.Errorf("%s %q %d: %q, want %q", c.status, c.said, c.code, got, c.want)
		}
		if c.want != "L9NEW" && serverwords.Passed(c.status) != (c.want == "ok") {
			t.Errorf("%s: passed is %v", c.status, serverwords.Passed(c.status))
		}
	}
}

// Every state and every check of the captured runs has a word of ours, as HAProxy's own sentences in the same rows have it.
func TestWordsOfRuns(t *testing.T) {
	seen := map[string]bool{}
	for _, run := range []string{"baseline-pause-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1"} {
		for _, s := range captured.Samples(t, run) {
			if s.HAProxy == nil {
				continue
			}
			for i := range s.HAProxy.Servers {
				v := &s.HAProxy.Servers[i]
				long, short := serverwords.State(v.Status)
				if len(short) > 12 || short == v.Status.Text || serverwords.Gravity(v.Status) > 0 != (v.Status.State != record.Up) {
					t.Fatalf("%s: %q, %q", v.Status.Text, long, short)
				}
				if v.Status.State == record.GoingDown && long != fmt.Sprintf("up, %d of %d checks failed", v.CheckFall-(v.CheckHealth-v.CheckRise+1), v.CheckFall) {
					t.Errorf("%s with health %d of rise %d, fall %d: %s", v.Status.Text, v.CheckHealth, v.CheckRise, v.CheckFall, long)
				}
				if word := serverwords.Check(v); word == v.CheckStatus && word != "" || len(word) > 9 {
					t.Fatalf("%s: %q", v.CheckStatus, word)
				}
				seen[short], seen[serverwords.Check(v)] = true, true
			}
		}
	}
	for _, want := range []string{"up", "down", "up, 1 failed", "down, 1 ok", "ok", "no answer"} {
		if !seen[want] {
			t.Errorf("no %q in %v", want, seen)
		}
	}
}
