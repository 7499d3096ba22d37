package drill

import (
	"strings"

	"hadash/near"
	"hadash/record"
)

func parseStack(p *parser, l *line) (action, error) {
	first := l.tokens[0]
	t := l.take()
	switch {
	case t.text != "tuned" && t.text != "baseline":
		return nil, l.bad(t, "%q is not a stack: use tuned or baseline", t.text)
	case p.d.Stack != "":
		return nil, l.bad(first, "the stack is already chosen: a drill runs on one stack")
	case p.acts:
		return nil, l.bad(first, "the stack must be chosen before anything is done")
	}
	p.d.Stack, p.d.Pair = t.text, l.accept(pairWord)
	return onStack{name: t.text}, nil
}

func parseLoad(p *parser, l *line) (action, error) {
	p.acts = true
	t := l.peek()
	p.loads = p.loads || t.text != "off" && t.text != "0"
	if l.accept("off", "0") {
		l.accept("users", "VUs", "VU")
		return setLoad{}, nil
	}
	n, err := l.quantity(vus)
	if err == nil && (n > maxVUs || n != float64(int(n))) {
		err = l.bad(t, "%s: must be a whole number up to %d users, or off", t.text, maxVUs)
	}
	return setLoad{vus: int(n)}, err
}

func parseWait(p *parser, l *line) (action, error) {
	p.acts = true
	if l.atTime() {
		d, err := l.duration()
		return pass{time: d}, err
	}
	in, err := p.inTime(l)
	if in.limit == 0 {
		in.limit = usualWait
	}
	p.judges = true
	return waitFor{in: in}, err
}

func parseExpect(p *parser, l *line) (action, error) {
	in, err := p.inTime(l)
	if err == nil && in.limit == 0 {
		err = l.bad(l.peek(), "the time limit is missing, such as within 5s")
	}
	p.judges = true
	return expect{in: in}, err
}

// inTime takes CONDITION [within TIME | for at most TIME].
func (p *parser) inTime(l *line) (in inTime, err error) {
	if in.what, err = p.condition(l); err != nil {
		return in, err
	}
	switch t := l.peek(); {
	case l.accept("within"):
	case l.accept("for"):
		if at := l.peek(); !l.accept("at") || !l.accept("most") {
			return in, l.bad(at, "for needs a limit, such as for at most 30s")
		}
	case t.text == "":
		return in, nil
	default:
		return in, l.bad(t, "unexpected %q%s; a condition is followed by its limit, such as within 5s", t.text, near.Suggest(t.text, []string{"within", "for at most"}))
	}
	in.limit, err = l.duration()
	return in, err
}

// condition takes a Condition and checks that it makes sense at this place.
func (p *parser) condition(l *line) (Condition, error) {
	c, err := l.condition()
	if err != nil {
		return c, err
	}
	if cmp, _ := c.what.(comparison); c.OfFault() && !p.ever[cmp.node] {
		return c, l.bad(cmp.at, "nothing breaks %s before this line, so it has no %s", cmp.node, cmp.figure.name)
	}
	return c, nil
}

func parseNever(p *parser, l *line) (action, error) {
	c, err := p.standing(l)
	p.judges = true
	return never{what: c}, err
}

func parseAbort(p *parser, l *line) (action, error) {
	if t := l.peek(); !l.accept("when") {
		return nil, l.bad(t, "a condition is missing, such as abort when failed > 20")
	}
	c, err := p.standing(l)
	if cmp, ok := c.what.(comparison); ok && cmp.node == "" {
		p.limits = append(p.limits, l)
	}
	return abort{what: c}, err
}

// standing takes the Condition of a line that holds to the end. Its fault can come later.
func (p *parser) standing(l *line) (Condition, error) {
	c, err := l.condition()
	if err != nil {
		return c, err
	}
	verb := l.tokens[0].text
	if t := l.peek(); strings.EqualFold(t.text, "within") || strings.EqualFold(t.text, "for") {
		return c, l.bad(t, "%s holds to the end of the drill: it takes no time limit", verb)
	}
	if c.OfFault() {
		p.later = append(p.later, laterFigure{l, c.what.(comparison)})
	}
	p.nevers = append(p.nevers, l)
	return c, nil
}

func parseAssert(p *parser, l *line) (action, error) {
	t := l.peek()
	c, err := p.condition(l)
	if err != nil {
		return nil, err
	}
	cmp, ok := c.what.(comparison)
	switch {
	case !ok:
		return nil, l.bad(t, "%q is not a figure: assert judges figures, such as failed == 0; for a state use expect %s within 5s", t.text, c)
	case !p.loads && cmp.node == "":
		p.warn(l, t, "no line before it sets the load: one must be running already, or a probe (--attach probe+http://...)")
	}
	p.judges = true
	return assertion{what: c}, nil
}

func parseHeal(p *parser, l *line) (action, error) {
	t := l.take()
	switch {
	case t.text == "":
		return nil, l.bad(t, "heal needs a node: heal NODE or heal all")
	case t.text == "all" && len(p.open) == 0:
		return nil, l.bad(t, "nothing is broken at this line")
	case t.text == "all":
		clear(p.open)
		return healIt{}, nil
	case len(p.open[t.text]) == 0 && p.ever[t.text]:
		return nil, l.bad(t, "%s is no longer broken at this line", t.text)
	case len(p.open[t.text]) == 0:
		return nil, l.bad(t, "%s was not broken before this line%s", t.text, near.Suggest(t.text, sortedNodes(p.open)))
	}
	delete(p.open, t.text)
	return healIt{node: t.text}, nil
}

func parseReload(p *parser, l *line) (action, error) {
	t := l.take()
	if !isNode(t.text) {
		return nil, l.bad(t, "reload needs a node: reload nginx")
	}
	p.acts = true
	return reload{node: t.text, at: t}, nil
}

func parseNote(_ *parser, l *line) (action, error) {
	text := record.Clean(l.rest())
	if text == "" {
		return nil, l.bad(l.peek(), "note needs a text")
	}
	return remark{text: text}, nil
}

func parseSnapshot(_ *parser, l *line) (action, error) {
	t := l.peek()
	if t.text == "" {
		return snapshot{}, nil
	}
	if !isName(t.text) || strings.Trim(t.text, ".") == "" {
		return nil, l.bad(t, "%q is not a file name: use letters, digits, - and _", t.text)
	}
	l.take()
	return snapshot{name: t.text}, nil
}
