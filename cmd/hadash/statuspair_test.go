package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// statusAt is the state of a real pair (incident/testdata/gone/ABOUT) at a time of its day, as text and as JSON.
func statusAt(t *testing.T, clock string) (string, statusJSON) {
	t.Helper()
	until, err := time.Parse("2006-01-02 15:04:05", "2026-12-01 "+clock)
	if err != nil {
		t.Fatal(err)
	}
	r, err := record.Open("../../incident/testdata/gone/pair.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		if s.At.After(until) {
			break
		}
		f = incident.Fold(f, s)
	}
	var text, js bytes.Buffer
	if err := writeStatus(&text, &f); err != nil {
		t.Fatal(err)
	}
	var got statusJSON
	if err := writeStatusJSON(&js, &f); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(js.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	return text.String(), got
}

// A HAProxy that somebody killed is an outage in the state, and so is one that hangs by itself.
func TestStatusNamesBalancers(t *testing.T) {
	text, js := statusAt(t, "04:31:28")
	if !strings.Contains(text, "haproxy killed at ") || !strings.Contains(text, ": by others, says Docker\n") || len(js.Outages) != 1 || js.Outages[0].Made != "others" || js.Outages[0].How != "killed" {
		t.Errorf("%+v\n%s", js.Outages, text)
	}
	text, js = statusAt(t, "04:31:48")
	if !strings.Contains(text, "haproxy2 is down since ") || len(js.Outages) != 1 || js.Outages[0].Made != "found" || js.Outages[0].Target != "haproxy2" || !js.Broken {
		t.Errorf("%+v\n%s", js.Outages, text)
	}
}

// An address that both have is trouble, with its witnesses, until one of them has it no more.
func TestStatusNamesBoth(t *testing.T) {
	const both = "haproxy and haproxy2 both have the address 172.28.44.9, by their logs"
	text, js := statusAt(t, "04:32:08")
	if strings.Count(text, both) != 2 || !js.Broken || js.Verdict != both+"." || len(js.Pairs) != 1 || js.Pairs[0].Both == nil {
		t.Fatalf("%+v\n%s", js.Pairs, text)
	}
	p := js.Pairs[0]
	if len(p.Both.Nodes) != 2 || p.Both.Since.Format("15:04:05.0") != "04:32:00.8" || p.Both.AtLeast || len(p.Nodes) != 2 || p.Nodes[0].State != "both active" || p.Nodes[1].Said.IsZero() {
		t.Errorf("%+v, %+v", p, p.Both)
	}
	text, js = statusAt(t, "04:32:14")
	if strings.Contains(text, "both") || js.Broken || js.Pairs[0].Both != nil || js.Pairs[0].Nodes[0].State != "active" || js.Pairs[0].Nodes[1].State != "standby" {
		t.Errorf("%+v\n%s", js.Pairs, text)
	}
}
