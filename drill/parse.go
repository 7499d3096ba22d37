package drill

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"hadash/record"
)

// Parse reads a drill and reports every problem. It does not ask the stack: Check verifies that the nodes
// exist. If the Problems are fatal, there is no Drill. The faults of the user's own that the drill may make are own.
func Parse(file string, text []byte, own ...record.Fault) (*Drill, Problems) {
	file = record.Clean(file)
	p := &parser{d: &Drill{File: file, Name: strings.TrimSuffix(filepath.Base(file), ".drill"), own: own}, file: file, open: map[string][]broken{}, own: own}
	switch {
	case len(text) > MaxText:
		p.note(Problem{File: file, Line: 1, Col: 1, Text: fmt.Sprintf("too long for a drill: more than %d bytes", MaxText)})
	case record.IsRecording(text):
		p.note(Problem{File: file, Line: 1, Col: 1, Text: "this is a recording, not a drill; 'hadash report' and 'hadash replay' read it"})
	case !utf8.Valid(text):
		p.note(Problem{File: file, Line: 1 + strings.Count(validPart(text), "\n"), Col: 1, Text: "this is not a drill: it is not UTF-8 text"})
	default:
		p.d.Text = string(text)
		p.read()
	}
	if p.foreign() {
		return nil, Problems{{File: file, Line: 1, Col: 1, Text: fmt.Sprintf("this is not a drill: %d of its %d lines do not begin with a verb; 'hadash drill --help' lists the verbs",
			p.noVerbs, p.lines)}}
	}
	told := p.problems.told()
	if p.problems.Fatal() {
		return nil, told
	}
	return p.d, told
}

// foreign reports a text in which hardly any line is a drill's.
func (p *parser) foreign() bool { return p.noVerbs >= 5 && p.noVerbs*4 > p.lines*3 }

// validPart is the text up to the first byte that is not UTF-8.
func validPart(text []byte) string {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return string(text[:i])
		}
		i += n
	}
	return string(text)
}

// parser reads a drill line by line and tracks what is broken at each line.
type parser struct {
	d        *Drill
	file     string
	problems Problems

	repeats []repeat
	open    map[string][]broken // by node
	ever    map[string]bool     // nodes broken so far
	own     []record.Fault      // faults of the user's own
	acts    bool                // an action has come
	loads   bool                // a line sets the load
	judges  bool                // a line judges something
	nevers  []*line             // those after which nothing has happened yet, aborts included
	later   []laterFigure       // of nodes that a later line may break
	limits  []*line             // aborts that need a load
	lines   int                 // that are not headings
	noVerbs int                 // of these, those that do not begin with a verb
}

// laterFigure is a figure of a node's fault that is watched from a line on.
type laterFigure struct {
	line *line
	comparison
}

// broken is a fault that is open at a line.
type broken struct {
	record.Fault
	line int
}

func (p *parser) note(one Problem) {
	if !slices.Contains(p.problems, one) {
		p.problems = append(p.problems, one)
	}
}

func (p *parser) warn(l *line, t token, format string, args ...any) {
	w := l.bad(t, format, args...)
	w.Warning = true
	p.note(w)
}

func (p *parser) read() {
	number := 0
	for text := range strings.SplitSeq(p.d.Text, "\n") {
		number++
		text = strings.TrimPrefix(strings.TrimRight(text, "\r"), "\ufeff")
		l := newLine(p.file, number, text)
		if len(l.tokens) == 0 {
			continue
		}
		var one Problem
		if errors.As(p.line(l), &one) {
			p.note(one)
		}
		if len(p.problems) >= manyProblems {
			break
		}
	}
	p.end(number)
}

func (p *parser) line(l *line) error {
	if strings.HasPrefix(l.text, "#") {
		return p.heading(l)
	}
	p.lines++
	t := l.take()
	v, ok := findVerb(t.text)
	switch {
	case !ok:
		p.noVerbs++
		return noVerb(l, t)
	case v.name == "repeat":
		return p.repeat(l)
	case v.name == "end":
		return p.endRepeat(l, t)
	}
	do, err := v.parse(p, l)
	if err == nil {
		err = l.ended()
	}
	if err != nil {
		return err
	}
	if v.name != "never" && v.name != "abort" {
		p.nevers = nil
	}
	return p.add(l, v.name, do)
}

func (p *parser) heading(l *line) error {
	title := strings.TrimSpace(strings.TrimLeft(l.text, "#"))
	if title == "" {
		return nil
	}
	if p.d.Title == "" {
		p.d.Title = record.Printable(title)
	}
	return p.add(l, "#", heading{})
}

func (p *parser) add(l *line, verb string, do action) error {
	if len(p.d.Steps) >= maxSteps {
		return l.bad(l.tokens[0], "the drill has more than %d lines to do, repeated ones included", maxSteps)
	}
	p.d.Steps = append(p.d.Steps, Step{Line: l.number, Verb: verb, Text: record.Printable(strings.Join(strings.Fields(l.text), " ")), do: do})
	return nil
}

// end checks the drill as a whole, if every line could be read: otherwise a line with a problem may be the one
// that seems to be missing.
func (p *parser) end(last int) {
	for _, r := range p.repeats {
		p.note(r.line.bad(r.line.tokens[0], "repeat without an end"))
	}
	if p.d.Title == "" {
		p.d.Title = p.d.Name
	}
	if p.problems.Fatal() {
		return
	}
	for _, node := range sortedNodes(p.open) {
		for _, b := range p.open[node] {
			p.note(Problem{File: p.file, Line: b.line, Col: 1, Warning: true,
				Text: fmt.Sprintf("%s %s is never healed by the drill: it is healed after the drill, and its recovery is not judged", b.Verb(), node)})
		}
	}
	for _, f := range p.later {
		if !p.ever[f.node] {
			p.note(f.line.bad(f.at, "nothing breaks %s in this drill, so it has no %s", f.node, f.figure.name))
		}
	}
	for _, l := range p.limits {
		if !p.loads {
			p.warn(l, l.tokens[0], "no line sets the load: without a running load it protects nothing")
		}
	}
	for _, l := range p.nevers {
		p.note(l.bad(l.tokens[0], "nothing comes after it, so it can never be judged: move it up"))
	}
	switch whole := (Problem{File: p.file, Line: last, Col: 1}); {
	case len(p.d.Steps) == 0:
		whole.Text = "the drill is empty; 'hadash drill --help' shows one"
		p.note(whole)
	case !p.judges:
		whole.Text, whole.Warning = "the drill expects nothing, so it always holds; add expect, never or assert", true
		p.note(whole)
	}
}

func sortedNodes(open map[string][]broken) []string {
	var all []string
	for n := range open {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}
