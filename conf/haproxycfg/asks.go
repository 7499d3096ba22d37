package haproxycfg

import (
	"slices"
	"strings"

	"hadash/record"
)

// asking is what the checks of a section ask for.
type asking struct {
	words []string
	own   bool // they are this section's, and not those of defaults
}

// take reads a line about checks.
func (a *asking) take(l *line) {
	first, second := l.text(0), l.text(1)
	i := 0
	switch {
	case first == "option" && (second == "httpchk" || second == "tcp-check"), first == "no" && l.text(1) == "option":
		i = 2
	case first == "http-check" && (second == "send" || second == "expect"), first == "tcp-check" && second == "expect":
		i = 2
	default:
		return
	}
	if !a.own || first == "no" {
		a.words, a.own = nil, true
	}
	for ; i < len(l.words); i++ {
		a.words = append(slices.Clip(a.words), l.text(i))
	}
}

// roles are the words by which a check asks which server is the master.
var roles = []string{"primary", "master", "leader", "replica", "read-write", "read-only", "standby", "role:"}

// role returns the word by which the checks ask for a role; "" if they do not.
func (a *asking) role() string {
	for _, w := range a.words {
		low := strings.ToLower(w)
		if slices.ContainsFunc(roles, func(r string) bool { return strings.Contains(low, r) }) {
			return w
		}
	}
	return ""
}

// WithRoles adds to the Checks of a configuration the role that they ask for.
func WithRoles(all []record.Check, files []File, env []string) []record.Check {
	roles := map[string]string{}
	for _, g := range Read(files, env).Groups {
		roles[g.Name] = g.Role
	}
	for i := range all {
		all[i].Role = roles[all[i].Backend]
	}
	return all
}
