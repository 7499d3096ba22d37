package report

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Cost is the verdict on a fault, one sentence of plain text: "Detected after 0.23 s (expected at most
// 0.75 s); 17 failures were absorbed, none reached a client; back 0.61 s after the heal."
func Cost(sw *incident.Stopwatch) string {
	said := join("; ", noticed(sw), cost(sw), slow(sw), returned(sw))
	return record.Clean(strings.ToUpper(said[:1]) + said[1:] + ".")
}

// noticed says whether and when the fault was detected. For one that never was, the finding says more
// than the missing number.
func noticed(sw *incident.Stopwatch) string {
	v := detection(sw)
	switch {
	case sw.Moments[incident.Detected].Seen():
		return "detected " + v.word + aside(sw, v)
	case undetected(sw) && len(sw.Findings) > 0:
		return "never detected: " + strings.TrimRight(sw.Findings[0], ". ") + aside(sw, v)
	case undetected(sw):
		return "never detected" + aside(sw, v)
	case sw.Kind.AtBalancer():
		return "an order to HAProxy, nothing to detect"
	}
	return "not detected yet" + aside(sw, v)
}

// aside is the expectation in brackets; "" when there was none.
func aside(sw *incident.Stopwatch, v verdict) string {
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never && undetected(sw):
		return " (as expected: nothing that is configured would notice)"
	case sw.Expected.Never:
		return " (nothing that is configured was expected to notice)"
	case v.judge == "" || v.judge == "in time" || v.judge == "missed":
		return " (expected " + bound(sw) + ")"
	}
	return " (" + v.judge + ", expected " + bound(sw) + ")"
}

// cost is hidden against visible. No sum claims more than its witnesses saw.
func cost(sw *incident.Stopwatch) string {
	n := sw.Hidden.Total()
	v := reached(&sw.Felt)
	if n == 0 && v.known && v.failed == 0 && sw.Felt.HasNginx {
		return "no failure had to be absorbed and none reached a client"
	}
	return hiddenFailures(sw) + ", " + v.String()
}

// hiddenFailures counts what was absorbed; without nginx's access log what nginx absorbed is not in it.
func hiddenFailures(sw *incident.Stopwatch) string {
	n := sw.Hidden.Total()
	least := ""
	if !sw.Felt.HasNginx && n > 0 {
		least = "at least "
	}
	switch n {
	case 0:
		return "no failure was seen to be absorbed"
	case 1:
		return least + "1 failure was absorbed"
	}
	return least + count(n) + " failures were absorbed"
}

// patience is what a client waits without feeling a failure; the load script's own threshold.
const patience = time.Second

// slow tells of the wait that a grey failure costs though no request fails.
func slow(sw *incident.Stopwatch) string {
	if slowest, _ := longest(&sw.Felt); slowest >= patience {
		return "the slowest request took " + secs(slowest)
	}
	return ""
}

// returned says how it ended.
func returned(sw *incident.Stopwatch) string {
	d, back := sw.Recovery()
	switch {
	case back:
		return "back " + secs(d) + " after the heal"
	case !sw.Moments[incident.Healed].Seen() && !sw.Done:
		return "still open"
	case sw.Done:
		return "not seen back"
	}
	return "not back yet"
}
