package keys

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"hadash/near"
)

// Error is a problem with the keys of an action.
type Error struct {
	Action string
	Why    string
}

func (e *Error) Error() string { return e.Action + ": " + e.Why }

// Check reports the problems of configured keys: unknown actions and keys, and keys with two
// meanings at one moment. Each problem is an *Error, joined.
func Check(over map[string][]string) error {
	usual := New(nil).meant()
	m := New(nil)
	errs := m.remap(over)
	if len(errs) == 0 {
		errs = m.conflicts(over, usual)
	}
	return errors.Join(errs...)
}

// Setting is an action and its keys, as in a configuration.
type Setting struct {
	Action, Does string
	Keys         []string // none: it has no key
	Usual        bool     // these are the usual ones
}

// Settings lists every action with the keys it has under over.
func Settings(over map[string][]string) []Setting {
	m, usual := New(over), New(nil)
	var out []Setting
	for _, a := range Actions() {
		keys := spelled(m.all[a].Keys())
		out = append(out, Setting{a.Name(), m.Does(a), keys, slices.Equal(keys, spelled(usual.all[a].Keys()))})
	}
	return out
}

// spelled formats keys as in a configuration: the blank by its name.
func spelled(keys []string) []string {
	out := []string{}
	for _, k := range keys {
		if k == " " {
			k = "space"
		}
		out = append(out, k)
	}
	return out
}

// remap gives actions other keys, and reports those that are not possible.
func (m *Map) remap(over map[string][]string) (errs []error) {
	for _, name := range slices.Sorted(maps.Keys(over)) {
		a := Named(name)
		if a == None {
			errs = append(errs, &Error{name, "no such action" + near.Hint(name, names())})
			continue
		}
		keys, err := fit(a, over[name])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		m.all[a].SetKeys(keys...)
		m.all[a].SetHelp(m.label(a, keys), m.Does(a))
	}
	return errs
}

func names() []string {
	var out []string
	for _, a := range Actions() {
		out = append(out, a.Name())
	}
	return out
}

// fit returns the keys that an action gets of those configured.
func fit(a Action, want []string) ([]string, error) {
	stays := a == Quit || a == Now || a == No // they keep the key that nobody can be locked in by
	keys := []string{}
	for _, name := range want {
		one, ok := canonical(name)
		switch {
		case !ok:
			return nil, &Error{a.Name(), fmt.Sprintf("%q is not a key: use a character such as \"x\", or a name such as \"ctrl+x\", \"alt+x\", \"enter\", \"space\", \"pgup\", \"f5\"", name)}
		case one == always && !stays:
			return nil, &Error{a.Name(), always + " always quits: it cannot be bound to anything else"}
		case utf8.RuneCountInString(one) == 1 && slices.Contains(TypedList, a):
			return nil, &Error{a.Name(), fmt.Sprintf("%q is needed for typing: use a key such as \"ctrl+x\" or \"f5\"", name)}
		case !slices.Contains(keys, one):
			keys = append(keys, one)
		}
	}
	if len(keys) == 0 && !stays && (slices.Contains(Question, a) || slices.Contains(Typing, a)) {
		return nil, &Error{a.Name(), "it needs a key: no other action does the same"}
	}
	if stays && !slices.Contains(keys, always) {
		keys = append(keys, always)
	}
	return keys, nil
}

// label formats keys for help: the first two, with arrows as arrows. An action without a key shows its
// command.
func (m *Map) label(a Action, keys []string) string {
	var shown []string
	for _, one := range keys {
		base := strings.TrimPrefix(one, "alt+")
		if l, ok := keyLabels[base]; ok {
			one = strings.TrimSuffix(one, base) + l
		}
		if len(shown) < 2 && (one != always || len(keys) == 1) {
			shown = append(shown, one)
		}
	}
	switch {
	case len(shown) > 0:
		return strings.Join(shown, " ")
	case len(m.all[Palette].Keys()) > 0 && a != Palette:
		return ":" + a.Name()
	}
	return "-"
}
