package commands

// longer describes an action at more length than its key's help.
var longer = map[string]string{
	"start": "undoes what keeps the node from running", "heal-all": "heals everything that was broken here", "load": "starts or stops the load",
	"open": "the node's page, with every fault", "filter": "shows only matching log lines", "clear": "clears the filter", "all": "shows all log lines, or only notable ones",
	"follow": "follows or holds the logs", "freeze": "freezes the screen; recording goes on", "truth": "what each source says of each node",
	"note": "writes a note on the timeline", "export": "writes what is shown to a file", "record": "starts or ends a recording",
	"theme": "switches the colours", "help": "lists every key", "suspend": "returns to the shell; fg continues", "quit": "heals what was broken here, then quits",
	"trouble": "chooses the next broken node", "top": "goes to the first line", "bottom": "goes to the last line", "zoom": "sets the charts to 1, 5 or 30 minutes", "blocks": "draws charts in dots or blocks",
}

// also has synonyms of actions, from the shell and other programs.
var also = map[string]string{
	"export": "snapshot evidence ticket markdown report save", "quit": "exit leave", "filter": "search find grep", "heal-all": "undo fix repair",
	"trouble": "broken", "help": "keys",
}

// takes is the argument of an action.
var takes = map[string]string{
	"start": "[NODE]", "open": "[NODE]", "theme": "[NAME]", "filter": "[TEXT]", "note": "[TEXT]", "load": "[USERS]",
}
