package paint

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// back reads a number with a unit.
func back(t *testing.T, s string) float64 {
	t.Helper()
	unit := 1.0
	if i := strings.IndexAny(s, "kMGTPE"); i >= 0 {
		unit, s = math.Pow(1000, float64(1+strings.IndexByte("kMGTPE", s[i]))), s[:i]
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, " ", ""), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v * unit
}

// A number fits into the room there is, and is at most half of what its last digit counts away.
func TestNumbersFit(t *testing.T) {
	for n := int64(1); n < math.MaxInt64/2; n += n/9 + 1 {
		for room := 3; room < 9; room++ {
			for _, b := range [][]byte{AppendFit([]byte("x"), n, room), AppendShortFit([]byte("x"), n, room)} {
				s := string(b[1:])
				off := math.Abs(back(t, s)-float64(n)) / float64(n)
				if len(s) > room || off > 0.5 || room > 3 && off > 0.051 || n < 1000 && off > 0 {
					t.Fatalf("%d in %d cells: %q", n, room, s)
				}
			}
		}
	}
	for s, b := range map[string][]byte{
		"9 999": AppendFit(nil, 9999, 5), "10k": AppendFit(nil, 9999, 4), "1.2k": AppendFit(nil, 1234, 4), "1k": AppendFit(nil, 1234, 3), ".1M": AppendFit(nil, 123_456, 3),
		"123k": AppendFit(nil, 123_456, 4), "13.0k": AppendShortFit(nil, 13_000, 5), "13k": AppendShortFit(nil, 13_000, 4),
		"4m05s": AppendAgeFit(nil, 245*time.Second, 5), "4m": AppendAgeFit(nil, 245*time.Second, 4), "59s": AppendAgeFit(nil, 59*time.Second, 4),
		"3h": AppendAgeFit(nil, 188*time.Minute, 4), "99d": AppendAgeFit(nil, 99*24*time.Hour+time.Hour, 4), "27y": AppendAgeFit(nil, 10_000*24*time.Hour, 4),
	} {
		if string(b) != s {
			t.Errorf("%q, want %q", b, s)
		}
	}
}
