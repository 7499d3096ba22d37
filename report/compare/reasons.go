package compare

import (
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
)

// reason is why something cannot be compared, or only with care: a sentence of the catalogs with its arguments.
type reason struct {
	format string
	args   []any
}

// users is the number of virtual users when the load last ran; 0 when none did.
func users(r *report.Run) int {
	if r.K6 == nil {
		return 0
	}
	return r.K6.VUs
}

// databaseOf is the replicas' own version, else that of the project's label.
func databaseOf(r *report.Run) string {
	for i := range r.Frame.Nodes {
		if x := r.Frame.Nodes[i].Replica; x != nil && x.Version != "" {
			return report.Database(x.Version)
		}
	}
	return record.Clean(r.Frame.Topology.DB)
}

// alike reports times that differ by no more than a tenth of the longer.
func alike(a, b time.Duration) bool {
	return (a - b).Abs() <= time.Duration(noisePart*float64(max(a, b)))
}

// letter is the name of a run within a comparison: A, B, ...
func letter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return letter(i/26-1) + letter(i%26)
}

// reasonsOf are all of them: of each run alone, of each against the first, and of the faults.
func reasonsOf(runs []*report.Run) []reason {
	var all []reason
	for i, r := range runs {
		all = append(all, alone(letter(i), r)...)
	}
	for i, r := range runs[1:] {
		all = append(all, against(letter(i+1), runs[0], r)...)
	}
	return append(all, unmatched(runs)...)
}

// alone is what a run lacks.
func alone(name string, r *report.Run) (all []reason) {
	if r.Torn != "" {
		all = append(all, reason{"%s is incomplete: %s.", []any{name, r.Torn}})
	}
	switch c := r.Clients(); {
	case c.Recorded():
	case c.Known():
		all = append(all, reason{"The load script of %s kept no record: what its users felt is taken from another witness, which has no percentiles.", []any{name}})
	default:
		all = append(all, reason{"%s has no record of its users: no load ran, or its script keeps none. What its users felt is not known.", []any{name}})
	}
	for i := range r.Faults {
		if !r.Faults[i].Done {
			all = append(all, reason{"%s ends before %s was over: its figures may have grown after that.", []any{name, r.Faults[i].String()}})
		}
	}
	if len(configsOf(r)) == 0 {
		all = append(all, reason{"%s holds no configuration files.", []any{name}})
	}
	return all
}

// against is the unintended difference between two runs.
func against(name string, a, b *report.Run) (all []reason) {
	if users(a) != users(b) && users(a) > 0 && users(b) > 0 {
		all = append(all, reason{"%s ran with %d users and A with %d: what depends on the load is shown and not judged.", []any{name, users(b), users(a)}})
	}
	if !alike(loaded(a), loaded(b)) && loaded(a) > 0 && loaded(b) > 0 {
		all = append(all, reason{"%s had load for %s and A for %s: numbers of requests are shown and not judged, shares and percentiles are.",
			[]any{name, loaded(b), loaded(a)}})
	}
	if x, y := a.Clients(), b.Clients(); x.Known() && y.Known() && (x.By == event.ByProbe) != (y.By == event.ByProbe) {
		all = append(all, reason{"What users felt is by a probe in only one of A and %s: the two counted other requests.", []any{name}})
	}
	if x, y := databaseOf(a), databaseOf(b); x != y && x != "" && y != "" {
		all = append(all, reason{"%s ran on %s and A on %s: what differs may be the database's doing.", []any{name, y, x}})
	}
	if x, y := a.Header.Drill, b.Header.Drill; x != y && x != "" && y != "" {
		all = append(all, reason{"The drill of %s is not word for word that of A.", []any{name}})
	}
	return all
}

// unmatched are the faults that some runs had and others had not.
func unmatched(runs []*report.Run) (all []reason) {
	whole := false
	for _, key := range faultKeys(runs) {
		var had []string
		for i, r := range runs {
			if key.in(r) != nil {
				had = append(had, letter(i))
			}
		}
		if len(had) < len(runs) {
			whole = true
			all = append(all, reason{"%s happened only in %s.", []any{key.String(), strings.Join(had, ", ")}})
		}
	}
	if whole {
		all = append(all, reason{"The runs had different faults, so figures of a whole run are of different troubles.", nil})
	}
	return all
}
