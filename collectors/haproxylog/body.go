package haproxylog

import (
	"strings"

	"hadash/collectors/lineform"
)

// Said is a parsed line: what HAProxy says in it, without what its own log format, a syslog daemon, journald or Docker
// Compose put before it.
type Said struct {
	Body     string
	Level    string        // on HAProxy's own stderr, such as "WARNING"; "" in its log
	Severity Severity      // of the syslog header; Unsaid if there is none
	Zone     lineform.Zone // of the date in the header
	pids     pids
	head     string // the part of the header that all lines of one way share: priority, facility, tag
}

// pids are the process ids in a line, 0 where there is none. In a container HAProxy knows its process by another number
// than the host's daemons do.
type pids struct{ header, own int }

// same reports whether two lines may come from one process.
func (p pids) same(o pids) bool {
	return (p.header == o.header || p.header == 0 || o.header == 0) && (p.own == o.own || p.own == 0 || o.own == 0)
}

// Body returns the sentence in a line, without what is put before it, and the level of a line of HAProxy's own stderr
// ("[WARNING] (8) : "), "" if there is none.
func Body(line string) (body, level string) {
	s := Split(line)
	return s.Body, s.Level
}

// maxHeads limits how many headers may precede each other: Compose's, a syslog daemon's, HAProxy's.
const maxHeads = 4

// Split parses a line. The body is always the end of the line.
func Split(line string) Said {
	s := Said{Body: line}
	for range maxHeads {
		s.Body = strings.TrimPrefix(s.Body, lineform.ByteOrderMark)
		if !s.header() {
			break
		}
	}
	s.stderr()
	return s
}

// Grave reports whether the line is marked as a warning or worse.
func (s *Said) Grave() bool {
	switch s.Level {
	case "EMERG", "ALERT", "WARNING":
		return true
	}
	return s.Severity != Unsaid && s.Severity <= Warning
}

// stderr removes the level and pid of HAProxy's own stderr.
func (s *Said) stderr() {
	if s.Body == "" || s.Body[0] != '[' {
		return
	}
	word, rest, ok := strings.Cut(s.Body[1:], "]")
	if !ok || !isLevel(word) {
		return
	}
	// "[WARNING] 329/024809 (32290) : " until 2.3; later versions omit the date
	head, text, ok := strings.Cut(rest, ") : ")
	from := strings.IndexByte(head, '(')
	if !ok || len(head) >= 40 || from < 0 {
		return
	}
	s.Level, s.Body = word, text
	s.pids.own = pid(head[from+1:])
}

// pid parses a process id; it returns 0 if the text is not one.
func pid(text string) int {
	if n, ok := digits(text); ok && len(text) <= 10 {
		return n
	}
	return 0
}

func isLevel(word string) bool {
	switch word {
	case "EMERG", "ALERT", "WARNING", "NOTICE", "DIAG", "INFO", "DEBUG":
		return true
	}
	return false
}

// Headed reports whether a line starts with a header that could be mistaken for a part of the first word.
func Headed(line string) bool {
	return strings.HasPrefix(line, "<") || strings.HasPrefix(line, lineform.ByteOrderMark)
}

// begins are the words with which HAProxy's own sentences begin. A text that begins like this is a body and is not
// searched for a header: names of proxies and servers may end in a colon, as syslog tags do.
var begins = []string{
	"Server ", "Backup ", "Health check ", "Agent check ", "backend ", "proxy ", "Proxy ", "Connect from ", "Stopping ",
	"Paused ", "Resumed ", "Pausing ", "Enabling ", "[WARNING]", "[ALERT]", "[NOTICE]", "[EMERG]", "[DIAG]", "[INFO]", "[DEBUG]",
}

// said reports whether a text begins like a sentence of HAProxy.
func said(text string) bool {
	for _, b := range begins {
		if strings.HasPrefix(text, b) {
			return true
		}
	}
	return false
}

// spoken reports whether a text begins like a sentence of HAProxy or like a session.
func spoken(text string) bool {
	if said(text) {
		return true
	}
	i := strings.IndexByte(text, ' ')
	return i > 2 && !Headed(text) && len(text) > i+4 && text[i+1] == '[' && text[i+4] == '/' && strings.IndexByte(text[:i-1], ':') >= 0
}
