package logs

import (
	"slices"
	"strings"

	"hadash/incident"
)

// NodeNames is a node whose lines are wanted, with its other names: "backend/server", addresses, and
// "/backend" for the backends it serves in.
type NodeNames struct {
	Node  string
	Names []string
	Own   bool // only its own lines
}

// NamesOf is the node of a row: a server of a backend, or a container; n is nil if it is not of the project.
func NamesOf(name, backend string, n *incident.Node) *NodeNames {
	w := &NodeNames{Node: name}
	w.call(name)
	w.server(backend, name)
	if n == nil {
		return w
	}
	w.Node = n.Name
	w.call(slices.Concat([]string{n.Name}, n.Addrs, n.Reached)...)
	for s := range n.Servers {
		w.server(s.Pxname, s.Svname)
	}
	return w
}

// call adds new names.
func (w *NodeNames) call(names ...string) {
	for _, n := range names {
		if n != "" && !slices.Contains(w.Names, n) {
			w.Names = append(w.Names, n)
		}
	}
}

// server adds a server's name, with its backend before it, and the backend.
func (w *NodeNames) server(backend, name string) {
	if backend != "" {
		w.call(backend+"/"+name, "/"+backend)
	}
}

// serves reports whether it is known which servers it is.
func (w *NodeNames) serves() bool {
	return slices.ContainsFunc(w.Names, func(n string) bool { return strings.IndexByte(n, '/') > 0 })
}

// Learn adds the present names of a node, such as its new address after a restart: earlier lines have the
// old one.
func (p *Panel) Learn(now *NodeNames) {
	if p.who == nil {
		return
	}
	if w := p.who.learnt(now); w != p.who {
		p.Only(w)
	}
}

// learnt is w, or another one that has the new names too.
func (w *NodeNames) learnt(now *NodeNames) *NodeNames {
	more := *w
	more.Names = slices.Clone(w.Names)
	if more.call(now.Names...); len(more.Names) == len(w.Names) {
		return w
	}
	return &more
}

// wrote reports whether a line is its own.
func (w *NodeNames) wrote(l *Line) bool { return l.Node == w.Node }

// concerns reports whether a line is its own, or names it.
func (w *NodeNames) concerns(l *Line) bool {
	switch {
	case w.wrote(l):
		return true
	case w.Own:
		return false
	case !l.known:
		return slices.ContainsFunc(w.Names, func(n string) bool { return n[0] != '/' && w.named(l.Text(), n) })
	}
	for rest := l.about; rest != ""; {
		var one string
		one, rest, _ = strings.Cut(rest, " ")
		if i := strings.IndexByte(one, '/'); i > 0 && !w.serves() {
			one = one[i+1:] // whichever backend's
		}
		if slices.ContainsFunc(w.Names, func(n string) bool { return calls(one, n) }) {
			return true
		}
	}
	return false
}

// named reports whether a text names it. A name behind a slash is a server's of the backend before it.
func (w *NodeNames) named(text, name string) bool {
	if !w.serves() || strings.Contains(name, "/") {
		return hasWord(text, name)
	}
	for {
		i := strings.Index(text, "/"+name)
		if i < 0 {
			return hasWord(text, name)
		}
		if hasWord(text[:i], name) {
			return true
		}
		text = text[i+1+len(name):]
	}
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
