package commands

import (
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// Kind is the kind of an Order.
type Kind uint8

// The kinds of an Order.
const (
	Do        Kind = iota // Action, to Node
	Break                 // Fault, of Node
	Heal                  // Fault
	Theme                 // named Text
	Filter                // the logs by Text
	Note                  // Text
	Load                  // of Users
	Go                    // to the place Text of a recording
	Limit                 // that is Text
	TypeLimit             // has a limit typed
)

// Order is what a command does.
type Order struct {
	Kind   Kind
	Action keys.Action
	Node   string // "" = the chosen one
	Fault  record.Fault
	Given  bool // the amount of the fault was typed
	Text   string
	Users  int
}

// Scene is the state that commands depend on.
type Scene struct {
	C       *ui.Context
	Acts    bool // faults can be made from here
	Notes   bool
	Limits  bool
	Replays bool
	Page    bool // a page is open
	Menu    bool // with a menu
	Charts  bool // with charts
	MaxVUs  int

	Chosen     *incident.Node // the node that commands act on unless they name one; nil where there is none
	Armed      string         // the limit that is armed; "" = none
	CheckLimit func(text string) error
	Undoable   func(n *incident.Node, kind record.FaultKind) (record.Fault, bool)
}

// placeLike reports whether a text looks like a place in a recording: no command begins like one.
func placeLike(text string) bool {
	return text != "" && (strings.ContainsRune("+-0123456789", rune(text[0])) || strings.HasSuffix(text, "%"))
}
