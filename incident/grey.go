package incident

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hadash/incident/answers"
	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// How long a disagreement must last before it is reported: one that users may feel, and any other.
const (
	greyFor  = 1500 * time.Millisecond
	quietFor = 8 * time.Second
)

// grey holds the contradictions about a node.
type grey struct {
	what  contradiction // all of it
	told  contradiction // the part that lasts and was reported
	since time.Time     // when the rest began
	began time.Time     // when the first of it began
}

// compare reports contradictions that outlast normal transitions, and their end, after a report from an instant.
func (f *folding) compare(at time.Time) {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		was := f.state.greys[n.Name]
		is := grey{what: f.contradictions(n), since: was.since, began: was.began}
		if was.what == 0 {
			is.began = f.beganAt(n, is.what, at)
		}
		is.told = was.told & is.what
		fresh := is.what &^ is.told
		if fresh&was.what&^was.told == 0 {
			is.since = f.At
		}
		if fresh != 0 && f.At.Sub(is.since) >= f.tolerance(n, fresh) {
			if fresh&upButFails != 0 {
				f.fails(n, is.since)
			}
			f.tellGrey(n, fresh, is.since)
			is.told = is.what
		}
		if was.told != 0 && is.told == 0 {
			again := wording.AgreeAgain
			if n.Container.State == "" { // Docker has not spoken of it
				again = wording.AgreeUnhoused
			}
			f.tell(event.Event{At: f.At, Kind: event.KindTruth, Severity: event.Good, Node: n.Name, Subject: n.Name, To: "agree", Witness: event.ByPoll,
				Says: again.Of(n.Name)})
		}
		if is.what == was.what && is.told == was.told {
			continue
		}
		f.state.greys = maps.Clone(f.state.greys)
		if f.state.greys == nil {
			f.state.greys = map[string]grey{}
		}
		f.state.greys[n.Name] = is
	}
}

// beganAt returns when contradictions that a report from an instant shows began: reports come late, and a list of containers
// may come seconds after the event that a process has ended.
func (f *folding) beganAt(n *Node, what contradiction, at time.Time) time.Time {
	if at.IsZero() || at.After(f.At) {
		at = f.At
	}
	if w := f.Stopwatch(n.Name); what&deadButUp != 0 && w != nil && !w.Done && n.Container.Started.Before(w.Ended) && w.Ended.Before(at) {
		return w.Ended
	}
	return at
}

// tolerance is how long a contradiction may last before it is reported: a node that is being detected, or coming back,
// is no grey failure.
func (f *folding) tolerance(n *Node, q contradiction) time.Duration {
	w := f.Stopwatch(n.Name)
	switch {
	case q&(noWrites|behindOthers) != 0: // it has lasted already
		return 0
	case q&(deadButUp|upButFails|illButUp|staleButUp) == 0, f.unheard(n, q), w != nil && returns(w, f.At):
		return quietFor
	case w != nil && !w.Done && w.Judged():
		return max(greyFor, w.Bound()+w.Tolerance())
	}
	return greyFor
}

// unheard reports whether no request was sent to an instance that does not run: nginx notices only by requests.
func (f *folding) unheard(n *Node, q contradiction) bool {
	return q == deadButUp && n.Server == nil && f.state.shares.Failed(n.Name, f.At) <= 0
}

// returns reports whether a node was healed a moment ago: its checks have yet to pass, and Docker's pass last.
func returns(w *stopwatch.Stopwatch, now time.Time) bool {
	healed := w.Moments[stopwatch.Healed]
	return healed.Seen() && now.Sub(healed.At) < quietFor
}

func (f *folding) tellGrey(n *Node, q contradiction, since time.Time) {
	severity := event.Warn
	if q&grave != 0 {
		severity = event.Bad
	}
	var all wording.Phrase
	for _, d := range disagreements {
		switch {
		case q&d == 0:
		case all.IsZero():
			all = f.contradictionPhrase(n, d)
		default:
			all = wording.Both.Of(all, f.contradictionPhrase(n, d))
		}
	}
	f.tell(event.Event{At: since, Kind: event.KindTruth, Severity: severity, Node: n.Name, Subject: n.Name, To: "disagree", Says: wording.Disagree.Of(n.Name, all), Witness: event.ByPoll})
}

// Erring is a server in HTTP mode that its balancer uses, and whose answers are 5xx: its checks do not see what its users do. Of an
// instance behind nginx alone nginx's access log tells it.
type Erring struct {
	Balancer, Server string // Server is backend/server
	Node             string // "" if it is none
	answers.Recent
	Since time.Time // when it was first seen

	told bool // on the timeline
}

// Answers returns what a server answered in the last seconds, by its row of the newest page.
func (f *Frame) Answers(s *record.Server) answers.Recent {
	at, ok := f.state.servers.PlaceOf(s)
	if !ok {
		return answers.Recent{}
	}
	return f.state.answers.Server(f.state.servers.Readings()[at.Reading].Node, at.Row)
}

// ProxyAnswers returns what a frontend or backend answered in the last seconds.
func (f *Frame) ProxyAnswers(p *record.Proxy) answers.Recent { return f.state.answers.Proxy(p) }

// erring returns what a node fails at as a server; nil if it does not.
func (f *Frame) erring(node string) *Erring {
	for i := range f.Erring {
		if f.Erring[i].Node == node {
			return &f.Erring[i]
		}
	}
	return nil
}

// Errs reports whether a server that its balancer uses answers 5xx for a while now.
func (f *Frame) Errs(s *record.Server) bool {
	for i := range f.Erring {
		if x := &f.Erring[i]; x.told && strings.HasSuffix(x.Server, s.Svname) && x.Server == s.Name() {
			return true
		}
	}
	return false
}

// Strangers returns the servers that answer 5xx for a while now and are no nodes.
func (f *Frame) Strangers() (out []*Erring) {
	for i := range f.Erring {
		if x := &f.Erring[i]; x.told && f.Node(x.Node) == nil {
			out = append(out, x)
		}
	}
	return out
}

// takeAnswers counts what the servers and frontends of a page in HTTP mode answered since the one before.
func (f *folding) takeAnswers(was, is servers.Reading, known bool) {
	f.state.answers.Add(is, known && servers.Renewed(was, is) != servers.GoOn)
	if known {
		f.passOn(is.Node, answers.Backends(was.Row, is.Row))
	}
	if known && f.state.paths.First(is.Node) {
		if requests, failed := answers.Frontends(was.Row, is.Row); requests > 0 || failed > 0 {
			f.feel(is.At, stopwatch.Responses{Requests: requests, Failed: failed})
			f.tellCounted(is, failed)
		}
	}
	f.findErring(is.Node, is.At)
}

// tellCounted reports requests that failed by the counters of a first balancer whose log does not have them.
func (f *folding) tellCounted(is servers.Reading, failed int64) {
	felt := &f.Watched.Felt
	if failed <= 0 || felt.HasNginx || felt.Clients().By != event.ByCounters || len(f.Topology.Of(record.KindK6)) > 0 {
		return
	}
	f.tell(event.Event{At: is.At, Within: f.pollGap, Kind: event.KindClient, Severity: event.Bad, Node: is.Node, Subject: is.Node, To: "5xx", Count: int(failed),
		Says: wording.Answered5xx.Of(is.Node), Title: wording.Counted5xx.Of(), Witness: event.ByCounters})
}

// findErring finds the servers of a balancer. Those that are nodes are contradictions like others; the rest is told
// here, by the same rules.
func (f *folding) findErring(balancer string, at time.Time) {
	var all []Erring
	for s, is := range f.state.answers.Fails(balancer) {
		x := Erring{Balancer: balancer, Server: s.Name(), Node: f.state.servers.Node(s), Recent: is, Since: at}
		if i := slices.IndexFunc(f.Erring, x.same); i >= 0 {
			x.Since, x.told = f.Erring[i].Since, f.Erring[i].told
		}
		switch n := f.Node(x.Node); {
		case at.Sub(x.Since) < greyFor:
		case n != nil:
			x.told = true
		case !x.told:
			x.told = true
			f.failsAt(outage.Server{Name: x.Server, Balancer: balancer}, x.Since)
			f.tell(event.Event{At: x.Since, Kind: event.KindTruth, Severity: event.Bad, Subject: x.Server, To: "disagree", Witness: event.ByPoll, Balancer: balancer,
				Says: wording.Disagree.Of(x.Server, x.phrase(s.Status.Text))})
		}
		all = append(all, x)
	}
	f.keepErring(balancer, at, all)
}

// LoggedAnswers returns what an instance behind nginx alone answered in the last seconds, by nginx's access log.
func (f *Frame) LoggedAnswers(n *Node) answers.Recent {
	if !f.answersLogged(n) {
		return answers.Recent{}
	}
	all, bad := f.state.logged5xx.Of(n.Name, f.At)
	from := f.state.logged5xx.From(f.At)
	if from.Before(f.Begun) {
		from = f.Begun
	}
	return answers.Recent{Responses: int64(all), Errors: int64(bad), Over: f.At.Sub(from)}
}

// answersLogged reports whether only nginx's access log tells what a node answers, has told it, and is read.
func (f *Frame) answersLogged(n *Node) bool {
	if n.Server != nil || n.Upstream.Answers == 0 || !f.Instance(n) {
		return false
	}
	for i := range f.Nodes {
		if w := &f.Nodes[i]; w.Runs(record.KindNginx) && slices.Contains(w.To, n.Name) {
			if logs := f.Source(record.SourceLogs, w.Name); logs != nil && logs.Stale() {
				return false
			}
		}
	}
	return true
}

// byAccessLog stands for the balancer of an Erring that is known from nginx's access log.
const byAccessLog = ""

// findErringLogged finds the instances behind nginx alone that answer 5xx.
func (f *folding) findErringLogged() {
	if f.state.logged5xx.Empty() {
		return
	}
	var sum answers.Recent
	for i := range f.Nodes {
		sum = sum.Plus(f.LoggedAnswers(&f.Nodes[i]))
	}
	var all []Erring
	for i := range f.Nodes {
		n := &f.Nodes[i]
		is := f.LoggedAnswers(n)
		if is.Errors == 0 || !is.Fails(answers.Recent{Responses: sum.Responses - is.Responses, Errors: sum.Errors - is.Errors, Over: is.Over}) {
			continue
		}
		x := Erring{Balancer: byAccessLog, Server: n.Name, Node: n.Name, Recent: is, Since: f.At}
		if i := slices.IndexFunc(f.Erring, x.same); i >= 0 {
			x.Since, x.told = f.Erring[i].Since, f.Erring[i].told
		}
		if !x.told && f.At.Sub(x.Since) >= greyFor {
			x.told = true
			f.fails(n, x.Since) // where Docker has not spoken of it, no contradiction does
		}
		all = append(all, x)
	}
	if all != nil || slices.ContainsFunc(f.Erring, func(x Erring) bool { return x.Balancer == byAccessLog }) {
		f.keepErring(byAccessLog, f.At, all)
	}
}

// keepErring replaces the servers of a balancer that answer 5xx.
func (f *folding) keepErring(balancer string, at time.Time, all []Erring) {
	for i := range f.Erring {
		switch x := &f.Erring[i]; {
		case x.Balancer != balancer:
			all = append(all, *x)
		case x.told && f.Node(x.Node) == nil && !slices.ContainsFunc(all, x.same):
			f.tell(event.Event{At: at, Kind: event.KindTruth, Severity: event.Good, Subject: x.Server, To: "agree", Witness: event.ByPoll, Balancer: balancer,
				Says: wording.AgreeUnhoused.Of(x.Server)})
		}
	}
	was := f.Erring
	f.Erring = all
	for _, x := range slices.Concat(was, all) {
		if n := f.Node(x.Node); n != nil {
			is := f.erring(n.Name)
			f.edit(n.Name).Errs = is != nil && is.told
		}
	}
}

func (x *Erring) same(o Erring) bool { return o.Balancer == x.Balancer && o.Server == x.Server }

// phrase returns it in words, after what the balancer says.
func (x *Erring) phrase(status string) wording.Phrase {
	return wording.YetErrors.Of(wording.HAProxySays.Of(status), fmt.Sprintf("%.0f", 100*x.Share()))
}

// modeHTTP reports whether a balancer has servers in HTTP mode.
func (f *Frame) modeHTTP(balancer string) bool {
	page := f.state.servers.Page(balancer)
	return page != nil && answers.AnyHTTP(page)
}
