package incident

import (
	"maps"
	"time"
)

// How long a disagreement lasts before it is told, at least: one that users may feel, and another.
const (
	greyFor  = 1500 * time.Millisecond
	quietFor = 8 * time.Second
)

// grey is a disagreement that lasts.
type grey struct {
	what  quarrel
	since time.Time
	told  bool
}

// compare tells of disagreements once they have lasted longer than the normal course of things takes, and of
// their end.
func (f *Frame) compare() {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		is, was := f.quarrels(n), f.memo.greys[n.Name]
		if is == was.what && (is == 0 || was.told || f.At.Sub(was.since) < f.tolerance(n, is)) {
			continue
		}
		next := grey{what: is, since: f.At}
		switch {
		case is == was.what:
			next.since, next.told = was.since, true
			f.tellGrey(n, next)
		case was.told && was.what&is == 0:
			f.tell(Event{At: f.At, Kind: KindTruth, Severity: Good, Node: n.Name, Subject: n.Name, To: "agree", Witness: ByPoll,
				Text: n.Name + ": Docker, its balancer and its traffic agree again"})
		case was.what&is != 0:
			next.since, next.told = was.since, was.told && is&^was.what == 0
		}
		f.memo.greys = maps.Clone(f.memo.greys)
		if f.memo.greys == nil {
			f.memo.greys = map[string]grey{}
		}
		f.memo.greys[n.Name] = next
	}
}

// tolerance is how long a disagreement may last before it is told: what is being detected, or comes back, is
// no grey failure.
func (f *Frame) tolerance(n *Node, q quarrel) time.Duration {
	if q&noWrites != 0 {
		return 0
	}
	if q&(deadButUp|upButFails|illButUp|staleButUp) == 0 {
		return quietFor
	}
	if w := f.Stopwatch(n.Name); w != nil && !w.Done && w.Expected.Known && !w.Expected.Never {
		return max(greyFor, w.Bound()*6/5)
	}
	return greyFor
}

func (f *Frame) tellGrey(n *Node, g grey) {
	severity := Warn
	if g.what&grave != 0 {
		severity = Bad
	}
	text := ""
	for _, d := range disagreements {
		if g.what&d != 0 {
			if text != "" {
				text += "; "
			}
			text += f.quarrelText(n, d)
		}
	}
	f.tell(Event{At: g.since, Kind: KindTruth, Severity: severity, Node: n.Name, Subject: n.Name, To: "disagree", Text: n.Name + ": " + text, Witness: ByPoll})
}
