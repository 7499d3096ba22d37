//go:build linux

package sited_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// statusJSON is what hadash status prints for programs.
type statusJSON struct {
	Broken bool
	Nodes  []struct {
		Name, State string
		Server      *struct{ Status string }
	}
	Sources []struct{ Source, Node, Error string }
}

func (l *lab) status(targets ...string) (s statusJSON) {
	l.t.Helper()
	args := []string{"status", "--json"}
	for _, t := range targets {
		args = append(args, "--attach", t)
	}
	if err := json.Unmarshal([]byte(l.run(0, args...)), &s); err != nil {
		l.t.Fatal(err)
	}
	for _, source := range s.Sources {
		if source.Error != "" {
			l.t.Errorf("%v: %s of %s: %s", targets, source.Source, source.Node, source.Error)
		}
	}
	return s
}

// By every door the same servers are UP.
func TestE2EDoors(t *testing.T) {
	l := newLab(t, "haproxy", "socat")
	front, page, api := l.free(), l.free(), l.free()
	servers := []string{l.free(), l.free(), l.free()}
	for i, addr := range servers {
		l.server(fmt.Sprint("web", i+1), addr)
	}
	socket := l.haproxy("lb", "http", front, fmt.Sprintf(" stats socket ipv4@%s level user\nlisten numbers\n mode http\n bind %s\n timeout client 5s\n stats enable\n stats uri /numbers\n stats auth anna:s3cret", api, page), servers...)
	for _, door := range []string{socket, "haproxy+unix://" + socket + "@lb1", "haproxy+tcp://" + api, "http://anna:s3cret@" + page + "/numbers", "haproxy+exec:socat - UNIX-CONNECT:" + socket} {
		s := l.status(door)
		up := 0
		for _, n := range s.Nodes {
			if n.Server != nil && n.Server.Status == "UP" && n.State == "UP" {
				up++
			}
		}
		if up != 3 || len(s.Nodes) != 4 || s.Broken {
			t.Errorf("%s: %+v", door, s)
		}
	}
	if out := l.run(0, "discover", socket, l.at("lb.cfg")); !strings.Contains(out, "web1 "+servers[0]+" UP") || !strings.Contains(out, "hadash attach") {
		t.Errorf("discover says\n%s", out)
	}
}

// A thousand servers, by their socket.
func TestE2EThousandServers(t *testing.T) {
	l := newLab(t, "haproxy")
	_, port, _ := net.SplitHostPort(l.free())
	all := make([]string, 1000)
	for i := range all {
		all[i] = fmt.Sprintf("127.0.%d.%d:%s", i/250, i%250+1, port)
	}
	socket := l.haproxy("lb", "http", l.free(), "", all...)
	out := l.command("status", "--json", "--attach", socket) // nobody answers: how many are DOWN is not fixed
	text, _ := out.Output()
	var s statusJSON
	if err := json.Unmarshal(text, &s); err != nil || len(s.Nodes) != 1001 {
		t.Errorf("%d nodes, %v", len(s.Nodes), err)
	}
}

// A pair of HAProxies before an nginx before servers: who leads to whom, by their configurations.
func TestE2EPairBeforeNginx(t *testing.T) {
	l := newLab(t, "haproxy", "nginx")
	inner, status := l.free(), l.free()
	servers := []string{l.free(), l.free()}
	l.server("app1", servers[0])
	l.server("app2", servers[1])
	conf := l.write("nginx.conf", fmt.Sprintf(`daemon off; pid %[1]s/nginx.pid; error_log %[1]s/error.log;
events {}
http {
 log_format up '$remote_addr [$time_local] "$request" $status $request_time "$upstream_addr" "$upstream_status"';
 access_log %[1]s/access.log up;
 client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
 upstream apps { server %[2]s; server %[3]s; }
 server { listen %[4]s; location / { proxy_pass http://apps; } }
 server { listen %[5]s; location = /nginx_status { stub_status; } }
}
`, l.dir, servers[0], servers[1], inner, status))
	if err := os.Chmod(l.dir, 0o777); err != nil { // nginx's workers are another user's
		t.Fatal(err)
	}
	l.start(nil, "nginx", "-p", l.dir, "-c", conf)
	l.listens(status)
	one, two := l.haproxy("one", "http", l.free(), "", inner), l.haproxy("two", "http", l.free(), "", inner)
	args := []string{"discover", "--json", one + "@lb1", two + "@lb2", "http://" + status + "/nginx_status@web", "nginx+file://" + l.at("access.log") + "@web"}
	if out := l.run(0, args...); !strings.Contains(out, `"node": "web"`) || !strings.Contains(out, l.at("access.log")) {
		t.Errorf("discover says\n%s", out)
	}
	s := l.status(one+"@lb1", two+"@lb2", "http://"+status+"/nginx_status@web", "nginx+file://"+l.at("access.log")+"@web")
	var names []string
	for _, n := range s.Nodes {
		names = append(names, n.Name)
	}
	if want := []string{"lb1", "lb2", "web"}; !slices.Equal(names[:3], want) || len(names) != 5 {
		t.Errorf("nodes %v", names)
	}
}

// A server dies and comes back while a drill watches for outages: it is found, dated, and costed by a probe and by HAProxy's log, which
// agree with HAProxy's own counters; recorded, and reported.
func TestE2EOutage(t *testing.T) {
	for _, mode := range []string{"http", "tcp"} {
		t.Run(mode, func(t *testing.T) { outage(t, mode) })
	}
}

func outage(t *testing.T, mode string) {
	l := newLab(t, "haproxy")
	front, syslog := l.free(), l.free()
	servers := []string{l.free(), l.free(), l.free()}
	env := map[string][]string{"tcp": {"HADASH_TEST_TCP=1"}}[mode]
	var victim *exec.Cmd
	for i, addr := range servers {
		cmd := l.server(fmt.Sprint("web", i+1), addr, env...)
		if i == 1 {
			victim = cmd
		}
	}
	socket := l.haproxy("lb", mode, front, " log "+syslog+" local0", servers...)
	probe := map[string]string{"http": "probe+http://" + front + "/?rate=20", "tcp": "probe+tcp://" + front + "?rate=20&greets"}[mode]
	l.write("config/hadash/hadash.toml", fmt.Sprintf("[attach.lab]\ntargets = [%q, %q, %q]\n", socket+"@lb", "syslog+udp://"+syslog+"@lb", probe))
	drill := l.write("outage.drill", "# A server dies\nnever outage(web3)\nwait web2 DOWN for at most 40s\nwait web2 UP for at most 40s\nwait 3s\nassert outages == 1\n")
	cmd := l.command("drill", "run", drill, "--attach", "lab", "--out", l.at("out"), "--json", l.at("drill.json"))
	var said lockedBuffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "the drill watches", func() bool {
		return strings.Contains(said.String(), "never outage(web3): watched") || cmd.ProcessState != nil
	})
	if err := syscall.Kill(victim.Process.Pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	_ = victim.Wait()
	until(t, "web2 is DOWN", func() bool { return strings.Contains(said.String(), "✓ wait web2 DOWN") })
	l.server("web2", servers[1], env...)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	t.Logf("%s", said.String())
	all, _ := filepath.Glob(l.at("out/*.hadash"))
	if len(all) != 1 {
		t.Fatalf("recordings: %v", all)
	}
	if drawn := l.run(0, "screenshot", all[0], "--at", "60%", "--size", "120x36"); !strings.Contains(drawn, "found, not made here") {
		t.Errorf("the replayed screen is\n%s", drawn)
	}
	text := l.run(0, "report", all[0], "-o", "-")
	for _, want := range []string{"Outages that nobody made here", "web2", "found, not made here"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q:\n%s", want, text)
		}
	}
	began, failed := outageOf(t, text)
	if late := began.Sub(killed.UTC().Truncate(time.Millisecond)); late < -time.Second || late > 3*time.Second { // its first sign is the first check or session that fails after it
		t.Errorf("it began at %s, and was killed at %s", began, killed.UTC())
	}
	if mode == "http" && !strings.Contains(text, "The two witnesses agree on how many failed") {
		t.Errorf("the probe and HAProxy's log differ:\n%s", text)
	}
	column := map[string]int{"http": 43, "tcp": 13}[mode] // hrsp_5xx, econ
	if counted := counterOf(t, socket, "web,BACKEND", column); failed == 0 || failed != counted {
		t.Errorf("%d failed by the report, %d by HAProxy's counters", failed, counted)
	}
}

// counterOf asks a HAProxy for a number of its statistics, by the number of its column.
func counterOf(t *testing.T, socket, row string, column int) int {
	t.Helper()
	c, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	fmt.Fprintln(c, "show stat")
	text, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, ","); strings.HasPrefix(line, row+",") {
			n, err := strconv.Atoi(cells[column])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no row %s", row)
	return 0
}

// outageOf reads when the outage of a report began, and how many requests failed by its witness.
func outageOf(t *testing.T, text string) (began time.Time, failed int) {
	t.Helper()
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) < 8 || strings.TrimSpace(cells[2]) != "web2" || strings.TrimSpace(cells[3]) != "down" {
			continue
		}
		at, err := time.Parse("15:04:05", strings.TrimSpace(cells[1]))
		if err != nil {
			at, err = time.Parse("15:04:05.00", strings.TrimSpace(cells[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
		now := time.Now().UTC()
		began = time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
		failed, err = strconv.Atoi(strings.TrimSpace(cells[5]))
		if err != nil {
			t.Errorf("failed %q: %v", cells[5], err)
		}
		return began, failed
	}
	t.Fatalf("no line of the outage in\n%s", text)
	return began, 0
}

// A drain and a fault of one's own that a killed hadash left are healed by the next one.
func TestE2EKilledHadash(t *testing.T) {
	l := newLab(t, "haproxy", "socat")
	servers := []string{l.free(), l.free()}
	for i, addr := range servers {
		l.server(fmt.Sprint("web", i+1), addr)
	}
	socket := l.haproxy("lb", "http", l.free(), "", servers...)
	flag := l.at("broken")
	l.write("config/hadash/hadash.toml", fmt.Sprintf("[fault.flag]\nnode = \"web2\"\ninject = \"touch %s\"\nheal = \"rm -f %s\"\n", flag, flag))
	serverStatus := func() string {
		out, _ := exec.Command("sh", "-c", "echo show stat | socat - "+socket+" | grep '^web,web1,' | cut -d, -f18").Output()
		return strings.TrimSpace(string(out))
	}
	for _, fault := range []struct {
		args   []string
		broken func() bool
	}{
		{[]string{"fault", "drain", "web1"}, func() bool { return strings.HasPrefix(serverStatus(), "DRAIN") }},
		{[]string{"fault", "flag"}, func() bool { _, err := os.Stat(flag); return err == nil }},
	} {
		l.run(2, append(slices.Clone(fault.args), "--yes", "--for", "1h", "--attach", socket)...) // it is only watched
		cmd := l.command(append(slices.Clone(fault.args), "--yes", "--for", "1h", "--attach", socket, "--allow-faults")...)
		var said lockedBuffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, fault.args[1]+" is made: "+said.String(), fault.broken)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if !fault.broken() {
			t.Error("it was healed by itself")
		}
		l.run(0, "heal") // whatever it watches, or nothing
		if fault.broken() {
			t.Errorf("%v is not healed", fault.args)
		}
	}
}

// lockedBuffer is written by one goroutine and read by another.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
