// Package pace decides how often HAProxies are read, by what it costs to read them.
package pace

import "time"

// Load is what reading HAProxies takes, and how often the user wants it.
type Load struct {
	Asked     time.Duration // from one reading to the next
	Hot, Rest time.Duration // of a processor: to read once those of which a server changed, and the others

	Dense bool          // a fault is open: all are read more often, as far as that fits
	Close time.Duration // the least from one reading to the next then
}

// Reading may take share of one core. Joining, drawing and the collection of garbage take about as much again, and the less is read the
// less must be kept: what is on the screen, and what was read since.
const share = 0.15

// dense is how many times the time of all readings must pass from one to the next while a fault is open: together with what else
// they cause they then take a quarter of a core, so that keys need not wait. denseOfHot is the same for the hot ones where not all
// can be read so often: a third of the share, so that the others need not be read much less often for as long as a fault is open.
const (
	dense      = 8
	denseOfHot = 20
)

// Every returns the time from one reading to the next, of the hot HAProxies and of the others. Whether a fault is open or not, all
// together take no more than their share, unless the interval would be longer than the longest.
func (l Load) Every() (hot, rest time.Duration) {
	if l.Dense {
		if near := max(l.Close, l.Closest()); near < l.Asked {
			return near, near
		}
	}
	hot, rest = l.Asked, l.Asked
	if all := l.Hot + l.Rest; part(all, l.Asked) > share {
		of := share
		if l.Rest > 0 {
			of = share / 2
		}
		hot = stretched(l.Asked, l.Hot, of)
		rest = stretched(l.Asked, l.Rest, share-part(l.Hot, hot))
	}
	if near := max(l.Close, l.Hot*denseOfHot); l.Dense && l.Hot > 0 && near < hot {
		hot = near
		rest = stretched(l.Asked, l.Rest, share-part(l.Hot, hot))
	}
	return hot, rest
}

// Closest is the least time from one reading of all to the next, whatever asks for it.
func (l Load) Closest() time.Duration { return (l.Hot + l.Rest) * dense }

// longest is the longest interval that nobody asked for: what is read more rarely would not count as watched any more.
const longest = 10 * time.Second

// part is the part of a core that a cost takes once in every.
func part(cost, every time.Duration) float64 { return float64(cost) / float64(max(every, 1)) }

// steps are the steps in which an interval grows, of that which was asked for.
const steps = 4

// stretched is the interval at which a cost takes at most a part of a core.
func stretched(asked, cost time.Duration, of float64) time.Duration {
	need, step := time.Duration(float64(cost)/of), max(asked/steps, time.Millisecond)
	if need <= asked {
		return asked
	}
	return max(asked, min((need+step-1)/step*step, longest))
}
