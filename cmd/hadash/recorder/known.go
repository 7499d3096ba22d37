package recorder

import (
	"slices"

	"hadash/record"
)

// known is what a recording that begins now must begin with, so that its first Frame has what the live one has:
// the last word of all that is told again only when it changes, or was asked for just now.
type known struct {
	topology *record.Sample
	answers  map[feed]answer
	acts     []record.Sample // of the faults that are still open
}

// feed is one source's word on one node.
type feed struct{ source, node string }

// answer is the last one of a feed, and a failure since.
type answer struct{ last, failure *record.Sample }

func newKnown() *known { return &known{answers: map[feed]answer{}} }

// see takes note of a Sample.
func (k *known) see(s record.Sample) {
	switch {
	case s.Topology != nil:
		k.topology = &s
	case s.Act != nil:
		k.act(s)
	case s.Logs != nil, s.Docker != nil, s.Source == record.SourceLogs:
	case s.Err != "":
		f := feed{s.Source, s.Node}
		k.answers[f] = answer{k.answers[f].last, &s}
	default:
		k.answers[feed{s.Source, s.Node}] = answer{last: &s}
	}
}

// act keeps what was done to break something, until it is undone.
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

// broke is the fault that was asked for, or made; nil when it was neither.
func broke(a *record.Act) *record.Fault {
	if a.Inject != nil {
		return a.Inject
	}
	return a.Made
}

// samples is all of it by time, behind the topology, without which nothing else would find its node.
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
		t.At = all[0].At // the recording does not begin when hadash did
	}
	return append([]record.Sample{t}, all...)
}
