package keys

// ShortHelp is the key line, the most useful keys first; Help and Quit are always shown after it.
func (m *Map) ShortHelp() []Line {
	return []Line{
		m.Line(Stop), m.Line(Start), m.Line(Kill), m.Line(Pause), m.Line(Open), m.Line(HealAll), m.Line(Load), m.Line(Export), m.Line(ChartsPage), m.Line(TruthPage), m.Line(Palette), m.Line(Filter),
		m.Line(Cut), m.Line(Slow), m.Line(StatsPage), m.Line(Next), m.Line(Restart), m.Line(Record), m.Line(Maint), m.Line(Drain), m.Line(Note), m.Line(All), m.Line(Follow), m.Line(Freeze),
	}
}

// ServersHelp is the key line over the servers of a balancer of which no node is a container: nothing can be broken there.
func (m *Map) ServersHelp() []Line {
	return []Line{
		m.Line(Trouble), m.Line(Bad), m.Line(Fold), m.Line(Filter), m.Line(StatsPage), m.Line(ChartsPage), m.Line(Palette), m.Line(Export), m.Line(Next), m.Line(Record), m.Line(Note), m.Line(Freeze),
	}
}

// ReplayHelp is the key line while a recording is shown.
func (m *Map) ReplayHelp() []Line {
	return []Line{
		m.Line(Play), m.Both("event", EventBack, EventOn), m.Both("fault", FaultBack, FaultOn), m.Both("second", SecondBack, SecondOn),
		m.Both("speed", Slower, Faster), m.Line(Palette), m.Both("frame", FrameBack, FrameOn), m.Line(Open), m.Line(Export), m.Line(TruthPage), m.Line(Filter),
		m.Line(Next), m.Both("first, last", Begin, End), m.Line(All),
	}
}

// LogsHelp comes first on the key line while the logs have the focus.
func (m *Map) LogsHelp(searching bool) []Line {
	line := []Line{m.Line(Filter), m.Line(Keep), m.Line(Only), m.Line(Least), m.Line(Around), m.Line(WriteLogs)}
	if searching {
		line = append([]Line{m.Both("match", Again, Back), m.Line(Clear)}, line...)
	}
	return line
}

// NodeHelp is the key line of a node's page, and TruthHelp that of the page of who says what.
func (m *Map) NodeHelp() []Line {
	return []Line{m.Line(Close), m.Line(Pick), m.Both("move", Down, Up), m.Both("amount", Larger, Smaller), m.Both("show all", All), m.Both("scroll", PageDown, PageUp), m.Line(HealAll), m.Line(Freeze), m.Line(Play), m.Line(Zoom), m.Line(Blocks)}
}

func (m *Map) TruthHelp() []Line {
	return []Line{
		m.Line(Close), m.Both("move", Down, Up), m.Both("next disputed", Trouble), m.Line(Open), m.Line(Stop), m.Line(Start), m.Line(Kill), m.Line(Pause), m.Line(Cut), m.Line(HealAll), m.Line(Freeze), m.Line(Play), m.Line(Slow),
		m.Line(Restart), m.Line(Crash), m.Line(Maint), m.Line(Drain), m.Line(Load), m.Line(More), m.Line(Less), m.Line(Export), m.Line(Note), m.Line(Record),
	}
}

// WatchedHelp is the key line of that table where nothing of it can be broken.
func (m *Map) WatchedHelp() []Line {
	return []Line{
		m.Line(Close), m.Both("move", Down, Up), m.Both("page", PageDown, PageUp), m.Both("next broken", Trouble), m.Line(Freeze), m.Line(Play), m.Line(Export), m.Line(Note), m.Line(Record),
		m.Line(StatsPage), m.Line(Palette),
	}
}

// ListHelp is the key line of a page with a list of nodes.
func (m *Map) ListHelp() []Line {
	return []Line{m.Line(Close), m.Both("move", Down, Up), m.Line(Open), m.Line(Stop), m.Line(Start), m.Line(Kill), m.Line(Pause), m.Line(Cut), m.Line(HealAll), m.Line(Freeze), m.Line(Play)}
}

// ChartsHelp is the key line of the charts.
func (m *Map) ChartsHelp() []Line {
	return []Line{m.Line(Close), m.Line(Zoom), m.Line(HealAll), m.Line(Note), m.Line(Freeze), m.Line(Play), m.Line(Blocks)}
}

// StatsHelp is the key line of the stats page, and ChooserHelp that of its list of columns.
func (m *Map) StatsHelp() []Line {
	return []Line{
		m.Line(Close), m.Both("sideways", Left, Right), m.Line(Columns), m.Both("sort, turn", Sort, Turn), m.Line(Bad), m.Line(Fold), m.Line(Filter), m.Line(Stop), m.Line(Start), m.Line(Kill),
		m.Line(Pause), m.Line(Cut), m.Line(Maint), m.Line(Drain), m.Line(HealAll), m.Line(Open),
	}
}

func (m *Map) ChooserHelp() []Line {
	return []Line{m.Line(Toggle), m.Line(Every), m.Line(Usual), m.Line(Filter), m.Both("move", Down, Up), m.Both("close", Clear)}
}

// Group is a part of the help page.
type Group struct {
	Title string
	Lines []Line
}

// TheLab is the title of the group of keys that change all nodes, or record them.
const TheLab = "the lab"

// FullHelp is the help page, two columns of groups: every key is on it, some lines hold two.
func (m *Map) FullHelp() [2][]Group {
	goTo := m.Both("go to +90s, 14:03:20 or 50%", Palette)
	goTo.Off = !m.On(Play)
	open, quit, now := "page and faults", "heal, then quit", m.Both("twice: quit at once", Now)
	if !m.On(Pick) { // faults are not possible here
		open, quit = "page", "quit"
		now.Off = true
	}
	return [2][]Group{{
		{"the chosen node", []Line{
			m.Both(open, Open), m.Both("stop, start", Stop, Start), m.Line(Restart),
			m.Both("kill, crash", Kill, Crash), m.Both("pause, unpause", Pause), m.Both("cut off, rejoin", Cut),
			m.Both("slow, full speed", Slow), m.Both("maint, drain, ready", Maint, Drain),
		}},
		{TheLab, []Line{m.Both("heal all", HealAll), m.Both("load; more, fewer users", Load, More, Less), m.Both("start or end a recording", Record)}},
		{"the recording", []Line{
			m.Line(Play), m.Both("previous, next event", EventBack, EventOn), m.Both("previous, next fault", FaultBack, FaultOn),
			m.Both("back, on by a second", SecondBack, SecondOn), m.Both("back, on by a frame", FrameBack, FrameOn),
			m.Both("slower, faster", Slower, Faster), m.Both("beginning, end", Begin, End), goTo,
		}},
		{"moving", []Line{
			m.Both("down, up", Down, Up), m.Both("first, last; page", Top, Bottom, PageDown, PageUp),
			m.Both("next broken node", Trouble), m.Both("other pane", Next, Prev), m.Both("pick a pane", NodesPane, Panes[1:]...),
		}},
		{"a typed line", []Line{
			m.Line(Accept), m.Both("cancel", Clear), m.Both("erase a character, or all", Erase, Wipe), m.Both("complete a command", Complete),
			m.Both("choose a command", ListUp, ListDown),
		}},
		{"a question", []Line{m.Both("yes, no", Yes, No)}},
	}, {
		{"HAProxy's tables", []Line{
			m.Both("every row and column", StatsPage), m.Line(Bad), m.Line(Fold), m.Both("sort by next column; reverse", Sort, Turn),
			m.Both("choose columns", Columns), m.Both("show or hide one; all; default", Toggle, Every, Usual),
		}},
		{"logs", []Line{
			m.Both("search; older, newer match", Filter, Again, Back), m.Both("only lines that match", Keep),
			m.Both("about the chosen node; its own", Only), m.Both("around the chosen event", Around),
			m.Both("remove the last of these", Clear), m.Both("follow or hold", Follow),
			m.Both("all, or only notable", All), m.Both("notable, warnings, errors, all", Least),
			m.Both("sideways", Left, Right), m.Both("write shown lines to a file", WriteLogs),
		}},
		{"pages", append(m.pagesHelp(), m.Both("charts: 2, 5, 30 min; dots or blocks", Zoom, Blocks), m.Both("close a page", Close), m.Both("run the chosen menu line", Pick), m.Both("larger, smaller amount", Larger, Smaller))},
		{"the screen", []Line{
			m.Both("all commands by name", Palette), m.Line(Freeze), m.Both("note on the timeline", Note), m.Both("export to a file", Export),
			m.Line(Theme), m.Both("mouse; shift+drag selects", Mouse), m.Both("help; "+m.Key(Filter)+" searches it", Help), m.Line(Suspend), m.Both(quit, Quit), now,
		}},
	}}
}

// pagesHelp is the keys of the pages.
func (m *Map) pagesHelp() []Line {
	out := []Line{m.Both("who says what", TruthPage)}
	for _, a := range Pages[1:] {
		if a != StatsPage {
			out = append(out, m.Line(a))
		}
	}
	return out
}
