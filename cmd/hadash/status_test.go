package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"hadash/incident"
	"hadash/record"
)

// A load that is off is not trouble, and a status does not call it broken.
func TestStatusOfRestingLoad(t *testing.T) {
	k6 := incident.Node{Node: record.Node{Name: "k6", Role: record.RoleLoad}, Health: incident.Stopped, Rate: -1,
		Container: record.Container{Node: "k6", State: "exited", ExitCode: 105}}
	f := incident.Frame{Nodes: []incident.Node{k6}}
	var text, raw bytes.Buffer
	if err := writeStatus(&text, &f); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^load +k6 +off +exited `).Match(text.Bytes()) {
		t.Errorf("k6 is not off:\n%s", &text)
	}
	if err := writeStatusJSON(&raw, &f); err != nil {
		t.Fatal(err)
	}
	var got statusJSON
	if err := json.Unmarshal(raw.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if n := got.Nodes[0]; n.State != "off" || n.Broken || got.Broken {
		t.Errorf("%+v, broken %v", n, got.Broken)
	}
}
