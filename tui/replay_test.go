package tui

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/replaybar"
)

// fakePlayer remembers what it was asked.
type fakePlayer struct{ calls []string }

func (p *fakePlayer) Shown() <-chan Shown    { return nil }
func (p *fakePlayer) Pause()                 { p.did("pause") }
func (p *fakePlayer) Faster()                { p.did("faster") }
func (p *fakePlayer) Slower()                { p.did("slower") }
func (p *fakePlayer) Step(by int)            { p.did("step %d", by) }
func (p *fakePlayer) Shift(by time.Duration) { p.did("shift %v", by) }
func (p *fakePlayer) Seek(at time.Time)      { p.did("seek %s", at.UTC().Format("2 15:04:05.00")) }
func (p *fakePlayer) Part(share float64)     { p.did("part %g", share) }
func (p *fakePlayer) Event(by int)           { p.did("event %d", by) }
func (p *fakePlayer) Fault(by int)           { p.did("fault %d", by) }

func (p *fakePlayer) did(format string, args ...any) {
	p.calls = append(p.calls, fmt.Sprintf(format, args...))
}

// barAt is a player ten minutes into an hour, in which three things were broken.
func barAt(f incident.Frame) replaybar.Bar {
	begun := f.At.Add(-10 * time.Minute)
	return replaybar.Bar{Begun: begun, At: f.At, Until: begun.Add(time.Hour), Whole: true, Playing: true, Speed: 2,
		Faults: []time.Time{begun.Add(5 * time.Minute), begun.Add(30 * time.Minute), begun.Add(time.Hour)}}
}

// replayOf is a screen on a recording.
func replayOf(w, h int, p *fakePlayer, shown ...Shown) *Model {
	m := screenOf(w, h, Options{Replay: p, Badge: "RECORDING of a real drill, 14 Mar 2026", Export: everyKey.Export, Version: "1.0"})
	for _, s := range shown {
		m.Update(shownMsg(s))
	}
	return m
}

func TestGoldenReplay(t *testing.T) {
	paused := barAt(oneDown())
	paused.Playing, paused.Speed, paused.Torn = false, 0.25, "its last 17 bytes are an incomplete block"
	reading := barAt(oneDown())
	reading.Seeking, reading.Read, reading.Whole, reading.Until = true, 0.34, false, reading.At.Add(20*time.Minute)
	first := reading
	first.Partial, first.From = true, first.At.Add(-2*time.Minute)
	next := barAt(oneDown())
	next.At, next.Broke = next.Faults[1].Add(-2900*time.Millisecond), []string{"app1 is paused", "mysql-slave1 is stopped"}
	for _, scene := range []struct {
		name string
		bar  replaybar.Bar
		keys []string
	}{
		{"replay-next", next, nil},
		{"replay", barAt(oneDown()), nil}, {"replay-paused", paused, nil}, {"replay-reading", reading, []string{":", "14:03"}},
		{"replay-help", barAt(oneDown()), []string{"?"}}, {"replay-first-look", first, []string{"e"}},
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s-%dx%d", scene.name, size[0], size[1]), func(t *testing.T) {
				m := replayOf(size[0], size[1], &fakePlayer{}, Shown{Frame: oneDown(), Jumped: true, Bar: scene.bar})
				press(m, scene.keys...)
				goldenFrame(t, scene.name, m)
			})
		}
	}
}

// A first look says what it does not count, on every page, and is not exported; the exact Frame is.
func TestPartialReplay(t *testing.T) {
	first := barAt(oneDown())
	first.Seeking, first.Partial, first.From = true, true, first.At.Add(-2*time.Minute)
	m := replayOf(120, 36, &fakePlayer{}, Shown{Frame: oneDown(), Jumped: true, Bar: first})
	var exported []incident.Frame
	m.o.Export = func(_ context.Context, f incident.Frame) (string, error) {
		exported = append(exported, f)
		return "run.md", nil
	}
	for _, keys := range [][]string{nil, {"5"}, {"esc", "T"}, {"esc"}} {
		press(m, keys...)
		if view := ansi.Strip(m.View()); !strings.Contains(view, "first look: events before "+first.From.UTC().Format("15:04:05")+" are not counted yet") {
			t.Errorf("after %q no word of the first look:\n%s", keys, view)
		}
	}
	press(m, "e")
	if view := ansi.Strip(m.View()); len(exported) > 0 || !strings.Contains(view, "not exported: a first look") {
		t.Errorf("%d exported during a first look:\n%s", len(exported), view)
	}
	m.Update(shownMsg(Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())}))
	press(m, "e")
	if view := ansi.Strip(m.View()); len(exported) != 1 || strings.Contains(view, "first look") {
		t.Errorf("%d exported after it:\n%s", len(exported), view)
	}
}

func TestReplayKeys(t *testing.T) {
	for key, want := range map[string]string{
		" ": "pause", "]": "faster", "[": "slower", ".": "step 1", ",": "step -1", ">": "shift 1s", "<": "shift -1s",
		"}": "event 1", "{": "event -1", ")": "fault 1", "(": "fault -1", "home": "part 0", "end": "part 1",
		"s": "", "S": "", "x": "", "H": "", "l": "", "+": "", "n": "", "R": "", "p": "", "c": "", "w": "", "m": "", "d": "", "r": "", "C": "",
	} {
		p := &fakePlayer{}
		m := replayOf(120, 36, p, Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())})
		press(m, key)
		if got := strings.Join(p.calls, ", "); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
		if m.ask != nil || m.typing != nil || m.frozen {
			t.Errorf("%q asks, types or freezes", key)
		}
	}
}

// The recording began on 14 March at 14:38:55 UTC.
func TestGoTo(t *testing.T) {
	for text, want := range map[string]string{
		"+90s": "shift 1m30s", "-1m30s": "shift -1m30s", "50%": "part 0.5", "0 %": "part 0", "100%": "part 1", "14:48:20": "seek 14 14:48:20.00",
		"14:48": "seek 14 14:48:00.00", "14:48:20.25": "seek 14 14:48:20.25", "03:00:00": "seek 15 03:00:00.00", " +1h ": "shift 1h0m0s",
		"": "", "101%": "!", "-1%": "!", "NaN%": "!", "+": "!", "90": "!", "25:00": "!", "%": "!",
	} {
		p := &fakePlayer{}
		m := replayOf(120, 36, p, Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())})
		press(m, append(append([]string{":"}, strings.Split(text, "")...), "enter")...)
		if want == "!" {
			if len(p.calls) > 0 || m.said.tone != badly || !strings.Contains(m.said.text, "must be") {
				t.Errorf("%q: %v, says %q", text, p.calls, m.said.text)
			}
			continue
		}
		if got := strings.Join(p.calls, ", "); got != want || m.said.tone == badly {
			t.Errorf("%q: %q, want %q; says %q", text, got, want, m.said.text)
		}
	}
}

// After a jump the logs are those from before that moment; else they add up.
func TestReplayLogs(t *testing.T) {
	lines := someLines(0, 6)
	f := oneDown()
	f.Notable, f.Lines = lines[:3], lines[2:3]
	m := replayOf(120, 36, &fakePlayer{}, Shown{Frame: f, Jumped: true, Bar: barAt(f)})
	has := func(want ...*record.Line) {
		t.Helper()
		got := texts(m)
		if len(got) != len(want) {
			t.Fatalf("%q, want %d lines", got, len(want))
		}
		for i, l := range want {
			if got[i] != l.Text {
				t.Errorf("line %d is %q, want %q", i, got[i], l.Text)
			}
		}
	}
	has(lines[0], lines[1], lines[2])
	f.Notable, f.Lines = lines[:5], lines[3:5]
	m.Update(shownMsg(Shown{Frame: f, Bar: barAt(f)}))
	has(lines[0], lines[1], lines[2], lines[3], lines[4])
	f.Notable, f.Lines = lines[:2], nil
	m.Update(shownMsg(Shown{Frame: f, Jumped: true, Bar: barAt(f)}))
	has(lines[0], lines[1])
}

func TestReplayEnds(t *testing.T) {
	m := replayOf(120, 36, &fakePlayer{}, Shown{Frame: oneDown(), Jumped: true, Bar: barAt(oneDown())})
	end := barAt(oneDown())
	end.Ended, end.Playing, end.Torn = true, false, "its last 17 bytes are an incomplete block"
	m.Update(shownMsg(Shown{Frame: oneDown(), Bar: end}))
	view := ansi.Strip(m.View())
	for _, want := range []string{"end of the recording", "home begins again, q quits", "it is incomplete: its last 17 bytes", "RECORDING"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q on the screen:\n%s", want, view)
		}
	}
	if !press(m, "q") {
		t.Error("q does not quit")
	}
}

// R says what it did, and the header that a recording is being made.
func TestRecordKey(t *testing.T) {
	on := false
	m := screenOf(120, 36, Options{Hands: &fakeHands{}, Recording: func() bool { return on }, Record: func() (string, error) {
		if on = !on; on {
			return "recording into run.hadash", nil
		}
		return "", fmt.Errorf("the disk is full")
	}}, allUp())
	for _, want := range []struct {
		rec  bool
		says string
	}{{true, "recording into run.hadash"}, {false, "the disk is full"}} {
		press(m, "R")
		view := ansi.Strip(m.View())
		if strings.Contains(view, "● REC") != want.rec || !strings.Contains(view, want.says) {
			t.Errorf("want REC %v and %q:\n%s", want.rec, want.says, view)
		}
	}
	if m := screenOf(120, 36, Options{Recording: func() bool { return true }, Record: m.o.Record}, allUp()); !strings.Contains(ansi.Strip(m.View()), "● REC") {
		t.Error("--record shows no REC")
	}
	if m := screenOf(120, 36, Options{}, allUp()); m.c.Keys.On(keys.Record) {
		t.Error("R where nothing can be recorded")
	}
}
