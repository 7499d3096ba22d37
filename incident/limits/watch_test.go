package limits

import (
	"testing"
	"time"

	"hadash/record"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// page is a reading of a server with that many of ten sessions.
func page(scur int64) *record.HAProxy {
	return &record.HAProxy{Servers: []record.Server{{Pxname: "be", Svname: "a", Counters: record.Counters{Scur: scur, Slim: 10}}}}
}

// blanked is a page on which the number of sessions is missing.
func blanked() *record.HAProxy {
	h := page(0)
	h.Columns, h.Rows = []string{"scur"}, []record.Row{{Kind: record.RowServer, Blank: 1 << 2}}
	return h
}

func TestEpisodes(t *testing.T) {
	if !blanked().BlankOf(&blanked().Servers[0]).Has("scur") {
		t.Fatal("the page without a number has one")
	}
	for name, c := range map[string]struct {
		pages []*record.HAProxy // one a second
		want  string            // n: near, f: far
	}{
		"never near":           {[]*record.HAProxy{page(0), page(7), page(7), page(7)}, ""},
		"a moment":             {[]*record.HAProxy{page(9), page(9), page(1), page(9), page(9), page(1)}, ""},
		"once":                 {[]*record.HAProxy{page(8), page(8), page(8), page(8), page(10), page(8)}, "n"},
		"between the two":      {[]*record.HAProxy{page(8), page(7), page(8), page(7), page(8), page(7), page(8)}, "n"},
		"over after a while":   {[]*record.HAProxy{page(9), page(9), page(9), page(1), page(1), page(1), page(1), page(1), page(1), page(1)}, "nf"},
		"busy again meanwhile": {[]*record.HAProxy{page(9), page(9), page(9), page(1), page(1), page(9), page(1), page(1), page(1), page(1)}, "n"},
		"missing is not 0":     {[]*record.HAProxy{page(9), page(9), page(9), blanked(), blanked(), blanked(), blanked(), blanked(), blanked(), blanked()}, "n"},
		"missing from first":   {[]*record.HAProxy{blanked(), blanked(), blanked(), blanked()}, ""},
		"the server is gone":   {[]*record.HAProxy{page(9), page(9), page(9), {}, {}, {}, {}, {}, {}, {}}, "n"},
		"without a limit":      {[]*record.HAProxy{{Servers: []record.Server{{Counters: record.Counters{Scur: 900}}}}, {Servers: []record.Server{{Counters: record.Counters{Scur: 900}}}}}, ""},
	} {
		var w Watch
		got := ""
		for i, h := range c.pages {
			before := w
			for _, change := range w.See("lb", noon.Add(time.Duration(i)*time.Second), h) {
				if change.Over {
					got += "f"
				} else {
					got += "n"
				}
			}
			if again := before.See("lb", noon.Add(time.Duration(i)*time.Second), h); i > 0 && len(again) == 0 && got == "n" && i == 2 {
				t.Errorf("%s: a copy has changed", name)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A backend's "slim" is its fullconn, which ends nothing, and what the process does not say is no limit.
func TestWhatIsNoLimit(t *testing.T) {
	if _, limited := OfFrontend(&record.Proxy{Pxname: "be", Counters: record.Counters{Scur: 14, Slim: 2}}); limited {
		t.Error("a backend is limited by its fullconn")
	}
	for _, p := range []*record.Process{nil, {Maxconn: -1, CurrConns: -1, Idle: -1}, {Maxconn: 50, CurrConns: -1, Idle: -1}, {Maxconn: 0, CurrConns: 3, Idle: -1}} {
		if all, n := OfProcess(p); n > 0 {
			t.Errorf("%+v has the limits %+v", p, all[:n])
		}
	}
	if l, near := Nearest(&record.HAProxy{Process: &record.Process{Maxconn: 50, CurrConns: 40, Idle: 30}, Proxies: []record.Proxy{
		{Pxname: "fe", Frontend: true, Counters: record.Counters{Scur: 11, Slim: 12}}, {Pxname: "be", Counters: record.Counters{Scur: 14, Slim: 2}},
	}}); !near || l.Pxname != "fe" || l.Share() != 91 {
		t.Errorf("the nearest is %+v", l)
	}
	all, n := OfProcess(&record.Process{Maxconn: 50, CurrConns: 45, Idle: 15})
	if n != 2 || all[0].Share() != 90 || all[1].Share() != 85 || !all[0].Near() || !all[1].Near() {
		t.Errorf("%+v", all[:n])
	}
}
