package drill

import (
	"time"

	"hadash/incident"
	"hadash/wording"
)

// Condition is true or false in a Frame: the state of a node or a backend, a figure compared
// with a limit, or the steady state. wait, expect, never, abort, assert and 'hadash wait' share it.
type Condition struct {
	text string
	what sense
}

func (c Condition) String() string { return c.text }

// becomes says what came true: "failed 21 > 20", "backend servers DOWN (HAProxy says DOWN, 0 servers usable)".
func (c Condition) becomes(got sight) string {
	if got.is != "" {
		return got.is
	}
	return c.text + " (" + got.saw.String() + ")"
}

// OfFault reports whether it is a figure of a node's fault. There is no value before the fault.
func (c Condition) OfFault() bool {
	cmp, ok := c.what.(comparison)
	return ok && cmp.node != "" && cmp.figure.of != nil
}

// sense is one kind of Condition.
type sense interface {
	look(v *view) sight
	names() []name // the names in the stack that it uses
}

// view is a Frame and what a Condition must know about the time before it.
type view struct {
	f     *incident.Frame
	from  time.Time      // readings older than this do not count: they may predate the last action
	since time.Time      // changes since then are dated by their witness
	past  bool           // changes since then count even if they have been reversed
	tally *tally         // where figures begin to count
	calm  time.Time      // from when on the steady state holds
	why   wording.Phrase // why it does not hold
	final bool           // no more waiting: what has not come by now never came
}

// sight is the result of looking at a Condition.
type sight struct {
	so    bool
	lack  bool           // the value is not known
	fresh bool           // the source was asked since view.from
	at    time.Time      // when it became true, if a source dated that; zero = not dated
	saw   wording.Phrase // the current state, in words
	is    string         // a figure with its value and its limit: "failed 21 > 20"; "" for anything else
}

// name is a name in a line of a drill that refers to the stack.
type name struct {
	text string
	kind nameKind
	at   token
	of   string // the backend of a server, "" when not said
}

type nameKind int

const (
	anyNode    nameKind = iota
	aServer             // of HAProxy
	aBackend            // of HAProxy
	aWebServer          // nginx
	aHost               // of those that are watched
	aService            // of a swarm, or one of its nodes
	aPlace              // a node, a backend or a server of HAProxy
)

// ParseCondition reads one Condition, as after 'hadash wait'.
func ParseCondition(text string) (Condition, error) {
	l := newLine("condition", 1, text)
	c, err := l.condition()
	if err == nil {
		err = l.ended()
	}
	return c, err
}

// condition takes a Condition from the line.
func (l *line) condition() (Condition, error) {
	begin := l.next
	what, err := l.sense()
	if err != nil {
		return Condition{}, err
	}
	text := ""
	for i := begin; i < l.next; i++ {
		t := l.tokens[i]
		if i > begin && t.col > l.tokens[i-1].col+len([]rune(l.tokens[i-1].text)) {
			text += " "
		}
		text += t.text
	}
	return Condition{text, what}, nil
}

func (l *line) sense() (sense, error) {
	t := l.take()
	switch t.text {
	case "":
		return nil, l.bad(t, "a condition is missing, such as mysql-slave1 UP, backend servers DOWN, failed == 0 or steady")
	case "steady":
		return steady{}, nil
	case "backend":
		return l.backend()
	case "outage":
		if next := l.peek().text; !isState(next) && !isOperator(next) && next != "is" && next != "not" { // else it is a node of that name
			return l.outage()
		}
	}
	if l.figureFollows(t) {
		return l.comparison(t)
	}
	return l.nodeState(t)
}

// figureFollows reports whether a word begins a comparison of a figure, not a node's state: servers/mysql-slave1
// == UP has an operator too, and a service can have the name of a figure.
func (l *line) figureFollows(word token) bool {
	next, after := l.peek().text, ""
	if l.next+1 < len(l.tokens) {
		after = l.tokens[l.next+1].text
	}
	switch {
	case isOperator(next):
		return !isState(after)
	case next == "(":
		return true
	}
	return findFigure(word.text) != nil && !isState(next)
}

// steady is the state from which an experiment can begin.
type steady struct{}

func (steady) names() []name { return nil }

func (steady) look(v *view) sight {
	if !v.why.IsZero() {
		return sight{fresh: true, saw: v.why}
	}
	if v.f.At.Before(v.calm) {
		return sight{fresh: true, saw: wording.DoesNotLast.Of()}
	}
	return sight{so: true, fresh: true, saw: wording.EveryNodeServes.Of()}
}

// fresh reports whether a source was asked since an instant. A source that does not exist is not waited for.
func fresh(f *incident.Frame, from time.Time, source, node string) bool {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == source && (node == "" || s.Node == node) && s.At.Before(from) {
			return false
		}
	}
	return true
}

// answers reports whether any source of a kind answers now.
func answers(f *incident.Frame, source string) bool {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == source && !s.Stale() {
			return true
		}
	}
	return false
}
