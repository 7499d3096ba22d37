package report

import (
	"time"

	"hadash/incident"
)

// unit is what a figure is counted in. It decides how the figure is written, and what is chance about it.
type unit string

const (
	unitCount  unit = "count"
	unitShare  unit = "%"
	unitRate   unit = "1/s"
	unitWait   unit = "s"       // how long many requests took
	unitMoment unit = "s, once" // how long one thing took
)

// want says which way a figure is better.
type want string

const (
	wantLess  want = "less"
	wantMore  want = "more"
	wantNever want = "" // it is neither good nor bad by itself
)

// figure is something that is known of each run, or of each fault.
type figure struct {
	Name  string // a word of the catalogs
	Unit  unit
	Want  want
	hangs hangs
}

// hangs is what a figure hangs on beside what was changed: two runs must have it in common to be judged by it.
type hangs int

const (
	onNothing hangs = iota
	onLoad          // the number of virtual users
	onLength        // and for how long they were there
)

// The figures that a verdict tells.
const (
	figureVisible = "visible failures"
	figureSlowest = "slowest"
)

// value is a figure in one run.
type value struct {
	n     float64 // durations in seconds
	known bool
	never bool    // it did not happen at all, though it should have
	of    float64 // of how many n is a part; 0 = that is not known
}

func amount(n float64) value { return value{n: n, known: true} }

func lasting(d time.Duration, ok bool) value { return value{n: d.Seconds(), known: ok} }

// ofRun is a figure of the whole run.
type ofRun struct {
	figure
	of func(*Run) value
}

var runFigures = []ofRun{
	{figure{"requests", unitCount, wantNever, onLength}, clientsOnly(func(r *Run) value { return amount(float64(r.Whole.Requests)) })},
	{figure{"requests per second", unitRate, wantMore, onLoad}, clientsOnly(func(r *Run) value { return amount(float64(r.Whole.Requests) / r.loaded().Seconds()) })},
	{figure{figureVisible, unitCount, wantLess, onLoad}, clientsOnly(func(r *Run) value {
		return value{n: float64(r.Whole.Failed), known: true, of: float64(r.Whole.Requests)}
	})},
	{figure{"failed share", unitShare, wantNever, onLoad}, clientsOnly(func(r *Run) value {
		return amount(100 * float64(r.Whole.Failed) / float64(r.Whole.Requests))
	})},
	{figure{"hidden failures", unitCount, wantNever, onLength}, func(r *Run) value { return amount(float64(r.Frame.Hidden.Total())) }},
	{figure{"p50", unitWait, wantLess, onLoad}, clientsOnly(func(r *Run) value { return amount(r.Whole.P50.Seconds()) })},
	{figure{"p95", unitWait, wantLess, onLoad}, clientsOnly(func(r *Run) value { return amount(r.Whole.P95.Seconds()) })},
	{figure{"p99", unitWait, wantLess, onLoad}, clientsOnly(func(r *Run) value { return amount(r.Whole.P99.Seconds()) })},
	{figure{figureSlowest, unitMoment, wantLess, onLoad}, clientsOnly(func(r *Run) value { return amount(r.Whole.Max.Seconds()) })},
}

// clientsOnly is a figure that only the clients' own record has.
func clientsOnly(of func(*Run) value) func(*Run) value {
	return func(r *Run) value {
		if r.Whole.Requests == 0 {
			return value{}
		}
		return of(r)
	}
}

// loaded is from the first second with a request to the end of the last.
func (r *Run) loaded() time.Duration {
	if len(r.Seconds) == 0 {
		return 0
	}
	return r.Seconds[len(r.Seconds)-1].At.Sub(r.Seconds[0].At) + time.Second
}

// ofFault is a figure of one fault.
type ofFault struct {
	figure
	of func(*incident.Stopwatch) value
}

var faultFigures = []ofFault{
	{figure{"detection", unitMoment, wantLess, onNothing}, detectionOf},
	{figure{"expected at most", unitMoment, wantNever, onNothing}, func(w *incident.Stopwatch) value {
		return value{n: w.Bound().Seconds(), known: w.Expected.Known, never: w.Expected.Never}
	}},
	{figure{"error window", unitMoment, wantLess, onLoad}, windowOf},
	{figure{"recovery", unitMoment, wantLess, onNothing}, recoveryOf},
	{figure{figureVisible, unitCount, wantLess, onLoad}, func(w *incident.Stopwatch) value {
		v := reached(&w.Felt)
		return value{n: float64(v.failed), known: v.known, of: float64(v.requests)}
	}},
	{figure{"hidden failures", unitCount, wantNever, onLoad}, func(w *incident.Stopwatch) value { return amount(float64(w.Hidden.Total())) }},
	{figure{figureSlowest, unitMoment, wantLess, onLoad}, func(w *incident.Stopwatch) value {
		d, _ := longest(&w.Felt)
		return lasting(d, d > 0)
	}},
}

func detectionOf(w *incident.Stopwatch) value {
	v := lasting(w.Detection())
	if undetected(w) {
		v.known, v.never = true, true
	}
	return v
}

// windowOf is how long requests failed: for no time at all where none did.
func windowOf(w *incident.Stopwatch) value {
	if v := reached(&w.Felt); v.known && v.failed == 0 {
		return amount(0)
	}
	return lasting(w.ErrorWindow())
}

// recoveryOf is T6 - T5. What nobody had noticed was never taken out, so it need not come back.
func recoveryOf(w *incident.Stopwatch) value {
	if undetected(w) {
		return value{}
	}
	return lasting(w.Recovery())
}
