package stack

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseServices(t *testing.T) {
	for _, file := range []string{"testdata/config-1.29.2.yaml", "testdata/config-5.5.1.yaml"} {
		t.Run(file, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]service{}
			for _, s := range parseServices(string(data)) {
				got[s.name] = s
			}
			if want := []string{
				"app1", "app2", "app3", "haproxy", "init", "k6", "mysql-master", "mysql-slave1", "mysql-slave2", "mysql-slave3", "nginx",
			}; !slices.Equal(sortedKeys(got), want) {
				t.Fatalf("services %v, want %v", sortedKeys(got), want)
			}
			base := "debian:trixie-slim"
			for name, want := range map[string]service{
				"app1": {
					name: "app1", image: "hadash-up/profile:lab", role: "app", context: "/home/me/hadash",
					dockerfile: "stack/images/profile/Dockerfile", args: map[string]string{"HADASH_BASE": base},
				},
				"k6": {
					name: "k6", image: "hadash-up/k6:lab", role: "load", context: "/home/me/hadash/k6",
					dockerfile: "../stack/images/k6/Dockerfile", args: map[string]string{"HADASH_BASE": base},
				},
				"init": {
					name: "init", image: "hadash-up/mariadb:lab", context: "/home/me/hadash/stack/images/mariadb",
					dockerfile: "Dockerfile", args: map[string]string{"HADASH_BASE": base, "DB_IMAGE": "mariadb:11.8"},
				},
			} {
				if diff := cmp.Diff(want, got[name], cmp.AllowUnexported(service{})); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
			}
			if load := loadServices(parseServices(string(data))); !slices.Equal(load, []string{"k6"}) {
				t.Errorf("load is %v, want k6", load)
			}
		})
	}
}

func TestParseServicesOddities(t *testing.T) {
	got := parseServices(`
services:
  "quoted.name":
    build:
      context: "/a b"
      args:
        EMPTY: ""
        MONEY: 5$$
        SINGLE: 'it''s'
    command:
    - sh
    - -c
    - 'image: not this'
    labels:
      "hadash.role": load
    ports:
      - mode: ingress
        image: nor this
  plain:
    image: busybox
  odd:
    build:
      context: /c
      ssh:
      - default
volumes:
  services: {}
`)
	want := []service{
		{name: "quoted.name", role: "load", context: "/a b", dockerfile: "Dockerfile", args: map[string]string{"EMPTY": "", "MONEY": "5$", "SINGLE": "it's"}},
		{name: "plain", image: "busybox", dockerfile: "Dockerfile", args: map[string]string{}},
		{name: "odd", context: "/c", dockerfile: "Dockerfile", args: map[string]string{}, exotic: true},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(service{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func FuzzParseServices(f *testing.F) {
	f.Add("services:\n  a:\n    image: b\n")
	f.Add("services:\n  a:\n    build:\n      context: \"c\"\n")
	f.Fuzz(func(t *testing.T, config string) {
		seen := map[string]bool{}
		for _, s := range parseServices(config) {
			if seen[s.name] {
				t.Fatalf("service %q twice", s.name)
			}
			seen[s.name] = true
		}
	})
}
