package stack

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"
)

// fakeBalancer plays HAProxy's Runtime API and stats page, and records the requests.
type fakeBalancer struct {
	mu      sync.Mutex
	status  map[string]string // by backend/server
	answers map[string]string // by command; others get an empty answer
	code    string            // the result of the page's POST
	asked   []string
	read    []string // pages
}

// newFakeBalancer plays the recorded project's haproxy on a socket and a page.
func newFakeBalancer(t *testing.T, f *fakeEngine) *fakeBalancer {
	t.Helper()
	b := &fakeBalancer{code: "DONE", answers: map[string]string{}, status: map[string]string{
		"servers/mysql-slave1": "UP", "servers/mysql-slave2": "DRAIN", "servers/mysql-slave3": "MAINT (via x/y)",
	}}
	page := httptest.NewServer(b)
	t.Cleanup(page.Close)
	labels := f.of("haproxy").Config.Labels
	labels[label.Status] = strings.Replace(page.URL, "//", "//admin:secret@", 1) + "/ha?stats;csv"
	labels[label.Admin] = "tcp://" + b.listen(t, "tcp", "127.0.0.1:0")
	return b
}

func (b *fakeBalancer) listen(t *testing.T, network, address string) string {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			b.answer(conn)
		}
	}()
	return l.Addr().String()
}

// answer ends each answer with an empty line, as HAProxy does. "hang up" closes the connection without an answer;
// "silence" waits until the other side closes it.
func (b *fakeBalancer) answer(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	from := bufio.NewReader(conn)
	command, _ := from.ReadString('\n')
	answer := b.note(strings.TrimSpace(command))
	switch answer {
	case "hang up":
		return
	case "silence":
		_, _ = from.ReadByte()
		return
	}
	_, _ = fmt.Fprint(conn, answer, "\n")
}

func (b *fakeBalancer) note(command string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if command != "show cli level" {
		b.asked = append(b.asked, command)
	}
	b.weigh(command)
	if answer, ok := b.answers[command]; ok {
		return answer
	}
	return b.answers[""]
}

// state returns the last state that a server was set to.
func (b *fakeBalancer) state(server string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	state := "ready"
	for _, command := range b.asked {
		if s, ok := strings.CutPrefix(command, "set server "+server+" state "); ok {
			state = s
		}
	}
	return state
}

// weigh makes a weight that was set appear in the answer of "get weight".
func (b *fakeBalancer) weigh(command string) {
	words := strings.Fields(command)
	if len(words) != 4 || words[0] != "set" || words[1] != "weight" {
		return
	}
	told := "get weight " + words[2]
	var now, initial, next int
	if _, err := fmt.Sscanf(b.answers[told], "%d (initial %d)", &now, &initial); err != nil {
		return
	}
	_, _ = fmt.Sscanf(words[3], "%d", &next)
	if strings.HasSuffix(words[3], "%") {
		next = initial * next / 100
	}
	b.answers[told] = fmt.Sprintf("%d (initial %d)\n", next, initial)
}

func (b *fakeBalancer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, password, _ := r.BasicAuth(); password != "secret" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodPost {
		var body strings.Builder
		_, _ = bufio.NewReader(r.Body).WriteTo(&body)
		b.note("POST " + r.URL.String() + " " + body.String())
		w.Header().Set("Location", "/ha?stats;st="+b.code)
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read = append(b.read, r.URL.String())
	fmt.Fprintln(w, "# pxname,svname,status,type,addr,")
	fmt.Fprintln(w, "servers,BACKEND,UP,1,,")
	for i, name := range []string{"servers/mysql-slave1", "servers/mysql-slave2", "servers/mysql-slave3"} {
		fmt.Fprintf(w, "%s,%s,2,172.28.55.%d:3306,\n", strings.Replace(name, "/", ",", 1), b.status[name], 21+i)
	}
	fmt.Fprintln(w, "web,one,UP,2,172.28.55.31:9081,")
	fmt.Fprintln(w, "web,two,UP,2,[fd00::32]:9081,")
}

func was(backend, server, weight string, ready bool) journal.Server {
	state := map[bool]string{true: "ready", false: "drain"}[ready]
	return journal.Server{Balancer: "haproxy", Backend: backend, Server: server, Weight: weight, Ready: ready, State: state}
}

func TestAtBalancer(t *testing.T) {
	tests := map[string]struct {
		target string
		want   journal.Server
	}{
		"by its name":           {"mysql-slave1", was("servers", "mysql-slave1", "", true)},
		"drained":               {"mysql-slave2", was("servers", "mysql-slave2", "", false)},
		"what it tracks is out": {"mysql-slave3", was("servers", "mysql-slave3", "", true)},
		"by its address":        {"app1", was("web", "one", "", true)},
		"as HAProxy says it":    {"web/two", was("web", "two", "", true)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			got, err := runtimeapi.Before(t.Context(), balancersOf{f.project()}, record.Fault{Kind: record.SetMaint, Target: test.target})
			if err != nil || !reflect.DeepEqual(got.Servers, []journal.Server{test.want}) {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
			if len(b.asked) > 0 || len(f.actions()) > 0 {
				t.Errorf("looking asked for %q, %q", b.asked, f.actions())
			}
		})
	}
}

func TestBalancerFaults(t *testing.T) {
	tests := map[string]struct {
		fault   record.Fault
		answers map[string]string
		want    []string // commands to HAProxy
	}{
		"maint": {
			fault: record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"},
			want:  []string{"set server servers/mysql-slave1 state maint", "set server servers/mysql-slave1 state ready"},
		},
		"drain": {
			fault: record.Fault{Kind: record.SetDrain, Target: "app1"},
			want:  []string{"set server web/one state drain", "set server web/one state ready"},
		},
		"not ready before": {
			fault: record.Fault{Kind: record.SetMaint, Target: "mysql-slave2"},
			want:  []string{"set server servers/mysql-slave2 state maint", "set server servers/mysql-slave2 state drain"},
		},
		"weight": {
			fault:   record.Fault{Kind: record.SetWeight, Target: "mysql-slave1", Amount: 10},
			answers: map[string]string{"get weight servers/mysql-slave1": "7 (initial 20)\n"},
			want: []string{
				"get weight servers/mysql-slave1", "set weight servers/mysql-slave1 10%",
				"get weight servers/mysql-slave1", "set weight servers/mysql-slave1 7",
			},
		},
		"gone when it is healed": {
			fault:   record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"},
			answers: map[string]string{"set server servers/mysql-slave1 state ready": "No such server.\n"},
			want:    []string{"set server servers/mysql-slave1 state maint", "set server servers/mysql-slave1 state ready"},
		},
		"no Runtime API behind the port": {
			fault:   record.Fault{Kind: record.SetMaint, Target: "mysql-slave1"},
			answers: map[string]string{"": "hang up"},
			want: []string{
				"set server servers/mysql-slave1 state maint", "POST /ha?stats s=mysql-slave1&action=maint&b=servers",
				"set server servers/mysql-slave1 state ready", "POST /ha?stats s=mysql-slave1&action=ready&b=servers",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			b := newFakeBalancer(t, f)
			if test.answers != nil {
				b.answers = test.answers
			}
			p := f.project()
			undo, err1 := runtimeapi.Before(t.Context(), balancersOf{p}, test.fault)
			err2 := runtimeapi.Set(t.Context(), balancersOf{p}, test.fault, undo)
			err3 := runtimeapi.Reset(t.Context(), balancersOf{p}, faulted(test.fault, journalled(t, undo)), nil)
			if err := errors.Join(err1, err2, err3); err != nil {
				t.Error(err)
			}
			if !slices.Equal(b.asked, test.want) {
				t.Errorf("asked %q\nwant  %q", b.asked, test.want)
			}
		})
	}
}

// faulted returns an open fault at a balancer.
func faulted(f record.Fault, u journal.Balancer) journal.Entry {
	return journal.Entry{Fault: f, Undo: journal.Undo{Balancer: &u}}
}

// journalled returns undo as read back from the journal.
func journalled(t *testing.T, undo journal.Balancer) (back journal.Balancer) {
	t.Helper()
	data, err := json.Marshal(undo)
	if err == nil {
		err = json.Unmarshal(data, &back)
	}
	if err != nil {
		t.Fatal(err)
	}
	return back
}
