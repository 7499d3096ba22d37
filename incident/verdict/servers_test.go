package verdict_test

import (
	"testing"

	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
)

// The servers of a captured HAProxy with 1 000 of them, counted again from the words of its page.
func TestServersAreCounted(t *testing.T) {
	r, err := record.Open("../../tui/testdata/thousand.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	for s := range r.Samples() {
		f = incident.Fold(f, s)
		if s.HAProxy == nil {
			continue
		}
		words, oldest := map[string]int{}, int64(0)
		for i := range s.HAProxy.Servers {
			v := &s.HAProxy.Servers[i]
			words[v.Status.Text]++
			if v.Status.Text == "DOWN" {
				oldest = max(oldest, v.Lastchg)
			}
		}
		got := verdict.Of(&f).Servers
		if got.All != 1000 || got.Up != words["UP"] || got.Down != words["DOWN"] || got.Unchecked != words["no check"] || got.Out != words["MAINT"]+words["DRAIN"] || len(got.Backends) != 0 {
			t.Errorf("%+v, the page has %v", got, words)
		}
		if got.First == nil || got.First.Lastchg != oldest || got.Since {
			t.Errorf("first %+v since %v, want one of %d s", got.First, got.Since, oldest)
		}
	}
	if f.HAProxy == nil {
		t.Fatal("no reading")
	}
}

// A server that has been down since the process began may have been down before; of one whose age is not on the page nothing is
// said.
func TestFirstDown(t *testing.T) {
	h := &record.HAProxy{Uptime: 30, Servers: []record.Server{
		{Svname: "a", Status: record.ParseStatus("DOWN"), Counters: record.Counters{Lastchg: 12}},
		{Svname: "b", Status: record.ParseStatus("DOWN"), Counters: record.Counters{Lastchg: 30}},
		{Svname: "c", Status: record.ParseStatus("UP"), Counters: record.Counters{Lastchg: 90}},
	}}
	if got := verdict.Of(&incident.Frame{HAProxy: h}).Servers; got.First == nil || got.First.Svname != "b" || !got.Since {
		t.Errorf("%+v", got)
	}
}
