package keys

import "hadash/record"

// The groups of actions: an action of one group can share its key with one of another if they are never
// possible at the same moment.
var (
	// World are the actions that change the world.
	World = []Action{Stop, Start, Restart, Kill, Crash, Pause, Cut, Slow, Maint, Drain, HealAll, Load, More, Less}
	// Menu are those of the menu of faults.
	Menu = []Action{Pick, Larger, Smaller}
	// Replay are those of a recording.
	Replay = []Action{Play, Slower, Faster, Begin, End, FrameOn, FrameBack, SecondOn, SecondBack, EventOn, EventBack, FaultOn, FaultBack}
	// Live are those that a recording does not have.
	Live = append(append(append([]Action{}, World...), Menu...), Freeze, Note, Record)
	// Question answers a question, and Typing are the actions inside a typed line: they are not possible elsewhere.
	Question = []Action{Yes, No}
	Typing   = []Action{Accept, Erase, Wipe, ListUp, ListDown, Complete}
	// TypedLine are the actions while a line is typed, and TypedList those with a list above it.
	TypedLine = []Action{Suspend, Accept, Clear, Now, Wipe, Erase}
	TypedList = append(append([]Action{}, TypedLine...), ListUp, ListDown, Complete)
	// HelpPage are the actions on the help page; every other key closes it.
	HelpPage = []Action{Suspend, Up, Down, PageUp, PageDown, Top, Bottom, Now, Filter, Clear}
	// Logs are the actions that search, filter and write the logs.
	Logs = []Action{Filter, Keep, Only, Around, Clear, Least, All, Follow, WriteLogs}
	// Screen are the actions that change the view, or end it.
	Screen = append(append([]Action{Quit, Help, Palette, Trouble, Open}, Pages...), Theme, Mouse, Freeze, Export, Record, Note)
	// Focus are the actions of the overview that move the focus, and those that scroll the logs sideways.
	Focus = []Action{Next, Prev, Left, Right}
	// Panes are the actions that pick a pane, in the order of the panes.
	Panes = []Action{NodesPane, TimelinePane, CostPane, LogsPane}
	// Pages are those that open a page.
	Pages = []Action{TruthPage, StatsPage, ChartsPage, NginxPage, ReplicationPage, LoadPage, HostsPage}
)

// faults maps actions to faults. A kind without an action is only in the menu and the palette.
var faults = map[record.FaultKind]Action{
	record.Stop: Stop, record.Kill: Kill, record.Crash: Crash, record.Restart: Restart, record.Pause: Pause, record.Cut: Cut,
	record.Slow: Slow, record.SetMaint: Maint, record.SetDrain: Drain,
}

// Fault is the fault that an action injects; "" for any other action.
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

// Breaks is the action that injects a fault of that kind; None if only the menu and the palette do.
func Breaks(kind record.FaultKind) Action { return faults[kind] }

// Toggles reports whether the key of a fault also heals it.
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
