package compare

import (
	"math"

	"hadash/report"
)

// judgement compares a figure of one run with that of another.
type judgement string

const (
	better   judgement = "better"
	worse    judgement = "worse"
	same     judgement = "the same" // the difference is within the noise
	unjudged judgement = ""         // neither is better, or one is not known, or they are not comparable
)

// Two equal runs differ too. A smaller difference counts as the same: a part of the larger value, and for durations at
// least the precision of their measurement.
const (
	noisePart   = 0.10
	noiseWait   = 0.005 // seconds: the clients' histogram is 5 % coarse
	noiseMoment = 0.1   // seconds: the polling interval
	// Counts of failures differ by chance, seldom by more than twice their standard deviation.
	noiseSigmas = 2
)

// judge compares b with a.
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

// noise reports whether two equal runs could differ by as much.
func (f figure) noise(a, b value) bool {
	apart := math.Abs(a.part() - b.part())
	share := apart < noisePart*max(a.part(), b.part())
	switch f.Unit {
	case unitCount:
		return apart <= noiseSigmas*math.Sqrt(a.variance()+b.variance())
	case unitWait:
		return share || apart < noiseWait
	case unitMoment, unitLongest, unitBound:
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

// comparable reports whether two runs share what a figure depends on.
func (f figure) comparable(a, b *report.Run) bool {
	return (f.hangs < onLoad || users(a) == users(b)) && (f.hangs < onLength || alike(loaded(a), loaded(b)))
}
