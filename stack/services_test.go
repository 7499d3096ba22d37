package stack

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Our own compose file, from elsewhere, with what Up says in the environment.
func TestServices(t *testing.T) {
	noCompose(t)
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	c, err := findCompose(t.Context(), Options{File: filepath.Join(root, "compose.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.services(t.Context(), []string{"HADASH_BASE=mine:1", "HADASH_DB=mysql"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]service{}
	for _, s := range all {
		got[s.name] = s
	}
	if want := []string{
		"app1", "app2", "app3", "haproxy", "init", "k6", "mysql-master", "mysql-slave1", "mysql-slave2", "mysql-slave3", "nginx",
	}; !slices.Equal(sortedKeys(got), want) {
		t.Fatalf("services %v, want %v", sortedKeys(got), want)
	}
	for name, want := range map[string]service{
		"app1": {
			name: "app1", image: "hadash/profile:lab", role: "app", context: root,
			dockerfile: "stack/images/profile/Dockerfile", args: map[string]string{"HADASH_BASE": "mine:1"},
		},
		"k6": {
			name: "k6", image: "hadash/k6:lab", role: "load", context: filepath.Join(root, "k6"),
			dockerfile: "../stack/images/k6/Dockerfile", args: map[string]string{"HADASH_BASE": "mine:1"},
		},
		"init": {
			name: "init", image: "hadash/mysql:lab", context: filepath.Join(root, "stack/images/mysql"),
			dockerfile: "Dockerfile", args: map[string]string{"HADASH_BASE": "mine:1", "DB_IMAGE": "mariadb:11.8"},
		},
	} {
		if diff := cmp.Diff(want, got[name], cmp.AllowUnexported(service{})); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
	if load := loadServices(all); !slices.Equal(load, []string{"k6"}) {
		t.Errorf("load is %v, want k6", load)
	}
}

func TestServicesOddities(t *testing.T) {
	noCompose(t)
	root := lay(t, ".", map[string]string{
		".env":         "TAG=from-env-file\n",
		"compose.yaml": "include: [more/part.yaml]\n" + oddities,
		"compose.override.yaml": "services:\n  plain:\n    image: busybox:${TAG}\n" +
			"  child:\n    extends: {file: base.yaml, service: base}\n",
		"base.yaml":      "services:\n  base:\n    image: base\n    labels: [hadash.role=load]\n",
		"more/part.yaml": "services:\n  included: {image: part, env_file: nowhere.env}\n",
	})
	c, err := findCompose(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.services(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []service{
		{name: "child", image: "base", role: "load", dockerfile: "Dockerfile", args: map[string]string{}},
		{name: "included", image: "part", dockerfile: "Dockerfile", args: map[string]string{}},
		{name: "odd", context: filepath.Join(root, "c"), dockerfile: "Dockerfile", args: map[string]string{}, exotic: true},
		{name: "plain", image: "busybox:from-env-file", dockerfile: "Dockerfile", args: map[string]string{}},
		{name: "quoted.name", role: "load", context: "/a b", dockerfile: "Dockerfile", args: map[string]string{"EMPTY": "", "MONEY": "5$", "SINGLE": "it's"}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(service{})); diff != "" {
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

// The names for completion are those of the services with a role, however their labels are written; of all where none has one.
func TestServiceNames(t *testing.T) {
	for text, want := range map[string][]string{
		"services:\n  a: {image: x, labels: {hadash.role: app}}\n  b: {image: x, labels: [hadash.role=web]}\n  c: {image: x, labels: [other=1]}\n  d: {image: x, profiles: [p], labels: {hadash.role: load}}\n": {"a", "b", "d"},
		"services:\n  b: {image: x}\n  a: {image: x}\n": {"a", "b"},
	} {
		file := filepath.Join(t.TempDir(), "compose.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ServiceNames(t.Context(), Options{File: file})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v %v, want %v of\n%s", got, err, want, text)
		}
	}
}
