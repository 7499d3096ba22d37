package ui

import (
	"testing"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/tui/paint"
)

// A lower bound is marked.
func TestFailedAtLeast(t *testing.T) {
	want := "≥3"
	th := paint.Look{Name: paint.ThemeMono}.Theme()
	if got := Failed(th, clients.Clients{By: event.ByLog, Failed: 3, Least: true}); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Failed(th, clients.Clients{By: event.ByLog, Failed: 3}); got != "3" {
		t.Errorf("exact: %q", got)
	}
	n := incident.Node{Node: record.Node{Name: "app1", Role: record.RoleApp}}
	n.Upstream.Errors = 3
	c := Context{Frame: &incident.Frame{Nodes: []incident.Node{n}}, Theme: th}
	c.Frame.Nginx.Errors = 3
	if got, _ := c.FailedCell(nil, &n); string(got) != want {
		t.Errorf("by the error log alone: %q, want %q", got, want)
	}
	c.Frame.Nginx.HasAccess = true
	if got, _ := c.FailedCell(nil, &n); string(got) != "3" {
		t.Errorf("by the access log: %q", got)
	}
}
