package dated

import (
	"testing"
	"time"
)

var now = time.Date(2026, 11, 23, 2, 39, 49, 300e6, time.UTC)

func utc() *time.Location { return time.UTC }

func TestTimes(t *testing.T) {
	old := now.Add(-time.Hour)
	for name, c := range map[string]struct {
		live bool
		text []string
		want time.Time
		how  How
	}{
		"its own":                      {true, []string{"2026-11-23T02:39:48.100Z x"}, now.Add(-1200 * time.Millisecond), ByItself},
		"a second that is this one":    {true, []string{"Nov 23 02:39:49 x"}, now, ByItself},
		"a second before":              {true, []string{"Nov 23 02:39:47 x"}, now.Add(-2300 * time.Millisecond), ByItself},
		"a second that has just ended": {true, []string{"Nov 23 02:39:48 x"}, now.Add(-300*time.Millisecond - 1), ByItself},
		"none":                         {true, []string{"x"}, now, ByReading},
		"none, after an old one, live": {true, []string{"2026-11-23T01:39:49.300Z x", "y"}, now, ByReading},
		"none, after an old one":       {false, []string{"2026-11-23T01:39:49.300Z x", "y"}, old, ByOthers},
		"none, after a new one":        {false, []string{"2026-11-23T02:39:49.200Z x", "y"}, now, ByReading},
		"a session that began":         {true, []string{"1.2.3.4:5 [23/Nov/2026:01:39:49.142] custom"}, now, ByReading},
		"a session that began, before": {false, []string{"1.2.3.4:5 [23/Nov/2026:01:39:49.300] custom"}, old, ByItself},
	} {
		clock := New(utc())
		clock.Live = c.live
		var at time.Time
		var how How
		for _, line := range c.text {
			at, how = clock.At([]byte(line), now)
		}
		if !at.Equal(c.want) || how != c.how {
			t.Errorf("%s: %v, %v, want %v, %v", name, at, how, c.want, c.how)
		}
	}
}

// A program in another zone than this machine's is known by the lines that are read while they are written; a zone that was given is kept.
func TestZones(t *testing.T) {
	here := now.In(time.Local)
	written := here.Add(5*time.Hour + 30*time.Minute).Format("2006/01/02 15:04:05.000")
	clock := New(nil)
	clock.Live = true
	if at, how := clock.At([]byte(written+" [error] x"), now); at.Sub(now).Abs() > time.Second || how != ByItself {
		t.Errorf("ahead: %v, %v", at, how)
	}
	if at, _ := clock.At([]byte(written+" [error] x"), now.Add(time.Minute)); at.Sub(now).Abs() > time.Second {
		t.Errorf("a late line: %v", at)
	}
	if at, _ := clock.At([]byte(now.Add(time.Minute).In(time.Local).Format("2006/01/02 15:04:05.000")+" x"), now.Add(time.Minute)); !at.Equal(now.Add(time.Minute)) {
		t.Errorf("in this machine's zone after all: %v", at)
	}
	given := New(time.FixedZone("", 3600))
	given.Live = true
	if at, _ := given.At([]byte("2026/11/23 02:39:49.300 x"), now); !at.Equal(now.Add(-time.Hour)) {
		t.Errorf("given: %v", at)
	}
}
