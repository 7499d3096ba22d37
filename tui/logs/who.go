package logs

import (
	"slices"
	"strings"
)

// Who is a node whose lines are asked for, and by what else others call it: server names, addresses, and
// "/backend" for the backends it serves in.
type Who struct {
	Node  string
	Names []string
	Own   bool // only what it wrote itself
}

// wrote reports whether a line is its own.
func (w *Who) wrote(l *Line) bool { return l.Node == w.Node }

// concerns reports whether a line is its own, or tells of it.
func (w *Who) concerns(l *Line) bool {
	switch {
	case w.wrote(l):
		return true
	case w.Own:
		return false
	case !l.known:
		return slices.ContainsFunc(w.Names, func(n string) bool { return n[0] != '/' && hasWord(l.Text(), n) })
	}
	for rest := l.about; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, " ")
		if slices.ContainsFunc(w.Names, func(n string) bool { return calls(one, n) }) {
			return true
		}
	}
	return false
}

// calls reports whether a name, or an address with its port, is that of a node.
func calls(one, name string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(one, "["), name)
	return ok && (rest == "" || rest[0] == ':' || rest[0] == ']')
}

// hasWord reports whether a text has a name in it that is not part of a longer one.
func hasWord(text, name string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return false
		}
		at, end := from+i, from+i+len(name)
		ends := end == len(text) || !inWord(text[end]) || text[end] == '.' && (end+1 == len(text) || !inWord(text[end+1]))
		if ends && (at == 0 || !inWord(text[at-1])) {
			return true
		}
		from = at + 1
	}
}

func inWord(c byte) bool {
	return c == '-' || c == '_' || c == '.' || c-'0' <= 9 || c|0x20 >= 'a' && c|0x20 <= 'z'
}
