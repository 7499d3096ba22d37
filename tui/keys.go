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

// FullHelp is the help page, in groups.
func (k *keyMap) FullHelp() [][]key.Binding {
	panes := append(k.Panes[:len(k.Panes):len(k.Panes)], k.Next, k.Prev)
	return [][]key.Binding{
		{k.Stop, k.Start, k.Restart, k.Kill, k.Pause, k.HealAll, k.Load, k.More, k.Less},
		{k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom},
		{k.Filter, k.Clear, k.Follow, k.All, k.Left, k.Right},
		panes,
		{k.Freeze, k.Note, k.Export, k.Theme, k.Help, k.Suspend, k.Quit, k.Now},
	}
}
