package wording

import (
	"strconv"
	"strings"
	"time"

	"hadash/units"
)

// Lang is a language.
type Lang string

// The languages.
const (
	English Lang = "en"
	Russian Lang = "ru"
)

// Say returns the Phrase in the language; "" for the zero Phrase.
func (l Lang) Say(p Phrase) string {
	if p.sentence == verbatim && p.args[0].form == asText {
		return p.args[0].text
	}
	var buf [256]byte
	return string(l.appendTo(buf[:0], p))
}

// String returns the Phrase in English.
func (p Phrase) String() string { return English.Say(p) }

// SayOf returns the Phrase in the language, without the name at its beginning if that is the node's, or that of one of
// its servers: the reader knows the subject.
func (l Lang) SayOf(p Phrase, node string) string {
	text := l.Say(p)
	if n := l.leads(p, node); n > 0 {
		return strings.TrimLeft(text[n:], ": ")
	}
	return text
}

// leads returns where the name at the beginning of a Phrase ends, 0 if it is not that of the node.
func (l Lang) leads(p Phrase, node string) int {
	if p.sentence == nil || len(p.args) == 0 || !strings.HasPrefix(l.template(p.sentence), "$1") {
		return 0
	}
	first := &p.args[0]
	if first.form == asPhrase {
		return l.leads(*first.phrase, node)
	}
	name := first.text
	if strings.HasPrefix(l.template(p.sentence), "$1/$2") {
		name += "/" + p.args[1].text
	}
	if i := strings.Index(name, node); i == 0 || i > 0 && name[i-1] == '/' {
		return i + len(node)
	}
	return 0
}

// template returns the wording of a Sentence in the language.
func (l Lang) template(s *Sentence) string {
	if l == Russian {
		return s.russian
	}
	return s.english
}

// appendTo appends the Phrase in the language to b. It does not recurse into inner Phrases, so that b may be on the
// stack.
func (l Lang) appendTo(b []byte, p Phrase) []byte {
	var room [8]rest
	all := append(room[:0], l.rest(&p))
	for len(all) > 0 {
		r := &all[len(all)-1]
		i := strings.IndexByte(r.template, '$')
		if i < 0 {
			b = append(b, r.template...)
			all = all[:len(all)-1]
			continue
		}
		b = append(b, r.template[:i]...)
		a := arg{}
		if n := int(r.template[i+1] - '1'); n < len(r.args) {
			a = r.args[n]
		}
		r.template = r.template[i+2:]
		if a.phrase != nil {
			all = append(all, l.rest(a.phrase))
			continue
		}
		b = l.appendArg(b, &a)
	}
	return b
}

// rest is the part of a Phrase that is still to be written.
type rest struct {
	template string
	args     []arg
}

func (l Lang) rest(p *Phrase) rest {
	if p.sentence == nil {
		return rest{}
	}
	return rest{l.template(p.sentence), p.args}
}

func (l Lang) appendArg(b []byte, a *arg) []byte {
	switch a.form {
	case asNumber:
		return strconv.AppendInt(b, a.number, 10)
	case asExact:
		return l.Units().AppendExact(b, time.Duration(a.number))
	case asBound:
		return l.Units().AppendBound(b, time.Duration(a.number))
	case asSetting:
		return l.Units().AppendSet(b, time.Duration(a.number))
	case asTook:
		return l.Units().AppendTook(b, time.Duration(a.number))
	}
	return append(b, a.text...)
}

// Join returns Phrases in the language, one after another.
func (l Lang) Join(all []Phrase, between string) string {
	var b []byte
	for i, p := range all {
		if i > 0 {
			b = append(b, between...)
		}
		b = l.appendTo(b, p)
	}
	return string(b)
}

// String returns the duration in English.
func (d Took) String() string { return string(units.English.AppendTook(nil, time.Duration(d))) }

// String returns the distance in English.
func (d Exact) String() string { return string(units.English.AppendExact(nil, time.Duration(d))) }

// Units returns the names of the units of time in the language.
func (l Lang) Units() *units.Lang {
	if l == Russian {
		return units.Russian
	}
	return units.English
}
