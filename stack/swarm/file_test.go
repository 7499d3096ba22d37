package swarm_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hadash/stack/compose"
	"hadash/stack/swarm"
	"hadash/stack/testdir"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// project reads the repository's compose.yaml and what a swarm needs beside it.
func project(t *testing.T) swarm.Model {
	t.Helper()
	testdir.NoCompose(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	files, err := compose.Find(t.Context(), "lab", "")
	if err != nil {
		t.Fatal(err)
	}
	model, err := files.Model(t.Context(), filepath.Join(root, "stack/swarm/compose.yaml"), []string{"HADASH_SWARM_MASTER=n1"})
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// The file that is deployed, and Docker's own opinion of it.
func TestFile(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	secrets := t.TempDir()
	got, err := swarm.File(project(t), swarm.Plan{
		Images: map[string]string{"hadash/nginx:lab": "sha256:1"},
		At:     map[string]string{"nginx": "n2", "mysql-master": "n3"},
		Dir:    secrets,
	})
	if err != nil {
		t.Fatal(err)
	}
	valid(t, got)
	got = bytes.ReplaceAll(got, []byte(filepath.Join(here, "../..")), []byte("ROOT"))
	got = bytes.ReplaceAll(got, []byte(secrets), []byte("SECRETS"))
	golden := filepath.Join(here, "testdata", "stack.json")
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	// The names of configs contain a hash of their files, which have golden tests of their own.
	if !bytes.Equal(unhashed(t, got), unhashed(t, want)) {
		t.Errorf("the file is not that of %s; -update rewrites it:\n%s", golden, got)
	}
	value, err := os.ReadFile(filepath.Join(secrets, "PROFILE_DB_PASSWORD"))
	if err != nil || string(value) != "lab-profile" {
		t.Errorf("the secret has %q, %v; want the variable's value in compose.yaml", value, err)
	}
	if bytes.Contains(got, []byte("lab-profile")) || bytes.Contains(got, []byte("lab-root")) {
		t.Error("the file contains a secret")
	}
}

// unhashed removes the names of configs and secrets.
func unhashed(t *testing.T, file []byte) []byte {
	t.Helper()
	var all map[string]map[string]any
	dec := bytes.Replace(file, []byte(`"version": "3.8"`), []byte(`"version": {}`), 1)
	if err := json.Unmarshal(dec, &all); err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"configs", "secrets"} {
		for _, c := range all[kind] {
			delete(c.(map[string]any), "name")
		}
	}
	out, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// valid makes Docker's own command read the file.
func valid(t *testing.T, file []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stack.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), "docker", "stack", "config", "--help").Run() != nil {
		t.Log("Docker's command is not here, or has no `stack config`")
		return
	}
	out, err := exec.CommandContext(t.Context(), "docker", "stack", "config", "-c", path).CombinedOutput()
	if err != nil || strings.Contains(string(out), "Ignoring") {
		t.Errorf("docker stack config: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "exec 3<>/dev/tcp") {
		t.Errorf("a health check is lost:\n%s", out)
	}
}

// A changed file or secret has another name, because a swarm's configs cannot be changed.
func TestChangedConfigIsNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.cfg")
	name := func(text, password string) (config, secret string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := swarm.File(swarm.Model{
			"name": "lab",
			"services": map[string]any{"a": map[string]any{
				"environment": map[string]any{"PASSWORD": password}, "secrets": []any{map[string]any{"source": "s"}},
				"configs": []any{map[string]any{"source": "c"}},
			}},
			"configs": map[string]any{"c": map[string]any{"file": file}},
			"secrets": map[string]any{"s": map[string]any{"environment": "PASSWORD"}},
		}, swarm.Plan{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Configs, Secrets map[string]struct{ Name string }
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		return read.Configs["c"].Name, read.Secrets["s"].Name
	}
	c1, s1 := name("one", "one")
	c2, s2 := name("two", "two")
	c3, s3 := name("one", "one")
	if c1 == c2 || s1 == s2 || c1 != c3 || s1 != s3 || !strings.HasPrefix(c1, "lab_c_") {
		t.Errorf("got %s, %s, %s and %s, %s, %s", c1, c2, c3, s1, s2, s3)
	}
}

// One service at a time is updated, with what it uses alone: the secrets of others are not known then.
func TestFileOfOneService(t *testing.T) {
	out, err := swarm.File(project(t), swarm.Plan{Only: []string{"app2"}, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	var read struct{ Services, Configs, Secrets map[string]any }
	if err := json.Unmarshal(out, &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Services) != 1 || read.Services["app2"] == nil || len(read.Configs) != 0 || len(read.Secrets) != 2 {
		t.Errorf("got %d services, %v, %v", len(read.Services), read.Configs, read.Secrets)
	}
}

// A file's dollar signs reach the tasks: Docker replaces variables in it once more.
func TestDollarSigns(t *testing.T) {
	out, err := swarm.File(swarm.Model{"name": "lab", "services": map[string]any{
		"a": map[string]any{"image": "a", "command": []any{"echo $HOME"}, "environment": map[string]any{"P": "a$b"}},
	}}, swarm.Plan{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if s := string(out); !strings.Contains(s, `"echo $$HOME"`) || !strings.Contains(s, `"a$$b"`) {
		t.Errorf("got\n%s", out)
	}
}

// What a swarm cannot do is refused by name.
func TestRefused(t *testing.T) {
	for want, service := range map[string]map[string]any{
		"a directory of this machine":     {"volumes": []any{map[string]any{"type": "bind", "source": "/etc"}}},
		"must be published as one port":   {"ports": []any{map[string]any{"target": 80, "published": "8000-8010"}}},
		"must be a variable of the servi": {"secrets": []any{map[string]any{"source": "s"}}},
	} {
		_, err := swarm.File(swarm.Model{"name": "lab", "services": map[string]any{"a": service}}, swarm.Plan{Dir: t.TempDir()})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "service a") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestSpread(t *testing.T) {
	p := project(t)
	places := []swarm.Place{{ID: "n1"}, {ID: "n2", Volumes: map[string]bool{"lab_mysql-slave3": true}}, {ID: "n3"}}
	at := swarm.Spread(p, places)
	of := func(names ...string) (nodes []string) {
		for _, name := range names {
			nodes = append(nodes, at[name])
		}
		slices.Sort(nodes)
		return slices.Compact(nodes)
	}
	if n := of("app1", "app2", "app3"); len(n) != 3 {
		t.Errorf("the applications are on %v only", n)
	}
	if n := of("mysql-slave1", "mysql-slave2", "mysql-slave3"); len(n) < 2 {
		t.Errorf("the replicas are all on %v", n)
	}
	if at["mysql-slave3"] != "n2" {
		t.Errorf("mysql-slave3 begins on %s; its data is on n2", at["mysql-slave3"])
	}
	if at["mysql-master"] != "n1" || at["haproxy"] != "n1" || at["nginx"] != "n1" {
		t.Errorf("got %v; want the master on n1, where the file wants it, and what else is single beside it", at)
	}
	if id := swarm.Stays(nil, p, places); id != "n1" {
		t.Errorf("the master is on %s; want the first node, because its data is on none", id)
	}
	places[2].Volumes = map[string]bool{"lab_mysql-master": true}
	if id := swarm.Stays(nil, p, places); id != "n3" {
		t.Errorf("the master is on %s; its data is on n3", id)
	}
	if n := len(swarm.Spread(p, nil)); n != 0 {
		t.Errorf("without nodes %d services have one", n)
	}
}
