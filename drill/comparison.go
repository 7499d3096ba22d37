package drill

import (
	"math"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/near"
	"hadash/record"
	"hadash/wording"
)

// comparison compares a figure with a limit.
type comparison struct {
	figure figure
	node   string // "" = of the drill as a whole
	op     string
	limit  float64
	at     token // the node's name
}

var opNames = []string{"==", "!=", "<", "<=", ">", ">="}

func isOperator(word string) bool { return word != "" && strings.Trim(word, operators) == "" }

// comparison takes the rest of a Condition that begins with a figure: [(NODE)] OP VALUE.
func (l *line) comparison(t token) (sense, error) {
	fig := findFigure(t.text)
	if fig == nil {
		names := figureNames()
		return nil, l.bad(t, "%q is not a figure%s; the figures are %s", t.text, near.Suggest(t.text, anyFigureName()), strings.Join(names, ", "))
	}
	c := comparison{figure: *fig, at: t}
	c.figure.name = t.text // it may be a former name
	if l.accept("(") {
		if err := l.ofNode(&c); err != nil {
			return nil, err
		}
	}
	if c.node == "" && fig.all == nil {
		if fig.rows {
			return nil, l.bad(t, "%s is a figure of a node, a backend or a server: write %s(NODE)", t.text, t.text)
		}
		return nil, l.bad(t, "%s is a figure of one fault: write %s(NODE)", t.text, t.text)
	}
	op := l.take()
	if op.text == "=" {
		op.text = "=="
	}
	if !slices.Contains(opNames, op.text) {
		if op.text == "" {
			return nil, l.bad(op, "%s is not compared with anything: write %s < %s", t.text, t.text, measures[fig.unit].example)
		}
		return nil, l.bad(op, "%q is not a comparison; use one of %s", op.text, strings.Join(opNames, ", "))
	}
	c.op = op.text
	if fig.unit.time() && l.accept("never") {
		c.limit = math.Inf(1)
		return c, nil
	}
	if fig.share != nil && l.inPercent() {
		c.figure.unit, c.figure.of, c.figure.all = percent, ofFault(fig.share), ofAll(fig.share)
	}
	var err error
	c.limit, err = l.quantity(c.figure.unit)
	return c, err
}

// ofNode takes "NODE)".
func (l *line) ofNode(c *comparison) error {
	c.at = l.take()
	switch {
	case (c.figure.rows || c.figure.at != nil) && isServer(c.at.text):
	case !isNode(c.at.text):
		return l.bad(c.at, "%s( needs the name of a node and then )", c.figure.name)
	case c.figure.of == nil && c.figure.now == nil:
		return l.bad(c.at, "%s is a figure of the whole drill: write it without (%s)", c.figure.name, c.at.text)
	}
	c.node = c.at.text
	if t := l.peek(); !l.accept(")") {
		return l.bad(t, "a ) is missing after %s(%s", c.figure.name, c.node)
	}
	return nil
}

func (c comparison) names() []name {
	if c.node == "" {
		return nil
	}
	backend, server, ok := servers.SplitServer(c.node)
	switch {
	case ok:
		return []name{{text: backend, kind: aBackend, at: c.at}, {text: server, kind: aServer, at: c.at, of: backend}}
	case c.figure.rows:
		return []name{{text: c.node, kind: aPlace, at: c.at}}
	}
	return []name{{text: c.node, kind: anyNode, at: c.at}}
}

// isServer reports whether a word can be backend/server, with the balancer in front or without.
func isServer(word string) bool {
	backend, server, ok := servers.SplitServer(word)
	return ok && isBackend(backend) && isName(server)
}

func (c comparison) look(v *view) sight {
	got := c.number(v)
	fresh := !c.figure.rows || fresh(v.f, v.from, record.SourceHAProxy, "")
	if w := c.stopwatch(v); math.IsInf(got.n, 1) && !v.final && (w == nil || !w.Done) {
		if c.overdue(v.f.At, got) {
			got.n = v.f.At.Sub(got.since).Seconds() // it can only grow
			return sight{so: compare(got.n, c.op, c.limit), fresh: fresh, saw: wording.NotYetAfter.Of(c.figure.unit.phrase(got.n, c.limit)), is: c.held(got.n)}
		}
		got.lack = wording.NotYet.Of()
	}
	if !got.lack.IsZero() {
		return sight{fresh: fresh, lack: true, saw: got.lack}
	}
	so := compare(got.n, c.op, c.limit)
	if so != compare(got.n-got.fewer, c.op, c.limit) || c.between(got) {
		return sight{fresh: fresh, lack: true, saw: wording.AtMostOf.Of(c.figure.unit.phrase(got.n, c.limit))}
	}
	return sight{so: so, fresh: fresh, saw: c.said(got.n), is: c.held(got.n)}
}

// between reports whether the limit is one of several values that a figure may have, so that it may be equal or not.
func (c comparison) between(got number) bool {
	return (c.op == "==" || c.op == "!=") && c.limit < got.n && c.limit > got.n-got.fewer
}

// overdue reports whether a moment that has not come yet is already later than the limit. The log line that
// reports it may be late.
func (c comparison) overdue(now time.Time, n number) bool {
	return !n.since.IsZero() && !math.IsInf(c.limit, 1) && now.Sub(n.since) > time.Duration(c.limit*float64(time.Second))+lateLines
}

// soAtFirst reports whether a figure that counts holds as soon as its fault begins.
func (c comparison) soAtFirst() bool {
	return (c.figure.unit == count || c.figure.unit == percent) && compare(0, c.op, c.limit)
}

// held is the figure compared with its limit: "failed 21 > 20".
func (c comparison) held(n float64) string {
	name, unit := c.figure.name, c.figure.unit
	if c.node != "" {
		name += "(" + c.node + ")"
	}
	return name + " " + unit.beside(n, c.limit) + " " + c.op + " " + unit.limit(c.limit)
}

// said is the figure with its unit: "it was 1.24 s".
func (c comparison) said(n float64) wording.Phrase {
	is := c.figure.unit.phrase(n, c.limit)
	if math.IsInf(n, 1) {
		return is
	}
	return wording.ItWas.Of(is)
}

func (c comparison) number(v *view) number {
	if c.node == "" {
		return c.figure.all(v)
	}
	if c.figure.of == nil {
		return c.figure.now(v.f, c.node)
	}
	w := c.stopwatch(v)
	switch {
	case w == nil:
		return none(wording.NoFault.Of(c.node))
	case isServer(c.node):
		return c.figure.at(w, c.node)
	}
	return c.figure.of(w)
}

// stopwatch returns the stopwatch of the node's newest fault in the drill.
func (c comparison) stopwatch(v *view) *stopwatch.Stopwatch {
	all := v.tally.stopwatches(v.f)
	for i := len(all) - 1; i >= 0; i-- {
		if c.isOf(v.f, &all[i]) {
			return &all[i]
		}
	}
	return nil
}

// isOf reports whether a fault is one of the node, or of the node that the server is.
func (c comparison) isOf(f *incident.Frame, w *stopwatch.Stopwatch) bool {
	backend, server, is := servers.SplitServer(c.node)
	if !is || w.Target == c.node || w.NoticeOf(c.node) != nil {
		return w.Target == c.node || is
	}
	n := f.Node(w.Target)
	return n != nil && n.Is(backend, server)
}

func compare(a float64, op string, b float64) bool {
	switch op {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	}
	return a >= b
}
