package nginxcfg

import "strings"

// variables are the variables that the configuration sets itself, by name.
type variables map[string]*variable

// variable holds the values that a variable may have. unsure is set if it may have others that are not constant.
type variable struct {
	values []string
	unsure bool
}

// maxValues limits how many values of a variable are kept.
const maxValues = 64

// collect reads the variables that a block, and the blocks within it, set. Lua may set any of them.
func (v variables) collect(b *block) {
	for i := range b.all {
		d := &b.all[i]
		name := strings.TrimPrefix(d.word(1), "$")
		last := ""
		if len(d.words) > 1 {
			last = strings.TrimPrefix(d.words[len(d.words)-1], "$")
		}
		switch {
		case d.name() == "set":
			v.put(name, d.word(2))
		case d.block != nil && (d.name() == "map" || d.name() == "geo" || d.name() == "split_clients"):
			v.table(last, d.block)
			continue
		case strings.Contains(d.name(), "_by_lua"), d.name() == "js_set", d.name() == "perl_set", d.name() == "auth_request_set":
			v.unsure(name)
			v.unsure("*")
		}
		if d.block != nil {
			v.collect(d.block)
		}
	}
}

func (v variables) of(name string) *variable {
	if v[name] == nil {
		v[name] = &variable{}
	}
	return v[name]
}

func (v variables) unsure(name string) { v.of(name).unsure = true }

// put records that a variable is set to a value somewhere.
func (v variables) put(name, value string) {
	to := v.of(name)
	for _, old := range to.values {
		if old == value {
			return
		}
	}
	if len(to.values) >= maxValues {
		to.unsure = true
		return
	}
	to.values = append(to.values, value)
}

// noValues are the words of a map that are not values.
var noValues = map[string]bool{"hostnames": true, "volatile": true, "ranges": true, "proxy": true, "delete": true, "proxy_recursive": true}

// table reads a map and its like: the last word of each line is a value.
func (v variables) table(name string, b *block) {
	v.of(name)
	for i := range b.all {
		switch d := &b.all[i]; {
		case d.name() == "include":
			v.unsure(name)
		case len(d.words) == 2 && !noValues[d.name()]:
			v.put(name, d.word(1))
		}
	}
}

// known returns the values that a variable may have; false if it may have any.
func (v variables) known(name string) ([]string, bool) {
	own, ok := v[name]
	all, any := v["*"]
	if !ok || own.unsure || any && all.unsure || len(own.values) == 0 {
		return nil, false
	}
	for _, value := range own.values {
		if strings.Contains(value, "$") {
			return nil, false
		}
	}
	return own.values, true
}
