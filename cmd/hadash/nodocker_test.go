package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Where there is no Docker, the table of a status has no column of it, and its JSON has the same fields as ever.
func TestStatusWithoutDocker(t *testing.T) {
	web := incident.Node{Node: record.Node{Name: "web1", Kind: record.KindServer}, Health: incident.Up, Rate: -1, Recent: -1,
		Server: &record.Server{Pxname: "web", Svname: "web1", Status: record.ParseStatus("UP"), CheckStatus: "L4OK"}}
	f := incident.Frame{Nodes: []incident.Node{web}, Topology: record.Topology{Nodes: []record.Node{web.Node}, NoDocker: true}}
	var text, raw bytes.Buffer
	if err := writeStatus(&text, &f); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^ROLE +NODE +STATE +BALANCER +CHECK +PER SECOND\nserver +web1 +UP +UP +L4OK +-$`).Match(text.Bytes()) {
		t.Errorf("the table is\n%s", &text)
	}
	if err := writeStatusJSON(&raw, &f); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(raw.String(), `"container": ""`) {
		t.Errorf("no field container:\n%s", &raw)
	}
}

// Nobody waits for Docker where there is none.
func TestDockerIsNotMissed(t *testing.T) {
	f := incident.Frame{Topology: record.Topology{NoDocker: true}, Nodes: []incident.Node{{Node: record.Node{Name: "haproxy", Kind: record.KindHAProxy, Status: "unix:///run/haproxy/admin.sock"}}}}
	if got := unheard(&f, time.Second).Error(); strings.Contains(got, "docker") || !strings.Contains(got, "haproxy: no answer") {
		t.Errorf("%q", got)
	}
}
