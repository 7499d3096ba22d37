package lean

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Heap limits the memory of a program that keeps much to a little more than it keeps, unless the user set GOMEMLIMIT: garbage is then
// collected sooner and given back at once, also what only the start or a busy moment needed. It looks after each collection.
func Heap() { begun.Do(watch) }

var begun sync.Once

// From keptMuch on memory is limited, to leastLimit or to what is kept and room for garbage.
const (
	keptMuch   = 128 << 20
	leastLimit = 340 << 20
	roomLeast  = 16 << 20
	limitStep  = 8 << 20
)

// limitFor is the limit for what is kept.
func limitFor(kept int64) int64 {
	if kept < keptMuch {
		return math.MaxInt64
	}
	return max(leastLimit, (kept+kept/6+roomLeast)/limitStep*limitStep)
}

func watch() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	is := int64(math.MaxInt64)
	var look func(*mark)
	look = func(*mark) {
		metrics.Read(live)
		if live[0].Value.Kind() != metrics.KindUint64 {
			return
		}
		limit := limitFor(int64(live[0].Value.Uint64())) //nolint:gosec // there is no such memory
		if limit != is {
			is = limit
			debug.SetMemoryLimit(limit)
		}
		runtime.SetFinalizer(new(mark), look)
	}
	runtime.SetFinalizer(new(mark), look)
}

// mark is collected with the next garbage: it must not share its memory with others, as the smallest objects do.
type mark struct{ _ [32]byte }
