package haproxylog

import (
	"strings"

	"hadash/collectors/lineform"
)

// header removes one header from the body. A body that begins like HAProxy's own text is left alone.
func (s *Said) header() bool {
	if spoken(s.Body) {
		return false
	}
	if rest, ok := lineform.CutName(s.Body); ok {
		s.Body = rest
		return true
	}
	if s.priority() {
		if !s.rfc5424() && s.date() {
			s.sender()
		}
		return true
	}
	if s.date() {
		s.sender()
		return true
	}
	return s.tagged()
}

// bare removes up to three words without a colon, if HAProxy's own text follows them.
func (s *Said) bare() {
	rest := s.Body
	for range 3 {
		if spoken(s.Body) {
			return
		}
		_, after, ok := strings.Cut(rest, " ")
		if !ok {
			return
		}
		if rest = after; spoken(rest) {
			s.Body = rest
			return
		}
	}
}

// priority removes "<134>": the facility times 8, plus the severity.
func (s *Said) priority() bool {
	rest, n, ok := lineform.CutPriority(s.Body)
	if !ok {
		return false
	}
	line := s.Body[:len(s.Body)-len(rest)]
	s.Severity = Severity(n%8 + 1) //nolint:gosec // at most 8
	s.head, s.Body = line[strings.IndexByte(line, '<'):len(line)-1], rest
	return true
}

// rfc5424 removes the rest of RFC 5424's header.
func (s *Said) rfc5424() bool {
	rest, h, ok := lineform.CutHeader(s.Body)
	if !ok {
		return false
	}
	s.zone(h.Zone)
	s.pids.header = pid(h.Process)
	s.head += h.Tag
	s.Body = rest
	return true
}

// zone keeps what a date says about its zone: the last of several is the nearest to HAProxy.
func (s *Said) zone(z lineform.Zone) {
	if z.Known {
		s.Zone = z
	}
}

// date removes a date and time.
func (s *Said) date() bool {
	rest, zone, ok := lineform.CutDate(s.Body)
	if ok {
		s.zone(zone)
		s.Body = rest
	}
	return ok
}

// sender removes what daemons put between the time and the tag: the stream (CRI), the selector in brackets, the host,
// busybox's selector; and the tag.
func (s *Said) sender() {
	for _, stream := range []string{"stdout F ", "stderr F ", "stdout P ", "stderr P "} {
		if rest, ok := strings.CutPrefix(s.Body, stream); ok {
			s.Body = rest
			return
		}
	}
	if strings.HasPrefix(s.Body, "<") {
		if i := strings.Index(s.Body[:min(len(s.Body), 24)], "> "); i > 0 {
			for _, sep := range []byte(",.") {
				if is, ok := selector(s.Body[1:i], sep); ok {
					s.Severity, s.head, s.Body = is, s.Body[1:i], s.Body[i+2:]
					break
				}
			}
		}
	}
	if !s.tagged() {
		s.bare()
	}
}

// tagged removes the tag, and the host and the selector before it.
func (s *Said) tagged() bool {
	if spoken(s.Body) {
		return false
	}
	rest, severity := s.Body, s.Severity
	for words := range 3 {
		word, after, ok := strings.Cut(rest, " ")
		if !ok {
			return s.other()
		}
		if name, process, ok := asTag(word); ok && (process != "" || words > 0) {
			s.pids.header = pid(process)
			s.head, s.Body, s.Severity = s.head+name, after, severity
			return true
		}
		is, selects := selector(word, '.')
		switch {
		case selects:
			severity = is
		case words > 0 || !isHost(word):
			return s.other()
		}
		rest = after
	}
	return s.other()
}

// asTag parses "haproxy[8]:" and "haproxy:".
func asTag(word string) (name, process string, ok bool) {
	name, ok = strings.CutSuffix(word, ":")
	if !ok || name == "" {
		return "", "", false
	}
	if open := strings.LastIndexByte(name, '['); open > 0 && strings.HasSuffix(name, "]") {
		process = name[open+1 : len(name)-1]
		return name[:open], process, pid(process) > 0
	}
	return name, "", !strings.ContainsAny(name, "/[]\"'()")
}

func isHost(word string) bool { return word != "" && !strings.ContainsAny(word, "[]/\"'()<>|,=") }

// other removes a host without a tag, a tag without a colon, or a tag of several words, if HAProxy's own text follows.
func (s *Said) other() bool {
	text := s.Body
	i := strings.Index(text[:min(len(text), 128)], "]: ")
	if i < 0 || !spoken(text[i+3:]) {
		return false
	}
	if open := strings.LastIndexByte(text[:i], '['); open > 0 {
		s.pids.header = pid(text[open+1 : i])
		s.head += text[:open]
	}
	s.Body = text[i+3:]
	return true
}
