package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"hadash/record"
)

// forgery is a forged recording; n is the amount of its expensive content.
type forgery struct {
	name string
	n    int // as large as an attacker would make it; tests divide it
	make func(t testing.TB, path string, n int)
}

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// forge returns a forgery that is written Sample by Sample.
func forge(name string, n int, samples func(put func(record.Sample), n int)) forgery {
	return forgery{name, n, func(t testing.TB, path string, n int) {
		w, err := record.Create(path, record.Header{Hadash: "test", Started: noon})
		if err != nil {
			t.Fatal(err)
		}
		samples(func(s record.Sample) { _ = w.Write(s) }, n) // a Sample too large for a recording is left out
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}}
}

// small is the topology of a stack with some replicas.
func small(nodes int) record.Sample {
	top := record.Topology{Project: "forged", Stack: "tuned", Nodes: []record.Node{
		{Name: "k6", Role: record.RoleLoad, To: []string{"nginx"}}, {Name: "nginx", Role: record.RoleWeb},
		{Name: "haproxy", Role: record.RoleBalancer, To: []string{"db0"}},
	}}
	for i := range nodes {
		top.Nodes = append(top.Nodes, record.Node{Name: fmt.Sprint("db", i), Role: record.RoleReplica, Addrs: []string{fmt.Sprintf("10.0.%d.%d", i/250, i%250)}})
	}
	return record.Sample{At: noon, Source: record.SourceTopology, Topology: &top}
}

func farm(n int, at time.Time) record.Sample {
	h := &record.HAProxy{Version: "3.0", Pid: 1, Servers: make([]record.Server, n)}
	for i := range h.Servers {
		h.Servers[i] = record.Server{Pxname: "farm", Svname: fmt.Sprint("db", i), Status: record.ParseStatus("UP"), Weight: 1}
	}
	h.Proxies = []record.Proxy{{Pxname: "farm", Svname: "BACKEND", Status: record.ParseStatus("UP")}}
	return record.Sample{At: at, Source: record.SourceHAProxy, Node: "haproxy", HAProxy: h}
}

func docker(at time.Time, node, action string) record.Sample {
	return record.Sample{At: at, Source: record.SourceDocker, Docker: &record.DockerEvent{Node: node, Action: action}}
}

func stub(at time.Time, n int64) record.Sample {
	return record.Sample{At: at, Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: n, Active: 1}}
}

func windows(at time.Time, w ...record.Window) record.Sample {
	return record.Sample{At: at, Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Windows: w}}
}

func noteAt(at time.Time, text string) record.Sample {
	return record.Sample{At: at, Source: record.SourceYou, Act: &record.Act{Note: text}}
}

func hole(name string, years, days int) forgery {
	return forge(name, 1, func(put func(record.Sample), _ int) {
		put(small(3))
		for i := range 2 {
			at := noon.AddDate(i*years, 0, i*days)
			for k := range 20 {
				at := at.Add(time.Duration(k) * time.Second)
				put(farm(3, at))
				put(stub(at, int64(i)*1e10+int64(k)*100))
				put(docker(at, "db1", [2]string{"die", "start"}[k%2]))
			}
		}
	})
}

func minute(i int) time.Time { return noon.Add(time.Duration(i) * time.Minute) }
func second(i int) time.Time { return noon.Add(time.Duration(i) * time.Second) }
func milli(i int) time.Time  { return noon.Add(time.Duration(i) * time.Millisecond) }

var forgeries = []forgery{
	hole("hole-month", 0, 30),
	hole("hole-year", 1, 0),
	hole("hole-century", 100, 0),
	hole("hole-millennia", 7000, 0),
	hole("hole-back", -50, 0),
	forge("hole-windows", 2, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			at := noon.AddDate(i, 0, 0)
			put(farm(3, at))
			put(windows(at, record.Window{Second: at.Unix(), Requests: 3, Max: time.Second, Buckets: []record.Bucket{{N: 40, Count: 3}}}))
		}
	}),
	forge("docker-one-node", 200_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(docker(milli(i), "db1", [2]string{"die", "start"}[i%2]))
		}
	}),
	forge("docker-many-nodes", 200_000, func(put func(record.Sample), n int) {
		put(small(1000))
		for i := range n {
			put(docker(milli(i), fmt.Sprint("db", i/2%1000), [2]string{"die", "start"}[i%2]))
		}
	}),
	forge("docker-all-die", 20_000, func(put func(record.Sample), n int) {
		put(small(n))
		for i := range n {
			put(docker(milli(i), fmt.Sprint("db", i), "die"))
		}
	}),
	forge("docker-seconds", 200_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(docker(second(i), "db1", [2]string{"die", "start"}[i%2]))
		}
	}),
	forge("docker-hours", 100_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(docker(minute(i*60), "db1", [2]string{"pause", "unpause"}[i%2]))
		}
	}),
	forge("tiny", 1_000_000, func(put func(record.Sample), n int) {
		for i := range n {
			put(record.Sample{At: milli(i), Source: record.SourcePage, Node: "a", Err: "x"})
		}
	}),
	forge("tiny-1000-nodes", 1_000_000, func(put func(record.Sample), n int) {
		put(small(1000))
		for i := range n {
			put(record.Sample{At: milli(i), Source: record.SourcePage, Node: "db1", Err: "x"})
		}
	}),
	forge("topology-wide", 100_000, func(put func(record.Sample), n int) {
		put(small(min(n, 16000)))
		for i := range 100 {
			put(record.Sample{At: second(i), Source: record.SourcePage, Node: "db1", Err: "x"})
		}
	}),
	forge("topology-layers", 30, func(put func(record.Sample), n int) {
		top := record.Topology{}
		for i := range n {
			for k := range 10 {
				node := record.Node{Name: fmt.Sprintf("n%d-%d", i, k), Role: record.RoleApp}
				for to := range 10 {
					node.To = append(node.To, fmt.Sprintf("n%d-%d", i+1, to))
				}
				top.Nodes = append(top.Nodes, node)
			}
		}
		top.Nodes[len(top.Nodes)-1].Role = record.RoleReplica
		put(record.Sample{At: noon, Source: record.SourceTopology, Topology: &top})
		for i := range 20 {
			put(docker(second(i), "n0-0", [2]string{"die", "start"}[i%2]))
			put(docker(second(i), fmt.Sprintf("n%d-9", n-1), [2]string{"die", "start"}[i%2]))
		}
	}),
	forge("topology-each", 20_000, func(put func(record.Sample), n int) {
		for i := range n {
			s := small(3)
			s.At = second(i)
			for k := range s.Topology.Nodes {
				s.Topology.Nodes[k].Name += fmt.Sprint("-", i)
			}
			put(s)
		}
	}),
	forge("sources", 10_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range 10 * n {
			put(record.Sample{At: milli(i), Source: record.SourcePage, Node: fmt.Sprint("n", i%n), Err: "no"})
		}
	}),
	forge("servers", 10_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range 1000 {
			put(farm(n, second(i)))
		}
	}),
	forge("balancers", 300, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range 20 * n {
			s := farm(100, second(i))
			s.Node = fmt.Sprint("lb", i%n)
			put(s)
		}
	}),
	forge("faults", 100_000, func(put func(record.Sample), n int) {
		put(small(50))
		for i := range n {
			f := record.Fault{Kind: record.Stop, Target: fmt.Sprint("db", i%50)}
			put(record.Sample{At: second(i), Source: record.SourceYou, Act: &record.Act{Inject: &f}})
			if i%2 == 0 {
				put(record.Sample{At: second(i).Add(time.Millisecond), Source: record.SourceYou, Act: &record.Act{Healed: &f}})
				put(docker(second(i).Add(2*time.Millisecond), f.Target, "start"))
			}
		}
	}),
	forge("faults-names", 20_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			f := record.Fault{Kind: record.Slow, Target: fmt.Sprint("elsewhere", i), Amount: 3}
			put(record.Sample{At: milli(i), Source: record.SourceYou, Act: &record.Act{Inject: &f}})
		}
	}),
	forge("notes", 100_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(noteAt(second(i), fmt.Sprintf("note %d %s", i, strings.Repeat("n", 200))))
		}
	}),
	forge("notes-long", 1000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(noteAt(second(i), strings.Repeat("n", 4<<20)+fmt.Sprint(i)))
		}
	}),
	forge("steps", 100_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			step := record.Step{Line: i, Verb: "expect", Text: "expect db1 DOWN", State: record.StepBegun}
			put(record.Sample{At: second(i), Source: record.SourceYou, Act: &record.Act{Step: &step}})
		}
		for i := range n {
			step := record.Step{Line: i, Verb: "expect", Text: "expect db1 DOWN", State: record.StepFailed, Why: "no"}
			put(record.Sample{At: second(i), Source: record.SourceYou, Act: &record.Act{Step: &step}})
		}
	}),
	forge("settings", 5_000, func(put func(record.Sample), n int) {
		put(small(3))
		text := strings.Repeat("0", 1<<20)
		for i := range n {
			put(record.Sample{At: milli(i), Source: record.SourceSettings, Node: fmt.Sprint("n", i%1000), Settings: &record.Settings{Files: []record.File{{Path: "/a", Text: text}}}})
		}
	}),
	forge("settings-shown", 5_000, func(put func(record.Sample), n int) {
		put(small(1000))
		text := strings.Repeat("0\n", 1<<19)
		for i := range n {
			put(record.Sample{At: milli(i), Source: record.SourceSettings, Node: fmt.Sprint("db", i%1000), Settings: &record.Settings{Files: []record.File{{Path: "/a", Text: text}}}})
		}
	}),
	forge("windows-back", 50_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(windows(milli(i), record.Window{Second: noon.Unix() - int64(i), Requests: 1, Buckets: []record.Bucket{{N: 3, Count: 1}}}))
		}
	}),
	forge("windows-far", 50_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(windows(milli(i), record.Window{Second: math.MaxInt64/50_000*int64(i) - 1<<60, Requests: 1, Buckets: []record.Bucket{{N: math.MinInt64, Count: math.MaxInt64}}}))
		}
	}),
	forge("windows-all", 16_000, func(put func(record.Sample), n int) {
		put(small(3))
		var all []record.Window
		for i := range n {
			all = append(all, record.Window{Second: noon.Unix() + int64(i), Requests: math.MaxInt64 / 2, Failed: math.MaxInt64 / 3, Max: math.MaxInt64, Buckets: []record.Bucket{{N: 1 << 40, Count: math.MaxInt64}}})
		}
		for i := range 50 {
			put(windows(second(i), all...))
		}
	}),
	forge("lines-long", 200, func(put func(record.Sample), n int) {
		put(small(3))
		text := strings.Repeat("l", 4<<20)
		for i := range n {
			l := record.Line{At: second(i), Node: "haproxy", Text: text + fmt.Sprint(i), State: &record.StateChange{Backend: "farm", Server: "db1", To: record.Down}}
			put(record.Sample{At: second(i), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Lines: []record.Line{l}}})
		}
	}),
	forge("lines-many", 500_000, func(put func(record.Sample), n int) {
		put(small(3))
		put(farm(3, noon))
		lines := make([]record.Line, 1000)
		for i := range n / len(lines) {
			for k := range lines {
				lines[k] = record.Line{At: second(i), Node: "haproxy", Text: fmt.Sprint("Server farm/db1 is DOWN ", i, k),
					State: &record.StateChange{Backend: "farm", Server: fmt.Sprint("db", k%3), To: record.Down + record.State(k%2)}}
			}
			put(record.Sample{At: second(i), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Lines: lines}})
		}
	}),
	forge("lines-amplified", 200, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			lines := make([]record.Line, 1000)
			for k := range lines {
				a := record.Access{Status: 500, Upstreams: make([]record.Attempt, 16000)}
				a.Upstreams[0].Status = k
				lines[k] = record.Line{At: second(i), Access: &a}
			}
			put(record.Sample{At: second(i), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Lines: lines}})
		}
	}),
	forge("requests-names", 200_000, func(put func(record.Sample), n int) {
		put(small(3))
		put(docker(noon, "db1", "die"))
		for i := range n / 100 {
			lines := make([]record.Line, 100)
			for k := range lines {
				lines[k] = record.Line{At: second(i), Node: "k6", Request: &record.Request{At: second(i), Failed: true, Name: fmt.Sprint("page", i, "-", k), Took: time.Second}}
			}
			put(record.Sample{At: second(i), Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Lines: lines}})
		}
	}),
	forge("endings", 100_000, func(put func(record.Sample), n int) {
		put(small(3))
		put(docker(noon, "db1", "die"))
		for i := range n / 1000 {
			var all []record.SessionTally
			for k := range 1000 {
				all = append(all, record.SessionTally{Backend: "farm", Server: "db1", Termination: string([]byte{byte(33 + k%90), byte(33 + k/90)}), Sessions: 1, Last: second(i)})
			}
			put(record.Sample{At: second(i), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Sessions: all}})
		}
	}),
	forge("flapping", 200_000, func(put func(record.Sample), n int) {
		put(small(20))
		all := make([]record.Container, 20)
		for i := range n {
			for k := range all {
				all[k] = record.Container{Node: fmt.Sprint("db", k), State: [2]string{"running", "exited"}[(i+k)%2], Networks: 1, Finished: second(i)}
			}
			put(record.Sample{At: second(i), Source: record.SourceDocker, Containers: append([]record.Container(nil), all...)})
		}
	}),
	forge("replicas", 200_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			r := record.Replica{IO: [2]string{"Yes", "No"}[i%2], SQL: "Yes", Lag: math.MaxInt64, LagKnown: true, Gtid: "0-1-" + fmt.Sprint(i)}
			put(record.Sample{At: second(i), Source: record.SourceReplication, Node: "db1", Replica: &r})
		}
	}),
	forge("nginx-polls", 500_000, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			put(stub(minute(i), int64(i)*6000))
		}
	}),
	forge("numbers", 100, func(put func(record.Sample), n int) {
		put(small(3))
		put(docker(noon, "db1", "die"))
		for i := range n {
			s := farm(3, second(i))
			for k := range s.HAProxy.Servers {
				s.HAProxy.Servers[k].Counters = record.Counters{Stot: math.MaxInt64 - int64(i), Scur: math.MinInt64, Wretr: math.MaxInt64, Rate: math.MinInt64, Lastchg: math.MaxInt64}
			}
			put(s)
			k := record.K6{Running: true, Status: 7, Requests: math.MaxInt64, Failed: math.MinInt64, Checks: [3]float64{math.NaN(), math.Inf(1), math.Inf(-1)}[i%3], Duration: record.Trend{Max: math.MaxInt64, Avg: math.MinInt64}}
			put(record.Sample{At: second(i), Source: record.SourceK6, Node: "k6", Took: math.MinInt64, K6: &k})
		}
	}),
	forge("instants", 10, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			far := time.Date(12034+i, 1, 1, 0, 0, 0, 0, time.UTC)
			put(record.Sample{At: second(i), Source: record.SourceDocker, Containers: []record.Container{{Node: "db1", State: "exited", Started: far, Finished: far.AddDate(-20000, 0, 0)}}})
			put(docker(far, "db1", "die"))
			put(record.Sample{At: second(i), Source: record.SourceDocker, Containers: []record.Container{{Node: "db2", State: "exited", Finished: far}}})
		}
	}),
	forge("rows", 10, func(put func(record.Sample), n int) {
		put(small(3))
		for i := range n {
			s := farm(2, second(i))
			s.HAProxy.Columns = []string{"pxname", "svname", "qcur", "status", "type", "odd"}
			s.HAProxy.More = []record.Column{{Name: "odd", Numbers: []int64{1}}}
			s.HAProxy.Rows = []record.Row{{Kind: record.RowServer}, {Kind: record.RowServer}, {Kind: record.RowServer}, {Kind: record.RowListener}, {Kind: record.RowBackend}, {Kind: 77}}
			put(s)
		}
	}),
	{"bomb-zeros", 3000, func(t testing.TB, path string, n int) { bomb(t, path, nil, make([]byte, 1<<20), n) }},
	again("bomb-tiny", 100, record.Sample{At: noon, Source: record.SourcePage, Node: "a"}),
	again("bomb-text", 2000, noteAt(noon, strings.Repeat("z", 1<<20))),
	again("bomb-farm", 2000, farm(10_000, noon)),
	again("bomb-docker", 10, docker(noon, "db1", "die")),
}

// again returns a forgery in which every block inflates to a MB of one repeated Sample.
func again(name string, blocks int, s record.Sample) forgery {
	return forgery{name, blocks, func(t testing.TB, path string, n int) {
		count := func(n int) []byte {
			return raw(t, path, func(put func(record.Sample)) {
				put(small(3))
				for range n {
					put(s)
				}
			})
		}
		first := count(2)
		one := count(3)[len(first):]
		bomb(t, path, first, bytes.Repeat(one, 1+1<<20/len(one)), n)
	}}
}

// raw returns Samples in the form of a recording before compression. It removes the file at path.
func raw(t testing.TB, path string, samples func(put func(record.Sample))) []byte {
	t.Helper()
	forge("", 0, func(put func(record.Sample), _ int) { samples(put) }).make(t, path, 0)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return text[bytes.IndexByte(text, '\n')+1:] // without the header
}

// blockHead is the number of bytes before the frame of a block (record/block.go).
const blockHead = 40

// bomb writes a recording of some Samples, followed by n blocks that each inflate to a text.
func bomb(t testing.TB, path string, first, text []byte, n int) {
	t.Helper()
	forge("", 0, func(put func(record.Sample), _ int) {}).make(t, path, 0)
	out, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(nil, zstd.WithSingleSegment(true), zstd.WithEncoderCRC(true))
	if err != nil {
		t.Fatal(err)
	}
	mark := out[:blockHead:blockHead]
	begins, goesOn := block(mark, 1, z.EncodeAll(append(first, text...), nil)), block(mark, 2, z.EncodeAll(text, nil))
	out = append(out, begins...)
	for range n - 1 {
		out = append(out, goesOn...)
	}
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
}

// block returns a block of that kind, with the head of another one.
func block(head []byte, kind byte, frame []byte) []byte {
	made := append(head, frame...)
	made[15] = kind
	binary.LittleEndian.PutUint32(made[20:], uint32(len(frame)))
	binary.LittleEndian.PutUint32(made[16:], crc32.Checksum(made[20:], crc32.MakeTable(crc32.Castagnoli)))
	return made
}

// TestWriteForgeries writes all forgeries in full size to the folder that HADASH_FORGERIES names.
func TestWriteForgeries(t *testing.T) {
	dir := os.Getenv("HADASH_FORGERIES")
	if dir == "" {
		t.Skip("HADASH_FORGERIES names no folder")
	}
	for _, f := range forgeries {
		path := filepath.Join(dir, f.name+".hadash")
		if _, err := os.Stat(path); err == nil {
			continue
		}
		f.make(t, path, f.n)
	}
}
