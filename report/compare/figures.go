package compare

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/report"
)

// unit is the unit of a figure. It decides the format of the figure, and its noise.
type unit string

const (
	unitCount   unit = "count"
	unitShare   unit = "%"
	unitRate    unit = "1/s"
	unitWait    unit = "s"               // how long many requests took
	unitMoment  unit = "s, once"         // from one moment to another
	unitLongest unit = "s, of a request" // how long one request took
	unitBound   unit = "s, at most"
)

// want is the direction in which a figure is better.
type want string

const (
	wantLess  want = "less"
	wantMore  want = "more"
	wantNever want = "" // neither direction is better
)

// figure is known of each run, or of each fault.
type figure struct {
	Name  string // a word of the catalogs
	Unit  unit
	Want  want
	hangs hangs
}

// hangs is what a figure depends on besides the change under test: two runs must have it in common to be judged by it.
type hangs int

const (
	onNothing hangs = iota
	onLoad          // the number of virtual users
	onLength        // and the length of their run
)

// The figures in a verdict.
const (
	figureFailed  = "failed requests"
	figureSlowest = "slowest"
)

// value is a figure in one run.
type value struct {
	n     float64 // durations in seconds
	known bool
	never bool    // it did not happen at all, though it should have
	least bool    // there may have been more: a source that counts them was missing
	most  bool    // there may have been fewer: what became of some is not known
	of    float64 // the total that n is a part of; 0 = not known
}

func amount(n float64) value { return value{n: n, known: true} }

func lasting(d time.Duration, ok bool) value { return value{n: d.Seconds(), known: ok} }

// ofRun is a figure of the whole run.
type ofRun struct {
	figure
	of func(*report.Run) value
}

var runFigures = []ofRun{
	{figure{"requests", unitCount, wantNever, onLength}, func(r *report.Run) value { return requestsOf(r.Clients()) }},
	{figure{"requests per second", unitRate, wantMore, onLoad}, func(r *report.Run) value {
		v := requestsOf(r.Clients())
		return value{n: v.n / loaded(r).Seconds(), known: v.known && loaded(r) > 0}
	}},
	{figure{figureFailed, unitCount, wantLess, onLoad}, func(r *report.Run) value { return failedOf(r.Clients()) }},
	{figure{"failed share", unitShare, wantNever, onLoad}, func(r *report.Run) value {
		share, ok := r.Clients().Share()
		return value{n: share, known: ok}
	}},
	{figure{"absorbed failures", unitCount, wantNever, onLength}, hiddenOfRun},
	{figure{"p50", unitWait, wantLess, onLoad}, scriptOnly(func(r *report.Run) value { return amount(r.Whole.P50.Seconds()) })},
	{figure{"p95", unitWait, wantLess, onLoad}, scriptOnly(func(r *report.Run) value { return amount(r.Whole.P95.Seconds()) })},
	{figure{"p99", unitWait, wantLess, onLoad}, scriptOnly(func(r *report.Run) value { return amount(r.Whole.P99.Seconds()) })},
	{figure{figureSlowest, unitLongest, wantLess, onLoad}, func(r *report.Run) value { return lasting(r.Clients().Longest()) }},
}

func hiddenOfRun(r *report.Run) value {
	return absorbedOf(r.Absorbed())
}

func absorbedOf(a report.Absorbed) value {
	return value{n: float64(a.N()), known: a.Known, least: a.AtLeast(), most: a.AtMost()}
}

func requestsOf(c clients.Clients) value { return value{n: float64(c.Requests), known: c.Counted} }

func failedOf(c clients.Clients) value {
	return value{n: float64(c.Failed), known: c.Known() && c.Asked(), of: float64(c.Requests), least: c.Least}
}

// scriptOnly is a figure that only a client's own record has.
func scriptOnly(of func(*report.Run) value) func(*report.Run) value {
	return func(r *report.Run) value {
		if r.Whole.Requests == 0 || !r.Clients().Recorded() {
			return value{}
		}
		return of(r)
	}
}

// loaded is from the first second with a request to the end of the last, as far as they lie in the run's span: the
// record's seconds are whole ones, and overlap both of its ends.
func loaded(r *report.Run) time.Duration {
	from, to := r.When()
	var first, last time.Time
	for _, s := range r.Seconds {
		begins, ends := s.At, s.At.Add(time.Second)
		if s.Requests == 0 || !ends.After(from) || begins.After(to) {
			continue
		}
		if first.IsZero() {
			first = begins
		}
		last = ends
	}
	if first.IsZero() {
		return 0
	}
	if first.Before(from) {
		first = from
	}
	if last.After(to) {
		last = to
	}
	return max(last.Sub(first), 0)
}

// ofFault is a figure of one fault.
type ofFault struct {
	figure
	of func(*stopwatch.Stopwatch) value
}

var faultFigures = []ofFault{
	{figure{"noticed after", unitMoment, wantLess, onNothing}, detectionOf},
	{figure{"expected at most", unitBound, wantNever, onNothing}, func(w *stopwatch.Stopwatch) value {
		return value{n: w.Bound().Seconds(), known: w.Expected.Known, never: w.Expected.Never}
	}},
	{figure{"failing for", unitMoment, wantLess, onLoad}, windowOf},
	{figure{"back after the heal", unitMoment, wantLess, onNothing}, recoveryOf},
	{figure{figureFailed, unitCount, wantLess, onLoad}, func(w *stopwatch.Stopwatch) value { return failedOf(w.Felt.Clients()) }},
	{figure{"absorbed failures", unitCount, wantNever, onLoad}, func(w *stopwatch.Stopwatch) value {
		return absorbedOf(report.AbsorbedIn(w))
	}},
	{figure{figureSlowest, unitLongest, wantLess, onLoad}, func(w *stopwatch.Stopwatch) value { return lasting(w.Felt.Clients().Longest()) }},
}

func detectionOf(w *stopwatch.Stopwatch) value {
	v := lasting(w.OutEverywhere())
	if w.Undetected() || w.StillSends() && w.Done {
		v.known, v.never = true, true
	}
	return v
}

// windowOf is how long requests failed: zero if none did.
func windowOf(w *stopwatch.Stopwatch) value {
	if c := w.Felt.Clients(); c.Asked() && c.Failed == 0 {
		return amount(0)
	}
	return lasting(w.ErrorWindow())
}

// recoveryOf is T6 - T5. A node that was never detected was never taken out, so it need not come back.
func recoveryOf(w *stopwatch.Stopwatch) value {
	if w.Undetected() {
		return value{}
	}
	return lasting(w.Recovery())
}
