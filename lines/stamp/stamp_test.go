package stamp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 2, 40, 0, 0, time.UTC)

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return zone
}

func TestForms(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 39, 49, 0, time.UTC)
	const ms, us = 142 * time.Millisecond, 142345 * time.Microsecond
	for line, want := range map[string]Time{
		"Nov 23 02:39:49 lb1 haproxy[8]: x":                                   {at, time.Second, true, false},
		"Nov 23 02:39:49.142345 lb1 haproxy[8]: x":                            {at.Add(us), time.Microsecond, true, false},
		"Nov 23 2026 02:39:49 lb1 haproxy[8]: x":                              {at, time.Second, true, false},
		"<134>Nov 23 02:39:49 haproxy[8]: x":                                  {at, time.Second, true, false},
		"2026-11-23T02:39:49.142345+00:00 lb1 haproxy[123]: x":                {at.Add(us), time.Microsecond, false, false},
		"2026-11-23T08:09:49+05:30 lb1 haproxy[123]: x":                       {at, time.Second, false, false},
		"2026-11-22T21:39:49.142-0500 x":                                      {at.Add(ms), time.Millisecond, false, false},
		"2026-11-23T02:39:49Z stdout F x":                                     {at, time.Second, false, false},
		"2026-11-23T02:39:49.142345678Z x":                                    {at.Add(142345678), 1, false, false},
		"2026-11-23 02:39:49,142 x":                                           {at.Add(ms), time.Millisecond, true, false},
		"2026-11-23 02:39:49 UTC x":                                           {at, time.Second, false, false},
		"2026-11-23 03:39:49 +0100 x":                                         {at, time.Second, false, false},
		"[2026-11-23T02:39:49.142Z] x":                                        {at.Add(ms), time.Millisecond, false, false},
		"Mon 2026-11-23 02:39:49 UTC lb1 haproxy[5]: x":                       {at, time.Second, false, false},
		"Mon 2026-11-23 02:39:49 CET lb1 haproxy[5]: x":                       {at, time.Second, true, false},
		"<134>1 2026-11-23T02:39:49.142345+00:00 lb1 haproxy 8 - - x":         {at.Add(us), time.Microsecond, false, false},
		"185 <134>1 2026-11-23T02:39:49Z lb1 haproxy 8 - - x":                 {at, time.Second, false, false},
		"\ufeff<134>\ufeffNov 23 02:39:49 x":                                  {at, time.Second, true, false},
		"haproxy-1  | 2026-11-23T02:39:49.142Z x":                             {at.Add(ms), time.Millisecond, false, false},
		"2026/11/23 02:39:49 [error] 5#5: *1 x":                               {at, time.Second, true, false},
		`10.1.2.3 - - [23/Nov/2026:02:39:49 +0000] "GET /a/b HTTP/1.1" 200 1`: {at, time.Second, false, false},
		`1.2.3.4 - - [23/Nov/2026:02:39:29 +0000] "GET / HTTP/1.1" 200 1 "" "" 46758 042 "fe" "be" "s1" 0 0 0 122 20100 ---- 1 1 0 0 0 0 0 "" "" `: {at.Add(ms), time.Millisecond, false, false},
		`1.2.3.4 - - [23/Nov/2026:02:39:29 +0000] "TCP " 000 1 "" "" 46758 042 "fe" "be" "s1" -1 0 0 20100 77 ---- 1 1 0 0 0 0 0 "" "" `:           {at.Add(ms), time.Millisecond, false, false},
		`1.2.3.4 - - [23/Nov/2026:02:39:49 +0000] "GET / HTTP/1.1" 200 1 "" "" 46758`:                                                              {at, time.Second, false, false},
		`10.1.2.3 - - [23/Nov/2026:08:09:49 +0530] "GET / HTTP/1.1" 200 1`:                                                                         {at, time.Second, false, false},
		`1795401589.142 10.1.2.3 GET /`:                                                                         {at.Add(ms), time.Millisecond, false, false},
		`{"time":"1795401589.142","status":"200"}`:                                                              {at.Add(ms), time.Millisecond, false, false},
		`{"status":200,"@timestamp":"2026-11-23T02:39:49.142Z"}`:                                                {at.Add(ms), time.Millisecond, false, false},
		`{"level":"info", "ts" : 1795401589.142345, "msg":"x"}`:                                                 {at.Add(us), time.Microsecond, false, false},
		`{"timestamp":1795401589142,"a":1}`:                                                                     {at.Add(ms), time.Millisecond, false, false},
		`{"uri":"/?q=\"time\":\"2001-01-01T00:00:00Z\"","time":1795401589,"a":1}`:                               {at, time.Second, false, false},
		`{"t":"23/Nov/2026:02:39:49 +0000"}`:                                                                    {at, time.Second, false, false},
		`<190>Nov 23 02:39:49 nginx: {"time":"1.000"}`:                                                          {at, time.Second, true, false},
		`level=info time="2026-11-23T02:39:49Z" msg=x`:                                                          {at, time.Second, false, false},
		`1.2.3.4 - - [23/Nov/2026:02:39:49 +0000] "GET /" 200 1 "-" "x t=2001-01-01T00:00:00Z"`:                 {at, time.Second, false, false},
		`time=1795401589.142 msg=x`:                                                                             {at.Add(ms), time.Millisecond, false, false},
		`1.2.3.4:36 [23/Nov/2026:02:39:48.000] fe be/s1 1/0/1142 0 DC 8/8/7/4/0 0/0`:                            {at.Add(ms), time.Millisecond, true, false},
		`::1:36 [23/Nov/2026:02:39:49.100] fe~ be/s1 0/0/1/40/42 200 1 - - ---- 8/8/7/4/0 0/0 "GET / HTTP/1.1"`: {at.Add(ms), time.Millisecond, true, false},
		`1.2.3.4:36 [23/Nov/2026:02:39:49.142] fe be/<NOSRV> -1/-1/-1 0 SC 8/8/7/4/0 0/0`:                       {at.Add(ms), time.Millisecond, true, true},
		`done 1.2.3.4 at 23/Nov/2026:02:39:49.142: be|s 200`:                                                    {at.Add(ms), time.Millisecond, true, true},
	} {
		r := Reader{Zone: time.UTC}
		for range 2 { // the second time by what it remembers
			if got, ok := r.Read([]byte(line), now); !ok || got != want {
				t.Errorf("%s\n got %+v, %v\nwant %+v", line, got, ok, want)
			}
		}
	}
}

func TestNoTime(t *testing.T) {
	for _, line := range []string{
		"", "x", "<134>", "<134>x", "Server be/s1 is DOWN.", "[WARNING]  (8) : Server be/s1 is DOWN.", "10.1.2.3 - - x", "Nov 31", "Nov 00 02:39:49 x",
		"2026-13-23T02:39:49Z", "2026-11-23T25:39:49Z", "[ 1234.567890] x", "1795401589", "1795401589x", `{"time":"soon"}`, "23/Foo/2026:02:39:49 +0000",
		"/a/b/c", "9999999999999999999999 x", "<1", "12 <", "haproxy-1 | ", "a= =", "{:", `{":"`, "0000-00-00T00:00:00Z",
	} {
		var r Reader
		if got, ok := r.Read([]byte(line), now); ok {
			t.Errorf("%q: %+v", line, got)
		}
	}
}

// Dates without a year are in the one nearest to now, also across New Year and on a leap day.
func TestYears(t *testing.T) {
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 10, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		line string
		now  time.Time
		want time.Time
	}{
		{"Dec 31 00:10:00 x", day(2027, 1, 1), day(2026, 12, 31)},
		{"Jan  1 00:10:00 x", day(2026, 12, 31), day(2027, 1, 1)},
		{"Jan  1 00:10:00 x", day(2027, 1, 1), day(2027, 1, 1)},
		{"Dec 31 00:10:00 x", day(2026, 12, 31), day(2026, 12, 31)},
		{"Feb 29 00:10:00 x", day(2028, 3, 1), day(2028, 2, 29)},
		{"Feb 29 00:10:00 x", day(2029, 1, 5), day(2028, 2, 29)},
	} {
		r := Reader{Zone: time.UTC}
		if got, ok := r.Read([]byte(c.line), c.now); !ok || !got.At.Equal(c.want) {
			t.Errorf("%s in %v: %v, %v, want %v", c.line, c.now, got.At, ok, c.want)
		}
	}
}

// The hour that comes twice when summer time ends is the one nearest to now.
func TestTheHourThatComesTwice(t *testing.T) {
	berlin := zoneOf(t, "Europe/Berlin")
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	for _, want := range []time.Time{first, first.Add(time.Hour)} {
		r := Reader{Zone: berlin}
		for _, line := range []string{"Oct 25 02:30:00 x", "2026-10-25 02:30:00 x"} {
			if got, ok := r.Read([]byte(line), want.Add(time.Second)); !ok || !got.At.Equal(want) {
				t.Errorf("%s at %v: %v, %v", line, want, got.At, ok)
			}
		}
	}
	r := Reader{Zone: berlin}
	if got, _ := r.Read([]byte("Jul  1 12:00:00 x"), first); !got.At.Equal(time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("in summer: %v", got.At)
	}
}

// What the real programs wrote in one run, in a zone of its own: every line's time is within that run, and each session ends when its line was
// written.
func TestCaptured(t *testing.T) {
	kolkata := zoneOf(t, "Asia/Kolkata")
	begin := time.Date(2026, 11, 30, 19, 7, 40, 0, time.UTC)
	files, _ := filepath.Glob("../../collectors/testdata/prefixes/*.log")
	if len(files) < 15 {
		t.Fatalf("only %d files", len(files))
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		untimed := 0
		for line := range strings.Lines(string(text)) {
			r := Reader{Zone: kolkata}
			got, ok := r.Read([]byte(line), begin)
			if !ok {
				untimed++
			} else if got.At.Before(begin) || got.At.After(begin.Add(6*time.Second)) {
				t.Errorf("%s: %s: %v", filepath.Base(name), line, got.At)
			}
		}
		want := map[string]int{"raw.log": 4, "short.log": 4, "priority.log": 4, "stderr.log": 4}[filepath.Base(name)] // sentences
		if untimed != want {
			t.Errorf("%s: %d lines without a time, want %d", filepath.Base(name), untimed, want)
		}
	}
}

// The end of a session by its own date is the time that HAProxy's header has.
func TestSessionsEndWhenTheyAreWritten(t *testing.T) {
	text, err := os.ReadFile("../../collectors/testdata/prefixes/iso.log")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		r := Reader{Zone: zoneOf(t, "Asia/Kolkata")}
		head, _ := r.Read([]byte(line), now)
		_, body, _ := strings.Cut(line, " ")
		own, ok := r.Read([]byte(body), now)
		if !ok || own.Begun {
			continue
		}
		n++
		if d := head.At.Sub(own.At); d < -time.Millisecond || d > 50*time.Millisecond {
			t.Errorf("%s: %v apart", line, d)
		}
	}
	if n != 28 {
		t.Errorf("only %d sessions", n)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	r := Reader{Zone: time.UTC}
	for _, line := range benchmarks {
		text := []byte(line)
		if n := testing.AllocsPerRun(100, func() { r.Read(text, now) }); n != 0 {
			t.Errorf("%s: %v allocations", line, n)
		}
	}
}

var benchmarks = map[string]string{
	"classic": "Nov 23 02:39:49 lb1 haproxy[8]: 10.1.2.3:36356 [23/Nov/2026:02:39:49.142] fe be/db2 1/0/1699 0 -- 6/5/5/5/0 0/0",
	"iso":     "2026-11-23T02:39:49.142345+00:00 lb1 haproxy[8]: 10.1.2.3:36356 [23/Nov/2026:02:39:49.142] fe be/db2 1/0/1699 0 -- 6/5/5/5/0 0/0",
	"5424":    "<134>1 2026-11-23T02:39:49.142345+00:00 lb1 haproxy 8 - - x",
	"clf":     `10.1.2.3 - - [23/Nov/2026:02:39:49 +0000] "GET /a/b HTTP/1.1" 200 1 "-" "curl/7.88.1"`,
	"session": "10.1.2.3:36356 [23/Nov/2026:02:39:49.142] fe be/db2 1/0/1699 0 -- 6/5/5/5/0 0/0",
	"json":    `{"time":"1795401589.142","status":"200","method":"GET","uri":"/a","rt":"0.002"}`,
	"none":    "Server web/web2 is DOWN, reason: Layer4 connection problem, check duration: 0ms. 1 active and 0 backup servers left.",
}

func BenchmarkRead(b *testing.B) {
	for name, line := range benchmarks {
		b.Run(name, func(b *testing.B) {
			r := Reader{Zone: time.UTC}
			text := []byte(line)
			b.ReportAllocs()
			for b.Loop() {
				r.Read(text, now)
			}
		})
	}
}

// Whatever a line holds, its time can be written and read again.
func FuzzStamp(f *testing.F) {
	for _, line := range benchmarks {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r := Reader{Zone: time.UTC}
		got, ok := r.Read([]byte(line), now)
		if !ok {
			return
		}
		if got.Fine <= 0 || got.Fine > time.Second {
			t.Fatalf("%q: %+v", line, got)
		}
		if got.At.Year() < 0 || got.At.Year() > 9999 {
			t.Fatalf("%q: %v", line, got.At)
		}
	})
}
