package runtimeapi

import (
	"slices"
	"testing"
)

func TestWhichServersAreMeant(t *testing.T) {
	page := []Server{
		{Backend: "web", Name: "app1", Addr: "10.0.0.11:80"}, {Backend: "web", Name: "app2", Addr: "10.0.0.12:80"},
		{Backend: "api", Name: "app1", Addr: "10.0.0.21:80"}, {Backend: "raw", Name: "x", Addr: "10.0.0.11:81"},
	}
	for name, c := range map[string]struct {
		target string
		addrs  []string
		want   []string
	}{
		"one name in two backends":     {"app1", []string{"10.0.0.11"}, []string{"web/app1", "raw/x"}},
		"by its address alone":         {"api1", []string{"10.0.0.21"}, []string{"api/app1"}},
		"an address that is not known": {"app2", nil, []string{"web/app2"}},
		"an address that has changed":  {"app1", []string{"10.0.0.99"}, []string{"web/app1", "api/app1"}},
		"by backend and name":          {"api/app1", nil, []string{"api/app1"}},
		"nobody":                       {"app9", []string{"10.0.0.19"}, nil},
	} {
		var got []string
		for _, s := range Meant(page, c.target, c.addrs) {
			got = append(got, s.FullName())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
