package main

import (
	"strings"
	"testing"
)

// The Engines of the configuration count where no context is named, by the flag or as Docker names one.
func TestClusterOfConfiguration(t *testing.T) {
	noVariables(t)
	t.Setenv("DOCKER_HOST", "")
	t.Setenv("DOCKER_CONTEXT", "")
	path := fileWith(t, "[cluster.east]\naddress = \"10.0.0.1, web1.example\"\n[cluster.west]\n")
	context := func(args ...string) (string, map[string]string) {
		t.Helper()
		o := &options{configFile: path}
		cmd := statusCommand(o)
		cmd.Flags().StringVar(&o.Context, "context", "", "")
		o.interval = 1e9
		o.vus = 1
		if err := cmd.ParseFlags(args); err != nil {
			t.Fatal(err)
		}
		if err := o.fill(cmd); err != nil {
			t.Fatal(err)
		}
		return o.Context, o.addresses
	}
	if is, at := context(); is != "east,west" || len(at) != 1 || at["east"] != "10.0.0.1, web1.example" {
		t.Errorf("%q at %q", is, at)
	}
	if is, _ := context("--context", "north"); is != "north" {
		t.Errorf("with a flag: %q", is)
	}
	if is, _ := context("--context", " north ,south,north,"); is != "north,south" {
		t.Errorf("named twice: %q", is)
	}
	t.Setenv("DOCKER_CONTEXT", "south")
	if is, _ := context(); is != "" {
		t.Errorf("with DOCKER_CONTEXT: %q", is)
	}
	out, _, err := run("config", "--config", path)
	if err != nil || !strings.Contains(out, "\n[cluster.east]\naddress = \"10.0.0.1, web1.example\"\n\n[cluster.west]\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestWrongCluster(t *testing.T) {
	noVariables(t)
	for text, want := range map[string]string{
		"[cluster.east]\naddress = \"10.0.0.1:80\"\n": `:2: address "10.0.0.1:80": must be where its published ports answer, without a port`,
		"[cluster.east]\naddress = 3\n":               ":2: address: must be a text in quotes, and not empty",
		"[cluster.east]\nadress = \"10.0.0.1\"\n":     ":2: adress: [cluster.east] has no such setting, did you mean address?",
		"[cluster.\"a b\"]\n":                         ":1: [cluster.a b]: a name begins with a letter",
		"[[cluster.east]]\naddress = \"10.0.0.1\"\n":  ":1: [[cluster.east]]: a section is written once",
		"[cluster]\ncontexts = [\"a\"]\n":             ":2: [cluster] holds no settings; its parts have names of yours, as in [cluster.NAME]",
	} {
		path := fileWith(t, text)
		_, _, err := run("config", "--config", path)
		if err == nil || !strings.Contains(err.Error(), path+want) || exitOf(err) != exitUsage {
			t.Errorf("%s%v, want %s", text, err, want)
		}
	}
}

func TestNoContext(t *testing.T) {
	noVariables(t)
	_, _, err := run("status", "--context", " , ", "-p", "shop")
	if err == nil || exitOf(err) != exitUsage || !strings.Contains(err.Error(), "names no Docker context") {
		t.Errorf("%v", err)
	}
}

// A command that works on one Engine says so of several.
func TestOneEngineOnly(t *testing.T) {
	noVariables(t)
	for _, args := range [][]string{{"up", "--no-ui"}, {"down"}} {
		_, _, err := run(append(args, "--context", "east,west", "-p", "shop")...)
		if err == nil || !strings.Contains(err.Error(), "east,west: this works on one Engine") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// What up cannot do on a swarm is said, and not left out.
func TestNoPairOnSwarm(t *testing.T) {
	noVariables(t)
	_, _, err := run("up", "--no-ui", "--swarm", "--pair", "--context", "east,west", "-p", "shop")
	if err == nil || exitOf(err) != exitUsage || !strings.Contains(err.Error(), "--swarm and --pair cannot be combined") {
		t.Errorf("%v", err)
	}
}
