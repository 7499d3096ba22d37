package rsyslog

import (
	"strconv"
	"strings"
)

// parser reads files. An include is read where it stands.
type parser struct {
	config *Config
	all    func(pattern string) []File
	room   int
}

func (p *parser) file(f File) []statement {
	if p.room--; p.room < 0 {
		return nil
	}
	s := source{text: f.Text, path: f.Path, line: 1}
	return p.block(&s, 0)
}

// block reads statements up to a "}" or the end.
func (p *parser) block(s *source, depth int) (out []statement) {
	for depth < maxDepth {
		s.blank()
		switch {
		case s.end():
			return out
		case s.skip("}"):
			return out
		case s.peek() == '$':
			out = append(out, p.legacy(s.restOfLine())...)
		case s.peek() == ':':
			out = append(out, p.byProperty(s, depth))
		case s.skip("&"):
			s.spaces()
			if a, ok := p.action(s, depth); ok && len(out) > 0 {
				last := &out[len(out)-1]
				last.actions = append(last.actions, a)
			}
		default:
			out = append(out, p.statement(s, depth)...)
		}
	}
	return out
}

// statement reads one that begins with a word.
func (p *parser) statement(s *source, depth int) []statement {
	if name, args, ok := s.object(); ok {
		return p.object(s, name, args, depth)
	}
	switch {
	case s.keyword("if"):
		return []statement{p.conditional(s, depth)}
	case s.selectorNext():
		f, _ := selector(s.word())
		s.spaces()
		a, _ := p.action(s, depth)
		return []statement{{filter: f, actions: []action{a}}}
	}
	if a, ok := p.action(s, depth); ok {
		return []statement{{actions: []action{a}}}
	}
	return nil
}

// legacy reads a line that begins with a $.
func (p *parser) legacy(line string) []statement {
	words := strings.Fields(line)
	if len(words) < 2 {
		return nil
	}
	c, value := p.config, words[1]
	port, _ := strconv.Atoi(value)
	switch strings.ToLower(words[0]) {
	case "$includeconfig":
		return p.include(value)
	case "$addunixlistensocket":
		c.Sockets = append(c.Sockets, value)
	case "$udpserverrun":
		c.UDP = append(c.UDP, Input{Port: port})
	case "$inputtcpserverrun":
		c.TCP = append(c.TCP, Input{Port: port})
	case "$modload":
		c.module(value)
	}
	return nil
}

func (c *Config) module(name string) {
	if name = strings.TrimSuffix(name, ".so"); name == "imuxsock" || name == "imjournal" {
		c.System = true
	}
}

func (p *parser) include(pattern string) (out []statement) {
	for _, f := range p.all(pattern) {
		out = append(out, p.file(f)...)
	}
	return out
}

// object acts on module(...), input(...), include(...), ruleset(...) { } and action(...).
func (p *parser) object(s *source, name string, args map[string]string, depth int) []statement {
	c := p.config
	port, _ := strconv.Atoi(args["port"])
	in := Input{Port: port, ruleset: args["ruleset"]}
	switch name {
	case "module":
		if !strings.EqualFold(args["syssock.use"], "off") {
			c.module(args["load"])
		}
	case "input":
		switch args["type"] {
		case "imudp":
			c.UDP = append(c.UDP, in)
		case "imtcp", "imptcp":
			c.TCP = append(c.TCP, in)
		case "imuxsock":
			c.Sockets = append(c.Sockets, args["socket"])
		}
	case "include":
		return p.include(args["file"])
	case "ruleset":
		s.blank()
		if s.skip("{") {
			c.rulesets[args["name"]] = p.block(s, depth+1)
		}
	case "template":
		s.blank()
		if s.skip("{") {
			p.block(s, depth+1)
		}
	case "action":
		return []statement{{actions: []action{actionOf(s, args)}}}
	}
	return nil
}

// actionOf reads action(type="omfile" file="/var/log/haproxy.log").
func actionOf(s *source, args map[string]string) (a action) {
	a.where.From, a.where.Line = s.path, s.line
	switch {
	case args["type"] == "omfile" && args["file"] != "":
		a.where.File = args["file"]
	case args["type"] == "omfile" && args["dynafile"] != "":
		a.where.Made = true
	case args["type"] == "omfwd" && args["target"] != "":
		a.where.Host = args["target"]
	default:
		a.where = Where{}
	}
	return a
}

// byProperty reads `:programname, startswith, "haproxy" ACTION`.
func (p *parser) byProperty(s *source, depth int) statement {
	s.skip(":")
	name := strings.TrimSpace(s.upTo(","))
	operation := strings.TrimSpace(s.upTo(","))
	s.spaces()
	value, _ := s.quoted()
	s.spaces()
	a, _ := p.action(s, depth)
	return statement{filter: property(name, operation, value), actions: []action{a}}
}

// conditional reads `if CONDITION then ACTION [else ACTION]`.
func (p *parser) conditional(s *source, depth int) statement {
	out := statement{filter: s.condition(0)}
	s.blank()
	s.keyword("then")
	s.blank()
	if a, ok := p.action(s, depth); ok {
		out.actions = append(out.actions, a)
	}
	mark := *s
	if s.blank(); s.keyword("else") {
		s.blank()
		if s.keyword("if") {
			out.otherwise = []statement{p.conditional(s, depth+1)}
		} else if a, ok := p.action(s, depth); ok {
			out.otherwise = []statement{{actions: []action{a}}}
		}
	} else {
		*s = mark
	}
	return out
}

// action reads what is done with a message. It is false for what is no action; the rest of the line is then skipped.
func (p *parser) action(s *source, depth int) (a action, ok bool) {
	line := s.line
	switch {
	case s.skip("{"):
		a.inner = p.block(s, depth+1)
		return a, true
	case s.keyword("stop"), s.keyword("~"), s.skip("~"):
		return action{stop: true}, true
	case s.keyword("continue"):
		return a, true
	case s.keyword("call"):
		s.spaces()
		return action{call: s.word()}, true
	}
	if name, args, is := s.object(); is {
		if name == "action" {
			a = actionOf(s, args)
		}
		return a, true
	}
	s.skip("-") // it is not synced after each line
	if !strings.ContainsRune("/?@", rune(s.peek())) {
		return a, strings.TrimSpace(s.restOfLine()) != ""
	}
	target, _, _ := strings.Cut(s.word(), ";") // the template of its lines
	a.where.From, a.where.Line = s.path, line
	switch {
	case strings.HasPrefix(target, "/"):
		a.where.File = target
	case strings.HasPrefix(target, "?"):
		a.where.Made = true
	case strings.HasPrefix(target, "@"):
		a.where.Host = strings.TrimLeft(target, "@")
	}
	return a, true
}
