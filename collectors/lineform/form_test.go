package lineform

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func text(slot int, after string) Part { return Part{Name: "$x", Slot: slot, After: after} }

// values returns the texts in the slots.
func values(t *testing.T, f *Form, line string, slots int) []string {
	t.Helper()
	into := make([]Span, slots)
	if !f.Match(line, into) {
		miss := f.Missed(line)
		t.Fatalf("%q does not match: at %s, %q", line, miss.Name, miss.Text)
	}
	var all []string
	for _, s := range into {
		all = append(all, line[s.From:s.To])
	}
	return all
}

// Values are put between literals, and taken apart again: those that came in come out.
func TestWhatWasPutTogetherIsTakenApart(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	shapes := []struct {
		shape Shape
		of    []string
	}{
		{Number, []string{"0", "200", "-1", "0.005", "+3", "-"}},
		{Word, []string{"a", "10.0.0.1", "-", "<NOSRV>", "::1"}},
		{List, []string{"a:1", "a:1, b:2", "a:1 : b:2, c:3", "-", "502, 200", "a:1 :  : c:3"}},
		{Request, []string{"GET / HTTP/1.1", "GET /x y HTTP/1.0", "-"}},
		{Fixed, []string{"29/Nov", "30/Dec"}},
		{Any, []string{"", "x", "a b", "Mozilla/5.0 (x; y)"}},
	}
	for range 5000 {
		var parts []Part
		var want []string
		begin := pick("", "[", "a ")
		line := begin
		for n := range 1 + r.IntN(6) {
			s := shapes[r.IntN(len(shapes))]
			value, after := s.of[r.IntN(len(s.of))], pick(`" "`, `" `, "|", "] [", ` "`)
			if s.shape == Number || s.shape == List || s.shape == Fixed {
				after = pick(" ", `" "`, "|")
			}
			parts = append(parts, Part{Name: "$x", Slot: n, Shape: s.shape, Width: len("29/Nov"), After: after})
			want, line = append(want, value), line+value+after
		}
		f, err := New(begin, parts, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := values(t, &f, line, len(parts)); strings.Join(got, "\x00") != strings.Join(want, "\x00") {
			t.Fatalf("%q: %q, want %q", line, got, want)
		}
	}
}

// A request and an agent that hold the literals around them: the client chooses them.
func TestValuesThatHoldLiterals(t *testing.T) {
	f, _ := New(`"`, []Part{{Slot: 0, Shape: Request, After: `" `}, {Slot: 1, Shape: Number, After: ` "`}, text(2, `"`)}, Options{})
	got := values(t, &f, `"GET /" 200 "x HTTP/1.1" 502 "a" 1 "b"`, 3)
	if got[1] != "502" || got[2] != `a" 1 "b` {
		t.Errorf("%q", got)
	}
	f, _ = New(`{"a":"`, []Part{text(0, `","b":"`), text(1, `"}`)}, Options{Backslash: true})
	if got := values(t, &f, `{"a":"x\","b":"\\","b":"y"}`, 2); got[0] != `x\","b":"\\` || got[1] != "y" {
		t.Errorf("%q", got)
	}
}

// A form in which everything may be anything, and a line that fits nearly: the work for it is limited.
func TestAmbiguousFormsEnd(t *testing.T) {
	var parts []Part
	for range 50 {
		parts = append(parts, text(0, "a"))
	}
	f, err := New("", append(parts, text(0, "b")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Match(strings.Repeat("a", 4000), make([]Span, 1)) {
		t.Error("it matches")
	}
}

func TestCutName(t *testing.T) {
	for line, want := range map[string]string{
		"nginx.1    | x": "x", "haproxy-1  | a | b": "a | b", "x": "x", " | x": " | x", `{"a" | b`: `{"a" | b`, "10.0.0.1 - | x": "10.0.0.1 - | x",
	} {
		if got, ok := CutName(line); got != want || ok != (got != line) {
			t.Errorf("%q: %q, %v", line, got, ok)
		}
	}
}
