package collectors

import (
	"sync"
	"time"
)

// answers is how many rows the last answers of all HAProxies have together. The zero value has none.
type answers struct {
	mu   sync.Mutex
	rows map[string]int
	all  int
}

// rowCost is what a row costs us: to read it, to compare it, and its part of the screen (BenchmarkFold, BenchmarkScreen of
// cmd/hadash/simulated). shareOfCore is how many times that must pass until it is read again.
const (
	rowCost     = 5 * time.Microsecond
	shareOfCore = 4
)

func (a *answers) count(node string, rows int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.rows == nil {
		a.rows = map[string]int{}
	}
	a.all += rows - a.rows[node]
	a.rows[node] = rows
}

// share is how often all HAProxies may be read while a fault is open: in a quarter of our time, so that keys need not wait.
func (a *answers) share() time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Duration(a.all) * rowCost * shareOfCore
}
