package logs

import (
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// One failed request is told by its client, by the balancer and by the application. The balancer's line says nothing that
// the client's does not, so it is folded into that, which names the others.

// asked is the failed request that a line reports.
type asked struct {
	by     witness
	status uint16
	path   string
	query  string
	by2    witness // the client's: the others that were found
}

// witness is who reported a request.
type witness uint8

const (
	byClient witness = 1 << iota
	byWeb
	byApp
)

const (
	sameTime  = 300 * time.Millisecond // between two reports of one request
	sameLines = 64                     // between them
)

// askedOf is the failed request that a line reports; zero if it reports none.
func (n names) askedOf(l *record.Line, app *message) (a asked) {
	target := ""
	switch {
	case l.Request != nil && l.Request.Failed && l.Request.Status > 0:
		a.by, a.status, target = byClient, uint16(l.Request.Status), targetOf(l.Text) //nolint:gosec // three digits
	case l.Access != nil && l.Access.Status >= 500 && !l.Access.Own:
		a.by, a.status, target = byWeb, uint16(l.Access.Status), l.Access.URI //nolint:gosec // three digits
		if _, rest, ok := strings.Cut(l.Text, `"`+l.Access.Method+" "); ok && strings.HasPrefix(rest, target) {
			target, _, _ = strings.Cut(rest, " ")
		}
	case app != nil && app.status >= 500 && app.path != "":
		a.by, a.status, target = byApp, uint16(app.status), app.path //nolint:gosec // three digits
	}
	path, query, _ := strings.Cut(target, "?")
	a.path, a.query = n.one(path), strings.Clone(query)
	if a.path == "" {
		return asked{}
	}
	return a
}

// targetOf is the path and the query of the "url" in a line of the load script.
func targetOf(text string) string {
	_, url, _ := strings.Cut(text, `"url":"`)
	url, _, _ = strings.Cut(url, `"`)
	if _, after, ok := strings.Cut(url, "://"); ok {
		if at := strings.IndexByte(after, '/'); at >= 0 {
			return after[at:]
		}
		return "/"
	}
	return url
}

// same reports whether two lines may report one request.
func (a *asked) same(b *asked) bool {
	return a.status == b.status && a.path == b.path && (a.query == b.query || a.query == "" || b.query == "")
}

// pair finds the other reports of the request that the newest line reports. Nothing that is held on the screen is folded.
func (p *Panel) pair(n int64) {
	l := p.ring.at(n)
	if l.asked.by == 0 || l.paired {
		return
	}
	for i := n - 1; i >= max(p.ring.first, n-sameLines); i-- {
		o := p.ring.at(i)
		switch {
		case l.At.Sub(o.At) > sameTime:
			return
		case o.asked.by == 0 || o.asked.by == l.asked.by || !l.asked.same(&o.asked):
		case l.asked.by == byClient && !o.paired && l.asked.by2&o.asked.by == 0 && tells(l, o):
			p.fold(l, o, i)
		case o.asked.by == byClient && o.asked.by2&l.asked.by == 0 && tells(o, l):
			p.fold(o, l, n)
			return
		}
	}
}

// tells reports whether a client can have been answered by the node that wrote a line.
func tells(client, o *Line) bool {
	return o.asked.by == byWeb || client.by == "" || client.by == o.Node
}

// fold adds the report of another witness to the client's line.
func (p *Panel) fold(client, o *Line, n int64) {
	switch {
	case client.with == "":
		client.with = o.Node
	case o.asked.by == byWeb:
		client.with = o.Node + ", " + client.with
	default:
		client.with += ", " + o.Node
	}
	client.asked.by2 |= o.asked.by
	o.paired = true
	if o.asked.by != byWeb || p.held || !p.follow {
		return
	}
	o.folded = true
	if i, shown := slices.BinarySearch(p.seen, n); shown && p.folds() {
		p.seen = slices.Delete(p.seen, i, i+1)
	}
}

// folds reports whether folded lines are left out: where lines are chosen or looked for, each one is shown.
func (p *Panel) folds() bool {
	return p.least > Quiet && p.keep == nil && p.who == nil && p.find.pattern == nil
}
