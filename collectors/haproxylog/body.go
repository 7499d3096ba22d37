package haproxylog

import "strings"

// Said is a line taken apart: what HAProxy says in it, and what its own log format, a syslog daemon,
// journald or Docker Compose put before that.
type Said struct {
	Body     string
	Level    string   // on HAProxy's own stderr: "WARNING"; "" in its log
	Severity Severity // of the syslog header, Unsaid without one
	pids     pids
	head     string // what of the header is the same for all lines of one way: priority, facility, tag
}

// pids are the process ids in a line, 0 where none is said. In a container HAProxy knows its process by
// another number than the host's daemons do.
type pids struct{ header, own int }

// same reports whether two lines may be of one process.
func (p pids) same(o pids) bool {
	return (p.header == o.header || p.header == 0 || o.header == 0) && (p.own == o.own || p.own == 0 || o.own == 0)
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
	s.pids.own = pid(head[from+1:])
}

// pid is the process id in a text, 0 if it is none.
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

// Headed reports whether a line begins with a header that could be taken for a part of the first word.
func Headed(line string) bool {
	return strings.HasPrefix(line, "<") || strings.HasPrefix(line, byteOrderMark)
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
	return i > 2 && !Headed(text) && len(text) > i+4 && text[i+1] == '[' && text[i+4] == '/' && strings.IndexByte(text[:i-1], ':') >= 0
}
