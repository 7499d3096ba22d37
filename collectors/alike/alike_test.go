package alike

import (
	"runtime"
	"slices"
	"testing"
)

// Equal columns are kept once, others and those of another length are not, and what nobody keeps is forgotten.
func TestNumbersAreKeptOnce(t *testing.T) {
	a := Of([]int64{1, 2, 3})
	if b := Of(slices.Clone(*a)); a != b {
		t.Error("an equal column is kept twice")
	}
	for _, other := range [][]int64{{1, 2, 4}, {1, 2, 3, 0}, {3, 2, 1}, nil} {
		if b := Of(other); a == b || !slices.Equal(*b, other) {
			t.Errorf("%v became %v", other, *b)
		}
	}
	runtime.KeepAlive(a)
	for i := range 2000 {
		Of([]int64{int64(i), 7, 7})
		if i%100 == 0 {
			runtime.GC()
		}
	}
	if n := len(all.of); n > 1000 {
		t.Errorf("%d columns are known, and nobody keeps them", n)
	}
}
