package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"testing"
	"time"

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

// A status says that HAProxies would be read less often than was asked for.
func TestStatusSaysHowOftenIsRead(t *testing.T) {
	f := incident.Frame{Pace: record.Pace{Every: 4 * time.Second, Asked: time.Second, Cost: 600 * time.Millisecond}}
	var text, raw bytes.Buffer
	if err := errors.Join(writeStatus(&text, &f), writeStatusJSON(&raw, &f)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text.Bytes(), []byte("each is read every 4 s, not every 1 s. To read all of them takes 600 ms of a processor")) {
		t.Errorf("%s", &text)
	}
	var got statusJSON
	if err := json.Unmarshal(raw.Bytes(), &got); err != nil || got.Pace == nil || *got.Pace != (paceJSON{4, 1, 0.6}) {
		t.Errorf("%v %+v", err, got.Pace)
	}
}
