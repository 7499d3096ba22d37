package tty

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// said reads what comes in the pieces given, each of them one read.
func said(t *testing.T, pieces ...string) (typed, heard string, ended bool) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close(); _ = w.Close() }()
	in := NewInput(r, func(light bool) { heard += fmt.Sprint(light, " ") })
	var buf [256]byte
	for _, p := range pieces {
		if _, err := w.WriteString(p); err != nil {
			t.Fatal(err)
		}
		for got, done := 0, false; !done; {
			n, err := in.Read(buf[:])
			if err != nil {
				t.Fatal(err)
			}
			typed, got = typed+string(buf[:n]), got+n
			done = !in.more(0)
		}
	}
	return typed, heard, in.ended()
}

const (
	white = "\x1b]11;rgb:ffff/ffff/ffff\x07"
	black = "\x1b]11;rgb:0000/0000/0000\x1b\\"
	da    = "\x1b[?62;22;52c"
)

func TestAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		pieces       []string
		typed, heard string
		ended        bool
	}{
		"light":                 {[]string{white + da}, "", "true ", true},
		"dark, ST":              {[]string{black + da}, "", "false ", true},
		"no colour":             {[]string{da}, "", "", true},
		"keys around":           {[]string{"j" + white + "k" + da + "l"}, "jkl", "true ", true},
		"arrows around":         {[]string{"\x1b[A" + black + "\x1b[B" + da + "\x1b[1;5C"}, "\x1b[A\x1b[B\x1b[1;5C", "false ", true},
		"esc before":            {[]string{"\x1b" + white + da}, "\x1b", "true ", true},
		"esc alone":             {[]string{"\x1b"}, "\x1b", "", false},
		"alt+]":                 {[]string{"\x1b]"}, "\x1b]", "", false},
		"alt+] and a key later": {[]string{"\x1b]", "1"}, "\x1b]1", "", false},
		"mouse and paste":       {[]string{"\x1b[<0;3;4M\x1b[200~a b\x1b[201~" + da}, "\x1b[<0;3;4M\x1b[200~a b\x1b[201~", "", true},
		"no colour we know":     {[]string{"\x1b]11;hotpink\x07" + da}, "", "", true},
		"unfinished":            {[]string{"\x1b]11;rgb:12", "j"}, "j", "", false},
		"after the end":         {[]string{da, white}, white, "", true},
		"two answers":           {[]string{black + white + da}, "", "false true ", true},
		"UTF-8":                 {[]string{"ж" + white + "é" + da}, "жé", "true ", true},
	} {
		typed, heard, ended := said(t, tt.pieces...)
		if typed != tt.typed || heard != tt.heard || ended != tt.ended {
			t.Errorf("%s: typed %q, heard %q, ended %v; want %q, %q, %v", name, typed, heard, ended, tt.typed, tt.heard, tt.ended)
		}
	}
}

// However an answer is torn, it is the same answer, and no key comes or goes.
func TestTornAnswer(t *testing.T) {
	whole := "j" + white + "\x1b[A" + da + "k"
	for i := 1; i < len(whole); i++ {
		heard := ""
		in := NewInput(nil, func(light bool) { heard += fmt.Sprint(light) })
		typed := in.sift(nil, []byte(whole[:i]))
		typed = in.sift(typed, []byte(whole[i:]))
		if string(typed) != "j\x1b[Ak" || heard != "true" || !in.ended() {
			t.Errorf("torn at %d: typed %q, heard %q, ended %v", i, typed, heard, in.ended())
		}
	}
}

// FuzzSift wants that however bytes are cut into reads, the same keys are typed, and that bytes without an escape all
// come through.
func FuzzSift(f *testing.F) {
	f.Add([]byte("j"+white+"k"+da+"l"), uint8(3))
	f.Add([]byte("\x1b]11;\x1b]11;?"), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, cut uint8) {
		sift := func(size int) []byte {
			in := NewInput(nil, func(bool) {})
			var typed []byte
			for rest := b; len(rest) > 0; {
				n := min(size, len(rest))
				typed, rest = in.sift(typed, rest[:n]), rest[n:]
			}
			return append(typed, in.held...)
		}
		whole := sift(len(b) + 1)
		if got := sift(int(cut) + 1); !bytes.Equal(got, whole) {
			t.Errorf("in pieces of %d: %q, want %q", int(cut)+1, got, whole)
		}
		if !bytes.ContainsRune(b, '\x1b') && !bytes.Equal(whole, b) {
			t.Errorf("%q became %q", b, whole)
		}
	})
}

func TestLight(t *testing.T) {
	for colour, want := range map[string][2]bool{
		"rgb:ffff/ffff/ffff": {true, true}, "rgb:0/0/0": {false, true}, "rgb:ff/ff/ff": {true, true}, "rgb:fdfd/f6f6/e3e3": {true, true},
		"rgb:0000/2b2b/3636": {false, true}, "rgb:1e/1e/1e": {false, true}, "rgba:ffff/ffff/ffff/8000": {true, true},
		"rgb:8000/8000/8000": {true, true}, "rgb:4000/4000/4000": {false, true},
		"": {}, "rgb:": {}, "rgb:ff/ff": {}, "rgb:gg/00/00": {}, "rgb:fffff/0/0": {}, "#ffffff": {}, "rgb:-1/0/0": {},
	} {
		if light, ok := Light(colour); light != want[0] || ok != want[1] {
			t.Errorf("%q: light %v, %v; want %v", colour, light, ok, want)
		}
	}
}
