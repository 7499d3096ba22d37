package incident

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// shipped are the Samples of every recording that is kept here.
func shipped(t *testing.T) map[string][]record.Sample {
	t.Helper()
	all := map[string][]record.Sample{}
	runs, _ := filepath.Glob("testdata/runs/*/samples.jsonl.gz")
	for _, path := range runs {
		name := filepath.Base(filepath.Dir(path))
		lines(t, path, func(text []byte) {
			var s record.Sample
			if err := json.Unmarshal(text, &s); err != nil {
				t.Fatal(err)
			}
			all[name] = append(all[name], s)
		})
	}
	recordings, _ := filepath.Glob("../docs/experiment/*.hadash") // the demo's is one of them, shortened
	for _, path := range recordings {
		r, err := record.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for s := range r.Samples() {
			all[filepath.Base(path)] = append(all[filepath.Base(path)], s)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 6 {
		t.Fatalf("only %d recordings", len(all))
	}
	return all
}

// joining is what somebody sees who begins to watch with a Sample: what there is and how it is set up is read first; and,
// where it was kept, what Docker and the logs told before comes then, all at once.
func joining(all []record.Sample, from int, history bool) []record.Sample {
	set := map[string]record.Sample{}
	var topology, past, out []record.Sample
	for _, s := range all[:from] {
		switch {
		case s.Topology != nil:
			topology = []record.Sample{s}
		case s.Settings != nil:
			set[s.Node] = s
		case s.Docker != nil, s.Logs != nil:
			past = append(past, s)
		}
	}
	out = topology
	for _, s := range set {
		s.At = all[from].At
		out = append(out, s)
	}
	out = append(out, all[from])
	if history {
		for _, s := range past {
			if s.Logs != nil {
				s.At = all[from].At // when it is read
			}
			out = append(out, s)
		}
	}
	return append(out, all[from+1:]...)
}

// folded is what is known at the end, some seconds after which nobody told anything.
func folded(all []record.Sample) Frame {
	var f Frame
	for _, s := range all {
		f = Fold(f, s)
	}
	return Fold(f, record.Sample{At: f.At.Add(stopwatch.Settle), Source: record.SourceYou, Act: &record.Act{Note: "nothing more"}})
}

// A hadash that is started later claims nothing of before its first Sample that no witness dates, and all that it
// claims agrees, within the precision that it states, with what one saw that watched from the beginning.
func TestWhoJoinsLaterClaimsNothingElse(t *testing.T) {
	for name, all := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			full := folded(all)
			claims := 0
			for _, from := range joins(&full, all) {
				for _, history := range []bool{false, true} {
					f := folded(joining(all, from, history))
					for _, wrong := range append(differs(&f, &full, &claims), older(&f, &full)...) {
						t.Errorf("joined at %s (history: %t): %s", when(&full, all[from].At), history, wrong)
					}
					if t.Failed() {
						return
					}
				}
			}
			if claims == 0 {
				t.Error("nobody who joined later claimed anything")
			}
		})
	}
}

// hushed is what somebody sees for whom a source is silent for a while. Its log has nothing then.
func hushed(all []record.Sample, from, to time.Time, source, node string) (out []record.Sample) {
	told := false
	for _, s := range all {
		switch in := s.At.After(from) && s.At.Before(to); {
		case !in || s.Source != source || s.Docker != nil || node != "" && s.Node != node:
			out = append(out, s)
		case source == record.SourceLogs && told:
		default:
			told = true
			out = append(out, record.Sample{At: s.At, Source: s.Source, Node: s.Node, Err: record.NoAnswer + "800ms"})
		}
	}
	return out
}

// What a source did not tell because it was silent is not claimed, whenever that is and whichever source it is.
func TestASourceThatIsSilentForAWhile(t *testing.T) {
	sources := [][2]string{{record.SourceHAProxy, ""}, {record.SourceLogs, "haproxy"}, {record.SourcePage, ""}, {record.SourceDocker, ""}, {record.SourceK6, ""}}
	for name, all := range shipped(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			full := folded(all)
			w := full.Stopwatches[0]
			t0, healed, end := w.At, w.Moments[stopwatch.Healed].At, full.At
			for _, s := range [][2]time.Time{{t0.Add(-3 * time.Second), t0.Add(3 * time.Second)}, {t0.Add(time.Second), healed.Add(time.Second)},
				{t0.Add(-time.Second), healed.Add(-time.Second)}, {healed.Add(-100 * time.Millisecond), healed.Add(4 * time.Second)}, {healed.Add(-time.Second), end}, {t0.Add(-time.Second), end}} {
				for i, source := range sources {
					seen := hushed(all, s[0], s[1], source[0], source[1])
					if i == 0 { // neither its page nor its log
						seen = hushed(seen, s[0], s[1], record.SourceLogs, "haproxy")
					}
					f, claims := folded(seen), 0
					for _, wrong := range differs(&f, &full, &claims) {
						t.Errorf("%s silent %s to %s: %s", source, when(&full, s[0]), when(&full, s[1]), wrong)
					}
				}
			}
		})
	}
}

// joins are where to begin: everywhere, and closely around what happened.
func joins(full *Frame, all []record.Sample) (out []int) {
	for i := range 8 {
		out = append(out, len(all)*i/8)
	}
	near := func(at time.Time) {
		for _, d := range []time.Duration{-20, 300} {
			i, _ := slices.BinarySearchFunc(all, at.Add(d*time.Millisecond), func(s record.Sample, at time.Time) int { return s.At.Compare(at) })
			out = append(out, i)
		}
	}
	for i := range full.Stopwatches {
		w := &full.Stopwatches[i]
		for _, m := range append(w.Moments[:], w.Up) {
			if m.Seen() {
				near(m.At)
			}
		}
	}
	first := slices.IndexFunc(all, func(s record.Sample) bool { return s.Topology == nil && s.Settings == nil })
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(i int) bool { return i <= first || i >= len(all)-1 })
}

func when(full *Frame, at time.Time) string {
	return fmt.Sprintf("%+.3f s", at.Sub(full.Begun).Seconds())
}

// differs says what a later Frame claims that the full one does not bear out.
func differs(late, full *Frame, claims *int) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for i := range late.Timeline {
		if e := &late.Timeline[i]; e.Witness == event.ByPoll && e.At.Before(late.Begun) && !e.Already {
			say("event of %s, before it was polled: %s", when(full, e.At), e.Says.String())
		}
	}
	for i := range late.Stopwatches {
		w := &late.Stopwatches[i]
		truth := sameFault(full, w)
		if truth == nil {
			say("a fault that was none: %s at %s", w, when(full, w.At))
			continue
		}
		moments, truths := append(w.Moments[:], w.Up), append(truth.Moments[:], truth.Up)
		for s, m := range moments {
			if !m.Seen() {
				continue
			}
			*claims++
			what := "UP"
			if s < len(stopwatch.Stages()) {
				what = stopwatch.Stage(s).String()
			}
			if real := truths[s]; real.Seen() && real.At.Before(w.At) && !w.SinceBefore() {
				continue // it dated the fault for who knew when it was asked for
			}
			if why := contradicts(m, truths[s]); why != "" {
				say("%s: %s %s", w, what, why)
			}
			if m.Witness == event.ByPoll && m.At.Before(late.Begun) && !m.Already {
				say("%s: %s at %s by a poll that was not made", w, what, when(full, m.At))
			}
		}
		for _, text := range w.Findings {
			if *claims++; !slices.ContainsFunc(truth.Findings, text.Equal) && !strings.Contains(text.String(), "not known") {
				say("%s: finding %q, but it was %q", w, text, truth.Findings)
			}
		}
		if truth.Moments[stopwatch.Detected].Seen() && !w.Moments[stopwatch.Detected].Seen() && w.Done && !w.Unwatched() && w.OutAlready() == "" {
			say("%s: never detected, but it was", w)
		}
	}
	return wrong
}

// older says which nodes are said to be as they are at least since a time at which they were not.
func older(late, full *Frame) (wrong []string) {
	for i := range late.Nodes {
		n, truth := &late.Nodes[i], full.Node(late.Nodes[i].Name)
		if n.Server != nil && n.Server.Lastchg > 0 {
			continue // HAProxy's own word
		}
		if n.AtLeast && (n.Health != truth.Health || n.Since.Before(truth.Since.Add(-2*time.Second))) {
			wrong = append(wrong, fmt.Sprintf("%s is %s at least since %s, but it is %s since %s", n.Name, n.Health, when(full, n.Since), truth.Health,
				when(full, truth.Since)))
		}
	}
	return wrong
}

// sameFault is the fault of a Frame that another one's is.
func sameFault(full *Frame, w *stopwatch.Stopwatch) (best *stopwatch.Stopwatch) {
	apart := func(x *stopwatch.Stopwatch) time.Duration {
		if w.Moments[stopwatch.Healed].Seen() && x.Moments[stopwatch.Healed].Seen() {
			return w.Moments[stopwatch.Healed].At.Sub(x.Moments[stopwatch.Healed].At).Abs()
		}
		return w.At.Sub(x.At).Abs()
	}
	for i := range full.Stopwatches {
		if x := &full.Stopwatches[i]; x.Target == w.Target && (best == nil || apart(x) < apart(best)) {
			best = x
		}
	}
	return best
}

// contradicts says how a moment cannot be what another one is; "" when it can.
func contradicts(m, truth stopwatch.Moment) string {
	const clock = 20 * time.Millisecond // k6 dates a request by its end, the script's line by when it came to write it
	span := func(m stopwatch.Moment) (from, to time.Time) {
		from, to = m.At.Add(-m.Within), m.At
		switch m.Witness {
		case event.ByLastchg:
			to = m.At.Add(m.Within)
		case event.ByDocker: // a sign came before it
			from, to = m.At, m.At.Add(m.Within)
		}
		return from, to
	}
	if !truth.Seen() {
		return fmt.Sprintf("%s (%s, %s), but it was not", m.At.Format("05.000"), m.Precision(), m.Says.String())
	}
	from, to := span(m)
	trueFrom, trueTo := span(truth)
	if m.Already {
		from = time.Time{}
	}
	if from.After(trueTo.Add(clock)) || to.Before(trueFrom.Add(-clock)) {
		return fmt.Sprintf("%s (%s, %s), but it was %s (%s, %s)", m.At.Format("05.000"), m.Precision(), m.Says.String(),
			truth.At.Format("05.000"), truth.Precision(), truth.Says.String())
	}
	return ""
}
