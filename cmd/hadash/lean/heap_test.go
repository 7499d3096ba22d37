package lean

import (
	"math"
	"testing"
)

// What is kept has room for garbage, and a program that keeps little is not limited.
func TestLimit(t *testing.T) {
	for kept, want := range map[int64]int64{0: math.MaxInt64, 100 << 20: math.MaxInt64, 128 << 20: 340 << 20, 230 << 20: 340 << 20, 1 << 30: 1208 << 20} {
		if got := limitFor(kept); got != want {
			t.Errorf("%d MB: %d MB, want %d", kept>>20, got>>20, want>>20)
		}
	}
	for kept := int64(keptMuch); kept < 8<<30; kept += 5 << 20 {
		if limit := limitFor(kept); limit < kept+kept/6 || limit > max(leastLimit, kept*3/2) {
			t.Errorf("%d MB: %d MB", kept>>20, limit>>20)
		}
	}
}
