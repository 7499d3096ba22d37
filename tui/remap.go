package tui

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/bubbles/key"

	"hadash/tui/near"
)

// KeyError says what is wrong with the keys that an action was given.
type KeyError struct {
	Action string
	Why    string
}

func (e *KeyError) Error() string { return e.Action + ": " + e.Why }

// CheckKeys says what is wrong with keys other than the usual ones: actions and keys that there are not, and keys
// that would mean two things at one moment. Each problem is a *KeyError, joined.
func CheckKeys(over map[string][]string) error {
	k := defaultKeys()
	usual := k.meant()
	errs := k.remap(over)
	if len(errs) == 0 {
		errs = k.conflicts(over, usual)
	}
	return errors.Join(errs...)
}

// ActionKeys is an action and its keys, as a configuration says them.
type ActionKeys struct {
	Action, Does string
	Keys         []string // none: it has no key
	Usual        bool     // these are the usual ones
}

// Actions lists every action with the keys it has under over.
func Actions(over map[string][]string) []ActionKeys {
	k, usual := defaultKeys(), defaultKeys()
	_ = k.remap(over) // what is wrong is left as usual
	var out []ActionKeys
	before := usual.actions()
	for i, a := range k.actions() {
		keys := spelled(a.b.Keys())
		out = append(out, ActionKeys{a.name, a.b.Help().Desc, keys, slices.Equal(keys, spelled(before[i].b.Keys()))})
	}
	return out
}

// spelled is keys as a configuration has them: the blank by its name.
func spelled(keys []string) []string {
	out := []string{}
	for _, k := range keys {
		switch {
		case k == " ":
			out = append(out, "space")
		case !strings.HasPrefix(k, "\x00"):
			out = append(out, k)
		}
	}
	return out
}

// remap gives actions other keys, and says what of it cannot be.
func (k *keyMap) remap(over map[string][]string) (errs []error) {
	all := k.actions()
	for _, name := range slices.Sorted(maps.Keys(over)) {
		i := slices.IndexFunc(all, func(a action) bool { return a.name == name })
		if i < 0 {
			errs = append(errs, &KeyError{name, "no such action" + near.Hint(name, actionNames(all))})
			continue
		}
		keys, err := k.fit(all[i], over[name])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all[i].b.SetKeys(keys...)
		all[i].b.SetHelp(k.label(all[i], keys), all[i].b.Help().Desc)
	}
	return errs
}

func actionNames(all []action) []string {
	var out []string
	for _, a := range all {
		out = append(out, a.name)
	}
	return out
}

// fit is the keys that an action gets when these are wanted.
func (k *keyMap) fit(a action, want []string) ([]string, error) {
	stays := a.b == &k.Quit || a.b == &k.Now || a.b == &k.No // they keep the key that nobody can be locked in by
	keys := []string{}
	for _, name := range want {
		one, ok := canonical(name)
		switch {
		case !ok:
			return nil, &KeyError{a.name, fmt.Sprintf("%q is no key: a sign such as \"x\", or a name such as \"ctrl+x\", \"alt+x\", \"enter\", \"space\", \"pgup\", \"f5\"", name)}
		case one == always && !stays:
			return nil, &KeyError{a.name, always + " always quits: it cannot mean anything else"}
		case k.spells(one) && k.whileTyping(a.b):
			return nil, &KeyError{a.name, fmt.Sprintf("%q is wanted for typing: a key such as \"ctrl+x\" or \"f5\", please", name)}
		case !slices.Contains(keys, one):
			keys = append(keys, one)
		}
	}
	if len(keys) == 0 && !stays && slices.Contains(append(k.ofQuestion(), k.ofTyping()...), a.b) {
		return nil, &KeyError{a.name, "it needs a key: nothing else does the same"}
	}
	if stays && !slices.Contains(keys, always) {
		keys = append(keys, always)
	}
	return keys, nil
}

// spells reports whether a key writes a sign.
func (k *keyMap) spells(name string) bool { return utf8.RuneCountInString(name) == 1 }

func (k *keyMap) whileTyping(b *key.Binding) bool { return slices.Contains(k.typingMoment(), b) }

// label is what help says of keys: the first two, with arrows as arrows. An action without a key says how the
// palette finds it.
func (k *keyMap) label(a action, keys []string) string {
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
	case len(k.Palette.Keys()) > 0 && a.b != &k.Palette:
		return ":" + a.name
	}
	return "-"
}
