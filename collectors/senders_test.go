package collectors

import (
	"context"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// sent reads what HAProxies sent to a syslog server, or wrote to their own output.
func sent(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/syslog/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// daemons write a datagram as syslog servers do.
var daemons = map[string]func(string) string{
	"as it came": func(l string) string { return l },
	"rsyslog":    func(l string) string { return l[strings.IndexByte(l, '>')+1:] },
	"rsyslog, ISO time": func(l string) string {
		return "2026-11-30T17:25:48.149142+00:00 " + l[strings.IndexByte(l, '>')+len(">Nov 30 17:25:48 "):]
	},
	"busybox": func(l string) string {
		return "Nov 30 17:25:48 5c1ab7ecd1f0 local0.info " + l[strings.IndexByte(l, '>')+len(">Nov 30 17:25:48 "):]
	},
	"behind Compose": func(l string) string { return "rsyslog-1  | " + l[strings.IndexByte(l, '>')+1:] },
}

// counted is what a run has of each node.
type counted struct {
	sessions, failed, states, texts int
	why                             string
}

// logsElsewhere watches HAProxies that log to the output of a container, and counts what is said of each.
func logsElsewhere(t *testing.T, nodes []record.Node, write func(d *engine)) map[string]*counted {
	t.Helper()
	out := map[string]*counted{}
	synctest.Test(t, func(t *testing.T) {
		d := newEngine()
		s := collect(t, func(ctx context.Context, to chan<- record.Sample) {
			Run(ctx, Plan{Topology: record.Topology{Nodes: nodes, Others: []string{"collector"}}, Site: d, Engines: []Engine{d}, Interval: time.Hour}, to)
		})
		time.Sleep(5 * time.Second)
		write(d)
		time.Sleep(5 * time.Second)
		for _, sample := range s.stop() {
			if sample.Logs == nil {
				continue
			}
			n := out[sample.Node]
			if n == nil {
				n = &counted{}
				out[sample.Node] = n
			}
			for _, x := range sample.Logs.Sessions {
				n.sessions += x.Sessions
			}
			if sample.Logs.HTTP != nil {
				n.failed += sample.Logs.HTTP.Failed
			}
			if sample.Logs.Answers != nil {
				n.sessions += sample.Logs.Answers.Requests
			}
			if sample.Logs.Unread != nil {
				n.why = sample.Logs.Unread.Why
			}
			for i := range sample.Logs.Lines {
				switch l := &sample.Logs.Lines[i]; {
				case l.Node != sample.Node:
					t.Errorf("a line of %q among those of %q", l.Node, sample.Node)
				case l.State != nil:
					n.states++
				case !understood(l):
					n.texts++
				}
			}
		}
	})
	return out
}

func balancerAt(name, backend string, names ...string) record.Node {
	return record.Node{Name: name, Kind: record.KindHAProxy, Upstream: []string{backend}, Syslog: record.Syslog{Node: "collector", Names: names}}
}

// Lines of several HAProxies in the output of one syslog server are each one's own: by the name in their header, else by their backend. A
// change of state that comes on a HAProxy's own standard error, too, is told once.
func TestLinesInTheOutputOfASyslogServer(t *testing.T) {
	nodes := []record.Node{balancerAt("lb1", "web", "lb1"), balancerAt("lb2", "web", "lb2"), balancerAt("lb3", "api", "lb3")}
	for name, as := range daemons {
		t.Run(name, func(t *testing.T) {
			got := logsElsewhere(t, nodes, func(d *engine) {
				for _, l := range sent(t, "lb1.stderr") {
					d.write("lb1", l)
				}
				for _, file := range []string{"lb1.log", "lb2.log", "lb3.log"} {
					for _, l := range sent(t, file) {
						d.write("collector", as(l))
					}
				}
				d.write("collector", "rsyslogd: imuxsock begins")
			})
			for node, want := range map[string]counted{
				"lb1": {sessions: 6, failed: 1, states: 6}, "lb2": {sessions: 6, failed: 1, states: 1}, "lb3": {sessions: 6, failed: 1, states: 2}, "collector": {texts: 1},
			} {
				if is := got[node]; is == nil || *is != want {
					t.Errorf("%s: %+v, want %+v", node, is, want)
				}
			}
		})
	}
}

// Where a header names nobody and both have the backend, it is not known whose a line is: it is counted as unread, with the reason.
func TestLinesOfAnUnknownSender(t *testing.T) {
	nodes := []record.Node{balancerAt("lb1", "web", "10.0.0.2"), balancerAt("lb2", "web", "10.0.0.3")}
	got := logsElsewhere(t, nodes, func(d *engine) {
		for _, l := range sent(t, "lb1.log") {
			d.write("collector", strings.Replace(l, " lb1 haproxy", " haproxy", 1))
		}
	})
	if is := got["collector"]; is == nil || is.sessions != 0 || is.failed != 0 || !strings.Contains(is.why, "which of lb1, lb2 wrote them is not known") {
		t.Errorf("%+v", is)
	}
	if got["lb1"] != nil || got["lb2"] != nil {
		t.Errorf("%+v, %+v", got["lb1"], got["lb2"])
	}
}

// The only HAProxy that logs there is the one, whatever the header says; so is an nginx by its access log.
func TestTheOnlySender(t *testing.T) {
	web := record.Node{Name: "web", Kind: record.KindNginx, Syslog: record.Syslog{Node: "collector", Names: []string{"10.0.0.9"}}}
	got := logsElsewhere(t, []record.Node{balancerAt("lb1", "web", "10.0.0.2"), web}, func(d *engine) {
		for _, l := range sent(t, "lb1.log") {
			d.write("collector", strings.Replace(l, " lb1 haproxy", " elsewhere haproxy", 1))
		}
		d.write("collector", `Nov 30 17:25:48 5c1ab7ecd1f1 nginx: 10.1.1.1 - - [30/Nov/2026:17:25:48 +0000] "GET / HTTP/1.1" 200 2 "-" "curl/7.88.1"`)
	})
	if is := got["lb1"]; is == nil || *is != (counted{sessions: 6, failed: 1, states: 2}) {
		t.Errorf("%+v", is)
	}
	if is := got["web"]; is == nil || *is != (counted{sessions: 1}) {
		t.Errorf("nginx: %+v", is)
	}
	if is := got["collector"]; is != nil {
		t.Errorf("left: %+v", is)
	}
}
