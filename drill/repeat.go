package drill

import (
	"fmt"
	"slices"
	"strings"
)

// repeat is a repeat whose end has not been read.
type repeat struct {
	line  *line
	times int
	from  int // index of its first step
}

// repeat begins a block.
func (p *parser) repeat(l *line) error {
	r := repeat{line: l, times: 1, from: len(p.d.Steps)}
	t := l.peek()
	n, err := l.quantity(count)
	if err == nil && (n < 1 || n > maxRepeat || n != float64(int(n))) {
		err = l.bad(t, "repeat %s: must be a whole number from 1 to %d", t.text, maxRepeat)
	}
	if err == nil {
		r.times = int(n)
		l.accept("times")
		err = l.ended()
	}
	if p.repeats = append(p.repeats, r); err == nil && len(p.repeats) > maxDepth {
		err = l.bad(l.tokens[0], "repeats must not nest more than %d deep", maxDepth)
	}
	return err
}

// endRepeat appends the lines of the block once per round.
func (p *parser) endRepeat(l *line, t token) error {
	n := len(p.repeats)
	if n == 0 {
		return l.bad(t, "end without a repeat before it")
	}
	r := p.repeats[n-1]
	p.repeats = p.repeats[:n-1]
	body := slices.Clone(p.d.Steps[r.from:])
	switch {
	case n > maxDepth:
		return nil // reported already
	case len(body) == 0:
		return r.line.bad(r.line.tokens[0], "there is nothing between repeat and end")
	case r.from+len(body)*r.times > maxSteps:
		return r.line.bad(r.line.tokens[0], "the drill has more than %d lines to do, repeated ones included", maxSteps)
	}
	p.d.Steps = p.d.Steps[:r.from]
	for i := range r.times {
		for _, s := range body {
			if r.times > 1 {
				s.Round = strings.TrimSpace(fmt.Sprintf("%d of %d %s", i+1, r.times, s.Round))
			}
			p.d.Steps = append(p.d.Steps, s)
		}
	}
	if r.times > 1 {
		p.again(l, t, r)
	}
	return l.ended()
}

// again reports the faults that a block would inject twice.
func (p *parser) again(l *line, t token, r repeat) {
	for _, node := range sortedNodes(p.open) {
		for _, b := range p.open[node] {
			if b.line > r.line.number {
				p.note(l.bad(t, "%s %s of line %d is still open here and would be repeated: heal %s before end", b.Verb(), node, b.line, node))
			}
		}
	}
}
