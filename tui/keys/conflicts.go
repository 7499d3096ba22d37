package keys

import (
	"fmt"
	"slices"
)

// moments lists the actions that are possible at the same time: on a live screen, in a recording, in a question, while typing.
// An action of no other moment is possible on every view.
func moments() [][]Action {
	apart := append(append([]Action{Now}, Question...), Typing...)
	watching := func(without []Action) (out []Action) {
		for _, a := range Actions() {
			if !slices.Contains(apart, a) && !slices.Contains(without, a) {
				out = append(out, a)
			}
		}
		return out
	}
	return [][]Action{watching(Replay), watching(Live), append([]Action{Suspend}, Question...), TypedList}
}

// pair is two actions that share a key.
type pair struct{ a, b Action }

// meant are the pairs that share a key on purpose: one of them comes first if both are possible, as close does on
// a page and clear elsewhere.
func (m *Map) meant() map[pair]bool {
	out := map[pair]bool{}
	all := Actions()
	for i, a := range all {
		for _, b := range all[i+1:] {
			if m.shared(a, b) != "" {
				out[pair{a, b}] = true
			}
		}
	}
	return out
}

func (m *Map) shared(a, b Action) string {
	for _, one := range m.all[a].Keys() {
		if slices.Contains(m.all[b].Keys(), one) {
			return one
		}
	}
	return ""
}

// conflicts lists every key that would have two meanings at one moment, unless the default keys have it so.
func (m *Map) conflicts(over map[string][]string, usual map[pair]bool) (errs []error) {
	all, at := Actions(), moments()
	for i, a := range all {
		for _, b := range all[i+1:] {
			one := m.shared(a, b)
			if one == "" || usual[pair{a, b}] || !together(at, a, b) {
				continue
			}
			given, other := a.Name(), b.Name()
			if _, ok := over[given]; !ok {
				given, other = other, given
			}
			errs = append(errs, &Error{given, fmt.Sprintf("%q is already bound to %s; give one of the two another key", spelled([]string{one})[0], other)})
		}
	}
	return errs
}

func together(moments [][]Action, a, b Action) bool {
	return slices.ContainsFunc(moments, func(m []Action) bool { return slices.Contains(m, a) && slices.Contains(m, b) })
}
