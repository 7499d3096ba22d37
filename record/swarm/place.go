package swarm

import (
	"regexp"
	"strings"
)

// constraint is one of placement that can be judged by what is recorded of a host. Others ask for labels or platforms.
var constraint = regexp.MustCompile(`^\s*node\.(id|hostname|role)\s*(==|!=)\s*(\S.*?)\s*$`)

// Takes reports whether a host may have a task of a service, by the service's constraints; known is false where these ask for what is
// not recorded, and nothing else forbids it.
func (x *Service) Takes(h *Host) (takes, known bool) {
	known = true
	for _, text := range x.Tied {
		part := constraint.FindStringSubmatch(text)
		if part == nil {
			known = false
			continue
		}
		if is := strings.EqualFold(h.field(part[1]), part[3]); is != (part[2] == "==") {
			return false, true
		}
	}
	return known, known
}

// field is what a constraint compares.
func (h *Host) field(name string) string {
	switch {
	case name == "id":
		return h.ID
	case name == "hostname":
		return h.Name
	case h.Manager != "":
		return "manager"
	}
	return "worker"
}

// Open reports whether a host takes tasks now.
func (h *Host) Open() bool { return h.State == "ready" && h.Availability == "active" }

// Leads reports whether the managers can choose a leader without a host: a majority of them is reachable then.
func (s *State) Leads(without *Host) bool {
	all, answer := 0, 0
	for i := range s.Hosts {
		h := &s.Hosts[i]
		if h.Manager == "" {
			continue
		}
		all++
		if h.ID != without.ID && h.Manager != "unreachable" {
			answer++
		}
	}
	return answer > all/2
}
