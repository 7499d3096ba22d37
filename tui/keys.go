package tui

import "github.com/charmbracelet/bubbles/key"

// keyMap is every key hadash knows. No other file names a key.
type keyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom, Left, Right key.Binding
	Next, Prev                                           key.Binding
	Panes                                                [paneCount]key.Binding

	Stop, Start, Restart, Kill, Pause, HealAll key.Binding
	Load, More, Less                           key.Binding

	Filter, Clear, Follow, All, Freeze       key.Binding
	Note, Export, Theme, Help, Suspend, Quit key.Binding
	Now                                      key.Binding // quits, healing or not, when pressed again

	Yes, No, Accept, Erase, Wipe key.Binding // inside a question or a typed line
}

func bind(help, desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
}

func defaultKeys() keyMap {
	return keyMap{
		Up:       bind("k ↑", "up", "k", "up"),
		Down:     bind("j ↓", "down", "j", "down"),
		PageUp:   bind("pgup", "page up", "pgup", "ctrl+u"),
		PageDown: bind("pgdn", "page down", "pgdown", "ctrl+d"),
		Top:      bind("g", "first", "g", "home"),
		Bottom:   bind("G", "last", "G", "end"),
		Left:     bind("←", "scroll logs left", "left"),
		Right:    bind("→", "scroll logs right", "right"),
		Next:     bind("tab", "next pane", "tab"),
		Prev:     bind("shift+tab", "previous pane", "shift+tab"),
		Panes: [paneCount]key.Binding{
			bind("1", "nodes", "1"), bind("2", "timeline", "2"), bind("3", "logs", "3"),
		},

		Stop:    bind("s", "stop", "s"),
		Start:   bind("S", "start", "S"),
		Restart: bind("r", "restart", "r"),
		Kill:    bind("x", "kill", "x"),
		Pause:   bind("p", "pause", "p"),
		HealAll: bind("H", "heal all", "H"),
		Load:    bind("l", "load", "l"),
		More:    bind("+", "5 VUs more", "+", "="),
		Less:    bind("-", "5 VUs fewer", "-"),

		Filter:  bind("/", "filter", "/"),
		Clear:   bind("esc", "clear, close", "esc"),
		Follow:  bind("f", "follow logs", "f"),
		All:     bind("a", "all logs", "a"),
		Freeze:  bind("space", "freeze", " "),
		Note:    bind("n", "note", "n"),
		Export:  bind("e", "export", "e"),
		Theme:   bind("t", "theme", "t"),
		Help:    bind("?", "help", "?"),
		Suspend: bind("ctrl+z", "suspend", "ctrl+z"),
		Quit:    bind("q", "quit", "q", "ctrl+c"),
		Now:     bind("ctrl+c", "quit now", "ctrl+c"),

		Yes:    bind("y", "yes", "y", "Y"),
		No:     bind("n", "no", "n", "N", "esc", "q", "ctrl+c"),
		Accept: bind("enter", "accept", "enter"),
		Erase:  bind("backspace", "erase", "backspace", "ctrl+h"),
		Wipe:   bind("ctrl+u", "erase all", "ctrl+u"),
	}
}

// readOnly switches off the keys that change the world.
func (k *keyMap) readOnly() {
	for _, b := range []*key.Binding{&k.Stop, &k.Start, &k.Restart, &k.Kill, &k.Pause, &k.HealAll, &k.Load, &k.More, &k.Less} {
		b.SetEnabled(false)
	}
}

// ShortHelp is the key line, the most wanted first; Help and Quit are always shown after it.
func (k *keyMap) ShortHelp() []key.Binding {
	return []key.Binding{
		k.Stop, k.Start, k.Kill, k.Pause, k.Restart, k.Load, k.Filter, k.Export, k.HealAll, k.Next,
		k.All, k.Follow, k.Freeze,
	}
}

// helpGroup is a part of the help page.
type helpGroup struct {
	title string
	lines []key.Binding
}

// FullHelp is the help page, two columns of groups: every key is on it, some lines hold two.
func (k *keyMap) FullHelp() [2][]helpGroup {
	return [2][]helpGroup{{
		{"the chosen node", []key.Binding{k.Stop, k.Start, k.Restart, k.Kill, both(k.Pause, "pause, unpause")}},
		{"the lab", []key.Binding{both(k.HealAll, "heal all ours"), both(k.Load, "load on, off"), both(k.More, "more, fewer VUs", k.Less)}},
		{"moving", []key.Binding{
			both(k.Down, "down, up", k.Up), both(k.PageDown, "page", k.PageUp), both(k.Top, "first, last", k.Bottom),
			both(k.Next, "other pane", k.Prev), both(k.Panes[0], "pick a pane", k.Panes[1:]...),
		}},
	}, {
		{"logs", []key.Binding{
			k.Filter, both(k.Clear, "no filter"), both(k.Follow, "follow or hold"),
			both(k.All, "all, or only notable"), both(k.Left, "sideways", k.Right),
		}},
		{"the screen", []key.Binding{
			k.Freeze, both(k.Note, "note on the timeline"), both(k.Export, "export to a file"), k.Theme, k.Help, k.Suspend,
			both(k.Quit, "heal, then quit"), both(k.Now, "twice: at once"),
		}},
	}}
}

// both is one line for keys that belong together.
func both(b key.Binding, desc string, more ...key.Binding) key.Binding {
	keys, help := b.Keys(), b.Help().Key
	for _, o := range more {
		keys, help = append(keys[:len(keys):len(keys)], o.Keys()...), help+" "+o.Help().Key
	}
	line := key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	line.SetEnabled(b.Enabled())
	return line
}
