package stack

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"
)

func TestBalancerRefusals(t *testing.T) {
	maint := record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"}
	weight := record.Fault{Kind: record.SetWeight, Target: "mysql-slave1", Amount: 10}
	tests := map[string]struct {
		fault  record.Fault
		change func(f *fakeEngine, b *fakeBalancer)
		want   string // part of the error
	}{
		"not an admin": {maint, func(f *fakeEngine, b *fakeBalancer) {
			b.answers[""] = "Permission \x1b[31mdenied\n"
		}, "servers/mysql-slave1 at haproxy: HAProxy answers: Permission "},
		"no admin's socket": {maint, func(f *fakeEngine, b *fakeBalancer) {
			b.answers[""] = "Permission denied\n"
		}, "(its `stats socket` needs `level admin`)"},
		"no such server": {maint, func(f *fakeEngine, b *fakeBalancer) {
			b.answers[""] = "No such server.\n"
		}, "nothing to change there: HAProxy answers: No such server."},
		"the page refuses": {maint, func(f *fakeEngine, b *fakeBalancer) {
			delete(f.of("haproxy").Config.Labels, label.Admin)
			b.code = "DENY"
		}, "the page needs `stats admin if ...`, or the service a label hadash.admin"},
		"the page does less": {maint, func(f *fakeEngine, b *fakeBalancer) {
			f.of("haproxy").Config.Labels[label.Admin] = "tcp://127.0.0.1:1"
			b.code = "PART"
		}, "it answers PART: nothing is known to have changed"},
		"a weight at the page": {weight, func(f *fakeEngine, b *fakeBalancer) {
			delete(f.of("haproxy").Config.Labels, label.Admin)
		}, "a weight can only be changed through the Runtime API (label hadash.admin)"},
		"the weight that it has": {record.Fault{Kind: record.SetWeight, Target: "mysql-slave1", Amount: 100}, func(f *fakeEngine, b *fakeBalancer) {
			b.answers["get weight servers/mysql-slave1"] = "20 (initial 20)\n"
		}, "its weight is already 20, which is 100 % of the configured one"},
		"the weight that it rounds to": {weight, func(f *fakeEngine, b *fakeBalancer) {
			b.answers["get weight servers/mysql-slave1"] = "0 (initial 9)\n"
		}, "its weight is already 0, which is 10 % of the configured one"},
		"a static backend": {weight, func(f *fakeEngine, b *fakeBalancer) {
			b.answers["get weight servers/mysql-slave1"] = "1 (initial 1)\n"
			b.answers["set weight servers/mysql-slave1 10%"] = "Backend is using a static LB algorithm.\n"
		}, "HAProxy answers: Backend is using a static LB algorithm."},
		"another scheme": {maint, func(f *fakeEngine, b *fakeBalancer) {
			f.of("haproxy").Config.Labels[label.Admin] = "http://127.0.0.1:1"
			b.code = "DENY"
		}, "is neither exec:// nor unix:// nor tcp://"},
		"no server": {record.Fault{Kind: record.SetMaint, Target: "mysql-master"}, nil,
			"no balancer has a server mysql-master; their servers: servers/mysql-slave1, servers/mysql-slave2, servers/mysql-slave3, web/one, web/two"},
		"no balancer": {maint, func(f *fakeEngine, b *fakeBalancer) { f.only("app1", "mysql-slave1") },
			"project hadash-up has no HAProxy: no service has the label hadash.role=balancer, and none was found"},
		"the balancer is stopped": {maint, func(f *fakeEngine, b *fakeBalancer) { setState(f.of("haproxy"), "exited") },
			"find the server mysql-slave1: haproxy: nothing to change there: it is not running"},
		"a page that is silent": {maint, func(f *fakeEngine, b *fakeBalancer) {
			f.of("haproxy").Config.Labels[label.Status] = "http://admin:secret@127.0.0.1:1/;csv"
		}, "haproxy: read http://admin:xxxxx@127.0.0.1:1/;csv: dial tcp"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			if test.change != nil {
				test.change(f, b)
			}
			p := f.project()
			undo, err := runtimeapi.Before(t.Context(), balancersOf{p}, test.fault)
			if err == nil {
				err = runtimeapi.Set(t.Context(), balancersOf{p}, test.fault, undo)
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v\nwant %s", err, test.want)
			}
			if text := err.Error(); strings.Contains(text, "secret") || strings.ContainsAny(text, "\n\x1b") {
				t.Errorf("%q shows a password or is not one clean line", text)
			}
		})
	}
}

func TestSetAtUnixSocket(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	f.of("haproxy").Config.Labels[label.Admin] = "unix://" + b.listen(t, "unix", filepath.Join(t.TempDir(), "s"))
	undo := journal.Balancer{Servers: []journal.Server{was("web", "one", "", true)}}
	if err := runtimeapi.Set(t.Context(), balancersOf{f.project()}, record.Fault{Kind: record.SetDrain}, undo); err != nil {
		t.Fatal(err)
	}
	if want := []string{"set server web/one state drain"}; !slices.Equal(b.asked, want) {
		t.Errorf("asked %q, want %q", b.asked, want)
	}
}

// Without an undo, the target's current servers are made ready, whatever they were.
func TestResetWithoutUndo(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	p := f.project()
	for _, kind := range []record.FaultKind{record.SetDrain, record.SetWeight} {
		if err := runtimeapi.Reset(t.Context(), balancersOf{p}, faulted(record.Fault{Kind: kind, Target: "mysql-slave2"}, journal.Balancer{}), nil); err != nil {
			t.Error(err)
		}
	}
	want := []string{"set server servers/mysql-slave2 state ready", "set weight servers/mysql-slave2 100%"}
	if !slices.Equal(b.asked, want) {
		t.Errorf("asked %q, want %q", b.asked, want)
	}
}

func TestResetAtStopped(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	setState(f.of("haproxy"), "exited")
	for _, undo := range []journal.Balancer{{}, {Servers: []journal.Server{was("servers", "mysql-slave1", "", true)}}} {
		err := runtimeapi.Reset(t.Context(), balancersOf{f.project()}, faulted(record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"}, undo), nil)
		if err != nil || len(b.asked) > 0 {
			t.Errorf("%v: got %v, asked %q", undo, err, b.asked)
		}
	}
}

// Names in a journal or a stats page cannot inject commands.
func TestStrangeNames(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	for _, s := range []journal.Server{
		was("web", "one;shutdown", "", true), was("a b", "one", "", true), was("", "one", "", true), was("web", "one", "1;x", true),
	} {
		err := runtimeapi.Reset(t.Context(), balancersOf{f.project()}, faulted(record.Fault{Kind: record.SetWeight}, journal.Balancer{Servers: []journal.Server{s}}), nil)
		if err == nil || len(b.asked) > 0 {
			t.Errorf("%+v: got %v, asked %q", s, err, b.asked)
		}
	}
}
