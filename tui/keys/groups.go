package keys

import "hadash/record"

// The groups of actions: who has a key for one of them may use it again for one of another, where they never mean
// something at the same moment.
var (
	// World is the actions that change the world.
	World = []Action{Stop, Start, Restart, Kill, Crash, Pause, Cut, Slow, Maint, Drain, HealAll, Load, More, Less}
	// Menu is those of the menu that does.
	Menu = []Action{Pick, Larger, Smaller}
	// Replay is those of a recording.
	Replay = []Action{Play, Slower, Faster, Begin, End, FrameOn, FrameBack, SecondOn, SecondBack, EventOn, EventBack, FaultOn, FaultBack}
	// Live is those that only the present has.
	Live = append(append(append([]Action{}, World...), Menu...), Freeze, Note, Record)
	// Question answers a question, and Typing is the actions inside a typed line: they mean nothing elsewhere.
	Question = []Action{Yes, No}
	Typing   = []Action{Accept, Erase, Wipe, ListUp, ListDown, Complete}
	// TypedLine is what means something while a line is typed, and TypedList where a list stands above it.
	TypedLine = []Action{Suspend, Accept, Clear, Now, Wipe, Erase}
	TypedList = append(append([]Action{}, TypedLine...), ListUp, ListDown, Complete)
	// HelpPage is what means something on the help page; every other key closes it.
	HelpPage = []Action{Suspend, Up, Down, PageUp, PageDown, Top, Bottom, Now, Filter, Clear}
	// Logs is the actions that search, filter and write the logs.
	Logs = []Action{Filter, Keep, Only, Around, Clear, Least, All, Follow, WriteLogs}
	// Screen is the actions that change what is shown, or end it.
	Screen = append(append([]Action{Quit, Help, Palette, Trouble, Open}, Pages...), Theme, Mouse, Freeze, Export, Record, Note)
	// Focus is the actions of the overview that move the focus, and those that move the logs sideways.
	Focus = []Action{Next, Prev, Left, Right}
	// Panes are the actions that pick a pane, in the order of the panes.
	Panes = []Action{NodesPane, TimelinePane, CostPane, LogsPane}
	// Pages are those that open a page.
	Pages = []Action{TruthPage, StatsPage, ChartsPage, NginxPage, ReplicationPage, LoadPage}
)

// faults is the action that breaks a node in a way. A kind that is not here is only in the menu and the palette.
var faults = map[record.FaultKind]Action{
	record.Stop: Stop, record.Kill: Kill, record.Crash: Crash, record.Restart: Restart, record.Pause: Pause, record.Cut: Cut,
	record.Slow: Slow, record.SetMaint: Maint, record.SetDrain: Drain,
}

// Fault is the way in which an action breaks a node; "" where it does not.
func Fault(a Action) record.FaultKind {
	for kind, breaks := range faults {
		if breaks == a {
			return kind
		}
	}
	return ""
}

// OnNode reports whether an action is done to a node.
func OnNode(a Action) bool { return a == Start || a == Open || a == Only || Fault(a) != "" }

// Breaks is the action that breaks the chosen node in that way; None where only the menu and the palette do.
func Breaks(kind record.FaultKind) Action { return faults[kind] }

// Toggles reports whether the key of a fault heals it, too.
func Toggles(kind record.FaultKind) bool {
	switch kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return true
	}
	return false
}

// Heals is the action that heals a node of a fault of that kind; None where only the menu and the palette do.
func Heals(kind record.FaultKind) Action {
	switch kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return Breaks(kind)
	case record.Stop, record.Kill, record.Crash:
		return Start
	}
	return None
}
