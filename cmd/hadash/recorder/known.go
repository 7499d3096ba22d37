package recorder

import (
	"slices"

	"hadash/record"
)

// known holds the Samples that a recording started now must begin with, so that its first Frame equals the live one:
// the last Sample of each source that reports only changes, or is polled.
type known struct {
	topology *record.Sample
	answers  map[feed]answer
	acts     []record.Sample // of the faults that are still open
	rows     int64           // of HAProxy in answers
	left     bool            // those of HAProxies were too many
}

// feed identifies one source about one node.
type feed struct{ source, node string }

// answer holds the last answer of a feed, and a failure since then.
type answer struct{ last, failure *record.Sample }

func newKnown() *known { return &known{answers: map[feed]answer{}} }

// see notes a Sample.
func (k *known) see(s record.Sample) {
	switch {
	case s.Topology != nil:
		k.topology = &s
	case s.Act != nil:
		k.act(s)
	case s.Logs != nil, s.Docker != nil, s.HAProxy != nil && k.left, s.Source == record.SourceLogs:
	case s.Err != "":
		f := feed{s.Source, s.Node}
		k.answers[f] = answer{k.answers[f].last, &s}
	default:
		f := feed{s.Source, s.Node}
		k.rows += rowsOf(s)
		if was := k.answers[f].last; was != nil {
			k.rows -= rowsOf(*was)
		}
		if k.answers[f] = (answer{last: &s}); k.rows > knownRows {
			k.leave()
		}
	}
}

// knownRows is how many servers of HAProxy the answers have at most that are kept. Those of more would take as much memory as all that
// is on the screen: a recording of them begins without, and has each when it is read next.
const knownRows = 32768

// leave drops the answers of HAProxies.
func (k *known) leave() {
	for f, a := range k.answers {
		if a.last != nil && a.last.HAProxy != nil {
			k.rows -= rowsOf(*a.last)
			a.last = nil
			k.answers[f] = a
		}
	}
	k.left = true
}

// act keeps the Samples of a fault until it is undone.
func (k *known) act(s record.Sample) {
	over := s.Act.Healed
	if over == nil {
		over = s.Act.Failed
	}
	switch {
	case over != nil:
		k.acts = slices.DeleteFunc(k.acts, func(old record.Sample) bool {
			return broke(old.Act).HealedWith(*over)
		})
	case broke(s.Act) != nil && broke(s.Act).Kind.Inverse() != "":
		k.acts = append(k.acts, s)
	}
}

// broke returns the fault that was requested or made; nil if neither.
func broke(a *record.Act) *record.Fault {
	if a.Inject != nil {
		return a.Inject
	}
	return a.Made
}

// samples returns all Samples by time, after the topology: without it the others would not find their nodes.
func (k *known) samples() []record.Sample {
	all := slices.Clone(k.acts)
	for _, s := range k.answers {
		if s.last != nil {
			all = append(all, *s.last)
		}
		if s.failure != nil {
			all = append(all, *s.failure)
		}
	}
	slices.SortStableFunc(all, func(a, b record.Sample) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return slices.Compare([]string{a.Source, a.Node}, []string{b.Source, b.Node})
	})
	if k.topology == nil {
		return all
	}
	t := *k.topology
	if len(all) > 0 && all[0].At.After(t.At) {
		t.At = all[0].At // the recording begins later than hadash
	}
	return append([]record.Sample{t}, all...)
}
