package tty

import (
	"bytes"
	"strings"
	"testing"
)

const (
	enter = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[2J"
	leave = "\x1b[?2004l\x1b[?25h\x1b[?1049l"
)

// written is what a terminal gets that is no file: there is no mode to change.
func written(t *testing.T, first string, do func(s *Screen)) string {
	t.Helper()
	var b bytes.Buffer
	do(NewScreen(strings.NewReader(""), &b, first))
	return b.String()
}

// The reports are switched on only while the terminal is ours, and off before it is given back.
func TestMouse(t *testing.T) {
	in, out := func(s *Screen) { _ = s.Enter() }, func(s *Screen) { _ = s.Leave() }
	on, off := func(s *Screen) { s.Mouse(true) }, func(s *Screen) { s.Mouse(false) }
	for name, tt := range map[string]struct {
		do   []func(*Screen)
		want string
	}{
		"asked for first":    {[]func(*Screen){on, in, out}, enter + mouseOn + mouseOff + leave},
		"asked for later":    {[]func(*Screen){in, on, out}, enter + mouseOn + mouseOff + leave},
		"released":           {[]func(*Screen){on, in, off, out}, enter + mouseOn + mouseOff + leave},
		"suspended":          {[]func(*Screen){on, in, out, in}, enter + mouseOn + mouseOff + leave + enter + mouseOn},
		"released meanwhile": {[]func(*Screen){on, in, out, off, in}, enter + mouseOn + mouseOff + leave + enter},
		"twice":              {[]func(*Screen){in, in, on, on, out, out}, enter + mouseOn + mouseOff + leave},
		"never":              {[]func(*Screen){in, out}, enter + leave},
	} {
		got := written(t, "", func(s *Screen) {
			for _, do := range tt.do {
				do(s)
			}
		})
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// Only the lines that differ are written, and all of them where what is there is not known.
func TestPaint(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(s *Screen)
		want string
	}{
		"first":         {func(s *Screen) { s.Paint("one\ntwo") }, "\x1b[1Hone\x1b[2Htwo"},
		"the same":      {func(s *Screen) { s.Paint("one\ntwo"); s.Paint("one\ntwo") }, "\x1b[1Hone\x1b[2Htwo"},
		"one changed":   {func(s *Screen) { s.Paint("one\ntwo"); s.Paint("one\nnew") }, "\x1b[1Hone\x1b[2Htwo\x1b[2Hnew"},
		"resized":       {func(s *Screen) { s.Paint("one\ntwo"); s.Clear(); s.Paint("one") }, "\x1b[1Hone\x1b[2Htwo\x1b[2J\x1b[1Hone"},
		"line again":    {func(s *Screen) { s.Paint("one\ntwo"); s.Paint("one"); s.Paint("one\ntwo") }, "\x1b[1Hone\x1b[2Htwo\x1b[2Htwo"},
		"said between":  {func(s *Screen) { s.Paint("one"); s.Say("\a"); s.Paint("one") }, "\x1b[1Hone\a"},
		"no size yet":   {func(s *Screen) { s.Paint("") }, ""},
		"more than ten": {func(s *Screen) { s.Paint(strings.Repeat("\n", 10) + "x") }, "\x1b[11Hx"},
	} {
		got := written(t, "", func(s *Screen) { _ = s.Enter(); tt.do(s) })
		if got != enter+tt.want {
			t.Errorf("%s: %q, want %q", name, got, enter+tt.want)
		}
	}
}

// Nothing is written to a terminal that is not ours, and the whole frame when it is again.
func TestAway(t *testing.T) {
	got := written(t, "first", func(s *Screen) {
		s.Paint("one")
		s.Say("\a")
		s.Clear()
		_ = s.Enter()
		s.Paint("one")
		_ = s.Leave()
		s.Paint("two")
		s.Say("\a")
		s.Clear()
		_ = s.Enter()
		s.Paint("two")
	})
	if want := enter + "first\x1b[1Hone" + leave + enter + "\x1b[1Htwo"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func BenchmarkPaint(b *testing.B) {
	s := NewScreen(strings.NewReader(""), discard{}, "")
	_ = s.Enter()
	line := "\x1b[38;5;114m" + strings.Repeat("x", 200)
	frames := [2]string{strings.Repeat(line+"\n", 50), strings.Repeat(line+"\n", 40) + strings.Repeat(line+"y\n", 10)}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Paint(frames[i%2])
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
