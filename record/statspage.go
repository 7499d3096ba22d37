package record

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// pageOptions are the options of HAProxy's stats page. `up` is among them because it hides the servers that are down;
// `no-maint` is not, because it hides what was taken out permanently.
var pageOptions = []string{"csv", "json", "json-schema", "typed", "norefresh", "up"}

// ForPrometheus reports whether a URL is that of the page that HAProxy shows to Prometheus: it ends in /metrics, or, where the page has
// another path, has the fragment #metrics, which is never sent.
func ForPrometheus(u *url.URL) bool { return path.Base(u.Path) == "metrics" || u.Fragment == "metrics" }

// StatsPage returns the address of HAProxy's stats page with options: csv, norefresh. HAProxy compares `stats uri` with
// the beginning of path and query together, and looks for options anywhere after it (src/http_ana.c). So they are put
// at the end, where its own default `/haproxy?stats` has its query. A URL that already has one of the options, and
// hides nothing, stays as it is, and so does that of a page for Prometheus.
func StatsPage(u *url.URL, options ...string) *url.URL {
	if ForPrometheus(u) {
		return u
	}
	target := u.EscapedPath()
	if u.ForceQuery || u.RawQuery != "" {
		target += "?" + u.RawQuery
	}
	page, found := cutOptions(target)
	if slices.ContainsFunc(options, func(o string) bool { return slices.Contains(found, o) }) && !slices.Contains(found, "up") {
		return u
	}
	if !strings.HasPrefix(page, "/") {
		page = "/" + page
	}
	for _, o := range options {
		page += ";" + o
	}
	out := *u
	path, query, asks := strings.Cut(page, "?")
	out.RawPath, out.RawQuery, out.ForceQuery = path, query, asks
	if plain, err := url.PathUnescape(path); err == nil {
		out.Path = plain
	}
	return &out
}

// cutOptions removes the options from a request.
func cutOptions(target string) (page string, found []string) {
	page, rest, _ := strings.Cut(target, ";")
	for part := range strings.SplitSeq(rest, ";") {
		name, behind := part, ""
		if i := strings.IndexAny(part, "?&"); i >= 0 {
			name, behind = part[:i], part[i:]
		}
		switch {
		case slices.Contains(pageOptions, name) || strings.HasPrefix(name, "st="):
			page, found = page+behind, append(found, name)
		case part != "":
			page += ";" + part
		}
	}
	return page, found
}
