package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/record"
)

// recording makes a recording in which db1 was stopped and started.
func recording(t *testing.T) string {
	t.Helper()
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	topology := record.Topology{Project: "lab", Nodes: []record.Node{{Name: "haproxy", Role: record.RoleBalancer}, {Name: "db1", Role: record.RoleReplica}}}
	page := func(status string) *record.HAProxy {
		return &record.HAProxy{Pid: 8, Proxies: []record.Proxy{{Pxname: "servers", Svname: "BACKEND", Status: record.ParseStatus("UP")}},
			Servers: []record.Server{{Pxname: "servers", Svname: "db1", Status: record.ParseStatus(status)}}}
	}
	all := []record.Sample{
		{Source: record.SourceTopology, Topology: &topology},
		{Source: record.SourceHAProxy, Node: "haproxy", HAProxy: page("UP")},
		{Source: record.SourceYou, Act: &record.Act{Inject: &record.Fault{Kind: record.Stop, Target: "db1"}}},
		{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "kill", Detail: "15"}},
		{Source: record.SourceHAProxy, Node: "haproxy", HAProxy: page("DOWN")},
		{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db1", Action: "start"}},
		{Source: record.SourceHAProxy, Node: "haproxy", HAProxy: page("UP")},
	}
	for i := range all {
		all[i].At = at.Add(time.Duration(i) * time.Second)
		all[i] = record.Settle(all[i])
	}
	return captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{Hadash: "test"}, all)
}

// command runs hadash like its main, and returns its output.
func command(t *testing.T, args ...string) (out, talk string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	err = root.ExecuteContext(t.Context())
	return stdout.String(), stderr.String(), err
}

func TestReportCommand(t *testing.T) {
	path := recording(t)
	dir := t.TempDir()
	out, talk, err := command(t, "report", path)
	if err != nil || talk != "" || !strings.HasPrefix(out, "# Post-mortem: stop db1\n") {
		t.Errorf("to standard output: %v, %q, %q", err, talk, out)
	}
	for name, want := range map[string]string{"r.md": "# Post-mortem: stop db1", "r.HTML": "<!DOCTYPE html>", "r.json": "{"} {
		file := filepath.Join(dir, name)
		out, talk, err := command(t, "report", path, "-o", file)
		got, _ := os.ReadFile(file)
		if err != nil || out != "" || !strings.HasSuffix(talk, "hadash: wrote "+file+"\n") || !strings.HasPrefix(string(got), want) {
			t.Errorf("%s: %v, %q, %q, %.40q", name, err, out, talk, got)
		}
	}
	out, _, err = command(t, "report", path, "--format", "json", "--lang", "ru")
	var got struct {
		Language string
		Verdict  struct{ Text string }
		Faults   []struct{ Fault string }
		HAProxy  []struct{ Title string } `json:"haproxy"`
	}
	if err := errors.Join(err, json.Unmarshal([]byte(out), &got)); err != nil {
		t.Fatal(err)
	}
	if got.Language != "ru" || len(got.Faults) != 1 || got.Faults[0].Fault != "stop db1" || len(got.HAProxy) != 3 || got.HAProxy[0].Title != "до первого сбоя" {
		t.Errorf("%+v", got)
	}
}

func TestReportRefuses(t *testing.T) {
	path := recording(t)
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	whole, _ := os.ReadFile(path)
	empty := captured.Recording(t, filepath.Join(dir, "empty"), record.Header{Hadash: "test"}, nil)
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no file":        {[]string{"report"}, exitUsage, "want one file, got 0"},
		"missing":        {[]string{"report", filepath.Join(dir, "nowhere")}, exitUsage, "no such file"},
		"not one":        {[]string{"report", file("x.txt", "hello\n")}, exitUsage, "not a hadash recording"},
		"newer":          {[]string{"report", file("new", "P*M\x18\x20\x00\x00\x00hadash\x63")}, exitUsage, "a newer hadash wrote it"},
		"empty":          {[]string{"report", empty}, exitBroken, "the recording is empty"},
		"language":       {[]string{"report", path, "--lang", "fr"}, exitUsage, "en or ru"},
		"format":         {[]string{"report", path, "--format", "pdf"}, exitUsage, "md, html or json"},
		"name":           {[]string{"report", path, "-o", filepath.Join(dir, "r.pdf")}, exitUsage, "with --format md, html or json"},
		"onto itself":    {[]string{"report", path, "--format", "md", "-o", path}, exitUsage, "would overwrite "},
		"no such folder": {[]string{"report", path, "-o", filepath.Join(dir, "no", "r.md")}, exitBroken, "no such file or directory"},
		"asked for":      {[]string{"report", path, "-o", filepath.Join(dir, "no", "r.md")}, exitBroken, filepath.Join("no", "r.md")},
	} {
		out, _, err := command(t, c.args...)
		if err == nil || out != "" || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q, %v, want %q", name, out, err, c.says)
			continue
		}
		code := exitBroken
		if exit := (*exitError)(nil); errors.As(err, &exit) {
			code = exit.code
		}
		if code != c.code {
			t.Errorf("%s: exit code %d, want %d", name, code, c.code)
		}
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, whole) {
		t.Error("the recording was changed")
	}
}

// The report of a torn recording covers its undamaged part, and says at its top and on standard error what is missing.
func TestReportOfTornRecording(t *testing.T) {
	path := recording(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-5], 0o644); err != nil {
		t.Fatal(err)
	}
	out, talk, err := command(t, "report", path)
	if err != nil || !strings.Contains(talk, " is incomplete: its last ") || !strings.Contains(out, "> The recording is incomplete: its last ") {
		t.Errorf("%v, %q, %.300q", err, talk, out)
	}
}

// Every command that reads a torn recording says so on standard error, also if it shows only the part before the
// damage.
func TestTornIsSaid(t *testing.T) {
	path, other := recording(t), recording(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-5], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, line := range [][]string{
		{"report", path}, {"compare", other, path}, {"compare", path, other}, {"record", "cat", path}, {"screenshot", path, "--at", "+0s"},
		{"screenshot", path, "--at", "100%"}, {"screenshot", path, "--at", "+0s", "-o", filepath.Join(t.TempDir(), "a.svg")},
	} {
		if _, talk, err := command(t, line...); err != nil || strings.Count(talk, path+" is incomplete: its last ") != 1 || !strings.Contains(talk, " samples are read, up to 2026-11-24 12:00:0") {
			t.Errorf("%v: %v, %q", line, err, talk)
		}
	}
	if _, talk, err := command(t, "screenshot", other, "--at", "+0s"); err != nil || strings.Contains(talk, "incomplete") {
		t.Errorf("a whole one: %v, %q", err, talk)
	}
}
