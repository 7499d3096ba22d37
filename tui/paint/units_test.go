package paint

import (
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
		"-": Rate(-1), "0.4": Rate(0.4), "352": Rate(351.6),
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
