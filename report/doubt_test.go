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
		if sw.Expected.Known || !strings.Contains(sw.Expected.Why.String(), "${X}") || !strings.HasSuffix(sw.Expected.Why.String(), "(h.cfg:7)") {
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

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
