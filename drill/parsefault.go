package drill

import (
	"math"
	"strings"

	"hadash/near"
	"hadash/record"
)

func parseFault(p *parser, l *line) (action, error) {
	p.acts = true
	f := record.Fault{Kind: record.FaultKind(l.tokens[0].text)}
	at := l.take()
	if strings.EqualFold(at.text, "when") || strings.EqualFold(at.text, "if") {
		return nil, l.bad(l.tokens[0], "%s breaks a node; did you mean abort when %s?", f.Kind, strings.Join(strings.Fields(l.rest())[1:], " "))
	}
	if strings.Contains(at.text, "/") {
		return nil, l.bad(at, "%s needs a node, and %s is a server of a balancer: write the node that it leads to, which stands for all of its servers ('hadash discover' shows where each leads)", f.Kind, at.text)
	}
	switch {
	case isNode(at.text):
	case f.Kind.AtHost():
		return nil, l.bad(at, "%s needs a host: the name of its Docker context", f.Kind)
	case f.Kind.AtService():
		return nil, l.bad(at, "%s needs a service of the swarm, such as app1", f.Kind)
	default:
		return nil, l.bad(at, "%s needs a node, such as mysql-slave1", f.Kind)
	}
	f.Target, f.Amount = at.text, f.Kind.Usual()
	err := l.amount(&f)
	broken, known := p.breaks(l, f, at)
	if known != nil {
		return nil, known
	}
	return broken, err
}

// breaks notes that a line makes a fault, at a token that names it or its node.
func (p *parser) breaks(l *line, f record.Fault, at token) (action, error) {
	for _, b := range p.open[f.Target] {
		if b.Kind == f.Kind && b.Name == f.Name {
			return nil, l.bad(at, "%s has had this fault since line %d: heal %s first", f.Target, b.line, f.Target)
		}
		if b.Kind.EndsProcess() && f.Kind != record.Own && !f.Kind.AtBalancer() && f.Kind != record.Cut && f.Kind != record.Slow {
			return nil, l.bad(at, "%s has not been running since line %d (%s), so it cannot have this fault: heal %s first", f.Target, b.line, b.Verb(), f.Target)
		}
	}
	if f.Kind.Inverse() != "" {
		p.open[f.Target] = append(p.open[f.Target], broken{f, l.number})
	}
	if p.ever == nil {
		p.ever = map[string]bool{}
	}
	p.ever[f.Target] = true
	return breakIt{fault: f, at: at}, nil
}

// ownVerb makes a fault of the user's own.
const ownVerb = "fault"

// parseOwn reads the name of a fault of the user's own. Its node may follow.
func parseOwn(p *parser, l *line) (action, error) {
	p.acts = true
	at := l.take()
	var names []string
	for _, f := range p.own {
		if f.Name == at.text {
			if node := l.peek(); node.text == f.Target {
				l.take()
			}
			return p.breaks(l, f, at)
		}
		names = append(names, f.Name)
	}
	switch {
	case at.text == "":
		return nil, l.bad(at, "fault needs the name of a fault of your own: [fault.stop-db1] of hadash.toml is fault stop-db1")
	case record.FaultKind(at.text).Valid() && at.text != string(record.Own):
		return nil, l.bad(at, "%s is a verb itself: %s NODE", at.text, at.text)
	case !isName(at.text):
		return nil, l.bad(at, "%q is not the name of a fault", at.text)
	}
	if hint := near.Suggest(at.text, names); hint != "" {
		return nil, l.bad(at, "no fault of your own is called %s%s", at.text, hint)
	}
	return nil, l.bad(at, "no fault of your own is called %s: the drill needs [fault.%s] in hadash.toml, with node, inject and heal", at.text, at.text)
}

// amount takes the amount of a fault: 2%, to 2 %, 200ms. Without one, it is the default amount.
func (l *line) amount(f *record.Fault) error {
	u, has := amountUnit(f.Kind)
	t := l.peek()
	switch {
	case t.text == "":
		return nil
	case !has:
		return l.bad(t, "%s takes no amount, but %q was given", f.Kind, t.text)
	}
	if l.accept("to", "by") {
		t = l.peek()
	}
	n, err := l.quantity(u)
	if err != nil {
		return err
	}
	if u == span {
		n = math.Round(n*1e6) / 1e3 // less than a microsecond is a rounding error
	}
	if n != float64(int(n)) || !f.Kind.Takes(int(n)) {
		return l.bad(t, "%s %s: must be a whole number of %s from %d to %d",
			f.Kind, t.text, map[unit]string{span: "milliseconds", percent: "percent", count: "replicas"}[u], f.Kind.Least(), f.Kind.Most())
	}
	f.Amount = int(n)
	return nil
}
