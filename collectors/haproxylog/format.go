package haproxylog

import (
	"errors"
	"strings"

	"hadash/collectors/lineform"
	"hadash/record"
)

// The log formats that HAProxy's options stand for (configuration.txt 8.2).
const (
	HTTPLog  = `%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r`
	HTTPSLog = HTTPLog + ` %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc`
	TCPLog   = `%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq`
	HTTPCLF  = `%{+Q}o %{-Q}ci - - [%trg] %r %ST %B "" "" %cp %ms %ft %b %s %TR %Tw %Tc %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl`
	TCPCLF   = `%{+Q}o %{-Q}ci - - [%T] "TCP " 000 %B "" "" %cp %ms %ft %b %s %Th %Tw %Tc %Tt %U %ts-- %ac %fc %bc %sc %rc %sq %bq "" "" `
)

// Named returns the format that an option stands for: "httplog", "httplog clf"; "" if it is none.
func Named(option string) string {
	return map[string]string{"httplog": HTTPLog, "httpslog": HTTPSLog, "tcplog": TCPLog, "httplog clf": HTTPCLF, "tcplog clf": TCPCLF}[option]
}

// Format reads the lines of one log-format.
type Format struct {
	name string
	form lineform.Form
	has  [slots]bool

	keys  map[string]slot // of a format whose lines are objects (%{+json}o); nil = they are text
	order []string        // its keys
}

var (
	errNoEnd = errors.New("it has neither %ST nor %ts")
)

// Compile returns the reader of a log-format. It returns an error for a text that no session can be read from.
func Compile(name, text string) (*Format, error) {
	f := &Format{name: name}
	begin, parts, names, encoding := variablesOf(text)
	var err error
	switch encoding {
	case cbor:
		return nil, errCBOR
	case object:
		if f.keys, err = keysOf(parts, names, f.has[:]); err != nil {
			return nil, err
		}
		for _, name := range names {
			if _, used := f.keys[name]; used {
				f.order = append(f.order, name)
			}
		}
	default:
		lineform.Assign(parts, variables, f.has[:])
	}
	if !f.has[code] && !f.has[ending] {
		return nil, errNoEnd
	}
	if f.keys != nil {
		return f, nil
	}
	f.form, err = lineform.New(begin, parts, lineform.Options{Backslash: true, Quotes: true, Merged: true})
	return f, err
}

// Session parses a line without a prefix into s, whose strings are parts of it. What the format does not have is zero. p is
// for the times, as in Parser.Session.
func (f *Format) Session(p *Parser, line string, s *record.Session) bool {
	v := values{line: line}
	if f.keys != nil {
		if !f.object(line, &v) {
			return false
		}
	} else if !f.form.Match(line, v.at[:]) {
		return false
	}
	*s = record.Session{}
	return f.fill(p, &v, s) == 0
}

// Unread says why a line that looks like one of this format cannot be read. It returns false for a line that does not look
// like one.
func (f *Format) Unread(line string) (why string, ok bool) {
	s := Split(line)
	if said(s.Body) {
		return "", false
	}
	v := values{line: s.Body}
	matches := f.keys == nil && f.form.Match(s.Body, v.at[:]) || f.keys != nil && f.object(s.Body, &v)
	if f.keys != nil && !matches {
		why := f.missing(s.Body)
		return why, why != ""
	}
	if matches {
		bad := f.fill(&Parser{}, &v, &record.Session{})
		return "it does not fit " + f.name + ": a value is " + lineform.Quote(v.of(bad)), bad != 0
	}
	miss := f.form.Missed(s.Body)
	return "it does not fit " + f.name + ": " + miss.Name + " is " + lineform.Quote(miss.Text), miss.Near
}

// Formatted parses a line of one of the formats, with or without headers before it. It returns what came before it, as Split
// does.
func Formatted(all []*Format, p *Parser, line string, s *record.Session) (Said, bool) {
	out := Said{Body: line}
	for range maxHeads + 1 {
		out.Body = strings.TrimPrefix(out.Body, lineform.ByteOrderMark)
		if said(out.Body) {
			break
		}
		for _, f := range all {
			if !f.glued(out.Body) && f.Session(p, out.Body, s) {
				return out, true
			}
		}
		if !out.header() {
			break
		}
	}
	return out, false
}

// glued reports whether a text begins with a priority, which a format without one would read as a part of its first value.
func (f *Format) glued(text string) bool {
	_, _, ok := lineform.CutPriority(text)
	return ok && !f.form.Begins("<")
}
