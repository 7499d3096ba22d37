package tui

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/key"
)

// moments is which keys mean something at the same time: while one watches what is, or a recording, is asked, or types.
// What nobody put elsewhere means something whenever one watches.
func (k *keyMap) moments() [][]*key.Binding {
	apart := append(append(k.ofQuestion(), k.ofTyping()...), &k.Now)
	watching := func(without []*key.Binding) (out []*key.Binding) {
		for _, a := range k.actions() {
			if !slices.Contains(apart, a.b) && !slices.Contains(without, a.b) {
				out = append(out, a.b)
			}
		}
		return out
	}
	return [][]*key.Binding{
		watching(k.ofReplay()), watching(k.ofLive()), append(k.ofQuestion(), &k.Suspend), k.typingMoment(),
	}
}

func (k *keyMap) typingMoment() []*key.Binding {
	return append(k.ofTyping(), &k.Clear, &k.Now, &k.Suspend)
}

// pair is two actions of which a key may mean either.
type pair struct{ a, b string }

// meant is the pairs that share a key on purpose: one of them comes first where both could be meant, as close does on
// a page and clear elsewhere.
func (k *keyMap) meant() map[pair]bool {
	out := map[pair]bool{}
	all := k.actions()
	for i, a := range all {
		for _, b := range all[i+1:] {
			if shared(a.b, b.b) != "" {
				out[pair{a.name, b.name}] = true
			}
		}
	}
	return out
}

func shared(a, b *key.Binding) string {
	for _, one := range a.Keys() {
		if slices.Contains(b.Keys(), one) {
			return one
		}
	}
	return ""
}

// conflicts tells of every key that would mean two things at one moment, unless the usual keys have it so.
func (k *keyMap) conflicts(over map[string][]string, usual map[pair]bool) (errs []error) {
	all, moments := k.actions(), k.moments()
	for i, a := range all {
		for _, b := range all[i+1:] {
			one := shared(a.b, b.b)
			if one == "" || usual[pair{a.name, b.name}] || !together(moments, a.b, b.b) {
				continue
			}
			given, other := a.name, b.name
			if _, ok := over[given]; !ok {
				given, other = other, given
			}
			errs = append(errs, &KeyError{given, fmt.Sprintf("%q means %s already; give one of the two another key", spelled([]string{one})[0], other)})
		}
	}
	return errs
}

func together(moments [][]*key.Binding, a, b *key.Binding) bool {
	return slices.ContainsFunc(moments, func(m []*key.Binding) bool { return slices.Contains(m, a) && slices.Contains(m, b) })
}
