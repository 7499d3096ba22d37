package record_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"hadash/record"
)

// busy are readings of a HAProxy with n servers in a backend, once a second, each of which took connections: as a
// farm of that size moves, with the random numbers of a fixed seed.
func busy(n, readings int) []record.Sample {
	r := rand.New(rand.NewPCG(1, 2))
	servers := make([]record.Server, n)
	for i := range servers {
		servers[i] = record.Server{Pxname: "farm", Svname: fmt.Sprintf("web%04d", i), Sid: int64(i), Weight: 100,
			Addr: fmt.Sprintf("10.0.%d.%d:8080", i/250, i%250), Status: record.ParseStatus("UP"), CheckStatus: "L7OK", CheckCode: 200,
			CheckRise: 2, CheckFall: 3, CheckHealth: 4, LastChk: "HTTP status check returned code <200>"}
	}
	var all []record.Sample
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for range readings {
		h := &record.HAProxy{Version: "3.0.11", Pid: 8, Servers: append([]record.Server(nil), servers...)}
		for i := range h.Servers {
			s := &h.Servers[i]
			conns := r.Int64N(20)
			s.Stot += conns
			s.Lbtot += conns
			s.Connect += conns / 2
			s.Reuse += conns - conns/2
			s.Hrsp2xx += conns
			s.Bin += conns * (300 + r.Int64N(200))
			s.Bout += conns * (3000 + r.Int64N(9000))
			s.Scur, s.Rate = r.Int64N(6), conns
			s.Rtime, s.Ttime = 20+r.Int64N(5), 40+r.Int64N(9)
			s.Lastchg++
			s.CheckDuration = r.Int64N(3)
		}
		copy(servers, h.Servers)
		at = at.Add(time.Second + time.Duration(r.Int64N(1000))*time.Microsecond)
		h.Uptime = at.Unix()
		all = append(all, record.Settle(record.Sample{At: at, Source: record.SourceHAProxy, Node: "haproxy", Took: time.Millisecond, HAProxy: h}))
	}
	return all
}

// BenchmarkWrite writes a poll of a HAProxy with that many servers; MB/h is what polls of 1 s would cost.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{3, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			all := busy(n, 60)
			w, err := record.Create(filepath.Join(b.TempDir(), "run"), record.Header{})
			if err != nil {
				b.Fatal(err)
			}
			head := w.Size()
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				s := all[i%len(all)]
				s.At = s.At.Add(time.Duration(i/len(all)) * time.Minute)
				if err := w.Write(s); err != nil {
					b.Fatal(err)
				}
				i++
			}
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(w.Size()-head)/float64(i)*3600/1e6, "MB/h")
		})
	}
}

// BenchmarkWriteStack is a second of the real stack, polled once a second, written: at rest, and with ten users. MB/h says
// what an hour of it would cost.
func BenchmarkWriteStack(b *testing.B) {
	run := thinned(b, "tuned-kill-mysql-slave1")
	const calm = 8 * time.Second // the fault comes then
	for name, kept := range map[string]func(*record.Sample) bool{
		"rest": func(s *record.Sample) bool { return s.Source != record.SourceLogs && s.Source != record.SourceK6 },
		"load": func(*record.Sample) bool { return true },
	} {
		b.Run(name, func(b *testing.B) {
			w, err := record.Create(filepath.Join(b.TempDir(), "run"), record.Header{})
			if err != nil {
				b.Fatal(err)
			}
			head, rounds := w.Size(), 0
			for b.Loop() { // what was seen in eight seconds, again and again
				for _, s := range run {
					since := s.At.Sub(run[0].At)
					if since >= calm || rounds > 0 && (s.Topology != nil || s.Settings != nil) || !kept(&s) {
						continue
					}
					s.At = s.At.Add(time.Duration(rounds) * calm)
					if err := w.Write(s); err != nil {
						b.Fatal(err)
					}
				}
				rounds++
			}
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(w.Size()-head)/float64(rounds)/calm.Hours()/1e6, "MB/h")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(rounds)/calm.Seconds(), "ns/second")
		})
	}
}

// BenchmarkRead is a Sample of a real run, read.
func BenchmarkRead(b *testing.B) {
	path := written(b, thinned(b, "tuned-kill-mysql-slave1"))
	r, err := record.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	b.ReportAllocs()
	n := 0
	for n < b.N {
		for range r.Samples() {
			if n++; n >= b.N {
				break
			}
		}
	}
}

// BenchmarkSettle is a Sample that needs no change, settled: a poll of a HAProxy, and a batch of log lines.
func BenchmarkSettle(b *testing.B) {
	lines := &record.Logs{}
	for i := range 100 {
		lines.Lines = append(lines.Lines, record.Line{Node: "haproxy", Text: fmt.Sprintf("172.28.44.21:%d [24/Nov/2026:12:00:00.123] mysql_front servers/mysql-slave1 1/0/35 1024 -- 12/12/11/4/0 0/0", i+30000),
			Session: &record.Session{Client: "172.28.44.21:51234", Frontend: "mysql_front", Backend: "servers", Server: "mysql-slave1", Termination: "--"}})
	}
	for name, s := range map[string]record.Sample{"1000-servers": busy(1000, 1)[0], "100-lines": {Source: record.SourceLogs, Logs: lines}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s = record.Settle(s)
			}
		})
	}
}
