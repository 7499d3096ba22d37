package haproxylog

import (
	"strings"

	"hadash/collectors/lineform"
)

// slot is a fact about a session that hadash uses.
type slot int

const (
	_       slot = iota
	milli        // "23/Nov/2026:02:39:49.142"
	zonedAt      // "23/Nov/2026:02:39:49 +0000"
	unixAt       // seconds since 1970
	rest         // milliseconds of the second
	ip
	port
	front
	back
	server
	waited
	connected
	lasted
	size
	code
	ending
	conns
	retries
	slots
)

// variables are those whose value is used, or has a shape that shows where it ends (configuration.txt 8.2.6; in brackets
// sample fetches, 7.3). Any other one may be any text.
var variables = map[string]lineform.Variable{
	"tr": {Slot: int(milli), Rank: 2, Shape: lineform.Fixed, Width: len("23/Nov/2026:02:39:49.142")},
	"t":  {Slot: int(milli), Rank: 1, Shape: lineform.Fixed, Width: len("23/Nov/2026:02:39:49.142")},
	"T":  gmt, "Tl": gmt, "trg": gmt, "trl": gmt,
	"Ts": {Slot: int(unixAt), Rank: 1, Shape: lineform.Number},
	"ms": {Slot: int(rest), Rank: 1, Shape: lineform.Number},
	"ci": {Slot: int(ip), Rank: 2, Shape: lineform.Word}, "[src]": {Slot: int(ip), Rank: 1, Shape: lineform.Word},
	"cp": {Slot: int(port), Rank: 2, Shape: lineform.Number}, "[src_port]": {Slot: int(port), Rank: 1, Shape: lineform.Number},
	"f": {Slot: int(front), Rank: 3, Shape: lineform.Word}, "ft": {Slot: int(front), Rank: 2, Shape: lineform.Word}, "[fe_name]": {Slot: int(front), Rank: 1, Shape: lineform.Word},
	"b": {Slot: int(back), Rank: 2, Shape: lineform.Word}, "[be_name]": {Slot: int(back), Rank: 1, Shape: lineform.Word},
	"s": {Slot: int(server), Rank: 2, Shape: lineform.Word}, "[srv_name]": {Slot: int(server), Rank: 1, Shape: lineform.Word},
	"Tw": {Slot: int(waited), Rank: 1, Shape: lineform.Number},
	"Tc": {Slot: int(connected), Rank: 1, Shape: lineform.Number},
	"Ta": {Slot: int(lasted), Rank: 2, Shape: lineform.Number}, "Tt": {Slot: int(lasted), Rank: 1, Shape: lineform.Number},
	"B":  {Slot: int(size), Rank: 1, Shape: lineform.Number},
	"ST": {Slot: int(code), Rank: 3, Shape: lineform.Number}, "[txn.status]": {Slot: int(code), Rank: 2, Shape: lineform.Number}, "[status]": {Slot: int(code), Rank: 1, Shape: lineform.Number},
	"tsc": {Slot: int(ending), Rank: 2, Shape: lineform.Bytes, Width: 4}, "ts": {Slot: int(ending), Rank: 1, Shape: lineform.Bytes, Width: 2},
	"sc": {Slot: int(conns), Rank: 1, Shape: lineform.Number},
	"rc": {Slot: int(retries), Rank: 1, Shape: lineform.Number},

	"TR": number, "Tr": number, "Th": number, "Ti": number, "Td": number, "Tq": number, "Tu": number, "U": number, "ac": number, "fc": number,
	"bc": number, "sq": number, "bq": number, "lc": number, "rt": number, "pid": number, "bp": number, "fp": number, "sp": number,
	"fi": plain, "bi": plain, "si": plain, "ID": plain, "H": plain, "HM": plain, "HV": plain, "sslv": plain, "sslc": plain,
	"hr": {Shape: lineform.Captures}, "hs": {Shape: lineform.Captures},
}

var (
	gmt    = lineform.Variable{Slot: int(zonedAt), Rank: 1, Shape: lineform.Fixed, Width: len("23/Nov/2026:02:39:49 +0000")}
	number = lineform.Variable{Shape: lineform.Number}
	plain  = lineform.Variable{Shape: lineform.Word}
)

// encoding is how HAProxy writes the lines of a format.
type encoding uint8

const (
	plainText encoding = iota // as text
	object                    // as an object, each line
	cbor                      // as no text
)

// variablesOf splits a log-format: the text before its first variable, and each variable with the text after it. Several
// spaces are one. names are those that the variables are given, "" for none. A value that alone is encoded as JSON is a string
// in quotes, or a number, as others.
func variablesOf(text string) (begin string, parts []lineform.Part, names []string, how encoding) {
	literal, spaced := &begin, true // spaces at the beginning are left out
	put := func(s string) {
		for i := range len(s) {
			if s[i] != ' ' || !spaced {
				*literal += s[i : i+1]
			}
			spaced = s[i] == ' '
		}
	}
	flags := ""
	for text != "" {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			break
		}
		put(text[:i])
		if text = text[i+1:]; strings.HasPrefix(text, "%") {
			put("%")
			text = text[1:]
			continue
		}
		var name, own, alias string
		if name, own, alias, text = nameOf(text); name == "" {
			put("%")
			continue
		}
		if strings.Contains(own, "cbor") || strings.Contains(own, "+bin") {
			how = cbor
		}
		if own == "" {
			own = flags
		}
		if name == "o" {
			flags = own
			if how == plainText && strings.Contains(own, "+json") {
				how = object
			}
			continue
		}
		alias, _, _ = strings.Cut(alias, ":") // its type
		names = append(names, alias)
		if strings.Contains(own, "+X") {
			name = "{+X}" + name // its value looks otherwise
		}
		parts = append(parts, lineform.Part{Name: "%" + name})
		literal, spaced = &parts[len(parts)-1].After, false
	}
	put(text)
	return begin, parts, names, how
}

// nameOf removes the flags and the name of a variable from the front: "{+Q}r", "(alias:type)ci", "[sample,converter]".
func nameOf(text string) (name, flags, alias, rest string) {
	rest = text
	if named, ok := strings.CutPrefix(rest, "("); ok {
		alias, rest, _ = strings.Cut(named, ")")
	}
	if braced, ok := strings.CutPrefix(rest, "{"); ok {
		flags, rest, _ = strings.Cut(braced, "}")
	}
	if strings.HasPrefix(rest, "[") {
		if i := bracketEnd(rest); i > 0 {
			return rest[:i], flags, alias, rest[i:]
		}
		return "", "", "", text
	}
	i := 0
	for i < len(rest) && (rest[i]|0x20 >= 'a' && rest[i]|0x20 <= 'z') {
		i++
	}
	if i == 0 {
		return "", "", "", text
	}
	return rest[:i], flags, alias, rest[i:]
}

// bracketEnd returns where "[...]" ends; 0 if it does not. Arguments in parentheses may hold brackets.
func bracketEnd(s string) int {
	deep := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			deep++
		case ')':
			deep--
		case ']':
			if deep <= 0 {
				return i + 1
			}
		}
	}
	return 0
}
