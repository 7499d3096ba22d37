package clients

import "hadash/incident/event"

// Lost is how many requests failed in one second, by each witness.
type Lost struct {
	Second        int64 // Unix
	Script, Nginx int   // by the load script's record, and by the log of the first balancer
	Probe         int   // by the probe's record
	Answered      int   // by HAProxy's counters, in the second in which they were read
}

// By returns what one witness counted; false if it does not say in which second a request failed.
func (l *Lost) By(w event.Witness) (n int, ok bool) {
	switch w {
	case event.ByClient:
		return l.Script, true
	case event.ByProbe:
		return l.Probe, true
	case event.ByLog:
		return l.Nginx, true
	case event.ByCounters:
		return l.Answered, true
	}
	return 0, false
}
