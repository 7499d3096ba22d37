package logs

import (
	"strings"
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// Line is a log line as it is kept: with its own copy of the text, so that nothing else of its batch
// stays in memory.
type Line struct {
	At     time.Time
	Node   string
	Weight Weight

	text   string // the visible text, followed by the date that was cut out of it
	about  string // the subjects of the line: servers, addresses, "/backend"; separated by blanks
	said   string // its meaning in words
	words  string // the whole line in words
	tail   string // what stands at the right end of the words: in the program's own words
	by     string // of a client's request, the node that answered it
	with   string // of a client's request, the others that report it
	asked  asked
	from   uint16 // the part of the text that must stay visible beside the meaning
	to     uint16
	shown  uint16 // bytes of text that are shown
	date   uint16 // where in them the date stood
	plain  bool   // printable ASCII only
	known  bool   // it was parsed, so about has all its subjects
	tries  bool   // about has the servers that nginx tried
	paired bool   // its request is told by a client's line, too
	folded bool   // it says nothing that the client's line does not
	naming bool   // the meaning applies to the subjects in about
	common bool   // a session or an access, of which there are too many to be read
}

// Text is the line as it is shown, without its own date.
func (l *Line) Text() string { return l.text[:l.shown] }

// Whole is the line as it was written.
func (l *Line) Whole() string {
	if int(l.shown) == len(l.text) {
		return l.text
	}
	return l.text[:l.date] + l.text[l.shown:] + l.text[l.date:l.shown]
}

// size is the memory that a line takes.
func (l *Line) size() int {
	if len(l.words) <= len(l.text) && strings.HasSuffix(l.Text(), l.words) {
		return len(l.text) // they are a part of it
	}
	return len(l.text) + len(l.words)
}

// names keeps one copy of each of the few names that lines have in common.
type names map[string]string

// mostNames limits them: with more, it starts over.
const mostNames = 20_000

func (n names) one(s string) string {
	if s == "" {
		return ""
	}
	if known, ok := n[s]; ok {
		return known
	}
	if len(n) >= mostNames {
		clear(n)
	}
	s = strings.Clone(s)
	n[s] = s
	return s
}

// keep makes a Line of a record.
func (n names) keep(l *record.Line) Line {
	text := l.Text[:min(len(l.Text), longest)]
	from, to := dateOf(text, l.Session != nil || l.Access != nil && !strings.HasPrefix(text, "{"))
	var own strings.Builder
	own.Grow(len(text))
	own.WriteString(text[:from])
	own.WriteString(text[to:])
	own.WriteString(text[from:to])
	k := Line{
		At: l.At, Node: n.one(l.Node), Weight: weigh(l), text: own.String(), date: uint16(from), shown: uint16(len(text) - (to - from)),
		known: l.Session != nil || l.State != nil || l.Check != nil || l.Upstream != nil || l.Access != nil || l.Request != nil,
	}
	k.plain, k.common = paint.Plain(k.text), l.Session != nil || l.Access != nil
	k.about = n.one(about(l))
	if k.Weight != Quiet {
		m := explain(l, k.Text())
		k.said, k.from, k.to = n.one(m.said), uint16(m.from), uint16(m.to)
		app := messageOf(l)
		k.words = wordsOf(l, app, k.Text())
		k.naming = l.Upstream != nil && l.Upstream.Kind != record.UpstreamNoLive
		k.asked = n.askedOf(l, app)
	}
	switch {
	case l.Session != nil && k.words != "":
		k.tail = n.one(sessionTail(l.Session, k.Text()))
	case l.Access != nil:
		k.tries = len(l.Access.Upstreams) > 0
	case l.Request != nil:
		k.by = n.one(l.Request.Instance)
	}
	return k
}

// longest is the largest size of a line: record.Clean has cut it there already.
const longest = 4096

// about lists the subjects of a line: a server with its backend, because other backends can have the same name.
func about(l *record.Line) string {
	switch {
	case l.Session != nil:
		return l.Session.Backend + "/" + l.Session.Server
	case l.State != nil && l.State.Server == "":
		return "/" + l.State.Backend
	case l.State != nil:
		return l.State.Backend + "/" + l.State.Server
	case l.Check != nil:
		return l.Check.Backend + "/" + l.Check.Server
	case l.Upstream != nil:
		return l.Upstream.Addr
	case l.Request != nil && l.Request.Replica == "":
		return l.Request.Instance
	case l.Request != nil:
		return l.Request.Instance + " " + l.Request.Replica
	case l.Access != nil:
		return tried(l.Access.Upstreams)
	}
	return ""
}

// tried lists the servers that nginx tried for one request.
func tried(all []record.Attempt) string {
	if len(all) == 0 {
		return ""
	}
	text := all[0].Addr
	for _, a := range all[1:] {
		text += " " + a.Addr
	}
	return text
}
