package report

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Verdict is the verdict on a fault, one sentence of plain text: "No request failed; 17 failures were absorbed; noticed
// after 0.23 s (expected ≤ 0.75 s); back 0.61 s after the heal."
func (l Lang) Verdict(sw *stopwatch.Stopwatch) string {
	return record.Clean(Capital(Join("; ", l.cost(sw), l.noticed(sw)+l.asideOf(sw), l.returned(sw)) + "."))
}

// Course is a fault and its end in one sentence: "mysql-slave1 stopped by you: noticed after 9.47 s, back 6.08 s after
// the heal."
func (l Lang) Course(sw *stopwatch.Stopwatch) string {
	noticed := l.noticed(sw)
	if sw.Undetected() {
		noticed = l.Say("never noticed") // why is in its section
	}
	return record.Clean(l.Broken(sw) + ": " + Join(", ", noticed, l.returned(sw)) + ".")
}

// Broken is what was broken, how, and by whom: "mysql-slave1 stopped by you".
func (l Lang) Broken(sw *stopwatch.Stopwatch) string {
	if sw.Kind.Found() {
		return l.Say("%s %s (found, not made here)", sw.Target, l.Tell(sw.Past()))
	}
	if sw.You {
		return l.Say("%s %s by you", sw.Target, l.Tell(sw.Past()))
	}
	if sw.Hadash {
		return l.Say("%s %s by another hadash", sw.Target, l.Tell(sw.Past()))
	}
	return l.Say("%s %s by somebody else", sw.Target, l.Tell(sw.Past()))
}

// Capital makes the first letter of a sentence a capital.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// noticed says whether and when the fault was noticed. For one that never was, the finding explains more
// than the missing number.
func (l Lang) noticed(sw *stopwatch.Stopwatch) string {
	v := l.Detection(sw)
	_, known := sw.Detection()
	switch {
	case sw.Moments[stopwatch.Detected].Seen() && !known:
		return l.Say("noticed at an unknown time: it was broken before hadash watched")
	case known:
		return l.Say("noticed %s", v.Word)
	case sw.Undetected() && len(sw.Findings) > 0:
		return l.Say("never noticed: %s", strings.TrimRight(l.Tell(sw.Findings[0]), ". "))
	case sw.Undetected():
		return l.Say("never noticed")
	case sw.Kind.AtBalancer():
		return l.Say("an order to HAProxy, nothing to notice")
	case sw.Outage.Door:
		return ""
	case sw.OutAlready() != "":
		return l.Say("nothing to notice: it was out already (%s)", sw.OutAlready())
	case sw.Bygone():
		return l.Say("it was over before hadash watched, and no log tells when it was noticed")
	case sw.Unwatched() && (sw.Moments[stopwatch.Healed].Seen() || sw.Done):
		return l.Say("whether it was noticed is not known: it was not watched all the time")
	}
	return l.Say("not noticed yet")
}

// asideOf is the expectation in brackets, where noticed says when the fault was noticed, or that it was not.
func (l Lang) asideOf(sw *stopwatch.Stopwatch) string {
	_, known := sw.Detection()
	switch {
	case known && len(sw.ByBalancer()) > 0:
		return l.asideBy(sw)
	case known, sw.Undetected():
	case sw.Moments[stopwatch.Detected].Seen(), sw.Kind.AtBalancer(), sw.Outage.Door, sw.OutAlready() != "", sw.Bygone(),
		sw.Unwatched() && (sw.Moments[stopwatch.Healed].Seen() || sw.Done):
		return ""
	}
	return l.aside(sw, l.Detection(sw))
}

// asideBy is the expectation where several balancers send to the node: each has its own configuration. It is said of those
// that did not hold it.
func (l Lang) asideBy(sw *stopwatch.Stopwatch) string {
	var all []string
	for _, n := range sw.ByBalancer() {
		if v := l.DetectionBy(sw, &n); sw.LateAt(&n) || v.Judge == l.Say("missed") {
			all = append(all, l.Say("%s %s, expected %s", n.Balancer, v.Judge, l.BoundBy(sw, &n)))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

// aside is the expectation in brackets; "" when there was none.
func (l Lang) aside(sw *stopwatch.Stopwatch, v Detection) string {
	switch {
	case !sw.Expected.Known && !sw.Expected.Why.IsZero() && !sw.Kind.AtBalancer():
		return l.Say(" (what to expect is not known: %s)", l.Tell(sw.Expected.Why))
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never && sw.Undetected():
		return l.Say(" (as expected: nothing that is configured would notice)")
	case sw.Expected.Never:
		return l.Say(" (nothing that is configured was expected to notice)")
	case v.Judge == "" || v.Judge == l.Say("in time") || v.Judge == l.Say("missed"):
		return l.Say(" (expected %s)", l.Bound(sw))
	}
	return l.Say(" (%s, expected %s)", v.Judge, l.Bound(sw))
}

// cost is what users felt, and what they did not. No sum claims more than its witnesses saw.
func (l Lang) cost(sw *stopwatch.Stopwatch) string {
	c := sw.Felt.Clients()
	if a := AbsorbedIn(sw); a.Most == 0 && c.Known() && c.Failed == 0 && !c.Least && !NginxUncounted(sw) && sw.Counted().Any() && !sw.Around.NoPage {
		return Join("; ", l.Say("no request failed, and nothing had to be absorbed"), l.slow(sw))
	}
	return Join("; ", Join(", ", l.Reached(c), l.slow(sw)), l.hiddenFailures(sw))
}

// hiddenFailures counts the absorbed failures; without an access log that names its upstreams, those of nginx are not included.
// A connection that HAProxy retried is not absorbed if its session found no server in the end.
func (l Lang) hiddenFailures(sw *stopwatch.Stopwatch) string {
	a := AbsorbedIn(sw)
	switch {
	case !a.Known && (a.Most > 0 || !sw.Counted().Any()):
		return l.Say("how many failures were absorbed is not known")
	case a.Most == 0:
		return l.Say("no failure was seen to be absorbed")
	case a.AtMost():
		return l.Many(a.N(), "at most 1 failure was absorbed", "at most %s failures were absorbed")
	case a.AtLeast():
		return l.Many(a.N(), "at least 1 failure was absorbed", "at least %s failures were absorbed")
	}
	return l.Many(a.N(), "1 failure was absorbed", "%s failures were absorbed")
}

// NginxUncounted reports whether nginx may have absorbed failures that were not counted: there is one, and no access log names
// its upstreams.
func NginxUncounted(sw *stopwatch.Stopwatch) bool {
	return !sw.Felt.CountsAttempts() && !sw.Around.NoNginx
}

// Patience is what a client waits without feeling a failure; the load script's own threshold.
const Patience = time.Second

// slow describes the wait of a grey failure without failed requests.
func (l Lang) slow(sw *stopwatch.Stopwatch) string {
	if slowest := sw.Felt.Clients().Slowest; slowest >= Patience {
		return l.Say("the slowest took %s", l.Wait(slowest))
	}
	return ""
}

// returned says how the fault ended.
func (l Lang) returned(sw *stopwatch.Stopwatch) string {
	d, back := sw.Recovery()
	switch {
	case back:
		return l.Back(d)
	case sw.Kind.Found() && sw.Moments[stopwatch.Back].Seen():
		if lasted, ok := sw.Since(stopwatch.Back); ok {
			return l.Say("back after %s", l.Secs(lasted))
		}
		return l.Say("back, and since when it was so is not known")
	case !sw.Moments[stopwatch.Healed].Seen() && !sw.Done:
		return l.Say("still open")
	case sw.Bygone() && !sw.Awaited(), sw.Unreported:
		return l.Say("when it was back is not known")
	case sw.Done:
		return l.Say("not seen back")
	}
	return l.Say("not back yet")
}

// Back is when a node was back.
func (l Lang) Back(d time.Duration) string {
	if d < 5*time.Millisecond {
		return l.Say("back at once when healed")
	}
	return l.Say("back %s after the heal", l.Secs(d))
}

// Absorbed lists every absorbed failure, by the part that absorbed it; nginx: its own are known.
func (l Lang) Absorbed(h clients.Hidden, nginx bool) string {
	var all []string
	add := func(n int64, one, more string) {
		if n > 0 {
			all = append(all, l.Many(n, one, more))
		}
	}
	add(h.Retried, "1 connection retried by HAProxy", "%s connections retried by HAProxy")
	add(h.Redispatched, "1 session moved to another server by HAProxy", "%s sessions moved to another server by HAProxy")
	switch r := h.Sessions(); {
	case h.Tries() == 0:
	case !r.Exact():
		add(r.Most, "at most 1 of them saved a session", "at most %s of them saved a session")
	case r.Most == 0:
		all = append(all, l.Say("none of them saved a session"))
	case r.Most < h.Tries():
		add(r.Most, "which saved 1 session", "which saved %s sessions")
	}
	add(h.NextUpstream, "1 request answered by another instance (nginx)", "%s requests answered by another instance (nginx)")
	add(h.Repeated, "1 read repeated by the application", "%s reads repeated by the application")
	if len(all) == 0 {
		all = append(all, l.Say("nothing was seen to be"))
	}
	if !nginx {
		all = append(all, l.Say("what nginx absorbed is not known"))
	}
	return strings.Join(all, ", ")
}
