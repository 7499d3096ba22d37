package haproxycfg

import "strings"

// environment is what variables are while the configuration is read: those of the process, and what the lines read so
// far made of them.
type environment struct {
	vars    map[string]variable
	cleared bool // what is not in vars is not set
	age     int  // grows with each resetenv that may not be in force
	filled  int  // bytes that variables gave to lines
}

// variable is one that was set, unset, or may have been either.
type variable struct {
	value string
	set   bool
	doubt bool // whether, or to what, is not known
	age   int  // the environment's when it was set: a later resetenv may have unset it
}

// newEnvironment takes the process's variables as "NAME=value".
func newEnvironment(env []string) *environment {
	e := &environment{vars: map[string]variable{}}
	for _, s := range env {
		if name, value, ok := strings.Cut(s, "="); ok {
			e.vars[name] = variable{value: value, set: true}
		}
	}
	return e
}

// value is what is put in for a variable; false when that is not known, or it has none.
func (e *environment) value(name string) (string, bool) {
	v := e.vars[name]
	return v.value, v.set && !e.doubtful(name)
}

// doubtful reports whether it is not known if a variable is set: HAProxy sets some of its own as it starts.
func (e *environment) doubtful(name string) bool {
	v, ok := e.vars[name]
	if !ok {
		return !e.cleared && strings.HasPrefix(name, "HAPROXY_") || strings.HasPrefix(name, ".")
	}
	return v.doubt || v.set && v.age < e.age
}

// What is bounded: the value of a variable, and what all of them together give to a configuration.
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

// shake makes all variables doubtful but those that are named.
func (e *environment) shake(but []word) {
	e.age++
	for _, w := range but {
		if v := e.vars[w.text]; v.set {
			v.age = e.age
			e.vars[w.text] = v
		}
	}
}

// reset takes all variables away but those that are named.
func (e *environment) reset(but []word) {
	kept := map[string]variable{}
	for _, w := range but {
		if v, ok := e.vars[w.text]; ok {
			kept[w.text] = v
		}
	}
	e.vars, e.cleared = kept, true
}
