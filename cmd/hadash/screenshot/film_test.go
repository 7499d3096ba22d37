package screenshot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	text := "\x1b[1;31mred\x1b[0m  \x1b[7mback\x1b[0m   \n  日本 x"
	got := read(text, 14, 2)
	want := []line{
		{{0, 3, "red", letters, look{ink: "#800000", bold: true}}, {5, 4, "back", letters, look{ink: ownGround, ground: ownInk}}},
		{{2, 2, "日", sign, look{}}, {4, 2, "本", sign, look{}}, {7, 1, "x", letters, look{}}},
	}
	// A wide letter is a piece of its own: blanks after it belong to the next piece, and are trimmed.
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}
}

// visible returns the text that each row of a film shows at a share of its time, by SVG's rules.
func visible(t *testing.T, svg string, share float64) string {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	hidden, inText, depth := false, false, 0
	var out strings.Builder
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatalf("no XML: %v", err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "g":
				depth++
			case "animate":
				var values, times []string
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "values":
						values = strings.Split(a.Value, ";")
					case "keyTimes":
						times = strings.Split(a.Value, ";")
					}
				}
				for i := range times {
					var at float64
					if _, err := fmt.Sscan(times[i], &at); err != nil {
						t.Fatal(err)
					}
					if at <= share {
						hidden = values[i] == "hidden"
					}
				}
			case "text":
				inText = true
			}
		case xml.EndElement:
			if e.Name.Local == "g" {
				depth--
				hidden = false
			}
			inText = false
		case xml.CharData:
			if inText && !hidden {
				out.Write(e)
				out.WriteByte('|')
			}
		}
	}
}

func TestFilmShowsEveryFrame(t *testing.T) {
	frames := []string{"head\none", "head\ntwo", "head\none", "head\n<&>", "head\n<&>"}
	f := NewFilm(Sheet{W: 8, H: 2, Paper: Dark, Alt: "a \"film\" <of> five"})
	for _, s := range frames {
		f.Add(s)
	}
	var b bytes.Buffer
	if err := f.Write(&b, 500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	for i, s := range frames {
		want := strings.ReplaceAll(s, "\n", "|") + "|"
		share := (float64(i) + 0.5) / float64(len(frames))
		if got := visible(t, b.String(), share); got != want {
			t.Errorf("frame %d shows %q, want %q", i, got, want)
		}
	}
	if n := strings.Count(b.String(), ">head<"); n != 1 {
		t.Errorf("the row that stays is drawn %d times", n)
	}
}

// An unchanged piece beside a changing one is drawn once, and pieces that change at the same time are one group.
func TestFilmDrawsNothingTwice(t *testing.T) {
	const red = "\x1b[31mred\x1b[0m "
	frames := []string{red + "one\n1", red + "two\n2", red + "one\n1"}
	f := NewFilm(Sheet{W: 8, H: 2, Paper: Dark, Alt: "a \"film\" <of> five"})
	for _, s := range frames {
		f.Add(s)
	}
	var b bytes.Buffer
	if err := f.Write(&b, time.Second); err != nil {
		t.Fatal(err)
	}
	for part, want := range map[string]int{">red<": 1, ">one<": 1, ">two<": 1, "<animate": 2} {
		if n := strings.Count(b.String(), part); n != want {
			t.Errorf("%s is there %d times, want %d:\n%s", part, n, want, &b)
		}
	}
	for i, want := range []string{"red|one|1|", "red|two|2|", "red|one|1|"} {
		if got := visible(t, b.String(), (float64(i)+0.5)/3); got != want {
			t.Errorf("frame %d shows %q, want %q", i, got, want)
		}
	}
}

func TestParsePlace(t *testing.T) {
	for text, want := range map[string]Place{
		"+90s":       {share: -1, after: 90 * time.Second},
		"50%":        {share: 0.5},
		"fault":      {fault: 1, share: -1},
		"fault2":     {fault: 2, share: -1},
		"fault12-2s": {fault: 12, share: -1, after: -2 * time.Second},
	} {
		if got, err := ParsePlace(text); err != nil || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "90s", "-5s", "101%", "NaN%", "fault0", "faultx", "fault1+", "fault1 +2s", "+1e9"} {
		if got, err := ParsePlace(text); err == nil {
			t.Errorf("%q is taken as %+v", text, got)
		}
	}
}

// A viewer without animation shows exactly the first Frame.
func TestFilmAtRest(t *testing.T) {
	f := NewFilm(Sheet{W: 8, H: 2, Paper: Dark})
	for _, s := range []string{"head\none", "head\ntwo", "head\none"} {
		f.Add(s)
	}
	var b bytes.Buffer
	if err := f.Write(&b, time.Second); err != nil {
		t.Fatal(err)
	}
	still := regexp.MustCompile(`(?s)<g visibility="hidden">.*?</g>`).ReplaceAllString(b.String(), "")
	still = regexp.MustCompile(`<animate[^>]*/>`).ReplaceAllString(still, "")
	if got := visible(t, still, 0); got != "head|one|" {
		t.Errorf("it shows %q", got)
	}
}
