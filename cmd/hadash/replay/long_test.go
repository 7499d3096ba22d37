package replay

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"hadash/record"
	"hadash/tui"
)

// aDay makes a recording of 24 hours, once: the calm seconds of a real run, in which everything is polled once a
// second, over and over, and its fault each half hour. It is kept, because it takes a while.
func aDay(b *testing.B) string {
	path := filepath.Join(os.TempDir(), "hadash-a-day.hadash")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	run := captured(b, "tuned-kill-mysql-slave1")
	begun, calm := run[0].At, 8*time.Second // the fault comes then
	w, err := record.Create(path+".part", record.Header{Hadash: "test", Started: begun})
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
	if err := os.Rename(path+".part", path); err != nil {
		b.Fatal(err)
	}
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
				c.Started, c.Finished = c.Started.Add(by), c.Finished.Add(by)
			}
		}
	}
	return s
}

// BenchmarkOpenDay is the time from the command to the first Frame of a recording of 24 hours.
func BenchmarkOpenDay(b *testing.B) {
	path := aDay(b)
	for b.Loop() {
		ctx, stop := context.WithCancel(context.Background())
		p, err := Play(ctx, opener(path))
		if err != nil {
			b.Fatal(err)
		}
		<-p.Shown()
		stop()
		if err := p.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSeekDay looks for places in a recording of 24 hours of which all was read.
func BenchmarkSeekDay(b *testing.B) {
	path := aDay(b)
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	p, err := Play(ctx, opener(path))
	if err != nil {
		b.Fatal(err)
	}
	p.Pause()
	begun := time.Now()
	s := until(p, func(r tui.Reel) bool { return r.Whole })
	b.Logf("read to its end in %v: %v, %d faults", time.Since(begun).Round(time.Millisecond), s.Reel.Until.Sub(s.Reel.Begun), len(s.Reel.Faults))
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.Logf("memory: %d MB in use, %d MB from the system", m.HeapAlloc>>20, m.Sys>>20)
	for _, place := range []struct {
		name string
		move func()
	}{
		{"end", func() { p.Part(1) }}, {"begin", func() { p.Part(0) }}, {"half", func() { p.Part(0.5) }},
		{"fault-before", func() { p.Fault(-1) }}, {"fault-next", func() { p.Fault(+1) }}, {"second-back", func() { p.Shift(-time.Second) }},
	} {
		for range 2 {
			begun := time.Now()
			place.move()
			until(p, func(r tui.Reel) bool { return r.Seeking })
			until(p, func(r tui.Reel) bool { return !r.Seeking })
			b.Logf("%-12s %v", place.name, time.Since(begun).Round(time.Millisecond))
		}
	}
	runtime.ReadMemStats(&m)
	b.Logf("memory: %d MB in use, %d MB from the system", m.HeapAlloc>>20, m.Sys>>20)
}

// until takes what is shown until the player is where it is wanted.
func until(p *Player, where func(tui.Reel) bool) (s tui.Shown) {
	for s = range p.Shown() {
		if where(s.Reel) {
			return s
		}
	}
	return s
}
