package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/palette"
)

// openPalette lets one type what to do: a list of all that can be done here stands above the line.
func (m *Model) openPalette() {
	list := &palette.List{}
	list.Show(m.commands(""), "")
	m.typing = &typedLine{
		label: "command", list: list,
		each: func(m *Model, text string) { list.Typed(); list.Show(m.commands(text), text) },
		done: func(m *Model, text string) tea.Cmd { return m.command(list, strings.TrimSpace(text)) },
	}
}

// command does what was picked.
func (m *Model) command(list *palette.List, text string) tea.Cmd {
	switch item := list.Chosen(); {
	case item != nil && item.Why != "":
		m.say(badly, "%s", item.Why)
	case item != nil:
		return item.Run()
	case text != "":
		m.say(badly, "%s", m.unknown(text))
	}
	return nil
}

// unknown says why a text is no command: it names no action, or one that is done to nodes and none of those.
func (m *Model) unknown(text string) string {
	if name, rest, ok := strings.Cut(text, " "); ok && strings.Contains(m.mayFollow(strings.ToLower(name)), "[NODE]") {
		return fmt.Sprintf("%s: no node is called %s; there are %s", name, strings.TrimSpace(rest), strings.Join(m.nodeNames(), ", "))
	}
	return fmt.Sprintf("%s: no such command here; %s lists them all", text, m.c.Keys.Key(keys.Palette))
}

// mayFollow is what may follow the name of an action or a fault.
func (m *Model) mayFollow(name string) string {
	if record.FaultKind(name).Valid() && m.o.Hands != nil {
		return "[NODE]"
	}
	if name == "start" && m.o.Hands == nil {
		return ""
	}
	return takes[name]
}

// complete types the chosen command, or the first.
func (m *Model) complete(t *typedLine) {
	if t.list.Chosen() == nil {
		t.list.Move(+1)
	}
	item := t.list.Chosen()
	if item == nil {
		return
	}
	t.text = []rune(item.Text)
	if item.Takes != "" {
		t.text = append(t.text, ' ')
	}
	t.each(m, string(t.text))
}

// commands is what can be done by typing text: every action, or what an action's name may be followed by.
func (m *Model) commands(text string) []palette.Item {
	text = strings.TrimLeft(text, " ")
	if place := strings.TrimSpace(text); m.o.Replay != nil && placeLike(place) {
		return []palette.Item{{Text: "go to " + place, Does: "+90s, 14:03:20 or 50%", Run: func() tea.Cmd {
			if err := m.goTo(place); err != nil {
				m.say(badly, "%v", err)
			}
			return nil
		}}}
	}
	if name, rest, ok := strings.Cut(text, " "); ok {
		if items := m.withArgument(strings.ToLower(name), strings.TrimSpace(rest)); items != nil {
			return items
		}
	}
	return slices.DeleteFunc(m.everyCommand(), func(item palette.Item) bool { return item.Why != "" && !begins(item.Text, text) })
}

// begins reports whether a command is being typed by its name: then it is offered though it cannot be done, to say why.
func begins(name, text string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	return text != "" && strings.HasPrefix(name, text)
}

// everyCommand is every action that means something here: the faults first, what only moves last.
func (m *Model) everyCommand() []palette.Item {
	out := m.faultCommands()
	out = append(out, m.healCommands()...)
	out = append(out, m.limitCommand()...)
	var last []palette.Item
	k := m.c.Keys
	moves := append([]keys.Action{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.Top, keys.Bottom, keys.Left, keys.Right, keys.Next, keys.Prev}, keys.Panes...)
	for _, a := range keys.Actions() {
		if !k.On(a) || !m.meansSomething(a) || record.FaultKind(a.Name()).Valid() {
			continue
		}
		item := palette.Item{Text: a.Name(), Does: k.Does(a), Key: keyOf(k.Key(a)), Takes: takes[a.Name()], Also: also[a.Name()], Run: func() tea.Cmd { return m.do(a) }}
		if longer := longer[a.Name()]; longer != "" {
			item.Does = longer
		}
		if m.o.Hands == nil && (a == keys.Open || a == keys.Quit) {
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

// keyOf is what the list says of an action's key; nothing where it has none.
func keyOf(h string) string {
	if h == "-" || len(h) < 2 || h[0] != ':' {
		return strings.TrimPrefix(h, "-")
	}
	return ""
}

// meansSomething reports whether an action's key does something on what is open now.
func (m *Model) meansSomething(a keys.Action) bool {
	switch {
	case slices.Contains(keys.Question, a), slices.Contains(keys.Typing, a), a == keys.Now, a == keys.Palette:
		return false
	case slices.Contains(keys.Menu, a):
		return m.page == pageNode
	case a == keys.Zoom, a == keys.Blocks:
		return slices.Contains([]page{pageNode, pageCharts, pageNginx, pageLoad}, m.page)
	case a == keys.Close:
		return m.page != pageNone
	case slices.Contains([]keys.Action{keys.Left, keys.Right, keys.Next, keys.Prev}, a), slices.Contains(keys.Panes, a):
		return m.page == pageNone
	}
	return true
}

// longer says more than a key's help does, which must be short.
var longer = map[string]string{
	"start": "undoes what keeps the node from running", "heal-all": "heals all that was broken here", "load": "starts the load, or stops it",
	"open": "all about the node, and every fault", "filter": "only log lines that match", "clear": "no filter", "all": "every log line, or only notable ones",
	"follow": "follows the logs, or holds them", "freeze": "holds the screen; recording goes on", "truth": "who says what of every node",
	"note": "writes a note on the timeline", "export": "writes what is shown to a file", "record": "starts a recording, or ends it",
	"theme": "other colours", "help": "every key", "suspend": "back to the shell; fg continues", "quit": "heals what was broken here, then leaves",
	"trouble": "chooses the next node that is broken", "top": "the first line", "bottom": "the last line", "zoom": "charts of 1, 5 or 30 minutes", "blocks": "draws charts in dots, or in blocks",
}

// also is what people call an action that has another name here: in the shell, or in other programs.
var also = map[string]string{
	"export": "snapshot evidence ticket markdown report save", "quit": "exit leave", "filter": "search find grep", "heal-all": "undo fix repair",
	"trouble": "broken", "help": "keys",
}

// takes is what may follow the name of an action.
var takes = map[string]string{
	"start": "[NODE]", "open": "[NODE]", "theme": "[NAME]", "filter": "[TEXT]", "note": "[TEXT]", "load": "[USERS]",
}

// chosenNode is the node that commands act on unless they name one; nil where there is none.
func (m *Model) chosenNode() *incident.Node {
	id, ok := m.subject()
	if !ok {
		return nil
	}
	return id.Node(&m.live)
}

// renderPalette draws the list over the lowest lines of what is open.
func (m *Model) renderPalette() {
	if m.typing == nil || m.typing.list == nil || m.layout.tooSmall {
		return
	}
	list, page := m.typing.list, m.layout.page
	h := list.Rows(min(12, page.H-4)) + 2
	r := paint.Area(0, page.Y+page.H-h, m.w, h)
	m.c.Screen.Clear(r.Y, r.H)
	title := []paint.TitlePart{paint.NewPart(paint.Plural(len(list.Items), "command", "commands"), m.c.Theme.Title)}
	if n := m.chosenNode(); n != nil {
		title = append(title, paint.NewPart("on "+n.Name, m.c.Theme.Strong))
	}
	hint := m.c.Keys.Key(keys.Accept) + " does it"
	if m.w >= 80 {
		hint = m.c.Hint(m.c.Keys.Line(keys.Complete)) + "  " + hint
	}
	m.c.Screen.FrameBox(m.c.Theme, r, true, title, paint.NewPart(hint, m.c.Theme.Faint))
	list.Draw(m.c.Screen, m.c.Theme, r.Inner())
	m.c.Screen.CloseBox(m.c.Theme, r, true)
}
