// Package lineform takes lines of a log apart by the format that they were written in: variables, and the literal text
// between them.
package lineform

import (
	"errors"
	"strings"
)

// Part is a variable of a format, and the literal text that follows it.
type Part struct {
	Name  string // as the format has it, for messages: "$status"
	Slot  int    // where its value goes; Nowhere = it is not used
	Shape Shape
	Width int // of Fixed and Bytes
	After string
}

// Nowhere is the Slot of a variable whose value is not used.
const Nowhere = -1

// Options say how a program writes its variables.
type Options struct {
	Backslash bool // within a value a backslash escapes the next character
	Quotes    bool // a value may be in quotes of its own, as by HAProxy's %{+Q}
	Merged    bool // spaces round an empty value become one, as HAProxy does
}

// Form is a format, ready to match lines. It may be used from several goroutines.
type Form struct {
	begin string
	parts []Part
	Options
}

// The limits of a format, and of the work for one line: how many ends of values are tried.
const (
	maxParts = 200
	maxText  = 4096
	maxTries = 2000
)

var (
	errLarge   = errors.New("it is too long")
	errNothing = errors.New("it has no variables")
	errSpans   = errors.New("its lines span several lines")
)

// Begins reports whether the form begins with a literal text.
func (f *Form) Begins(with string) bool { return strings.HasPrefix(f.begin, with) }

// New returns the Form of a text that begins like begin and goes on with parts. Like all text of a log, what is literal in it
// was cleaned: its tabs are spaces.
func New(begin string, parts []Part, o Options) (Form, error) {
	f := Form{begin: blanks(begin), Options: o}
	size := len(begin)
	literal := begin
	for _, p := range parts {
		size += len(p.After)
		literal += p.After
		p.After = blanks(p.After)
		if n := len(f.parts); n > 0 && p.skips() && f.parts[n-1].skips() && f.parts[n-1].After == "" {
			f.parts[n-1].After = p.After // nobody needs to know where the one ends and the other begins
			continue
		}
		f.parts = append(f.parts, p)
	}
	switch {
	case len(parts) == 0:
		return Form{}, errNothing
	case len(parts) > maxParts || size > maxText:
		return Form{}, errLarge
	case strings.ContainsAny(strings.TrimRight(literal, "\r\n"), "\r\n"):
		return Form{}, errSpans
	}
	last := &f.parts[len(f.parts)-1]
	last.After = strings.TrimRight(last.After, "\r\n ")
	return f, nil
}

func blanks(literal string) string { return strings.ReplaceAll(literal, "\t", " ") }

// skips reports whether a part may be any text, and is not used.
func (p *Part) skips() bool { return p.Slot == Nowhere && p.Shape == Any }

// Span is where a value stands in a line.
type Span struct{ From, To int }

// Match takes a line apart. It puts the places of the values into the slots, and reports whether the whole line is of this
// form.
func (f *Form) Match(line string, into []Span) bool {
	rest, ok := strings.CutPrefix(line, f.begin)
	if !ok {
		return false
	}
	m := matcher{form: f, line: strings.TrimRight(rest, " "), into: into, tries: maxTries}
	if !m.match(0, 0) {
		return false
	}
	for i := range into {
		into[i].From += len(f.begin)
		into[i].To += len(f.begin)
	}
	return true
}

// Miss says where a line stops being of a form.
type Miss struct {
	Name string // the variable that cannot be read; "" = the line does not even begin like the form
	Text string // what stands there
	Near bool   // at least half of the variables before it could be read: the line is meant to be of this form
}

// Missed returns where a line that Match refuses stops being of this form.
func (f *Form) Missed(line string) Miss {
	rest, ok := strings.CutPrefix(line, f.begin)
	if !ok {
		return Miss{Text: line}
	}
	m := matcher{form: f, line: strings.TrimRight(rest, " "), tries: maxTries}
	m.match(0, 0)
	at := min(m.far, len(f.parts)-1)
	return Miss{Name: f.parts[at].Name, Text: m.line[m.farAt:], Near: at > 0 && 2*at >= len(f.parts)}
}
