package clients

import (
	"fmt"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// Who speaks for the users where there is a probe: never two witnesses in one ratio.
func TestWitnessWithAProbe(t *testing.T) {
	probe := Account{Requests: 100, Failed: 4, By: map[string]int{"503": 4}, Slowest: time.Second}
	withOthers := probe
	withOthers.Others = 900
	for name, c := range map[string]struct {
		felt             Felt
		by               event.Witness
		requests, failed int
	}{
		"alone":                   {Felt{Probe: probe}, event.ByProbe, 100, 4},
		"nothing recorded yet":    {Felt{HasNginx: true, NginxRequests: 7}, event.ByLog, 7, 0},
		"only failures so far":    {Felt{Probe: Account{Failed: 2}}, event.ByProbe, 0, 2},
		"the log has the same":    {Felt{Probe: probe, HasNginx: true, NginxRequests: 101, NginxFailed: 4}, event.ByProbe, 100, 4},
		"others ask as well":      {Felt{Probe: withOthers, HasNginx: true, NginxRequests: 1000, NginxFailed: 31}, event.ByLog, 1000, 31},
		"the balancer was broken": {Felt{Probe: withOthers, HasNginx: true, NginxRequests: 1000, NginxFailed: 31, Blind: true}, event.ByProbe, 100, 4},
		"a load script":           {Felt{Probe: probe, Requests: 500, Failed: 9}, event.ByClient, 500, 9},
		"others beside a script":  {Felt{Probe: withOthers, Requests: 500, Failed: 9, Others: 5000, HasNginx: true, NginxRequests: 1000, NginxFailed: 31}, event.ByLog, 1000, 31},
		"k6's own sums":           {Felt{Probe: probe, K6Requests: 5000, K6Failed: 60}, event.ByPoll, 5000, 60},
		"counters of the same":    {Felt{Probe: probe, Answered: 100, AnsweredFailed: 4}, event.ByProbe, 100, 4},
		"counters saw more fail":  {Felt{Probe: probe, Answered: 90000, AnsweredFailed: 700}, event.ByCounters, 90000, 700},
	} {
		got := c.felt.Clients()
		if got.By != c.by || got.Requests != c.requests || got.Failed != c.failed || got.Counted != (c.requests > 0) {
			t.Errorf("%s: %+v", name, got)
		}
		if own := c.felt.Probed(); c.felt.Probe.Any() && (own.By != event.ByProbe || own.Requests != c.felt.Probe.Requests || own.Failed != c.felt.Probe.Failed) {
			t.Errorf("%s: the probe's own: %+v", name, own)
		}
	}
	none := Felt{}
	if none.Probed().Known() {
		t.Error("a probe that recorded nothing is known")
	}
	c := Clients{By: event.ByProbe}
	if c.Witness() != "the probe's record" || c.Short() != "the probe" || c.Program() != "the probe" || !c.Recorded() {
		t.Errorf("%s, %s, %s", c.Witness(), c.Short(), c.Program())
	}
}

// Lines and seconds of a probe count each request once, in whichever order they come.
func TestProbedCountsOnce(t *testing.T) {
	begin := time.Unix(1_800_000_000, 0)
	var p Probed
	line := func(after time.Duration, failed bool) {
		p.Share()
		p.Line(&record.Request{Name: "503", Took: 3 * time.Millisecond, Failed: failed, Error: "503"}, begin.Add(after))
	}
	window := func(second, requests, failed int) (n int) {
		p.Share()
		w := record.Window{Second: begin.Unix() + int64(second), Failed: failed}
		for range requests {
			w.Took(2 * time.Millisecond)
		}
		return len(p.Windows([]record.Window{w}))
	}
	line(100*time.Millisecond, true)
	line(700*time.Millisecond, true)
	before := p
	if p.Account.Failed != 2 || p.Account.Requests != 0 {
		t.Errorf("before the first second: %+v", p.Account)
	}
	if window(0, 10, 2) != 1 || p.Account.Requests != 10 || p.Account.Failed != 2 {
		t.Errorf("after it: %+v", p.Account)
	}
	line(1200*time.Millisecond, true)
	window(1, 10, 1)
	window(1, 1, 0) // late
	if p.Account.Requests != 21 || p.Account.Failed != 3 || p.Total.Requests != 21 || p.Total.Failed != 3 || len(p.Seconds) != 2 {
		t.Errorf("in the end: %+v, %+v", p.Account, p.Total)
	}
	if !p.FirstFailed.Equal(begin.Add(100*time.Millisecond)) || !p.LastFailed.Equal(begin.Add(1200*time.Millisecond)) || p.Error != "503" {
		t.Errorf("failed from %v to %v", p.FirstFailed, p.LastFailed)
	}
	if before.Account.Requests != 0 || len(before.Seconds) != 0 || before.Total.Requests != 0 {
		t.Errorf("an earlier value has changed: %+v", before)
	}
	if r := p.Recent(begin.Add(2 * time.Second)); r != 10 {
		t.Errorf("%v/s", r)
	}
	if r := p.Recent(begin.Add(time.Minute)); r != -1 {
		t.Errorf("%v/s of a probe that is silent", r)
	}
}

// The names of those who answered come from outside: they are bounded.
func TestAnswerersAreBounded(t *testing.T) {
	var p Probed
	for i := range 100 {
		p.Sent(&record.SentTally{Ended: 2, NotSent: 1, By: []record.Answerer{{Name: "app1", Requests: 1}, {Name: fmt.Sprint("x", i), Requests: 1}}})
	}
	sum := p.OtherNames
	for _, b := range p.By {
		sum += b.Requests
	}
	if len(p.By) != maxNames || sum != 200 || p.By[0] != (record.Answerer{Name: "app1", Requests: 100}) || p.NotSent != 100 {
		t.Errorf("%d names, %d requests: %+v", len(p.By), sum, p.By)
	}
}
