package logs

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/muesli/termenv"

	"hadash/record"
	"hadash/tui/paint"
)

// batches makes what a busy stack writes: a thousand lines at a time, cut out of one large text as a reader does,
// somewhat out of order, mostly traffic that went well.
type batches struct{ n int }

func (b *batches) next() []*record.Line {
	var text strings.Builder
	var ends [1001]int
	for i := range 1000 {
		fmt.Fprintf(&text, "172.28.44.31:%05d [14/Mar/2026:14:48:54.101] mysql servers/mysql-slave%d 1/0/%07d 990 -- 5/4/3/2/0 0/0", i, i%3+1, b.n+i)
		ends[i+1] = text.Len()
	}
	lines, out := make([]record.Line, 1000), make([]*record.Line, 1000)
	for i := range lines {
		s := &record.Session{Backend: "servers", Server: fmt.Sprintf("mysql-slave%d", i%3+1), Termination: "--"}
		if i%10 == 0 {
			s.Termination = "SD"
		}
		at := noon.Add(time.Duration(b.n+i-i%7*20) * time.Millisecond)
		lines[i] = record.Line{At: at, Node: "haproxy", Text: text.String()[ends[i]:ends[i+1]], Session: s}
		out[i] = &lines[i]
	}
	b.n += 1000
	return out
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A million lines flow past: what stays is bounded, and the newest are seen.
func TestMillionLines(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a million lines")
	}
	p := ofRows(20)
	p.SetLeast(Quiet)
	p.Begin()
	p.Find(must(t, "slave2"))
	var from batches
	before := inUse()
	for range 1000 {
		p.Add(from.next())
	}
	if grown := int64(inUse()) - int64(before); grown > 2*MostBytes {
		t.Errorf("a million lines hold %d MB", grown>>20)
	}
	if p.Kept() != MostLines || p.Lines() != MostLines || p.Gone() != 1_000_000-MostLines {
		t.Errorf("%d kept, %d seen, %d gone", p.Kept(), p.Lines(), p.Gone())
	}
	p.Follow()
	if !p.Following() {
		p.Follow()
	}
	view := drawn(&p, 120, 20)
	has(t, view, "0999994 990 ")
	if got := strings.Count(view, "mysql-slave"); got != 20 {
		t.Errorf("%d rows of 20:\n%s", got, view)
	}
	for i := 1; i < p.Lines(); i++ {
		if p.Line(i).At.Before(p.Line(i - 1).At) {
			t.Fatalf("line %d is older than the one before it", i)
		}
	}
}

// fullPanel is a panel that forgets with every line.
func fullPanel() *Panel {
	p := ofRows(40)
	var from batches
	for range MostLines/1000 + 1 {
		p.Add(from.next())
	}
	return &p
}

// BenchmarkLogsAdd is a thousand lines taken in and drawn, by how many are kept already.
func BenchmarkLogsAdd(b *testing.B) {
	for _, kept := range []int{1000, MostLines} {
		b.Run(fmt.Sprint(kept), func(b *testing.B) {
			lines := (&batches{}).next()
			p := ofRows(40)
			for range kept / 1000 {
				p.Add(lines)
			}
			var s paint.Screen
			v := &View{Screen: &s, Theme: paint.NewTheme(paint.ThemeDark, termenv.ANSI256, false), Zone: time.UTC}
			at := noon
			b.ReportAllocs()
			for b.Loop() {
				if kept < MostLines {
					p.Reset()
				}
				at = at.Add(time.Second)
				for i, l := range lines {
					l.At = at.Add(time.Duration(i-i%7*20) * time.Millisecond)
				}
				p.Add(lines)
				s.Resize(200, 40)
				p.Draw(v, paint.Area(0, 0, 200, 40))
			}
		})
	}
}

// BenchmarkSearch is a search over all that can be kept, none of it left out, and a filter chosen: what a key waits for,
// and how long it takes until every line is judged.
func BenchmarkSearch(b *testing.B) {
	p := fullPanel()
	p.SetLeast(Quiet)
	p.finish()
	for _, text := range []string{"slave2", "Slave2", "nowhere", "down|slave3", `servers/mysql-slave[12] 1/0/\d+`, `\d+7 990`, `[0-9]+7`, `[xyz]+[0-9]`, `(\w+ )+=.*x`} {
		pattern := must(b, text)
		for name, use := range map[string]func(*Pattern){"find": p.Find, "keep": p.Keep} {
			b.Run(name+" "+text, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					use(pattern)
				}
			})
			b.Run(name+" "+text+", all", func(b *testing.B) {
				for b.Loop() {
					use(pattern)
					p.finish()
				}
			})
			use(nil)
			p.finish()
		}
	}
	b.Run("node", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Only(&NodeNames{Node: "mysql-slave2", Names: []string{"mysql-slave2", "172.28.44.42", "/servers"}})
		}
	})
	p.Only(nil)
	b.Run("weight", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.SetLeast(Warning)
		}
	})
}

// BenchmarkDraw is 40 rows of 200 cells, with a search over them.
func BenchmarkDraw(b *testing.B) {
	for _, text := range []string{"", "slave2", `\d+`} {
		b.Run("/"+text, func(b *testing.B) {
			p := fullPanel()
			if text != "" {
				p.Begin()
				p.Find(must(b, text))
			}
			var s paint.Screen
			v := &View{Screen: &s, Theme: paint.NewTheme(paint.ThemeDark, termenv.ANSI256, false), Zone: time.UTC}
			b.ReportAllocs()
			for b.Loop() {
				s.Resize(200, 40)
				p.Draw(v, paint.Area(0, 0, 200, 40))
			}
		})
	}
}
