package tui

import (
	"github.com/charmbracelet/bubbles/key"

	"hadash/record"
)

// keyMap is every key hadash knows. No other file names a key.
type keyMap struct {
	Up, Down, PageUp, PageDown, Top, Bottom, Left, Right key.Binding
	Next, Prev                                           key.Binding
	Trouble                                              key.Binding // the next node that is broken
	Panes                                                [paneCount]key.Binding

	Open                                    key.Binding // the chosen node's page
	Stop, Start, Restart, Kill, Crash       key.Binding
	Pause, Cut, Slow, Maint, Drain, HealAll key.Binding
	Load, More, Less                        key.Binding

	Filter, Clear, Follow, All, Freeze       key.Binding
	Bad, Fold, Sort, Turn, Columns           key.Binding // of HAProxy's tables
	Toggle, Every, Usual                     key.Binding // inside the list of columns
	Again, Back, Keep, Only, Around, Least   key.Binding // of the logs
	WriteLogs                                key.Binding
	Pages                                    [pageCount]key.Binding // the keys that open them
	Note, Export, Theme, Help, Suspend, Quit key.Binding
	Zoom, Blocks                             key.Binding // of the charts: 1, 5, 30 minutes; how curves are drawn
	Record                                   key.Binding // starts or ends a recording
	Now                                      key.Binding // quits, healing or not, when pressed again
	Palette                                  key.Binding // every action by its name
	Mouse                                    key.Binding // is left to the terminal, for selecting text, or taken back

	Play, Slower, Faster, Begin, End         key.Binding // of a recording that is shown
	FrameOn, FrameBack, SecondOn, SecondBack key.Binding
	EventOn, EventBack, FaultOn, FaultBack   key.Binding

	Yes, No                      key.Binding // inside a question
	Accept, Erase, Wipe          key.Binding // inside a typed line
	ListUp, ListDown, Complete   key.Binding // inside the list above a typed line
	Pick, Larger, Smaller, Close key.Binding // inside a page
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
		Trouble:  bind("!", "broken", "!"),
		Panes: [paneCount]key.Binding{
			bind("1", "nodes", "1"), bind("2", "timeline", "2"), bind("3", "cost", "3"), bind("4", "logs", "4"),
		},

		Open:    bind("enter", "menu", "enter"),
		Stop:    bind("s", "stop", "s"),
		Start:   bind("S", "start", "S"),
		Restart: bind("r", "restart", "r"),
		Kill:    bind("x", "kill", "x"),
		Crash:   bind("C", "crash", "C"),
		Pause:   bind("p", "pause", "p"),
		Cut:     bind("c", "cut", "c"),
		Slow:    bind("w", "slow", "w"),
		Maint:   bind("m", "maint", "m"),
		Drain:   bind("d", "drain", "d"),
		HealAll: bind("H", "heal all", "H"),
		Load:    bind("l", "load", "l"),
		More:    bind("+", "5 VUs more", "+", "="),
		Less:    bind("-", "5 VUs fewer", "-"),

		Bad:     bind("u", "only not UP", "u"),
		Fold:    bind("b", "fold backends", "b"),
		Sort:    bind("o", "sort", "o"),
		Turn:    bind("O", "turn order", "O"),
		Columns: bind("v", "columns", "v"),
		Toggle:  bind("space", "show, hide", " "),
		Every:   bind("a", "all", "a"),
		Usual:   bind("r", "the usual", "r"),

		Filter:    bind("/", "search", "/"),
		Again:     bind("n", "match before", "n"),
		Back:      bind("N", "match after", "N"),
		Keep:      bind("&", "only lines with", "&"),
		Only:      bind("i", "only its lines", "i"),
		Around:    bind("@", "around the event", "@"),
		Least:     bind("V", "severity", "V"),
		WriteLogs: bind("W", "write logs", "W"),
		Clear:     bind("esc", "clear, close", "esc"),
		Follow:    bind("f", "follow logs", "f"),
		All:       bind("a", "all logs", "a"),
		Freeze:    bind("space", "freeze", " "),
		Pages: [pageCount]key.Binding{
			pageTruth:       bind("T", "truth", "T"),
			pageStats:       bind("5", "stats", "5"),
			pageCharts:      bind("6", "charts", "6"),
			pageNginx:       bind("7", "nginx", "7"),
			pageReplication: bind("8", "replication", "8"),
			pageLoad:        bind("9", "load", "9"),
		},
		Zoom:    bind("z", "1, 5, 30 min", "z"),
		Blocks:  bind("Z", "dots, blocks", "Z"),
		Note:    bind("n", "note", "n"),
		Export:  bind("e", "export", "e"),
		Record:  bind("R", "record", "R"),
		Theme:   bind("t", "theme", "t"),
		Help:    bind("?", "help", "?"),
		Suspend: bind("ctrl+z", "suspend", "ctrl+z"),
		Quit:    bind("q", "quit", "q", always),
		Now:     bind("ctrl+c", "quit now", always),
		Palette: bind(":", "commands", ":"),
		Mouse:   bind("M", "mouse", "M"),

		Play:       bind("space", "play, pause", " "),
		Slower:     bind("[", "slower", "["),
		Faster:     bind("]", "faster", "]"),
		Begin:      bind("home", "beginning", "home"),
		End:        bind("end", "end", "end"),
		FrameOn:    bind(".", "next frame", "."),
		FrameBack:  bind(",", "frame before", ","),
		SecondOn:   bind(">", "a second on", ">"),
		SecondBack: bind("<", "a second back", "<"),
		EventOn:    bind("}", "next event", "}"),
		EventBack:  bind("{", "event before", "{"),
		FaultOn:    bind(")", "next fault", ")"),
		FaultBack:  bind("(", "fault before", "("),

		Yes:    bind("y", "yes", "y", "Y"),
		No:     bind("n", "no", "n", "N", "esc", "q", always),
		Accept: bind("enter", "accept", "enter"),
		Erase:  bind("backspace", "erase", "backspace", "ctrl+h"),
		Wipe:   bind("ctrl+u", "erase all", "ctrl+u"),

		ListUp:   bind("↑", "line above", "up"),
		ListDown: bind("↓", "line below", "down"),
		Complete: bind("tab", "complete", "tab"),

		Pick:    bind("enter", "do it", "enter"),
		Larger:  bind("+ →", "more", "+", "=", "right"),
		Smaller: bind("- ←", "less", "-", "left"),
		Close:   bind("esc", "close", "esc", "q"),
	}
}

// always quits, whatever else the user gives keys to: nobody may be locked in.
const always = "ctrl+c"

// The keys that hadash calls otherwise than the terminal library, or that terminals cannot tell from another.
var (
	keyAliases = map[string]string{
		"space": " ", "escape": "esc", "return": "enter", "ctrl+m": "enter", "ctrl+i": "tab", "ctrl+[": "esc", "del": "delete", "ins": "insert",
		"pgdn": "pgdown", "pageup": "pgup", "pagedown": "pgdown", "page-up": "pgup", "page-down": "pgdown", "shift+space": " ",
	}
	keyLabels = map[string]string{"up": "↑", "down": "↓", "left": "←", "right": "→", " ": "space", "pgdown": "pgdn"}
)

// ofWorld is the keys that change the world, ofMenu those of the menu that does, ofReplay those of a recording, and
// ofLive those that only what is now has.
func (k *keyMap) ofWorld() []*key.Binding {
	return []*key.Binding{
		&k.Stop, &k.Start, &k.Restart, &k.Kill, &k.Crash, &k.Pause, &k.Cut, &k.Slow, &k.Maint, &k.Drain, &k.HealAll,
		&k.Load, &k.More, &k.Less,
	}
}

func (k *keyMap) ofMenu() []*key.Binding { return []*key.Binding{&k.Pick, &k.Larger, &k.Smaller} }

func (k *keyMap) ofReplay() []*key.Binding {
	return []*key.Binding{
		&k.Play, &k.Slower, &k.Faster, &k.Begin, &k.End, &k.FrameOn, &k.FrameBack, &k.SecondOn, &k.SecondBack,
		&k.EventOn, &k.EventBack, &k.FaultOn, &k.FaultBack,
	}
}

func (k *keyMap) ofLive() []*key.Binding {
	return append(k.ofWorld(), append(k.ofMenu(), &k.Freeze, &k.Note, &k.Record)...)
}

// ofQuestion is the keys that answer, and ofTyping those inside a typed line: they mean nothing elsewhere.
func (k *keyMap) ofQuestion() []*key.Binding { return []*key.Binding{&k.Yes, &k.No} }

func (k *keyMap) ofTyping() []*key.Binding {
	return []*key.Binding{&k.Accept, &k.Erase, &k.Wipe, &k.ListUp, &k.ListDown, &k.Complete}
}

// readOnly switches off the keys that change the world.
func (k *keyMap) readOnly() {
	for _, b := range append(k.ofWorld(), k.ofMenu()...) {
		b.SetEnabled(false)
	}
	k.Open.SetHelp(k.Open.Help().Key, "node")
}

// replaying leaves either the keys of a recording, or those that make sense of what is now.
func (k *keyMap) replaying(on bool) {
	for _, b := range k.ofReplay() {
		b.SetEnabled(on)
	}
	k.Freeze.SetEnabled(!on)
}

// breaks is the key that breaks the chosen node in that way; one without keys where only the menu does.
func (k *keyMap) breaks(kind record.FaultKind) key.Binding {
	switch kind {
	case record.Stop:
		return k.Stop
	case record.Kill:
		return k.Kill
	case record.Crash:
		return k.Crash
	case record.Restart:
		return k.Restart
	case record.Pause:
		return k.Pause
	case record.Cut:
		return k.Cut
	case record.Slow:
		return k.Slow
	case record.SetMaint:
		return k.Maint
	case record.SetDrain:
		return k.Drain
	}
	return key.Binding{}
}
