package haproxylog

import "strings"

// Body is what HAProxy says in a line, without what is put before it: the priority, date and tag of
// a syslog format ("<134>Jun 25 14:48:55 haproxy[8]: "), or the level and pid of its own stderr
// ("[WARNING]  (8) : "). Level is that level, "" when there is none.
func Body(line string) (body, level string) {
	body = unsyslog(line)
	if len(body) == 0 || body[0] != '[' {
		return body, ""
	}
	word, rest, ok := strings.Cut(body[1:], "]")
	if !ok || !isLevel(word) {
		return body, ""
	}
	// "[WARNING] 329/024809 (32290) : " until 2.3, without the date since.
	if head, text, ok := strings.Cut(rest, ") : "); ok && len(head) < 40 && strings.Contains(head, "(") {
		return text, word
	}
	return body, ""
}

func isLevel(word string) bool {
	switch word {
	case "EMERG", "ALERT", "WARNING", "NOTICE", "DIAG", "INFO", "DEBUG":
		return true
	}
	return false
}

// unsyslog takes off the header of "log ... format rfc3164", "short" and the like.
func unsyslog(line string) string {
	if len(line) > 2 && line[0] == '<' {
		if i := strings.IndexByte(line[:min(len(line), 6)], '>'); i > 1 {
			if _, ok := digits(line[1:i]); ok {
				line = line[i+1:]
			}
		}
	}
	if len(line) < 16 || line[3] != ' ' || line[6] != ' ' || line[9] != ':' || line[12] != ':' || line[15] != ' ' {
		return line
	}
	if _, ok := monthOf(line[:3]); !ok {
		return line
	}
	// The tag comes next, after the host's name if "log-send-hostname" is set.
	rest := line[16:]
	if i := strings.Index(rest, "]: "); i >= 0 && i < 128 && strings.Count(rest[:i], " ") <= 1 {
		return rest[i+len("]: "):]
	}
	return rest
}
