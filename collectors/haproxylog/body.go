package haproxylog

import "strings"

// Said is a line taken apart: what HAProxy says in it, and what its own log format, a syslog daemon,
// journald or Docker Compose put before that.
type Said struct {
	Body     string
	Level    string   // on HAProxy's own stderr: "WARNING"; "" in its log
	Severity Severity // of the syslog header, Unsaid without one
	Pid      int      // of the process that wrote it, 0 when not said
	head     string   // what of the header is the same for all lines of one way: priority, facility, tag
}

// Body is what HAProxy says in a line, without what is put before it, and the level of a line of its
// own stderr ("[WARNING]  (8) : "), "" when there is none.
func Body(line string) (body, level string) {
	s := Split(line)
	return s.Body, s.Level
}

// maxHeads is how many headers may stand before each other: Compose's, a syslog daemon's, HAProxy's.
const maxHeads = 4

// Split takes a line apart. The body is the end of the line, whatever the line is.
func Split(line string) Said {
	s := Said{Body: line}
	for range maxHeads {
		s.Body = strings.TrimPrefix(s.Body, byteOrderMark)
		if !s.header() {
			break
		}
	}
	s.stderr()
	return s
}

const byteOrderMark = "\ufeff"

// Grave reports whether the line is marked as a warning or worse.
func (s *Said) Grave() bool {
	switch s.Level {
	case "EMERG", "ALERT", "WARNING":
		return true
	}
	return s.Severity != Unsaid && s.Severity <= Warning
}

// stderr takes off the level and pid of HAProxy's own stderr.
func (s *Said) stderr() {
	if s.Body == "" || s.Body[0] != '[' {
		return
	}
	word, rest, ok := strings.Cut(s.Body[1:], "]")
	if !ok || !isLevel(word) {
		return
	}
	// "[WARNING] 329/024809 (32290) : " until 2.3, without the date since.
	head, text, ok := strings.Cut(rest, ") : ")
	from := strings.IndexByte(head, '(')
	if !ok || len(head) >= 40 || from < 0 {
		return
	}
	s.Level, s.Body = word, text
	s.pid(head[from+1:])
}

// pid notes a process id, if the text is one.
func (s *Said) pid(text string) {
	if n, ok := digits(text); ok && text != "" && len(text) <= 10 {
		s.Pid = n
	}
}

func isLevel(word string) bool {
	switch word {
	case "EMERG", "ALERT", "WARNING", "NOTICE", "DIAG", "INFO", "DEBUG":
		return true
	}
	return false
}

// begins are the words with which HAProxy's own sentences begin. What begins like this is a body, and
// no header is looked for in it: names of proxies and servers may end in a colon, as syslog tags do.
var begins = []string{
	"Server ", "Backup ", "Health check ", "Agent check ", "backend ", "proxy ", "Proxy ", "Connect from ", "Stopping ",
	"Paused ", "Resumed ", "Pausing ", "Enabling ", "[WARNING]", "[ALERT]", "[NOTICE]", "[EMERG]", "[DIAG]", "[INFO]", "[DEBUG]",
}

// spoken reports whether a text begins as a sentence of HAProxy's or as a session does.
func spoken(text string) bool {
	for _, b := range begins {
		if strings.HasPrefix(text, b) {
			return true
		}
	}
	i := strings.IndexByte(text, ' ')
	return i > 2 && len(text) > i+4 && text[i+1] == '[' && text[i+4] == '/' && strings.IndexByte(text[:i], ':') >= 0
}
