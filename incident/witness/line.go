package witness

import (
	"path"
	"slices"
	"strings"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/record"
)

// Line is a line of a configuration that was read.
type Line struct {
	File   string // without its folder
	Number int    // from 1 on
	Text   string
}

// LineOf returns the line of a node in its balancer's configuration; false if it was not read, or there is more than one.
func LineOf(f *incident.Frame, n *incident.Node) (Line, bool) {
	if n.Server != nil {
		return ServerLine(f, n.Server)
	}
	u := f.Upstream(n)
	if u == nil {
		return Line{}, false
	}
	return only(f, func(_ string, set *record.Settings) bool { return len(set.Upstreams) > 0 }, func(words []string, _ string) bool {
		return words[0] == "server" && strings.TrimSuffix(words[1], ";") == u.Addr
	})
}

// ServerLine returns the line of a server of HAProxy.
func ServerLine(f *incident.Frame, s *record.Server) (Line, bool) {
	if f.Check(s) == nil {
		return Line{}, false
	}
	balancer, backend := servers.Split(s.Pxname)
	return only(f, func(of string, set *record.Settings) bool {
		return len(set.Checks) > 0 && (balancer == "" || balancer == of)
	}, func(words []string, section string) bool {
		return words[0] == "server" && bare(words[1]) == s.Svname && section == backend
	})
}

// sections are the words that begin a section of HAProxy's configuration that has no server lines.
var sections = []string{"global", "defaults", "frontend", "peers", "resolvers", "userlist", "mailers", "program", "http-errors", "ring", "cache", "log-forward", "fcgi-app", "crt-store", "traces"}

// only returns the one line that fits.
func only(f *incident.Frame, of func(balancer string, set *record.Settings) bool, fits func(words []string, section string) bool) (found Line, ok bool) {
	for balancer, set := range f.Settings {
		if !of(balancer, set) {
			continue
		}
		for _, file := range set.Files {
			number, section := 0, ""
			for text := range strings.Lines(file.Text) {
				number++
				text, _, _ = strings.Cut(strings.TrimSpace(text), "#")
				words := strings.Fields(text)
				if len(words) > 0 && slices.Contains(sections, words[0]) {
					section = ""
				}
				if len(words) < 2 {
					continue
				}
				if words[0] == "backend" || words[0] == "listen" {
					section = bare(words[1])
				}
				if !fits(words, section) {
					continue
				}
				if ok {
					return Line{}, false
				}
				found, ok = Line{path.Base(file.Path), number, strings.Join(words, " ")}, true
			}
		}
	}
	return found, ok
}

// bare is a word without its quotes.
func bare(word string) string { return strings.Trim(word, `"'`) }

// Share returns the part of new sessions that HAProxy gives to a server, as its weight and the sum of the weights of all that
// it chooses from; false if that does not follow from them.
func Share(h *record.HAProxy, s *record.Server) (weight, sum int64, ok bool) {
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if p.Pxname == s.Pxname && !p.Frontend && (p.Algo == "roundrobin" || p.Algo == "static-rr") {
			ok = true
		}
	}
	if !ok || !s.Status.State.Serving() || s.Weight <= 0 || s.Backup {
		return 0, 0, false
	}
	for i := range h.Servers {
		if o := &h.Servers[i]; o.Pxname == s.Pxname && o.Status.State.Serving() && !o.Backup {
			if o.Throttle > 0 { // it has just come back, and gets less
				return 0, 0, false
			}
			sum += o.Weight
		}
	}
	return s.Weight, sum, sum > 0
}
