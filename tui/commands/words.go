package commands

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
