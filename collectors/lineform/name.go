package lineform

import "strings"

// longestName is the longest prefix with a name, its padding included.
const longestName = 80

// CutName removes the name that `docker compose logs` and process managers put before a line: "haproxy-1  | ", "nginx.1 | ".
func CutName(line string) (string, bool) {
	i := strings.Index(line[:min(len(line), longestName)], " | ")
	if i < 1 {
		return line, false
	}
	name := strings.TrimRight(line[:i], " ")
	if name == "" || strings.ContainsAny(name, " [/:\"") {
		return line, false
	}
	return line[i+len(" | "):], true
}
