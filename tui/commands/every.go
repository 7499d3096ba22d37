package commands

import (
	"fmt"
	"slices"
	"strings"

	"hadash/record"
	"hadash/tui/keys"
)

// Unknown says why a text is not a command: there is no such action, or no such node.
func (s *Scene) Unknown(text string) string {
	if name, rest, ok := strings.Cut(text, " "); ok && strings.Contains(s.mayFollow(strings.ToLower(name)), "[NODE]") {
		return fmt.Sprintf("%s: no node %s; the nodes are %s", name, strings.TrimSpace(rest), strings.Join(s.nodeNames(), ", "))
	}
	return fmt.Sprintf("%s: no such command; %s lists all", text, s.C.Keys.Key(keys.Palette))
}

// mayFollow is the argument of an action or a fault.
func (s *Scene) mayFollow(name string) string {
	if slices.Contains(record.FaultKinds, record.FaultKind(name)) && s.Acts {
		return "[NODE]"
	}
	if name == "start" && (!s.Acts || !s.C.Keys.On(keys.Start)) {
		return ""
	}
	return takes[name]
}

// All lists the commands for a text: every action, or the arguments of one.
func (s *Scene) All(text string) []Item {
	text = strings.TrimLeft(text, " ")
	if place := strings.TrimSpace(text); s.Replays && placeLike(place) {
		return []Item{{Text: "go to " + place, Does: "+90s, 14:03:20 or 50%", Order: Order{Kind: Go, Text: place}}}
	}
	if name, rest, ok := strings.Cut(text, " "); ok {
		if items := s.withArgument(strings.ToLower(name), strings.TrimSpace(rest)); items != nil {
			return items
		}
	}
	return slices.DeleteFunc(s.Every(), func(item Item) bool { return item.Why != "" && !begins(item.Text, text) })
}

// begins reports whether a command is being typed by its name: then it is offered even if it is not possible, to say why.
func begins(name, text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return text != "" && strings.HasPrefix(name, text)
}

// Every lists every available action: the faults first, movement last.
func (s *Scene) Every() []Item {
	out := s.faultCommands()
	out = append(out, s.healCommands()...)
	out = append(out, s.limitCommand()...)
	var last []Item
	k := s.C.Keys
	moves := append([]keys.Action{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Top, keys.Bottom, keys.Left, keys.Right, keys.Next, keys.Prev}, keys.Panes...)
	for _, a := range keys.Actions() {
		if !k.On(a) || !s.means(a) || record.FaultKind(a.Name()).Valid() {
			continue
		}
		item := Item{Text: a.Name(), Does: k.Does(a), Key: keyOf(k.Key(a)), Takes: takes[a.Name()], Also: also[a.Name()], Order: Order{Action: a}}
		if longer := longer[a.Name()]; longer != "" {
			item.Does = longer
		}
		if !s.Acts && (a == keys.Open || a == keys.Quit) {
			item.Does = k.Does(a) // there is nothing to break or to heal
		}
		if slices.Contains(moves, a) {
			last = append(last, item)
			continue
		}
		out = append(out, item)
	}
	return append(out, last...)
}

// keyOf is the action's key in the list; "" if it has none.
func keyOf(h string) string {
	if h == "-" || len(h) < 2 || h[0] != ':' {
		return strings.TrimPrefix(h, "-")
	}
	return ""
}

// means reports whether an action's key works on the open view.
func (s *Scene) means(a keys.Action) bool {
	switch {
	case slices.Contains(keys.Question, a), slices.Contains(keys.Typing, a), a == keys.Now, a == keys.Palette:
		return false
	case slices.Contains(keys.Menu, a):
		return s.Menu
	case a == keys.Zoom, a == keys.Blocks:
		return s.Charts
	case a == keys.Close:
		return s.Page
	case slices.Contains([]keys.Action{keys.Left, keys.Right, keys.Next, keys.Prev}, a), slices.Contains(keys.Panes, a):
		return !s.Page
	}
	return true
}
