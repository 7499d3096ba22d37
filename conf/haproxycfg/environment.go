package haproxycfg

import "strings"

// environment holds the variables while the configuration is read: those of the process, as changed by the lines read
// so far.
type environment struct {
	vars    map[string]variable
	cleared bool // a variable that is not in vars is not set
	age     int  // how many lines with resetenv may or may not have been in force
	filled  int  // bytes that variables have added to lines
}

// variable is a variable that was set, was unset, or may have been either.
type variable struct {
	value string
	set   bool
	doubt bool // it is not known whether it is set, or to which value
	age   int  // the environment's age when it was set: a later resetenv may have unset it
}

// newEnvironment returns an environment with the variables of the process, given as "NAME=value".
func newEnvironment(env []string) *environment {
	e := &environment{vars: map[string]variable{}}
	for _, s := range env {
		if name, value, ok := strings.Cut(s, "="); ok {
			e.vars[name] = variable{value: value, set: true}
		}
	}
	return e
}

// value returns the value of a variable; false if it has none, or it is not known.
func (e *environment) value(name string) (string, bool) {
	v := e.vars[name]
	return v.value, v.set && !e.doubtful(name)
}

// doubtful reports whether it is unknown if a variable is set: HAProxy sets some of its own when it starts.
func (e *environment) doubtful(name string) bool {
	v, ok := e.vars[name]
	if !ok {
		return !e.cleared && strings.HasPrefix(name, "HAPROXY_") || strings.HasPrefix(name, ".")
	}
	return v.doubt || v.set && v.age < e.age
}

// The limits, in bytes, of one variable's value and of all that variables add to a configuration.
const (
	maxValue  = 8192
	maxFilled = 1 << 20
)

// take reads a line of global.
func (e *environment) take(l *line) {
	maybe := l.maybe != nothing
	name, w := l.text(1), l.word(2)
	value := variable{w.text, true, maybe || w.unknown != "" || len(w.text) > maxValue, e.age}
	switch l.text(0) {
	case "setenv":
		e.vars[name] = value
	case "presetenv":
		if !e.vars[name].set {
			value.doubt = value.doubt || e.doubtful(name)
			e.vars[name] = value
		}
	case "unsetenv":
		for _, w := range l.words[1:] {
			e.vars[w.text] = variable{doubt: maybe}
		}
	case "resetenv":
		if maybe {
			e.shake(l.words[1:])
		} else {
			e.reset(l.words[1:])
		}
	}
}

// shake makes all variables doubtful, except those named in but.
func (e *environment) shake(but []word) {
	e.age++
	for _, w := range but {
		if v := e.vars[w.text]; v.set {
			v.age = e.age
			e.vars[w.text] = v
		}
	}
}

// reset removes all variables, except those named in but.
func (e *environment) reset(but []word) {
	kept := map[string]variable{}
	for _, w := range but {
		if v, ok := e.vars[w.text]; ok {
			kept[w.text] = v
		}
	}
	e.vars, e.cleared = kept, true
}
