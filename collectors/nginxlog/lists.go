package nginxlog

import (
	"strings"

	"hadash/record"
)

// attempts parses the lists of ngx_http_upstream_module: a comma precedes the next server of the same group, a colon
// between blanks one of another group, after an internal redirect. Nothing need follow the last colon: then no server
// of that group was tried. said is false if the log has no list of statuses.
func attempts(addr, status, took string, said bool) []record.Attempt {
	if addr == "" || addr == "-" {
		return nil
	}
	list := make([]record.Attempt, 0, 1+strings.Count(addr, ", ")+strings.Count(addr, " : "))
	known := !said || lengthOf(status) == cap(list)
	group := 0
	for addr != "" {
		a := record.Attempt{Group: group, Status: record.StatusUnknown}
		var s, t string
		var redirected bool
		a.Addr, addr, redirected = next(addr)
		for !known && brokenOff(a.Addr, addr, redirected) {
			var more string
			more, addr, redirected = next(addr)
			a.Addr += ", " + more
		}
		s, status, _ = next(status)
		t, took, _ = next(took)
		if redirected {
			group++
		}
		if a.Addr = record.Clean(a.Addr); a.Addr == "" || a.Addr == "-" {
			continue
		}
		if said && s == "-" {
			a.Status = 0
		} else if n, ok := natural(s); ok && n <= 999 {
			a.Status = n
		}
		a.Took = seconds(t)
		list = append(list, a)
	}
	return list
}

// next removes the first part of a list, and reports whether the rest belongs to another group.
func next(list string) (part, rest string, redirected bool) {
	comma, colon := strings.Index(list, ", "), strings.Index(list, " : ")
	switch {
	case comma < 0 && colon < 0:
		return strings.TrimSuffix(list, " :"), "", false
	case colon < 0 || comma >= 0 && comma < colon:
		return list[:comma], list[comma+2:], false
	}
	return list[:colon], list[colon+3:], true
}

func lengthOf(list string) int { return 1 + strings.Count(list, ", ") + strings.Count(list, " : ") }

// brokenOff reports whether the path of a socket continues after a comma: the next part is not an address then.
func brokenOff(addr, rest string, redirected bool) bool {
	if !strings.HasPrefix(addr, "unix:") || rest == "" || redirected {
		return false
	}
	after, _, _ := next(rest)
	return !strings.Contains(after, ":")
}
