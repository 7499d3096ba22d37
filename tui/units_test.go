package tui

import (
	"testing"
	"time"
)

func TestUnits(t *testing.T) {
	const day = 24 * time.Hour
	for want, got := range map[string]string{
		"0": count(0), "999": count(999), "1 858": count(1858), "12 003 004": count(12003004), "-1 000": count(-1000),
		"186k": string(appendCount(nil, 186_000, 5)), "1.9M": string(appendCount(nil, 1_850_000, 5)),
		"1.2k": short(1234), "99.9k": short(99_949), "100k": short(99_950), "1.0M": short(999_500), "2.4M": short(2_400_000),
		"0s": age(-time.Second), "10s": age(10900 * time.Millisecond), "4m05s": age(245 * time.Second),
		"3h08m": age(188 * time.Minute), "2d03h": age(51 * time.Hour), "120d": age(120 * day),
		"-": rate(-1), "0.4": rate(0.4), "352": rate(351.6),
		"+0.18 s": after(180 * time.Millisecond), "-1.00 s": after(-time.Second), "+4m05s": after(245 * time.Second),
		"9 ms": took(9 * time.Millisecond), "0.4 ms": took(400 * time.Microsecond), "13.1 s": took(13050 * time.Millisecond),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func short(n int64) string         { return string(appendShort(nil, n)) }
func after(d time.Duration) string { return string(appendAfter(nil, d)) }

func TestAgeFits(t *testing.T) {
	for d := time.Duration(0); d < 2000*24*time.Hour; d += d/7 + time.Second {
		if s := age(d); len(s) > 6 {
			t.Fatalf("%q has more than six cells", s)
		}
	}
}
