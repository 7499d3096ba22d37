package paint

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestUnits(t *testing.T) {
	const day = 24 * time.Hour
	for want, got := range map[string]string{
		"0": Count(0), "999": Count(999), "1 858": Count(1858), "12 003 004": Count(12003004), "-1 000": Count(-1000),
		"186k": string(AppendCount(nil, 186_000, 5)), "1.9M": string(AppendCount(nil, 1_850_000, 5)),
		"1.2k": short(1234), "99.9k": short(99_949), "100k": short(99_950), "1.0M": short(999_500), "2.4M": short(2_400_000),
		"0s": Age(-time.Second), "10s": Age(10900 * time.Millisecond), "4m05s": Age(245 * time.Second),
		"3h08m": Age(188 * time.Minute), "2d03h": Age(51 * time.Hour), "120d": Age(120 * day),
		"-": Rate(-1), "0.4": Rate(0.4), "0.9": Rate(0.94), "1": Rate(0.96), "2": Rate(1.6), "9": Rate(9.4), "352": Rate(351.6),
		"+0.18 s": after(180 * time.Millisecond), "-1.00 s": after(-time.Second), "+4m05s": after(245 * time.Second),
		"9 ms": Took(9 * time.Millisecond), "0.4 ms": Took(400 * time.Microsecond), "13.1 s": Took(13050 * time.Millisecond),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func short(n int64) string         { return string(AppendShort(nil, n)) }
func after(d time.Duration) string { return string(AppendAfter(nil, d)) }

func TestAgeFits(t *testing.T) {
	for d := time.Duration(0); d < 2000*24*time.Hour; d += d/7 + time.Second {
		if s := Age(d); len(s) > 6 {
			t.Fatalf("%q has more than six cells", s)
		}
	}
}

// Every number has a form that is no longer than it may be, however absurd the number is.
func TestEveryNumberHasAForm(t *testing.T) {
	edges := []int64{0, 1, -1, 999, 1000, -999, -1000, 999_949, 999_950, 1 << 31, -1 << 31, 1 << 53, math.MaxInt64 - 1, math.MaxInt64, math.MinInt64, math.MinInt64 + 1}
	for n := int64(1); n > 0 && n < math.MaxInt64/7; n *= 7 {
		edges = append(edges, n, -n)
	}
	for _, n := range edges {
		if got := strings.ReplaceAll(Count(n), " ", ""); got != strconv.FormatInt(n, 10) && !strings.ContainsAny(got, "PE") {
			t.Errorf("Count(%d) = %q", n, got)
		}
		if got := strings.ReplaceAll(string(AppendGrouped(nil, n)), " ", ""); got != strconv.FormatInt(n, 10) {
			t.Errorf("AppendGrouped(%d) = %q", n, got)
		}
		if got := Short(n); len(strings.TrimPrefix(got, "-")) > 5 || (n < 0) != (got[0] == '-') {
			t.Errorf("Short(%d) = %q", n, got)
		}
		d := time.Duration(n)
		for name, got := range map[string]string{
			"Age": Age(d), "Took": Took(d), "AppendAfter": after(d)[1:], "AppendSeconds": string(AppendSeconds(nil, d)), "Rate": strings.TrimPrefix(Rate(float64(n)), "-") + "0",
		} {
			if got == "" || strings.Contains(got, "-") || len(got) > 26 {
				t.Errorf("%s(%d) = %q", name, n, got)
			}
		}
		if got, sign := after(d), map[bool]byte{true: '-', false: '+'}[n < 0]; got[0] != sign {
			t.Errorf("AppendAfter(%d) = %q", n, got)
		}
	}
	for _, r := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1e300, 1 << 63, -1, -0.1} {
		if got := Rate(r); got != "-" {
			t.Errorf("Rate(%v) = %q", r, got)
		}
	}
	for want, got := range map[string]string{
		"-9 223 372 036 854 775 808": string(AppendGrouped(nil, math.MinInt64)), "-9.2E": Short(math.MinInt64), "9.2E": Short(math.MaxInt64), "0.1": Rate(0.01), "0": Rate(0), "2": Rate(2.3),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A bound is never less than the time that it bounds.
func TestBoundsAreRoundedUp(t *testing.T) {
	for d, want := range map[time.Duration]string{2190 * time.Millisecond: "2.2 s", 12210 * time.Millisecond: "12.3 s", 12300 * time.Millisecond: "12.3 s",
		141 * time.Millisecond: "0.15 s", 0: "0.00 s", 245100 * time.Millisecond: "4m06s"} {
		if got := AtMost(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
