package secrets

import "strings"

// block hides a value that begins in the next line: "password: |" and "password:" in YAML, "password = \" in a shell.
// It reports whether there is one; the lines that are indented more than the name are the value.
func (s *scanner) block(n name, l link, at int) bool {
	end := s.lineEnd(at)
	first := strings.TrimRight(s.text[at:end], " \t\r")
	if end == len(s.text) || first == "" && !s.firstInLine(n.from) || first != "" && (l != colon || strings.Trim(first, "|>+-0123456789") != "" || strings.IndexByte("|>", first[0]) < 0) {
		return false
	}
	indent := indentOf(s.text[s.lineBegin(n.from):])
	from, to := -1, end
	for next := end + 1; next < len(s.text); next = to + 1 {
		line := s.text[next:s.lineEnd(next)]
		in := indentOf(line)
		content := strings.TrimSpace(line)
		if content != "" && (in <= indent || first == "" && s.namesOther(content)) {
			break
		}
		if content != "" && from < 0 {
			from = next + in
		}
		to = next + len(line)
	}
	if from >= 0 {
		s.hide(from, from+len(strings.TrimRight(s.text[from:to], " \t\r\n")))
	}
	return true
}

// namesOther reports whether a line has its own name, or is an element of a list.
func (s *scanner) namesOther(line string) bool {
	i := 0
	for i < len(line) && (isName(line[i]) || isQuote(line[i])) {
		i++
	}
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "#") || i > 0 && i < len(line) && (line[i] == ':' || line[i] == '=' && strings.Trim(line[i:], "=") != "")
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
