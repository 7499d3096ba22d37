// Package alike keeps columns of numbers once that are the same in the pages of several HAProxies. A hundred of one configuration
// have the same in most columns, and these never move.
package alike

import (
	"slices"
	"sync"
	"weak"
)

// Numbers are the numbers of a column, which are not changed. Who uses them keeps the pointer: they are shared for as long as
// somebody does.
type Numbers *[]int64

var all = known{of: map[key]weak.Pointer[[]int64]{}}

// Of returns numbers that are equal to these, the same for all who ask for such.
func Of(numbers []int64) Numbers { return all.find(numbers) }

// known are the columns that somebody keeps.
type known struct {
	mu   sync.Mutex
	of   map[key]weak.Pointer[[]int64]
	room int // from that many on those that nobody keeps are removed
}

type key struct {
	hash uint64
	rows int
}

func (a *known) find(numbers []int64) *[]int64 {
	k := keyOf(numbers)
	a.mu.Lock()
	defer a.mu.Unlock()
	if is := a.of[k].Value(); is != nil {
		if slices.Equal(*is, numbers) {
			return is
		}
		return &numbers // another column of the same key
	}
	if len(a.of) >= a.room {
		for k, kept := range a.of {
			if kept.Value() == nil {
				delete(a.of, k)
			}
		}
		a.room = 2*len(a.of) + 256
	}
	numbers = slices.Clone(numbers)
	a.of[k] = weak.Make(&numbers)
	return &numbers
}

// keyOf hashes numbers as FNV-1a does bytes.
func keyOf(numbers []int64) key {
	hash := uint64(14695981039346656037)
	for _, n := range numbers {
		hash = (hash ^ uint64(n)) * 1099511628211 //nolint:gosec // only the bits count
		hash ^= hash >> 29
	}
	return key{hash, len(numbers)}
}
