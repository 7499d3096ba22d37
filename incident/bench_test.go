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

// BenchmarkFoldSiblings is a second of many nodes that are held against each other: a poll of HAProxy whose servers speak
// HTTP, and one of each instance behind nginx.
func BenchmarkFoldSiblings(b *testing.B) {
	const nodes = 50
	b.Run("servers", func(b *testing.B) {
		var servers []record.Server
		var rows []record.Row
		var replicas []record.Node
		for i := range 1000 {
			name := fmt.Sprint("s", i)
			servers = append(servers, server(name, "UP", func(s *record.Server) { s.Mode, s.Rate, s.Stot, s.Rtime = modeHTTP, 20, 1e6, 5 }))
			rows = append(rows, record.Row{Kind: record.RowServer})
			if i < nodes {
				replicas = append(replicas, record.Node{Name: name, Role: record.RoleReplica})
			}
		}
		f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &record.Topology{Nodes: replicas}})
		b.ReportAllocs()
		for i := range b.N {
			s := haproxy(float64(i), servers...)
			s.HAProxy.Rows = rows
			f = Fold(f, s)
		}
	})
	b.Run("instances", func(b *testing.B) {
		t := record.Topology{Nodes: []record.Node{{Name: "nginx", Role: record.RoleWeb}}}
		var set record.Settings
		for i := range nodes {
			name, addr := fmt.Sprint("a", i), fmt.Sprintf("10.0.0.%d", i)
			t.Nodes[0].To = append(t.Nodes[0].To, name)
			t.Nodes = append(t.Nodes, record.Node{Name: name, Role: record.RoleApp, Addrs: []string{addr}})
			set.Upstreams = append(set.Upstreams, record.Upstream{Group: "g", Addr: addr + ":80", MaxFails: 1, FailTimeout: lagGrace, Even: true})
		}
		f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &t})
		f = Fold(f, record.Sample{At: start, Source: record.SourceSettings, Node: "nginx", Settings: &set})
		b.ReportAllocs()
		for i := range b.N {
			for k := range nodes {
				f = Fold(f, record.Sample{At: at(float64(i) + float64(k)/nodes), Source: record.SourcePage, Node: t.Nodes[k+1].Name,
					Page: &record.Page{Code: 200, Requests: int64(30 * i)}})
			}
		}
	})
}
