package incident

import (
	"fmt"
	"testing"

	"hadash/record"
)

// BenchmarkFoldHAProxy is one poll of a HAProxy with that many servers, none of which changed.
func BenchmarkFoldHAProxy(b *testing.B) {
	for _, n := range []int{3, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var servers []record.Server
			for i := range n {
				servers = append(servers, server(fmt.Sprint("s", i), "UP", nil))
			}
			f := play(haproxy(0, servers...))
			b.ReportAllocs()
			for i := range b.N {
				f = Fold(f, haproxy(float64(i), servers...))
			}
		})
	}
}

// BenchmarkFoldLogs is a batch of plain traffic.
func BenchmarkFoldLogs(b *testing.B) {
	lines := make([]record.Line, 200)
	for i := range lines {
		lines[i] = record.Line{At: at(1), Node: "haproxy", Session: &record.Session{Backend: "servers", Server: "db1", Termination: "--"}}
	}
	s := record.Sample{At: at(1), Source: record.SourceLogs, Node: "haproxy", Logs: &record.Logs{Lines: lines}}
	f := play()
	b.ReportAllocs()
	for b.Loop() {
		f = Fold(f, s)
	}
}
