package compare

import (
	"math"

	"hadash/report"
)

// judgement is how a figure of one run does against that of another.
type judgement string

const (
	better   judgement = "better"
	worse    judgement = "worse"
	same     judgement = "the same" // they differ by no more than two runs of one thing do
	unjudged judgement = ""         // it is neither good nor bad, or not known of both, or not comparable
)

// Two runs of one thing differ, too. What differs by less is the same: a part of the larger, and for durations at
// least as much as their measurement is exact to.
const (
	noisePart   = 0.10
	noiseWait   = 0.005 // seconds: the clients' histogram is 5 % coarse
	noiseMoment = 0.1   // seconds: what is polled is polled as often
	// Counts of failures differ by chance; by twice their standard deviation they seldom do.
	noiseSigmas = 2
)

// judge holds b against a.
func (f figure) judge(a, b value) judgement {
	switch {
	case f.Want == wantNever || !a.known || !b.known:
		return unjudged
	case a.never || b.never:
		if a.never == b.never {
			return same
		}
		if a.never {
			return better
		}
		return worse
	case f.noise(a, b):
		return same
	case (b.part() < a.part()) == (f.Want == wantLess):
		return better
	}
	return worse
}

// noise reports whether two runs of one thing could differ so.
func (f figure) noise(a, b value) bool {
	apart := math.Abs(a.part() - b.part())
	share := apart < noisePart*max(a.part(), b.part())
	switch f.Unit {
	case unitCount:
		return apart <= noiseSigmas*math.Sqrt(a.variance()+b.variance())
	case unitWait:
		return share || apart < noiseWait
	case unitMoment:
		return share || apart < noiseMoment
	}
	return share || apart == 0
}

// part is how large a value is in relation to what it is a part of: of more requests more fail.
func (v value) part() float64 {
	if v.of == 0 {
		return v.n
	}
	return v.n / v.of
}

// variance of a count, as of events that come by chance (Poisson).
func (v value) variance() float64 {
	if v.of == 0 {
		return v.n
	}
	return v.n / v.of / v.of
}

// comparable reports whether two runs have in common what a figure depends on.
func (f figure) comparable(a, b *report.Run) bool {
	return (f.hangs < onLoad || users(a) == users(b)) && (f.hangs < onLength || alike(loaded(a), loaded(b)))
}
