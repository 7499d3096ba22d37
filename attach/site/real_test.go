package site

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/attach/target"
	"hadash/journal"
	"hadash/record"
	"hadash/runtimeapi"
)

// lab is a real HAProxy before three servers, on the loopback.
type lab struct {
	dir     string
	servers []string // their addresses
	front   string   // its frontend's
	page    string   // of its statistics
}

func start(t *testing.T, extra string) lab {
	t.Helper()
	if _, err := exec.LookPath("haproxy"); err != nil {
		t.Skip("haproxy is not installed")
	}
	l := lab{dir: t.TempDir()}
	for i := range 3 {
		server, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, i) }), ReadHeaderTimeout: time.Minute}
		go func() { _ = s.Serve(server) }()
		t.Cleanup(func() { _ = s.Close() })
		l.servers = append(l.servers, server.Addr().String())
	}
	l.front, l.page = free(t), free(t)
	conf := fmt.Sprintf(`global
 stats socket %[1]s/admin.sock mode 600 level admin
 stats socket %[1]s/user.sock mode 600 level user
 stats timeout 1m
defaults
 mode http
 timeout connect 1s
 timeout client 5s
 timeout server 5s
listen numbers
 bind %[2]s
 stats enable
 stats uri /
 stats auth anna:s3cret
frontend front
 bind %[3]s
 default_backend web
backend web
 server web1 %[4]s check inter 100ms
 server web2 %[5]s check inter 100ms
 server web3 %[6]s check inter 100ms
%[7]s`, l.dir, l.page, l.front, l.servers[0], l.servers[1], l.servers[2], extra)
	file := filepath.Join(l.dir, "haproxy.cfg")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), "haproxy", "-db", "-f", file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = cmd.Process.Kill(), cmd.Wait() })
	for range 200 {
		if c, err := net.Dial("unix", l.dir+"/admin.sock"); err == nil {
			_ = c.Close()
			return l
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("haproxy does not start")
	return l
}

// free is an address of the loopback that nobody listens at.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func open(t *testing.T, options Options, texts ...string) *Site {
	t.Helper()
	s, err := Open(t.Context(), parsed(t, texts...), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func parsed(t *testing.T, texts ...string) (all []target.Target) {
	t.Helper()
	for _, text := range texts {
		one, err := target.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

func topology(t *testing.T, s *Site) record.Topology {
	t.Helper()
	top, err := s.Topology(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return top
}

// By whatever door, a HAProxy has the same servers, and a page with a login tells nobody its password.
func TestRealDoors(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	l := start(t, "")
	servers := []record.Node{}
	for i, addr := range l.servers {
		servers = append(servers, record.Node{Name: fmt.Sprintf("web%d", i+1), Kind: record.KindServer, Addrs: []string{addr}, Serves: []string{fmt.Sprintf("web/web%d", i+1)}})
	}
	for door, want := range map[string]record.Node{
		l.dir + "/admin.sock":                                       {Status: "unix://" + l.dir + "/admin.sock"},
		"haproxy+unix://" + l.dir + "/user.sock@lb1":                {Name: "lb1", Status: "unix://" + l.dir + "/user.sock", NoAdmin: record.NoAdmin{Why: record.LowLevel, At: l.dir + "/user.sock", Level: "user", Line: "level admin"}},
		"haproxy+exec:socat - UNIX-CONNECT:" + l.dir + "/user.sock": {Status: "exec://socat", NoAdmin: record.NoAdmin{Why: record.LowLevel, At: "haproxy+exec:socat ...", Level: "user", Line: "level admin"}},
		"http://anna:s3cret@" + l.page + "/":                        {Status: "http://" + l.page + "/", NoAdmin: record.NoAdmin{Why: record.OnlyPage}},
	} {
		if strings.Contains(door, "exec:") {
			if _, err := exec.LookPath("socat"); err != nil {
				continue
			}
		}
		top := topology(t, open(t, Options{}, door))
		if want.Name == "" {
			want.Name = "haproxy"
		}
		want.Kind, want.To, want.Upstream = record.KindHAProxy, []string{"web1", "web2", "web3"}, []string{"web"}
		if strings.Contains(door, "unix://") || !strings.Contains(door, ":") || strings.HasPrefix(door, "http") {
			want.Config = []string{l.dir + "/haproxy.cfg"} // of the process that has the socket or page
		}
		nodes := append([]record.Node{want}, servers...)
		if strings.HasPrefix(door, "http") { // without show-legends the page has no addresses
			for i := range nodes[1:] {
				nodes[i+1].Addrs = nil
			}
		}
		if d := cmp.Diff(record.Topology{Project: want.Name, NoDocker: true, Nodes: nodes}, top); d != "" {
			t.Errorf("%s (-want +got)\n%s", door, d)
		}
	}
}

// Two HAProxies before the same servers, and one HAProxy before another, by the configuration that says where it listens.
func TestRealPairAndChain(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	one := start(t, "")
	two := start(t, fmt.Sprintf("backend again\n server web1 %s check inter 100ms\n server inner %s check inter 100ms\n", one.servers[0], one.front))
	s := open(t, Options{Name: "pair"}, one.dir+"/admin.sock@lb1", two.dir+"/admin.sock@lb2", one.dir+"/haproxy.cfg@lb1")
	top := topology(t, s)
	names := []string{}
	for _, n := range top.Nodes {
		names = append(names, n.Name)
	}
	lb2, _ := top.Node("lb2")
	lb1, _ := top.Node("lb1")
	if !slices.Contains(lb2.To, "lb1") || !slices.Equal(lb1.Serves, []string{"again/inner"}) {
		t.Errorf("lb2 leads to %v, lb1 is %v", lb2.To, lb1.Serves)
	}
	if names[0] != "lb2" || names[1] != "lb1" || len(names) != 8 {
		t.Errorf("nodes %v", names)
	}
	// server web1 of backend again is lb1's web1; lb2 has another one of that name.
	own := slices.IndexFunc(top.Nodes, func(n record.Node) bool { return slices.Contains(n.Addrs, one.servers[0]) })
	if n := top.Nodes[own]; !slices.Equal(n.Serves, []string{"web/web1", "again/web1"}) || !slices.Contains(lb2.To, n.Name) || !slices.Contains(lb1.To, n.Name) {
		t.Errorf("%+v", n)
	}
}

// A fault is made, seen, and healed; one that a dead hadash left is healed by the next, also one that watches it by another door.
func TestRealFaults(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	l := start(t, "")
	drain := record.Fault{Kind: record.SetDrain, Target: "web2"}
	s := open(t, Options{}, l.dir+"/admin.sock")
	topology(t, s)
	status := func() string {
		all, err := s.parts[0].haproxy.balancer.Servers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all[slices.IndexFunc(all, func(x runtimeapi.Server) bool { return x.Name == "web2" })].Status
	}
	if err := s.Inject(t.Context(), drain); err != nil || !strings.HasPrefix(status(), "DRAIN") || !slices.Equal(s.Open(), []record.Fault{drain}) {
		t.Fatalf("%v, %s, open %v", err, status(), s.Open())
	}
	if err := s.Heal(t.Context(), drain); err != nil || !strings.HasPrefix(status(), "UP") || len(s.Open()) != 0 {
		t.Errorf("healed: %v, %s, open %v", err, status(), s.Open())
	}
	if err := s.Inject(t.Context(), record.Fault{Kind: record.Kill, Target: "web2"}); err == nil || !strings.Contains(err.Error(), "needs Docker") {
		t.Errorf("%v", err)
	}
	watching := open(t, Options{ReadOnly: true}, l.dir+"/user.sock@lb")
	topology(t, watching)
	if err := watching.Inject(t.Context(), drain); err == nil || !strings.Contains(err.Error(), "--allow-faults") {
		t.Errorf("%v", err)
	}
	if err := s.Inject(t.Context(), drain); err != nil {
		t.Fatal(err)
	}
	if theirs := watching.Theirs(); len(theirs) != 0 { // it watches by another socket
		t.Errorf("%v", theirs)
	}
	if err := s.journal.Close(); err != nil { // as if it had been killed
		t.Fatal(err)
	}
	left, err := watching.Left()
	if err != nil || len(left) != 1 {
		t.Fatalf("left %v, %v", left, err)
	}
	if err := watching.HealLeft(t.Context(), left, func(journal.Left, error) {}); err != nil || !strings.HasPrefix(status(), "UP") {
		t.Errorf("%v, %s", err, status())
	}
}
