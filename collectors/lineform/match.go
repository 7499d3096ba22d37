package lineform

import "strings"

// matcher is one attempt to match a line.
type matcher struct {
	form  *Form
	line  string
	into  []Span // may be nil
	tries int    // ends of values that may still be tried
	far   int    // the furthest part that was reached
	farAt int    // where it begins
}

// match matches the parts from the i-th on with the line from at on.
func (m *matcher) match(i, at int) bool {
	if i == len(m.form.parts) {
		return at == len(m.line)
	}
	if i > m.far {
		m.far, m.farAt = i, at
	}
	p := &m.form.parts[i]
	if m.form.Merged && at == len(m.line) { // nothing, and the spaces round it
		return m.goOn(i, at, at, at)
	}
	if m.form.Quotes && at < len(m.line) && m.line[at] == '"' {
		end := m.next(`"`, at+1)
		return end >= 0 && m.goOn(i, at+1, end, end+1)
	}
	if end, sized := p.ends(m.line[at:]); sized {
		return end >= 0 && m.goOn(i, at, at+end, at+end)
	}
	switch p.Shape {
	case List:
		if end := at + listEnd(m.line[at:]); m.goOn(i, at, end, end) {
			return true
		}
	case Request: // the client writes it, and may have written the literal that follows
		if m.each(i, at, Request) {
			return true
		}
	case Path:
		if i > 0 && m.form.parts[i-1].After == "" {
			return m.each(i, at, Path)
		}
	}
	return m.each(i, at, Any)
}

// each tries the ends that the literal after the i-th part allows, the first one first, with values of a shape.
func (m *matcher) each(i, at int, shape Shape) bool {
	p := &m.form.parts[i]
	if i == len(m.form.parts)-1 && p.After == "" {
		value := m.line[at:]
		return (p.Shape != Word || strings.IndexByte(value, ' ') < 0) && shape.fits(value) && m.goOn(i, at, len(m.line), len(m.line))
	}
	for end := m.next(p.After, at); end >= 0; end = m.next(p.After, end+1) {
		value := m.line[at:end]
		if p.Shape == Word && strings.IndexByte(value, ' ') >= 0 {
			return false
		}
		if shape.fits(value) && m.goOn(i, at, end, end) {
			return true
		}
		if m.tries <= 0 {
			return false
		}
	}
	return false
}

// goOn matches the rest of the line, given the value of the i-th part, and keeps the value if that works.
func (m *matcher) goOn(i, from, to, after int) bool {
	if m.tries--; m.tries < 0 {
		return false
	}
	p := &m.form.parts[i]
	switch literal := p.After; {
	case strings.HasPrefix(m.line[after:], literal):
		after += len(literal)
	case m.line[after:] == strings.TrimRight(literal, " "): // spaces at the end of a line are cut off
		after = len(m.line)
	case m.form.Merged && from == to && strings.HasPrefix(literal, " ") && (after == 0 || m.line[after-1] == ' ') && strings.HasPrefix(m.line[after:], literal[1:]):
		after += len(literal) - 1
	default:
		return false
	}
	if !m.match(i+1, after) {
		return false
	}
	if p.Slot >= 0 && m.into != nil {
		m.into[p.Slot] = Span{from, to}
	}
	return true
}

// next returns where a literal comes next, from at on; -1 if it does not. It does not begin within an escape.
func (m *matcher) next(literal string, at int) int {
	if at > len(m.line) {
		return -1
	}
	if !m.form.Backslash {
		end := strings.Index(m.line[at:], literal)
		if end < 0 {
			return -1
		}
		return at + end
	}
	for from := at; ; {
		end := strings.Index(m.line[from:], literal)
		if end < 0 {
			return -1
		}
		end += from
		escaped := false
		for back := end; back > at && m.line[back-1] == '\\'; back-- {
			escaped = !escaped
		}
		if !escaped {
			return end
		}
		from = end + 1
	}
}
