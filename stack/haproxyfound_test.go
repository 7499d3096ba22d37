package stack

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"
)

// withoutLabels lets the fake HAProxy be found, and removes the labels by which it is known otherwise.
func withoutLabels(t *testing.T, f *fakeEngine, b *fakeBalancer, change func(*runtimeapi.Balancer)) *Project {
	t.Helper()
	labels := f.of("haproxy").Config.Labels
	api, err := url.Parse(labels[label.Admin])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{label.Role, label.Status, label.Admin} {
		delete(labels, name)
	}
	for _, c := range f.list {
		delete(c.Labels, label.Role)
	}
	b.answers["show stat"] = "# pxname,svname,status,type,addr,\nservers,mysql-slave1,UP,2,10.0.0.9:3306,\nservers,app1,UP,2,10.0.0.8:3306,\n"
	p := f.project()
	p.FindBalancers(func(context.Context) ([]runtimeapi.Balancer, error) {
		found := runtimeapi.Balancer{Node: "haproxy", Admin: api, Serves: map[string][]string{"mysql-slave1": {"servers/app1"}, "app1": nil}}
		if change != nil {
			change(&found)
		}
		return []runtimeapi.Balancer{found}, nil
	})
	return p
}

// Without labels a fault at HAProxy goes to the servers that the node was found to be, whatever they are called, by the way that
// was found, and is undone by the way that is found then.
func TestBalancerFaultsWithoutLabels(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	p := withoutLabels(t, f, b, nil)
	fault := record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"}
	if err := p.Inject(t.Context(), fault); err != nil {
		t.Fatal(err)
	}
	if err := p.Undo(t.Context(), fault); err != nil {
		t.Fatal(err)
	}
	if want := []string{"show stat", "set server servers/app1 state maint", "set server servers/app1 state ready"}; !slices.Equal(b.asked, want) {
		t.Errorf("asked %q\nwant  %q", b.asked, want)
	}
	if len(b.read) > 0 {
		t.Errorf("the page was read: %q", b.read)
	}
	if _, err := runtimeapi.Before(t.Context(), balancersOf{p}, record.Fault{Kind: record.SetMaint, Target: "app1"}); err == nil || !strings.Contains(err.Error(), "no balancer has a server app1") {
		t.Errorf("a server of another node's name: %v", err)
	}
}

// A HAProxy whose labels say what it is, and not where its Runtime API is, is changed by the way that was found.
func TestBalancerFaultsWithSomeLabels(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	p := withoutLabels(t, f, b, nil)
	f.of("haproxy").Config.Labels[label.Role] = string(record.RoleBalancer)
	for _, c := range f.list {
		if c.Labels[label.Node] == "haproxy" {
			c.Labels[label.Role] = string(record.RoleBalancer)
		}
	}
	if err := p.Inject(t.Context(), record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(b.asked, "set server servers/app1 state maint") {
		t.Errorf("asked %q", b.asked)
	}
}

// What cannot be changed is not begun, and the reason is told.
func TestBalancerRefusalsWithoutLabels(t *testing.T) {
	for name, c := range map[string]struct {
		level  string
		change func(*runtimeapi.Balancer)
		want   string
	}{
		"operator":      {"operator\n", nil, "`level admin`"},
		"user":          {"user\n", nil, "it has level user"},
		"no way":        {"", func(b *runtimeapi.Balancer) { b.Admin, b.NoAdmin = nil, errors.New("add a stats socket") }, "add a stats socket"},
		"nothing there": {"", func(b *runtimeapi.Balancer) { b.Admin = &url.URL{Scheme: "unix", Path: "/nonexistent/api.sock"} }, "no Runtime API"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			p := withoutLabels(t, f, b, c.change)
			b.answers["show cli level"] = c.level
			err := p.Inject(t.Context(), record.Fault{Kind: record.SetDrain, Target: "mysql-slave1"})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "label") {
				t.Errorf("%v", err)
			}
			if slices.ContainsFunc(b.asked, func(s string) bool { return strings.HasPrefix(s, "set ") || strings.HasPrefix(s, "POST") }) || len(p.Open()) > 0 {
				t.Errorf("asked %q, open %v", b.asked, p.Open())
			}
		})
	}
}
