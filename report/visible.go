package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hadash/incident"
)

// visible is how many requests failed at the client, by the best witness there is.
type visible struct {
	known    bool
	failed   int
	requests int    // 0 when only failures were told of
	names    string // "login 1, profile 2", "" when not known
	nginx    bool   // nginx is the witness: the clients kept no record
}

// reached takes the clients' own record, and nginx's where they kept none.
func reached(f *incident.Felt) visible {
	switch {
	case f.Requests > 0 || f.Failed > 0:
		return visible{known: true, failed: f.Failed, requests: f.Requests, names: names(f.By)}
	case f.HasNginx:
		return visible{known: true, failed: f.NginxFailed, requests: f.NginxRequests, nginx: true}
	}
	return visible{}
}

// reached is the second half of "17 failures were absorbed, none reached a client".
func (l Lang) reached(v visible) string {
	switch {
	case !v.known:
		return l.say("whether any reached a client is not known")
	case v.failed == 0 && v.nginx:
		return l.say("none reached a client by nginx's access log")
	case v.failed == 0:
		return l.say("none reached a client")
	case v.nginx:
		return l.say("nginx answered %s of %s requests with 5xx", count(int64(v.failed)), count(int64(v.requests)))
	}
	text := l.say("%s failed at the client", count(int64(v.failed)))
	if v.requests > 0 {
		text = l.say("%s of %s requests failed at the client", count(int64(v.failed)), count(int64(v.requests)))
	}
	if v.names != "" {
		text += " (" + v.names + ")"
	}
	return text
}

// names are failures by what was asked, most first.
func names(by map[string]int) string {
	var all []string
	for _, name := range slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(by[b], by[a]), cmp.Compare(a, b))
	}) {
		all = append(all, fmt.Sprintf("%s %s", name, count(int64(by[name]))))
	}
	return strings.Join(all, ", ")
}

// longest is the slowest request, and whether only nginx told of it.
func longest(f *incident.Felt) (d time.Duration, nginx bool) {
	if f.Slowest > 0 {
		return f.Slowest, false
	}
	return f.NginxSlowest, f.NginxSlowest > 0
}
