package tui

import "github.com/charmbracelet/bubbles/key"

// ShortHelp is the key line, the most wanted first; Help and Quit are always shown after it.
func (k *keyMap) ShortHelp() []key.Binding {
	return []key.Binding{
		k.Stop, k.Start, k.Kill, k.Pause, k.Open, k.HealAll, k.Load, k.Export, k.Pages[pageCharts], k.Palette, k.Filter, k.Pages[pageTruth],
		k.Cut, k.Slow, k.Pages[pageStats], k.Next, k.Restart, k.Record, k.Maint, k.Drain, k.Note, k.All, k.Follow, k.Freeze,
	}
}

// ReplayHelp is the key line while a recording is shown.
func (k *keyMap) ReplayHelp() []key.Binding {
	return []key.Binding{
		k.Play, both(k.EventBack, "event", k.EventOn), both(k.FaultBack, "fault", k.FaultOn), both(k.SecondBack, "second", k.SecondOn),
		both(k.Slower, "speed", k.Faster), k.Palette, both(k.FrameBack, "frame", k.FrameOn), k.Open, k.Export, k.Pages[pageTruth], k.Filter,
		k.Next, both(k.Begin, "first, last", k.End), k.All,
	}
}

// LogsHelp is what stands first on the key line while the logs have the focus.
func (k *keyMap) LogsHelp(searching bool) []key.Binding {
	line := []key.Binding{k.Filter, k.Keep, k.Only, k.Least, k.Around, k.WriteLogs}
	if searching {
		line = append([]key.Binding{both(k.Again, "match", k.Back), k.Clear}, line...)
	}
	return line
}

// NodeHelp is the key line of a node's page, and TruthHelp that of the table of truth.
func (k *keyMap) NodeHelp() []key.Binding {
	return []key.Binding{k.Close, k.Pick, both(k.Down, "move", k.Up), both(k.Larger, "amount", k.Smaller), both(k.PageDown, "scroll", k.PageUp), k.HealAll, k.Freeze, k.Play, k.Zoom, k.Blocks}
}

func (k *keyMap) TruthHelp() []key.Binding {
	return []key.Binding{
		k.Close, k.Open, both(k.Down, "move", k.Up), k.Stop, k.Start, k.Kill, k.Pause, k.Cut, k.HealAll, k.Freeze, k.Play, k.Slow,
		k.Restart, k.Crash, k.Maint, k.Drain, k.Load, k.More, k.Less, k.Export, k.Note, k.Record,
	}
}

// ListHelp is the key line of a page with a list of nodes.
func (k *keyMap) ListHelp() []key.Binding {
	return []key.Binding{k.Close, both(k.Down, "move", k.Up), k.Open, k.Stop, k.Start, k.Kill, k.Pause, k.Cut, k.HealAll, k.Freeze, k.Play}
}

// ChartsHelp is the key line of the charts.
func (k *keyMap) ChartsHelp() []key.Binding {
	return []key.Binding{k.Close, k.Zoom, k.HealAll, k.Note, k.Freeze, k.Play, k.Blocks}
}

// StatsHelp is the key line of the stats page, and ChooserHelp that of its list of columns.
func (k *keyMap) StatsHelp() []key.Binding {
	return []key.Binding{
		k.Close, both(k.Left, "sideways", k.Right), k.Columns, both(k.Sort, "sort, turn", k.Turn), k.Bad, k.Fold, k.Filter, k.Stop, k.Start, k.Kill,
		k.Pause, k.Cut, k.Maint, k.Drain, k.HealAll, k.Open,
	}
}

func (k *keyMap) ChooserHelp() []key.Binding {
	return []key.Binding{k.Toggle, k.Every, k.Usual, k.Filter, both(k.Down, "move", k.Up), both(k.Clear, "close")}
}

// helpGroup is a part of the help page.
type helpGroup struct {
	title string
	lines []key.Binding
}

// FullHelp is the help page, two columns of groups: every key is on it, some lines hold two.
func (k *keyMap) FullHelp() [2][]helpGroup {
	goTo := both(k.Palette, "")
	goTo.SetEnabled(k.Play.Enabled())
	open, quit, now := "every fault, and all about", "heal, then quit", both(k.Now, "twice: at once")
	if !k.Pick.Enabled() { // nothing is broken from here
		open, quit = "all about", "quit"
		now.SetEnabled(false)
	}
	return [2][]helpGroup{{
		{"the chosen node", []key.Binding{
			both(k.Open, open), both(k.Stop, "stop, start", k.Start), k.Restart,
			both(k.Kill, "kill, crash", k.Crash), both(k.Pause, "pause, unpause"), both(k.Cut, "cut off, rejoin"),
			both(k.Slow, "slow, full speed"), both(k.Maint, "maint, drain, ready", k.Drain),
		}},
		{"the lab", []key.Binding{both(k.HealAll, "heal all"), both(k.Load, "load; more, fewer VUs", k.More, k.Less), both(k.Record, "record; again: end it")}},
		{"the recording", []key.Binding{
			k.Play, both(k.EventBack, "event before, next", k.EventOn), both(k.FaultBack, "fault before, next", k.FaultOn),
			both(k.SecondBack, "a second back, on", k.SecondOn), both(k.FrameBack, "a frame back, on", k.FrameOn),
			both(k.Slower, "slower, faster", k.Faster), both(k.Begin, "beginning, end", k.End), both(goTo, "+90s, 14:03:20 or 50%: go there"),
		}},
		{"moving", []key.Binding{
			both(k.Down, "down, up", k.Up), both(k.Top, "first, last; page", k.Bottom, k.PageDown, k.PageUp),
			both(k.Trouble, "to the next node that is broken"), both(k.Next, "other pane", k.Prev), both(k.Panes[0], "pick a pane", k.Panes[1:]...),
		}},
		{"a typed line", []key.Binding{
			k.Accept, both(k.Clear, "give up"), both(k.Erase, "erase a sign, or all", k.Wipe), both(k.Complete, "complete a command"),
			both(k.ListUp, "choose a command", k.ListDown),
		}},
		{"a question", []key.Binding{both(k.Yes, "yes, no", k.No)}},
	}, {
		{"HAProxy's tables", []key.Binding{
			both(k.Pages[pageStats], "every row and column"), k.Bad, k.Fold, both(k.Sort, "sort by next column; turn", k.Turn),
			both(k.Columns, "choose columns"), both(k.Toggle, "show one or hide it; all; the usual", k.Every, k.Usual),
		}},
		{"logs", []key.Binding{
			both(k.Filter, "search; match before, after", k.Again, k.Back), both(k.Keep, "only lines that match"),
			both(k.Only, "about the chosen node; its own"), both(k.Around, "around the chosen event"),
			both(k.Clear, "take the last of these away"), both(k.Follow, "follow or hold"),
			both(k.All, "all, or only notable"), both(k.Least, "notable, warnings, errors, all"),
			both(k.Left, "sideways", k.Right), both(k.WriteLogs, "write what is seen to a file"),
		}},
		{"pages", append(k.pagesHelp(), both(k.Zoom, "charts: 1, 5, 30 min; dots or blocks", k.Blocks), both(k.Close, "close a page"), both(k.Pick, "do what is chosen in the menu"), both(k.Larger, "a larger amount, a smaller one", k.Smaller))},
		{"the screen", []key.Binding{
			both(k.Palette, "every command by its name"), k.Freeze, both(k.Note, "note on the timeline"), both(k.Export, "export to a file"),
			k.Theme, both(k.Mouse, "mouse; shift+drag selects"), both(k.Help, "help; "+k.Filter.Help().Key+" searches it"), k.Suspend, both(k.Quit, quit), now,
		}},
	}}
}

// pagesHelp is the keys of the pages.
func (k *keyMap) pagesHelp() []key.Binding {
	out := []key.Binding{both(k.Pages[pageTruth], "table of truth")}
	for p := pageStats + 1; p < pageCount; p++ {
		out = append(out, k.Pages[p])
	}
	return out
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
