package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// The state of a world without Docker names what failed by itself, and JSON has since when.
func TestStatusNamesOutages(t *testing.T) {
	var f incident.Frame
	all := captured.Samples(t, "../http/killed-alone")
	for _, s := range all {
		if s.At.Sub(all[0].At) <= 7*time.Second {
			f = incident.Fold(f, s)
		}
	}
	var text, js bytes.Buffer
	if err := writeStatus(&text, &f); err != nil || !strings.Contains(text.String(), "w2 is down since ") || !strings.Contains(text.String(), ": found, not made here\n") {
		t.Errorf("%v\n%s", err, text.String())
	}
	var got statusJSON
	if err := writeStatusJSON(&js, &f); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(js.Bytes(), &got); err != nil || len(got.Outages) != 1 || got.Outages[0].Target != "w2" || got.Outages[0].At.IsZero() || got.Outages[0].AtLeast {
		t.Errorf("%v: %+v", err, got.Outages)
	}
}

// Of a node whose Engine is not watched, the table has the swarm's word, and says that it is the swarm's.
func TestStatusHasTheSwarmsWord(t *testing.T) {
	r, err := record.Open("../../incident/testdata/swarm.hadash")
	if err != nil {
		t.Fatal(err)
	}
	f := incident.NewFrame(r.Header.Started)
	for s := range r.Samples() {
		f = incident.Fold(f, s)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	f.Node("web1").Container = record.Container{}
	var text bytes.Buffer
	if err := writeStatus(&text, &f); err != nil || !regexp.MustCompile(`(?m)^\S* +web1 +\S+ +running at 10\.\S+, says the swarm +`).MatchString(text.String()) {
		t.Errorf("%v\n%s", err, text.String())
	}
}
