package main

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// The error about sources that did not answer twice has their names, their answers, and what to try.
func TestWhoWasNotHeard(t *testing.T) {
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	topology := record.Topology{Nodes: []record.Node{{Name: "haproxy", Role: record.RoleBalancer, Status: "http://haproxy"}, {Name: "app1", Role: record.RoleApp, Status: "http://app1"}}}
	var f incident.Frame
	for _, s := range []record.Sample{{At: at, Source: record.SourceTopology, Topology: &topology},
		{At: at, Source: record.SourceDocker, Containers: []record.Container{}}, {At: at.Add(time.Second), Source: record.SourceDocker, Containers: []record.Container{}},
		{At: at.Add(time.Second), Source: record.SourceHAProxy, Node: "haproxy", Err: "poll haproxy http://haproxy: 503 Service Unavailable"}} {
		f = incident.Fold(f, s)
	}
	got := unheard(&f, 15*time.Second).Error()
	for _, want := range []string{"haproxy: poll haproxy http://haproxy: 503", "page of app1: no answer", "15s", "hadash status", "--interval"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if strings.Contains(got, "docker") {
		t.Errorf("Docker was heard: %q", got)
	}
}
