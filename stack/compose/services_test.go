package compose

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hadash/stack/testdir"

	"github.com/google/go-cmp/cmp"
)

// Our own compose file can be read from another directory, with Up's variables in the environment.
func TestServices(t *testing.T) {
	testdir.NoCompose(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	c, err := Find(t.Context(), "", filepath.Join(root, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Services(t.Context(), []string{"HADASH_BASE=mine:1", "HADASH_DB=mysql"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Service{}
	for _, s := range all {
		got[s.Name] = s
	}
	if want := []string{
		"app1", "app2", "app3", "haproxy", "init", "k6", "mysql-master", "mysql-slave1", "mysql-slave2", "mysql-slave3", "nginx",
	}; !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
		t.Fatalf("services %v, want %v", slices.Sorted(maps.Keys(got)), want)
	}
	for name, want := range map[string]Service{
		"app1": {
			Name: "app1", Image: "hadash/profile:lab", Role: "app", Context: root,
			Dockerfile: "stack/images/profile/Dockerfile", Args: map[string]string{"HADASH_BASE": "mine:1"},
		},
		"k6": {
			Name: "k6", Image: "hadash/k6:lab", Role: "load", Context: filepath.Join(root, "k6"),
			Dockerfile: "../stack/images/k6/Dockerfile", Args: map[string]string{"HADASH_BASE": "mine:1"},
		},
		"init": {
			Name: "init", Image: "hadash/mysql:lab", Context: filepath.Join(root, "stack/images/mysql"),
			Dockerfile: "Dockerfile", Args: map[string]string{"HADASH_BASE": "mine:1", "DB_IMAGE": "mariadb:11.8"},
		},
	} {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if load := LoadServices(all); !slices.Equal(load, []string{"k6"}) {
		t.Errorf("load is %v, want k6", load)
	}
}

func TestServicesOddities(t *testing.T) {
	testdir.NoCompose(t)
	root := testdir.Lay(t, ".", map[string]string{
		".env":         "TAG=from-env-file\n",
		"compose.yaml": "include: [more/part.yaml]\n" + oddities,
		"compose.override.yaml": "services:\n  plain:\n    image: busybox:${TAG}\n" +
			"  child:\n    extends: {file: base.yaml, service: base}\n",
		"base.yaml":      "services:\n  base:\n    image: base\n    labels: [hadash.role=load]\n",
		"more/part.yaml": "services:\n  included: {image: part, env_file: nowhere.env}\n",
	})
	c, err := Find(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Services(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []Service{
		{Name: "child", Image: "base", Role: "load", Dockerfile: "Dockerfile", Args: map[string]string{}},
		{Name: "included", Image: "part", Dockerfile: "Dockerfile", Args: map[string]string{}},
		{Name: "odd", Context: filepath.Join(root, "c"), Dockerfile: "Dockerfile", Args: map[string]string{}, Exotic: true},
		{Name: "plain", Image: "busybox:from-env-file", Dockerfile: "Dockerfile", Args: map[string]string{}},
		{Name: "quoted.name", Role: "load", Context: "/a b", Dockerfile: "Dockerfile", Args: map[string]string{"EMPTY": "", "MONEY": "5$", "SINGLE": "it's"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

const oddities = `
services:
  "quoted.name":
    build:
      context: "/a b"
      args:
        EMPTY: ""
        MONEY: 5$$
        SINGLE: 'it''s'
    profiles: [load]
    labels:
      "hadash.role": load
  plain:
    image: overridden
  asleep:
    image: of-another-profile
    profiles: [never]
  odd:
    build:
      context: c
      ssh: [default]
volumes:
  services: {}
`

// Completion offers the services with a role, however their labels are written, or all services if none has a role.
func TestServiceNames(t *testing.T) {
	for text, want := range map[string][]string{
		"services:\n  a: {image: x, labels: {hadash.role: app}}\n  b: {image: x, labels: [hadash.role=web]}\n  c: {image: x, labels: [other=1]}\n  d: {image: x, profiles: [p], labels: {hadash.role: load}}\n": {"a", "b", "d"},
		"services:\n  b: {image: x}\n  a: {image: x}\n": {"a", "b"},
	} {
		file := filepath.Join(t.TempDir(), "compose.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ServiceNames(t.Context(), file)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v %v, want %v of\n%s", got, err, want, text)
		}
	}
}

// The overlay of the pair, as Compose 2 merges it: a second HAProxy, both built with keepalived, and the applications talk to the
// shared address.
func TestServicesOfThePair(t *testing.T) {
	testdir.NoCompose(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	alone, err := Find(t.Context(), "", filepath.Join(root, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := alone.Over(Pair)
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Services(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Service{}
	for _, s := range all {
		got[s.Name] = s
	}
	for _, name := range []string{"haproxy", "haproxy2"} {
		want := Service{Name: name, Image: "hadash/pair:lab", Role: "balancer", Context: filepath.Join(root, "stack/images/pair"),
			Dockerfile: "Dockerfile", Args: map[string]string{"HADASH_BASE": "debian:trixie-slim"}}
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if len(got) != 12 {
		t.Errorf("%d services", len(got))
	}
	again, err := c.Over(Pair)
	if err != nil || !slices.Equal(again.Paths, c.Paths) {
		t.Errorf("twice over: %q, %v", again.Paths, err)
	}
	if less := c.Without(Pair); !slices.Equal(less.Paths, alone.Paths) || len(alone.Paths) != 1 {
		t.Errorf("without it again: %q", less.Paths)
	}
	other := Files{Dir: t.TempDir()}
	if _, err := other.Over(Pair); err == nil {
		t.Error("a project without an overlay has one")
	}
}
