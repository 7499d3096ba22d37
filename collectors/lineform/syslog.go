package lineform

import "strings"

// ByteOrderMark is what RFC 5424 puts before a message in UTF-8.
const ByteOrderMark = "\ufeff"

// CutPriority removes "<134>" from the start of a line, and returns its number: the facility times 8, plus the severity. Before it may
// be the length of the message, as on a TCP connection.
func CutPriority(line string) (rest string, n int, ok bool) {
	at := 0
	for at < len(line) && at < 7 && line[at]-'0' <= 9 {
		at++
	}
	if at > 0 {
		if at == len(line) || line[at] != ' ' || line[0] == '0' {
			return line, 0, false
		}
		at++
	}
	if at >= len(line) || line[at] != '<' {
		return line, 0, false
	}
	i := at + 1
	for ; i < len(line) && i < at+4 && line[i]-'0' <= 9; i++ {
		n = n*10 + int(line[i]-'0')
	}
	if i == at+1 || i == len(line) || line[i] != '>' || n > 191 {
		return line, 0, false
	}
	return line[i+1:], n, true
}

// Header is that of RFC 5424, after the priority.
type Header struct {
	Zone               Zone
	Host, Tag, Process string
}

// CutHeader removes the rest of RFC 5424's header from the start of a line, after the priority: "1 TIME HOST TAG PID ID DATA ". rsyslog
// leaves a space before the messages of older senders.
func CutHeader(line string) (rest string, h Header, ok bool) {
	rest, ok = strings.CutPrefix(line, "1 ")
	if !ok {
		return line, h, false
	}
	if after, zone, dated := CutDate(rest); dated {
		rest, h.Zone = after, zone
	} else if rest, ok = strings.CutPrefix(rest, "- "); !ok {
		return line, h, false
	}
	h.Host, rest, _ = strings.Cut(rest, " ")
	h.Tag, rest, _ = strings.Cut(rest, " ")
	h.Process, rest, _ = strings.Cut(rest, " ")
	_, rest, ok = strings.Cut(rest, " ") // ID
	if !ok {
		return line, h, false
	}
	if rest, ok = structured(rest); !ok {
		return line, h, false
	}
	return strings.TrimPrefix(strings.TrimPrefix(rest, " "), ByteOrderMark), h, true
}

// structured skips RFC 5424's structured data: "-", or elements in brackets. A bracket within quotes is escaped with a
// backslash.
func structured(text string) (string, bool) {
	if rest, ok := strings.CutPrefix(text, "- "); ok {
		return rest, true
	}
	for strings.HasPrefix(text, "[") {
		end := 1
		for ; end < len(text) && text[end] != ']'; end++ {
			if text[end] == '\\' {
				end++
			}
		}
		if end >= len(text) {
			return text, false
		}
		text = text[end+1:]
		if rest, ok := strings.CutPrefix(text, " "); ok {
			return rest, true
		}
	}
	return text, false
}
