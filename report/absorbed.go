package report

import (
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
)

// Absorbed is how many failures were absorbed on the way, as far as that is known.
type Absorbed struct {
	clients.Range
	Known bool // somebody counted
	More  bool // there may have been more: a part that absorbs failures was not counted
}

// AbsorbedIn returns what was absorbed in the time of a fault.
func AbsorbedIn(sw *stopwatch.Stopwatch) Absorbed {
	return Absorbed{sw.Hidden.Absorbed(), clients.Known(sw.Hidden.Total(), sw.Counted().Any()), NginxUncounted(sw) || sw.Felt.Partial}.settled()
}

// Absorbed returns what was absorbed in the time that counts.
func (r *Run) Absorbed() Absorbed {
	h := r.Span().Hidden
	return Absorbed{h.Absorbed(), clients.Known(h.Total(), r.Frame.Counted().Any()), !r.NginxCounts()}.settled()
}

// settled is not known if it is bounded on neither side: at least none says nothing.
func (a Absorbed) settled() Absorbed {
	a.Known = a.Known && (!a.More || a.Least > 0)
	return a
}

// N is the number, or the bound that AtMost or AtLeast tells.
func (a Absorbed) N() int64 {
	if a.More {
		return a.Least
	}
	return a.Most
}

// AtMost reports whether there may have been fewer: sessions that were tried again have not ended yet, or no log has their
// end.
func (a Absorbed) AtMost() bool { return a.Known && !a.More && !a.Exact() }

// AtLeast reports whether there may have been more.
func (a Absorbed) AtLeast() bool { return a.Known && a.More }

// Text is the number with the sign of a bound; "-" if it is not known.
func (a Absorbed) Text() string {
	switch {
	case !a.Known:
		return "-"
	case a.AtMost():
		return "≤ " + Count(a.N())
	}
	return AtLeast(a.N(), a.More)
}
