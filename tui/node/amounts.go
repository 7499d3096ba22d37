package node

import "hadash/record"

// The amounts that a fault can be given, step by step.
var (
	percents = []int{0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}
	millis   = []int{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 60000}
)

// step is the next amount in a direction, +1 or -1; the same where there is none. Only a weight can be 0.
func step(kind record.FaultKind, from, by int) int {
	if kind == record.Scale {
		return max(min(from+by, kind.Most()), kind.Least())
	}
	ladder := percents
	if kind == record.Delay {
		ladder = millis
	}
	at := from
	for _, n := range ladder {
		if n > kind.Most() || n == 0 && kind != record.SetWeight {
			continue
		}
		if by > 0 && n > from {
			return n
		}
		if by < 0 && n < from {
			at = n
		}
	}
	return at
}
