package nginxlog

import (
	"encoding/json"
	"errors"
	"strings"

	"hadash/collectors/lineform"
	"hadash/record"
)

// Format reads the lines of one log_format.
type Format struct {
	name string
	form lineform.Form
	json bool // escape=json
	has  [slots]bool
}

// longestLine is less than what is kept of a line (record.Clean).
const longestLine = 4000

var errNoStatus = errors.New("it has no $status")

// Compile returns the reader of a log_format: its name, its escape (default, json or none; "" = default) and its text, of
// http{} or stream{}. It returns an error for a text that no request can be read from.
func Compile(name, escape, text string) (*Format, error) {
	f := &Format{name: name, json: escape == "json"}
	begin, parts := variablesOf(text)
	lineform.Assign(parts, variables, f.has[:])
	if !f.has[status] {
		return nil, errNoStatus
	}
	var err error
	f.form, err = lineform.New(begin, parts, lineform.Options{Backslash: escape != "none"})
	return f, err
}

// variablesOf splits a log_format: the text before its first variable, and each variable with the text after it. "$name" and
// "${name}" are variables; another dollar is text.
func variablesOf(text string) (begin string, parts []lineform.Part) {
	literal := &begin
	for text != "" {
		i := strings.IndexByte(text, '$')
		if i < 0 {
			break
		}
		name, rest := nameOf(text[i+1:])
		if name == "" {
			*literal += text[:i+1]
			text = text[i+1:]
			continue
		}
		*literal += text[:i]
		parts = append(parts, lineform.Part{Name: "$" + name})
		literal, text = &parts[len(parts)-1].After, rest
	}
	*literal += text
	return begin, parts
}

// nameOf removes the name of a variable from the front; "" if there is none.
func nameOf(text string) (name, rest string) {
	if braced, ok := strings.CutPrefix(text, "{"); ok {
		if name, rest, ok = strings.Cut(braced, "}"); ok && wordEnd(name) == len(name) {
			return name, rest
		}
		return "", text
	}
	i := wordEnd(text)
	return text[:i], text[i:]
}

func wordEnd(s string) int {
	i := 0
	for i < len(s) && (s[i]-'0' <= 9 || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == '_') {
		i++
	}
	return i
}

// Read parses a line. What the format does not have is not known.
func (f *Format) Read(text string) (record.Access, bool) {
	var at [slots]lineform.Span
	if _, _, glued := lineform.CutPriority(text); glued && !f.form.Begins("<") || !f.form.Match(text, at[:]) {
		bare := unwrapped(text)
		if len(bare) == len(text) || !f.form.Match(bare, at[:]) {
			return record.Access{}, false
		}
		text = bare
	}
	var found found
	f.fill(&found, text, &at)
	return found.read()
}

// fill takes the values out of a line.
func (f *Format) fill(found *found, text string, at *[slots]lineform.Span) {
	for s := range f.has {
		if !f.has[s] {
			continue
		}
		value := text[at[s].From:at[s].To]
		switch {
		case f.json && strings.IndexByte(value, '\\') >= 0:
			value = unescapedJSON(value)
		case value == "-" && (slot(s) == method || slot(s) == uri): // nothing was read of the request
			value = ""
		}
		found.rank[s], found.value[s] = 1, value
	}
	found.rank[other] = 1
}

func unescapedJSON(s string) (value string) {
	if json.Unmarshal([]byte(`"`+s+`"`), &value) != nil {
		return s
	}
	return value
}

// Unread says why a line that looks like one of this format cannot be read: `log_format "main" does not fit: $status is
// "x"`. It returns false for a line that does not look like one.
func (f *Format) Unread(text string) (why string, ok bool) {
	text = unwrapped(text)
	var at [slots]lineform.Span
	if f.form.Match(text, at[:]) {
		return "status is " + lineform.Quote(text[at[status].From:at[status].To]), true
	}
	miss := f.form.Missed(text)
	if miss.Near && len(text) >= longestLine {
		return "it is longer than what is kept of a line", true
	}
	return "it does not fit log_format " + f.name + ": " + miss.Name + " is " + lineform.Quote(miss.Text), miss.Near
}
