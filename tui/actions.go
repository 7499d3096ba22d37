package tui

import (
	"reflect"
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// action is what a key does, by the name that it has in a configuration and in the palette.
type action struct {
	name string
	b    *key.Binding
}

// The names of what the key map keeps in arrays.
var (
	paneNames = [paneCount]string{paneNodes: "nodes", paneTimeline: "timeline", paneCost: "cost", paneLogs: "logs"}
	pageNames = [pageCount]string{
		pageTruth: "truth", pageStats: "stats", pageCharts: "charts", pageNginx: "nginx", pageReplication: "replication",
		pageLoad: "load-page",
	}
)

// actions is every key of the map with its name: that of its field, HealAll as heal-all.
func (k *keyMap) actions() []action {
	var out []action
	v := reflect.ValueOf(k).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i).Addr().Interface().(type) {
		case *key.Binding:
			out = append(out, action{kebab(v.Type().Field(i).Name), f})
		case *[paneCount]key.Binding:
			out = named(out, f[:], paneNames[:])
		case *[pageCount]key.Binding:
			out = named(out, f[:], pageNames[:])
		}
	}
	return out
}

func named(out []action, all []key.Binding, names []string) []action {
	for i := range all {
		if names[i] != "" {
			out = append(out, action{names[i], &all[i]})
		}
	}
	return out
}

// kebab is a field's name as people write it: HealAll is heal-all.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// byName is the key that no terminal sends: the palette's way to an action, whatever key it has, if any.
func byName(name string) string { return "\x00" + name }

// named gives each action the key that only the palette presses.
func (k *keyMap) named() {
	for _, a := range k.actions() {
		a.b.SetKeys(append(a.b.Keys()[:len(a.b.Keys()):len(a.b.Keys())], byName(a.name))...)
	}
}

// actionsOf are the names of the action of a key, or of the first two of keys that belong together.
func actionsOf(b key.Binding) (first, second string) {
	for _, k := range b.Keys() {
		switch name, ok := strings.CutPrefix(k, byName("")); {
		case !ok:
		case first == "":
			first = name
		default:
			return first, name
		}
	}
	return first, ""
}

func firstAction(b key.Binding) string {
	first, _ := actionsOf(b)
	return first
}

// do is what the key of an action does.
func (m *Model) do(name string) tea.Cmd {
	return m.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(byName(name))})
}
