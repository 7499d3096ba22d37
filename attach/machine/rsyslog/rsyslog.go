// Package rsyslog reads from rsyslog's configuration where the lines of a program end up: in which files, and which inputs
// rsyslog listens at. It never fails: a rule that it does not understand makes what follows unsure.
package rsyslog

import (
	"strconv"
	"strings"
)

// File is a configuration file.
type File struct {
	Path string
	Text string
}

// Config is what a configuration says.
type Config struct {
	Sockets []string // UNIX sockets that it listens at, beside the system's
	UDP     []Input
	TCP     []Input
	System  bool // it reads the system's own log socket, or the journal

	main     []statement
	rulesets map[string][]statement
}

// Input is a port that it listens at.
type Input struct {
	Port    int
	ruleset string
}

// Message is a line as rsyslog sees it.
type Message struct {
	Program  string // "haproxy"
	Facility string // "local0"
	Severity string // "info"
}

// Where is a place that a message is written to.
type Where struct {
	File string // "" = not a file
	Host string // it is sent on to another machine; "" = it is not
	Made bool   // the file's name is made for each message: it is not known
	Sure bool   // rsyslog's rules certainly lead there
	From string // the file of the rule
	Line int
}

// maxFiles limits how many files are read, includes of includes among them.
const maxFiles = 200

// Read reads the main file. all returns the files that a pattern of an include stands for, in order.
func Read(main File, all func(pattern string) []File) Config {
	c := Config{rulesets: map[string][]statement{}}
	p := parser{config: &c, all: all, room: maxFiles}
	c.main = p.file(main)
	return c
}

// Local returns where a message from the system's log socket, or from one of Sockets, ends up.
func (c *Config) Local(m Message) []Where { return c.through("", m) }

// At returns where a message ends up that comes over a port. It is false if rsyslog does not listen there.
func (c *Config) At(inputs []Input, port int, m Message) ([]Where, bool) {
	for _, in := range inputs {
		if in.Port == port {
			return c.through(in.ruleset, m), true
		}
	}
	return nil, false
}

func (c *Config) through(ruleset string, m Message) []Where {
	all := c.main
	if ruleset != "" {
		all = c.rulesets[ruleset]
	}
	w := walker{m: m, c: c, sure: true}
	w.walk(all, 0)
	return w.out
}

// walker follows a message through rules.
type walker struct {
	m    Message
	c    *Config
	out  []Where
	sure bool // it certainly came so far
}

const maxDepth = 20

// walk reports whether the message was stopped.
func (w *walker) walk(all []statement, depth int) bool {
	if depth > maxDepth {
		return true
	}
	for i := range all {
		s := &all[i]
		switch s.filter.of(w.m) {
		case no:
			if w.walk(s.otherwise, depth+1) {
				return true
			}
		case yes:
			if w.do(s, depth) {
				return true
			}
		default:
			was := w.sure
			w.sure = false
			stopped := w.do(s, depth)
			w.sure = was && !stopped
		}
	}
	return false
}

func (w *walker) do(s *statement, depth int) bool {
	for i := range s.actions {
		switch a := &s.actions[i]; {
		case a.stop:
			return true
		case a.call != "":
			if w.walk(w.c.rulesets[a.call], depth+1) {
				return true
			}
		case a.inner != nil:
			if w.walk(a.inner, depth+1) {
				return true
			}
		case a.where != (Where{}):
			to := a.where
			to.Sure = w.sure
			w.out = append(w.out, to)
		}
	}
	return false
}

// statement is a filter with what is done where it holds.
type statement struct {
	filter    filter
	actions   []action
	otherwise []statement // of "else"
}

// action is one of: stop, call a ruleset, a block, write somewhere. Any other does nothing of interest.
type action struct {
	stop  bool
	call  string
	inner []statement
	where Where
}

// answer is whether a filter holds.
type answer int

const (
	maybe answer = iota
	no
	yes
)

func sure(b bool) answer {
	if b {
		return yes
	}
	return no
}

// filter decides about a message; nil holds always.
type filter func(Message) answer

func (f filter) of(m Message) answer {
	if f == nil {
		return yes
	}
	return f(m)
}

var severities = []string{"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"}

// severity returns the number of a severity; -1 if it is none.
func severity(name string) int {
	switch name = strings.ToLower(name); name {
	case "panic":
		name = "emerg"
	case "error":
		name = "err"
	case "warn":
		name = "warning"
	}
	for i, s := range severities {
		if s == name {
			return i
		}
	}
	if n, err := strconv.Atoi(name); err == nil && n >= 0 && n < len(severities) {
		return n
	}
	return -1
}

// selector reads "local0.*;auth,authpriv.none". The parts hold one after the other: each changes what the ones before it said of its facilities.
func selector(text string) (filter, bool) {
	parts := strings.Split(text, ";")
	for _, p := range parts {
		if !strings.Contains(p, ".") {
			return nil, false
		}
	}
	return func(m Message) answer {
		is := no
		for _, p := range parts {
			facilities, level, _ := strings.Cut(p, ".")
			about := false
			for f := range strings.SplitSeq(facilities, ",") {
				about = about || f == "*" || strings.EqualFold(f, m.Facility)
			}
			if about {
				is = levelHolds(is, level, severity(m.Severity))
			}
		}
		return is
	}, true
}

// levelHolds is what one part of a selector makes of a message of its facility.
func levelHolds(before answer, level string, of int) answer {
	not := strings.HasPrefix(level, "!")
	level = strings.TrimPrefix(level, "!")
	exact := strings.HasPrefix(level, "=")
	level = strings.TrimPrefix(level, "=")
	holds := false
	switch limit := severity(level); {
	case level == "none":
		return no
	case level == "*":
		holds = true
	case limit < 0:
		return maybe
	case exact:
		holds = of == limit
	default:
		holds = of <= limit
	}
	switch {
	case not && holds:
		return no
	case not:
		return before
	case holds:
		return yes
	}
	return before
}

// property reads the words of ":programname, startswith, "haproxy"".
func property(name, operation, value string) filter {
	not := strings.HasPrefix(operation, "!")
	operation = strings.ToLower(strings.TrimPrefix(operation, "!"))
	return func(m Message) answer {
		have, known := m.property(strings.ToLower(name))
		if !known {
			return maybe
		}
		var is answer
		switch operation {
		case "isequal", "==":
			is = sure(have == value)
		case "!=", "<>":
			is = sure(have != value)
		case "startswith":
			is = sure(strings.HasPrefix(have, value))
		case "contains":
			is = sure(strings.Contains(have, value))
		case "isempty":
			is = sure(have == "")
		default:
			return maybe
		}
		if not {
			return opposite(is)
		}
		return is
	}
}

// property returns what is known of a message. Its tag is its program with a number, and what it says is not known.
func (m Message) property(name string) (string, bool) {
	switch name {
	case "programname", "app-name":
		return m.Program, true
	case "syslogfacility-text":
		return m.Facility, true
	case "syslogseverity-text", "syslogpriority-text":
		return m.Severity, true
	case "syslogseverity":
		return strconv.Itoa(severity(m.Severity)), true
	case "syslogtag":
		return m.Program + "[1]:", true
	case "inputname":
		return "", false
	}
	return "", false
}

func opposite(a answer) answer {
	switch a {
	case yes:
		return no
	case no:
		return yes
	}
	return maybe
}
