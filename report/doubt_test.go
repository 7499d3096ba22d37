package report_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/section"
)

// Why nothing can be expected is said in both languages, whatever was not understood.
func TestDoubtsAreTold(t *testing.T) {
	for _, kind := range []record.DoubtKind{
		record.DoubtVariable, record.DoubtCondition, record.DoubtValue, record.DoubtProgram, record.DoubtTrack, record.DoubtChoice,
		record.DoubtInclude, record.DoubtAround, record.DoubtTooMuch, "of a later version",
	} {
		check := record.Check{Backend: "b", Server: "s", Doubts: []record.Doubt{{Kind: kind, What: "${X}", File: "/etc/h.cfg", Line: 7}}}
		f := incident.Frame{
			Nodes:    []incident.Node{{Node: record.Node{Name: "s"}, Server: &record.Server{Pxname: "b", Svname: "s"}}},
			Settings: map[string]*record.Settings{"lb": {Checks: []record.Check{check}}},
		}
		sw := hiddenStop()
		sw.Expected = f.Predict(record.Fault{Kind: record.Kill, Target: "s"})
		if sw.Expected.Known || !strings.Contains(sw.Expected.Why, "${X}") || !strings.HasSuffix(sw.Expected.Why, "(h.cfg:7)") {
			t.Errorf("%s: %+v", kind, sw.Expected)
		}
		for lang, want := range map[report.Lang]string{report.English: "What to expect is not known: ", report.Russian: "Чего ожидать, неизвестно: "} {
			var b strings.Builder
			p := markdown.New(&b, lang, time.UTC)
			section.Fault(p, &sw)
			if err := p.Flush(); err != nil {
				t.Fatal(err)
			}
			_, told, found := strings.Cut(b.String(), want)
			if !found || !strings.Contains(told, "h.cfg:7") || lang == report.Russian && strings.IndexFunc(told, isCyrillic) < 0 {
				t.Errorf("%s, %s: %q", kind, lang, b.String())
			}
		}
	}
}

// What predictions are made from has its Russian.
func TestReasonsAreTold(t *testing.T) {
	for _, why := range []string{
		"3 failed requests, each given up after 0.20 s; its 2 locations differ: the longest; its 2 groups count apart; 4 workers count apart",
		"1 failed request, given up after 0.20 s, once requests come", "as b/s, which it tracks: its server line has no check",
		"the only server of its group is never set aside; each request there is given up after 60 s",
		"the only server of its group is never set aside; each request there is given up after 0.15 s, later on a kept connection",
		"nginx only connects to a server of a stream, and the kernel of a frozen one still accepts",
		"nginx sets it aside in some of its groups only, and how many requests each has is not counted",
		"2 failed checks, 0.10 s apart, each given up after 0.07 s; the last good one up to 0.20 s before; within 0.30 s where connections are refused, which takes no time; sooner under traffic: 2 failures in a row mark it DOWN (observe layer4)",
		"3 failed checks, 0.50 s apart, each given up after 0.50 s; the last good one up to 0.50 s before; each after 0.20 s from HAProxy 3.2.1 and 2.8.16 on, and its version is not known",
		"3 failed requests, each given up after 0.20 s; after 0.07 s unless connections are kept, as nginx 1.29.7 and later do by themselves, and its version is not known; its 2 groups count apart",
		"healthcheck web: what that section asks is not read (haproxy.cfg:7)", "that depends on HAProxy's version",
		"HAProxy before 2.8.16 and 3.2.1 may wait for up to 1.00 s",
		"by 3 failures nginx has set it aside, which it does not say: its error_log is above warn", "at the latest, counted in the log",
		"only its agent is asked, and nothing here says what that answers", "it has no check, and its resolvers take it out when its name is gone",
		"no server line that was read is that of b/s", "no upstream block and no proxy_pass that was read has it",
		"no configuration that was read says how requests come to it", "app1 has 2 addresses, and nginx counts each that it finds as a server",
		"nothing that was read passes requests on to the group g", "health_check: nginx checks it by itself, and how is not read",
		"nginx passes requests on to it without an upstream block, and so never sets it aside; each request there is given up after 60 s",
	} {
		if told := report.Russian.Tell(why); strings.Contains(told, "which") || strings.Contains(told, "the ") || strings.Contains(told, "failed") ||
			strings.Contains(told, "once") || strings.IndexFunc(told, isCyrillic) < 0 {
			t.Errorf("%q: %q", why, told)
		}
	}
}

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
