package drill

import (
	"hadash/incident"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// outage is the condition that something failed though nobody made it fail: any server, backend, balancer or requests, or a certain
// one, and any process that crashed or was killed, but not by hadash. What another fault explains is none.
type outage struct {
	of string // a node, a server as backend/server, or a backend; "" = any
	at token
}

// outage takes the rest of a Condition about outages: [(NAME)].
func (l *line) outage() (sense, error) {
	if !l.accept("(") {
		return outage{}, nil
	}
	o := outage{at: l.take()}
	if o.of = o.at.text; !isNode(o.of) && !isServer(o.of) {
		return nil, l.bad(o.at, "outage( needs the name of a node, a server or a backend and then )")
	}
	if t := l.peek(); !l.accept(")") {
		return nil, l.bad(t, "a ) is missing after outage(%s", o.of)
	}
	return o, nil
}

func (o outage) names() []name {
	if o.of == "" {
		return nil
	}
	if backend, server, ok := servers.SplitServer(o.of); ok {
		return []name{{text: backend, kind: aBackend, at: o.at}, {text: server, kind: aServer, at: o.at, of: backend}}
	}
	return []name{{text: o.of, kind: aPlace, at: o.at}}
}

func (o outage) look(v *view) sight {
	out := sight{fresh: true, saw: wording.NoOutage.Of()}
	if !watched(v.f) {
		out.saw, out.lack = wording.NobodyWatches.Of(), true
		return out
	}
	for i := range v.f.Stopwatches {
		w := &v.f.Stopwatches[i]
		open := !w.Moments[stopwatch.Healed].Seen() && !w.Done
		if !w.Unasked() || !open && (!v.past || w.At.Before(v.since)) || o.of != "" && !w.Of(o.of) {
			continue
		}
		out.so, out.saw = true, w.Says()
		if out.at = w.At; out.at.Before(v.since) {
			out.at = v.since
		}
		break
	}
	return out
}

// watched reports whether a source answers that would show an outage.
func watched(f *incident.Frame) bool {
	return answers(f, record.SourceHAProxy) || answers(f, record.SourceLogs) || answers(f, record.SourceNginx)
}

// outages is how many began since figures count.
func outages(v *view) number {
	if !watched(v.f) {
		return none(wording.NobodyWatches.Of())
	}
	n, all := 0, v.tally.stopwatches(v.f)
	for i := range all {
		if all[i].Unasked() {
			n++
		}
	}
	return whole(n)
}
