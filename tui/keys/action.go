package keys

// Action is what a key does. The zero Action does nothing.
type Action uint8

// The actions, in the order in which a configuration lists them.
const (
	None Action = iota

	// Moving.
	Up
	Down
	PageUp
	PageDown
	Top
	Bottom
	Left
	Right
	Next
	Prev
	Trouble // chooses the next broken node
	NodesPane
	TimelinePane
	CostPane
	LogsPane

	// The chosen node, and the load.
	Open // opens the chosen node's page
	Stop
	Start
	Restart
	Kill
	Crash
	Pause
	Cut
	Slow
	Maint
	Drain
	HealAll
	Load
	More
	Less

	// What is shown: the logs, HAProxy's tables.
	Filter
	Clear
	Follow
	All
	Freeze
	Bad
	Fold
	Sort
	Turn
	Columns
	Toggle
	Every
	Usual
	Again
	Back
	Keep
	Only
	Around
	Least
	WriteLogs

	// Pages.
	TruthPage
	StatsPage
	ChartsPage
	NginxPage
	ReplicationPage
	LoadPage
	HostsPage

	// The screen.
	Note
	Export
	Theme
	Help
	Suspend
	Quit
	Zoom    // the charts: at most 2, 5 or 30 minutes
	Blocks  // how curves are drawn
	Record  // starts or ends a recording
	Now     // quits, healing or not, when pressed again
	Palette // lists every command by its name
	Mouse   // leaves the mouse to the terminal, for selecting text, or takes it back

	// A recording.
	Play
	Slower
	Faster
	Begin
	End
	FrameOn
	FrameBack
	SecondOn
	SecondBack
	EventOn
	EventBack
	FaultOn
	FaultBack

	// Inside questions, typed lines and pages.
	Yes
	No
	Accept
	Erase
	Wipe
	ListUp
	ListDown
	Complete
	Pick
	Larger
	Smaller
	Close

	count
)

// Name is the name of an action in a configuration and the palette.
func (a Action) Name() string { return table[a].name }

// Named finds an action by its name; None when there is none of that name.
func Named(name string) Action {
	for a := None + 1; a < count; a++ {
		if table[a].name == name {
			return a
		}
	}
	return None
}
