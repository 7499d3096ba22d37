package simulated

import (
	"fmt"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/incident"
	"hadash/record"
)

// polls returns a Frame of a simulated project whose HAProxies were each read once, and the pages of the next seconds.
func polls(t testing.TB, size Size, seconds int) (incident.Frame, []record.Sample) {
	t.Helper()
	w, err := Start(root, t.TempDir(), size)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	topology := w.Topology()
	begun := time.Now().Truncate(time.Second) // so that the pages of a round are of one second: its end is work of its own
	f := incident.Fold(incident.Frame{}, record.Sample{At: begun, Source: record.SourceTopology, Topology: &topology})
	var next []record.Sample
	sources := make([]*collectors.HAProxy, len(w.HAProxies))
	for i := range sources {
		sources[i] = collectors.NewHAProxy("", collectors.Fixed(""))
	}
	for second := range seconds + 1 {
		for i, h := range w.HAProxies {
			at := begun.Add(time.Duration(second)*time.Second + time.Duration(i)*time.Millisecond)
			page, err := sources[i].Page(h.page(at))
			if err != nil {
				t.Fatal(err)
			}
			s := record.Settle(record.Sample{At: at, Source: record.SourceHAProxy, Node: topology.Nodes[len(topology.Nodes)-len(w.HAProxies)+i].Name, HAProxy: page})
			if second == 0 {
				f = incident.Fold(f, s)
				continue
			}
			next = append(next, s)
		}
	}
	return f, next
}

// BenchmarkFold is the fold of one page of many.
func BenchmarkFold(b *testing.B) {
	for _, size := range []Size{{1, 1000, false}, {20, 50, false}, {20, 1000, false}, {20, 1000, true}, {100, 1000, false}} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			f, all := polls(b, size, 5)
			b.ReportAllocs()
			i := 0
			now := f
			for b.Loop() {
				if i == 0 {
					now = f
				}
				now = incident.FoldApart(now, all[i])
				i = (i + 1) % len(all)
			}
		})
	}
}

// BenchmarkSecond is a second of many: the fold of each page, the history, and the Frame that is looked at.
func BenchmarkSecond(b *testing.B) {
	for _, size := range []Size{{20, 50, false}, {20, 1000, false}, {20, 1000, true}, {100, 1000, false}} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			f, all := polls(b, size, 5)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				from := i % 5 * size.HAProxies
				if from == 0 {
					b.StopTimer()
					f = incident.Fold(incident.Frame{}, record.Sample{At: all[0].At.Add(-time.Second), Source: record.SourceTopology, Topology: &f.Topology})
					for k := range size.HAProxies {
						s := all[k]
						s.At = s.At.Add(-time.Second)
						f = incident.FoldApart(f, s)
					}
					f.Join()
					b.StartTimer()
				}
				for k := range size.HAProxies {
					f = incident.FoldApart(f, all[from+k])
				}
				shown := f
				shown.Join()
			}
		})
	}
}
