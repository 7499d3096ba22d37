package report

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hadash/incident"
	"hadash/record"
)

// Verdict is that on a fault, one sentence of plain text: "Detected after 0.23 s (expected at most
// 0.75 s); 17 failures were absorbed, none reached a client; back 0.61 s after the heal."
func (l Lang) Verdict(sw *incident.Stopwatch) string {
	return record.Clean(capital(join("; ", l.noticed(sw), l.cost(sw), l.slow(sw), l.returned(sw)) + "."))
}

// capital makes the first letter of a sentence a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// noticed says whether and when the fault was detected. For one that never was, the finding says more
// than the missing number.
func (l Lang) noticed(sw *incident.Stopwatch) string {
	v := l.detection(sw)
	_, known := sw.Detection()
	switch {
	case sw.Moments[incident.Detected].Seen() && !known:
		return l.say("detected, and how soon is not known: it was broken before hadash watched")
	case known:
		return l.say("detected %s", v.word) + l.aside(sw, v)
	case undetected(sw) && len(sw.Findings) > 0:
		return l.say("never detected: %s", l.tell(strings.TrimRight(sw.Findings[0], ". "))) + l.aside(sw, v)
	case undetected(sw):
		return l.say("never detected") + l.aside(sw, v)
	case sw.Kind.AtBalancer():
		return l.say("an order to HAProxy, nothing to detect")
	case sw.OutAlready() != "":
		return l.say("nothing to detect: it was out already (%s)", l.tell(sw.OutAlready()))
	case sw.Bygone():
		return l.say("it was over before hadash watched, and no log tells when it was detected")
	case sw.Unwatched() && (sw.Moments[incident.Healed].Seen() || sw.Done):
		return l.say("whether it was detected is not known: it was not watched all the time")
	}
	return l.say("not detected yet") + l.aside(sw, v)
}

// aside is the expectation in brackets; "" when there was none.
func (l Lang) aside(sw *incident.Stopwatch, v verdict) string {
	switch {
	case !sw.Expected.Known && sw.Expected.Why != "" && !sw.Kind.AtBalancer():
		return l.say(" (what to expect is not known: %s)", l.tell(sw.Expected.Why))
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never && undetected(sw):
		return l.say(" (as expected: nothing that is configured would notice)")
	case sw.Expected.Never:
		return l.say(" (nothing that is configured was expected to notice)")
	case v.judge == "" || v.judge == l.say("in time") || v.judge == l.say("missed"):
		return l.say(" (expected %s)", l.bound(sw))
	}
	return l.say(" (%s, expected %s)", v.judge, l.bound(sw))
}

// cost is hidden against visible. No sum claims more than its witnesses saw.
func (l Lang) cost(sw *incident.Stopwatch) string {
	n := sw.Hidden.Total()
	c := sw.Felt.Clients()
	if n == 0 && c.Known() && c.Failed == 0 && !nginxUncounted(sw) {
		return l.say("no failure had to be absorbed and none reached a client")
	}
	return l.hiddenFailures(sw) + ", " + l.reached(c)
}

// hiddenFailures counts what was absorbed; without an access log that names its upstreams what nginx absorbed is not in it.
func (l Lang) hiddenFailures(sw *incident.Stopwatch) string {
	n := sw.Hidden.Total()
	switch {
	case n == 0:
		return l.say("no failure was seen to be absorbed")
	case nginxUncounted(sw):
		return l.many(n, "at least 1 failure was absorbed", "at least %s failures were absorbed")
	}
	return l.many(n, "1 failure was absorbed", "%s failures were absorbed")
}

// nginxUncounted reports whether nginx may have absorbed failures that nobody counted: there is one, and no access log names
// its upstreams.
func nginxUncounted(sw *incident.Stopwatch) bool {
	return !sw.Felt.HasAttempts && !sw.Around.NoNginx
}

// patience is what a client waits without feeling a failure; the load script's own threshold.
const patience = time.Second

// slow tells of the wait that a grey failure costs though no request fails.
func (l Lang) slow(sw *incident.Stopwatch) string {
	if slowest := sw.Felt.Clients().Slowest; slowest >= patience {
		return l.say("the slowest request took %s", l.secs(slowest))
	}
	return ""
}

// returned says how it ended.
func (l Lang) returned(sw *incident.Stopwatch) string {
	d, back := sw.Recovery()
	switch {
	case back:
		return l.say("back %s after the heal", l.secs(d))
	case !sw.Moments[incident.Healed].Seen() && !sw.Done:
		return l.say("still open")
	case sw.Bygone() && !sw.Awaited():
		return l.say("when it was back is not known")
	case sw.Done:
		return l.say("not seen back")
	}
	return l.say("not back yet")
}

// hidden is every failure that was absorbed, by who did it; nginx: its own are known.
func (l Lang) hidden(h incident.Hidden, nginx bool) string {
	var all []string
	add := func(n int64, one, more string) {
		if n > 0 {
			all = append(all, l.many(n, one, more))
		}
	}
	add(h.Retried, "1 connection retried by HAProxy", "%s connections retried by HAProxy")
	add(h.Redispatched, "1 session moved to another server by HAProxy", "%s sessions moved to another server by HAProxy")
	add(h.NextUpstream, "1 request answered by another instance (nginx)", "%s requests answered by another instance (nginx)")
	add(h.Repeated, "1 read repeated by the application", "%s reads repeated by the application")
	if len(all) == 0 {
		all = append(all, l.say("nothing was seen to be"))
	}
	if !nginx {
		all = append(all, l.say("what nginx absorbed is not known"))
	}
	return strings.Join(all, ", ")
}
