package replay

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"hadash/incident/captured"
	"hadash/record"
)

// aDay makes a recording of 24 hours: the calm seconds of a real run, in which everything is polled once a second,
// over and over, and its fault each half hour.
func aDay(b *testing.B) string {
	path := filepath.Join(b.TempDir(), "day.hadash")
	run := captured.Samples(b, "tuned-kill-mysql-slave1")
	begun, calm := run[0].At, 8*time.Second // the fault comes then
	w, err := record.Create(path, record.Header{Hadash: "test", Started: begun})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for at := time.Duration(0); at < 24*time.Hour; {
		part := calm
		if at%(30*time.Minute) < calm && at > calm {
			part = run[len(run)-1].At.Sub(begun)
		}
		for _, s := range run {
			since := s.At.Sub(begun)
			if since > part {
				break
			}
			if s.Topology != nil && n > 0 {
				continue
			}
			n++
			if err := w.Write(shifted(s, at)); err != nil {
				b.Fatal(err)
			}
		}
		at += part
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.Logf("a day: %d Samples, %d kB", n, w.Size()/1000)
	return path
}

// shifted is a Sample as it would have come so much later: with the times that the fold looks at.
func shifted(s record.Sample, by time.Duration) record.Sample {
	s.At = s.At.Add(by)
	if s.Logs != nil {
		l := *s.Logs
		l.Lines = append([]record.Line(nil), l.Lines...)
		for i := range l.Lines {
			l.Lines[i].At = l.Lines[i].At.Add(by)
		}
		l.Windows = append([]record.Window(nil), l.Windows...)
		for i := range l.Windows {
			l.Windows[i].Second += int64(by / time.Second)
		}
		s.Logs = &l
	}
	if s.Containers != nil {
		s.Containers = append([]record.Container(nil), s.Containers...)
		for i := range s.Containers {
			if c := &s.Containers[i]; c.Started.After(s.At.Add(-by - time.Minute)) {
				c.Started = c.Started.Add(by)
				if !c.Finished.IsZero() {
					c.Finished = c.Finished.Add(by)
				}
			}
		}
	}
	return s
}

// BenchmarkDay opens a recording of 24 hours (until the first Frame is on the screen), reads it to its end as the
// indexer does, and then goes from its beginning to other places in it, and back.
func BenchmarkDay(b *testing.B) {
	path := aDay(b)
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			ctx, stop := context.WithCancel(context.Background())
			p, err := Play(ctx, opener(path), asIs)
			if err != nil {
				b.Fatal(err)
			}
			<-p.Shown()
			stop()
			if err := p.Err(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("first-seek", func(b *testing.B) { // from the first Frame, before anything else was read
		for b.Loop() {
			rec, err := record.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			pb, err := newPlayback(rec, newIndexer())
			if err != nil {
				b.Fatal(err)
			}
			for pb.part(0.5); pb.partial == nil; {
				pb.work(time.Now())
			}
			pb.close()
		}
	})
	begun := time.Now()
	pb := playbackOf(b, path, newIndexer())
	b.Logf("read to its end in %v: %d Samples, %d faults", time.Since(begun).Round(time.Second), pb.indexer.index.Len(), len(pb.indexer.index.Faults()))
	for _, place := range []struct {
		name string
		move func()
	}{
		{"end", func() { pb.part(1) }}, {"middle", func() { pb.part(0.5) }},
		{"last-fault", func() { pb.seek(goal{event: -1, faults: true, from: pb.indexer.index.Len()}) }},
	} {
		b.Run(place.name, func(b *testing.B) {
			for b.Loop() {
				place.move()
				settle(b, pb)
				pb.part(0)
				settle(b, pb)
			}
		})
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.Logf("memory: %d MB in use, %d MB from the system", m.HeapAlloc>>20, m.Sys>>20)
	runtime.KeepAlive(pb)
}
