package stack

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"
)

// On a busy machine the Engine may start a script after the caller has given up. Then it must change nothing: the
// change has been undone already.
func TestScriptThatStartsLate(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	realHAProxy(t, socket, "global\n stats socket "+socket+" level admin\n")
	for _, has := range []string{"perl", "socat", "python3"} {
		t.Run(has, func(t *testing.T) {
			f := newFakeEngine(t)
			newFakeBalancer(t, f)
			f.execs(linked(t, has))
			f.of("haproxy").Config.Labels[label.Admin] = "exec://" + socket
			b, _, err := f.project().balancer(t.Context(), "haproxy")
			if err != nil {
				t.Fatal(err)
			}
			start, given, ended := f.answers["/exec/e1/start"], make(chan struct{}), make(chan struct{})
			f.answers["/exec/e1/start"] = func(w http.ResponseWriter, r *http.Request) {
				<-given
				start(w, r)
				close(ended)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			if err := b.SetState(ctx, was("web", "one", "", true), "maint"); err == nil {
				t.Error("no error, though nothing was done")
			}
			close(given)
			<-ended
			f.answers["/exec/e1/start"] = start
			answer, err := b.Ask(t.Context(), "get weight web/one")
			if err != nil || answer != "1 (initial 1)" {
				t.Errorf("weight %q, %v", answer, err)
			}
			if state := adminState(t, b); state != "0" {
				t.Errorf("the server's administrative state is %s; the script has set it", state)
			}
		})
	}
}

// adminState returns srv_admin_state, the seventh column: 0 is ready.
func adminState(t *testing.T, b runtimeapi.Balancer) string {
	t.Helper()
	answer, err := b.Ask(t.Context(), "show servers state web")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(answer) {
		if words := strings.Fields(line); len(words) > 6 && words[3] == "one" {
			return words[6]
		}
	}
	t.Fatalf("no server one in %q", answer)
	return ""
}

// A command that HAProxy did not confirm may still be executed: the fault stays in the journal, to be healed.
func TestOrderInDoubt(t *testing.T) {
	f := newFakeEngine(t)
	b := newFakeBalancer(t, f)
	b.answers["set server servers/mysql-slave1 state drain"] = "silence"
	p := f.project()
	fault := record.Fault{Kind: record.SetDrain, Target: "mysql-slave1"}
	if err := p.Inject(t.Context(), fault); !errors.Is(err, runtimeapi.ErrDoubt) {
		t.Errorf("got %v; want it to say that it is in doubt", err)
	}
	if open := p.Open(); !slices.Equal(open, []record.Fault{fault}) {
		t.Errorf("open: %v", open)
	}
	if err := p.Heal(t.Context(), fault); err != nil || len(p.Open()) > 0 || b.state("servers/mysql-slave1") != "ready" {
		t.Errorf("healed: %v, open %v, state %s", err, p.Open(), b.state("servers/mysql-slave1"))
	}
}
