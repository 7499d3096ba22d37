package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// change is the new state of a server, and its reason.
type change struct {
	to       record.State
	cause    record.Cause
	untried  bool // a new process takes it for UP without a check
	released bool // a commanded maintenance is over, whatever the server's state is now
}

// Unresolved is the state of a server that its balancer gave up because its name no longer has an address, as when
// Docker stops a container. Nobody commanded that maintenance.
const Unresolved = "MAINT (resolution)"

// untried is the state in an event of a server that a new process takes for UP without a check, after the one before had given it up.
const untried = "UP, not checked yet"

// label is the change in an event.
func (c change) label() string {
	switch {
	case c.to == record.Maint && c.cause == record.Unresolved:
		return Unresolved
	case c.untried:
		return untried
	}
	return c.to.String()
}

// GivesUp reports whether an event's state means that a balancer found a server unusable.
func GivesUp(word string) bool { return word == record.Down.String() || word == Unresolved }

// The states in events of a server that a page lists no more, or now for the first time: after a reload with another
// configuration, or by "add server" and "del server".
const (
	removed = "removed"
	added   = "added"
)

// changeOf reads a row's status. An inherited state is that of the tracked server; HAProxy does not report an inherited
// drain.
func (f *folding) changeOf(row *record.Server) change {
	s := &row.Status
	c := change{to: s.State, cause: s.Cause()}
	if tracked := f.tracked(row); c.to == record.Drain && tracked != nil && tracked.Status.State == record.Drain {
		c.cause = record.Inherited
		return c
	}
	for hops := 0; c.cause == record.Inherited && hops < 4; hops++ {
		backend, server := servers.Beside(row, s.Tracks())
		tracked := f.state.servers.Find("", backend, server)
		if tracked == nil {
			break
		}
		if s = &tracked.Status; s.Cause() == record.Unresolved {
			c.cause = record.Unresolved
		}
	}
	return c
}

// tracked returns the row of the server whose checks decide about another; nil if it has its own.
func (f *folding) tracked(s *record.Server) *record.Server {
	if s.Tracked == "" {
		return nil
	}
	backend, server := servers.Beside(s, s.Tracked)
	return f.row(backend, server)
}

// changeSaid reads a log sentence. An inherited state is the last reported state of the tracked server.
func (f *folding) changeSaid(balancer string, s *record.StateChange) change {
	c := change{to: s.To, cause: s.Cause(), released: s.Released()}
	if c.cause != record.Inherited {
		return c
	}
	_, tracked, _ := strings.Cut(" "+s.Reason, " via ")
	tracked = f.state.servers.Backend(balancer, tracked)
	if i := f.last(func(e *event.Event) bool { return e.Kind == event.KindServer && e.Subject == tracked }, f.At.Add(-time.Hour)); i >= 0 && f.Timeline[i].To == Unresolved {
		c.cause = record.Unresolved
	}
	return c
}

// tellServer reports a server's new state once: a log line and a poll may both bring it, and the log line's time is
// exact.
func (f *folding) tellServer(e event.Event, c change) {
	e.Kind, e.Severity, e.To = event.KindServer, c.severity(), c.label()
	f.administered(e, c)
	if c.to == record.Up && !c.untried {
		f.state.shares.Forget(e.Node)
	}
	i := f.last(func(old *event.Event) bool {
		return old.Kind == event.KindServer && old.Subject == e.Subject && old.Balancer == e.Balancer && old.To != weightChanged
	}, e.At.Add(-10*time.Minute))
	if i >= 0 && f.Timeline[i].To == e.To && (f.ramped(&e, c) || e.Witness != event.ByLog && e.From == record.GoingDown.String()) {
		return
	}
	if i < 0 || f.Timeline[i].To != e.To || e.At.Sub(f.Timeline[i].At).Abs() > sameChange {
		f.tell(e)
		f.turned(&e, c)
		return
	}
	if e.Witness == event.ByLog && f.Timeline[i].Witness != event.ByLog {
		f.change(i, func(old *event.Event) {
			old.At, old.Until, old.Says, old.Witness, old.Within = e.At, e.At, e.Says, event.ByLog, 0
			if !e.Title.IsZero() {
				old.Title = e.Title
			}
		})
	}
}

// ramped reports whether a sentence only says that a server's slow start is over: HAProxy logs UP once more then.
func (f *folding) ramped(e *event.Event, c change) bool {
	if c.to != record.Up || e.Witness != event.ByLog || f.HAProxy == nil {
		return false
	}
	backend, server, _ := servers.SplitServer(e.Subject)
	s := f.row(backend, server)
	return s != nil && s.Status.State == record.Up && s.Throttle > 0
}

func (c change) severity() event.Severity {
	switch c.to {
	case record.Up:
		if c.untried {
			return event.Warn
		}
		return event.Good
	case record.Down:
		return event.Bad
	case record.Maint:
		if c.cause == record.Unresolved {
			return event.Bad
		}
		return event.Warn
	case record.GoingDown, record.Drain, record.Nolb:
		return event.Warn
	}
	return event.Info
}

// serverPhrase returns a server's state in words, with the check that decided it.
func serverPhrase(s *record.Server) wording.Phrase {
	says := wording.ServerIs.Of(s.Name(), s.Status.Text)
	if s.CheckStatus != "" {
		says = wording.CheckedAfter.Of(says, s.CheckStatus, s.CheckDuration)
	}
	if s.LastChk != "" && s.Status.State != record.Up {
		says = wording.LastCheckSaid.Of(says, s.LastChk)
	}
	if s.Status.Cause() == record.Unresolved {
		says = wording.NotResolved.Of(says)
	}
	return says
}

// phrase returns HAProxy's sentence about a server in words.
func (c change) phrase(name string, s *record.StateChange) wording.Phrase {
	says, reason := wording.ServerIs.Of(name, stateWord(s.To)), wording.Reason
	if c.label() == Unresolved {
		says, reason = wording.NotResolved.Of(says), wording.FurtherReason
	}
	if s.Reason != "" {
		says = reason.Of(says, s.Reason)
	}
	if s.Cut > 0 {
		says = wording.Counted(s.Cut, wording.SessionOnIt, wording.SessionsOnIt).Of(says, s.Cut)
	}
	return says
}

// stateWord is HAProxy's word for a state, or ours where it has none.
func stateWord(s record.State) wording.Phrase {
	switch s {
	case record.GoingDown:
		return wording.GoingDown.Of()
	case record.GoingUp:
		return wording.GoingUp.Of()
	}
	return wording.Text(s.String())
}

// weightChanged is the state in such an event.
const weightChanged = "weight"

// compareWeight makes the event of a changed weight. The weight column is the effective weight, which changes during a
// slow start ("throttle" is not blank then) with every poll. The configured or commanded weight is in "uweight", if
// HAProxy has that column. An agent check sets it too, and no column distinguishes it from a command.
func (f *folding) compareWeight(was, is *servers.Cells, old, s *record.Server) {
	if old.Weight == s.Weight || old.Status.State != s.Status.State {
		return
	}
	e := event.Event{At: is.At, Kind: event.KindServer, Severity: event.Info, Node: f.state.servers.Node(s), Subject: s.Name(), From: fmt.Sprint(old.Weight), To: weightChanged,
		Says: wording.WeightIs.Of(s.Name(), s.Weight, old.Weight), Witness: event.ByPoll, Within: is.At.Sub(was.At)}
	switch from, to := was.Of(old, "uweight"), is.Of(s, "uweight"); {
	case from != "" && from == to:
		return
	case from != "" && to != "":
		e.From, e.Says = from, wording.WeightIs.Of(s.Name(), to, from)
	case old.Throttle > 0 || s.Throttle > 0:
		return
	}
	if is.Of(s, "agent_status") != "" {
		e.Says = wording.PerhapsByAgent.Of(e.Says)
	}
	f.tell(e)
}

// mostListed is how many servers that were added or removed at once are named.
const mostListed = 10

// compareLists makes the events of servers that a page lists now and did not before, and of those that it does not list any more. A
// page of which rows could not be read says nothing about that.
func (f *folding) compareLists(p *poll, was *record.HAProxy, fresh []*record.Server) {
	is := p.page
	if is.Unread != "" || was.Unread != "" || len(fresh) == 0 && len(was.Servers) == len(is.Servers) {
		return
	}
	var gone []*record.Server
	rows := servers.RowsOf(is)
	for i := range was.Servers {
		if s := &was.Servers[i]; rows.Same(i, s) == nil {
			gone = append(gone, s)
		}
	}
	e := event.Event{At: p.at, Kind: event.KindServer, Severity: event.Info, Witness: event.ByPoll, Within: p.within, Balancer: p.balancer}
	if len(fresh)+len(gone) > mostListed {
		e.Node, e.Subject, e.To, e.Says = p.balancer, p.balancer, added, wording.ServersRelisted.Of(p.balancer, len(fresh), len(gone))
		for _, s := range gone {
			f.gone(p, s, outage.Gone)
		}
		f.tell(e)
		return
	}
	for _, s := range gone {
		f.gone(p, s, outage.Gone)
		e.Node, e.Subject, e.From, e.To, e.Says = f.state.servers.Node(s), s.Name(), f.changeOf(s).label(), removed, wording.ServerRemoved.Of(s.Name(), p.balancer)
		f.tell(e)
	}
	for _, s := range fresh {
		again := f.lastOf(p.balancer, s) != ""
		e.Node, e.Subject, e.From, e.To, e.Says = f.state.servers.Node(s), s.Name(), "", added, wording.ServerAdded.Of(s.Name(), p.balancer, s.Status.Text)
		f.tell(e)
		if c := f.changeOf(s); !s.Untried() && (again || c.to == record.Down) {
			f.tellServer(event.Event{At: p.at, Node: e.Node, Subject: e.Subject, From: added, Says: serverPhrase(s), Witness: event.ByPoll, Within: p.within, Balancer: p.balancer}, c)
		}
	}
}

// forgotten reports whether the last that was reported of a server is that it was taken for UP without a check, or added.
func (f *folding) forgotten(p *poll, s *record.Server) bool {
	last := f.lastOf(p.balancer, s)
	return last == untried || last == added
}

// lastOf returns the last state of a server that was reported; "" if none was.
func (f *folding) lastOf(balancer string, s *record.Server) string {
	i := f.last(func(e *event.Event) bool {
		return e.Kind == event.KindServer && e.Subject == s.Name() && e.Balancer == balancer && e.To != weightChanged
	}, f.At.Add(-time.Hour))
	if i < 0 {
		return ""
	}
	return f.Timeline[i].To
}

// dated sets the time of a change between two distant readings from lastchg.
func (p *poll) dated(e *event.Event, s *record.Server) {
	if p.row == nil {
		return
	}
	r := servers.Reading{Node: p.balancer, At: p.at, Row: p.row}
	if at, known := r.Changed(s); known && p.within > servers.LastchgWithin && at.After(p.at.Add(-p.within-servers.LastchgWithin)) {
		e.At, e.Witness, e.Within = newest(at, p.at.Add(-p.within)), event.ByLastchg, servers.LastchgWithin
	}
}

// administered opens and heals the faults made at HAProxy itself, whoever made them. A node may be several servers: its
// fault holds those that were taken out, and is healed when the last of them is released.
func (f *folding) administered(e event.Event, c change) {
	out := c.to == record.Maint || c.to == record.Drain
	switch {
	case out && c.cause == record.Asked:
		f.takenOut(e, c)
	case !out || c.released:
		f.letGo(e, c)
	}
}

func (f *folding) takenOut(e event.Event, c change) {
	if e.Node == "" || f.brokenHere(e.Node) {
		return
	}
	kind := record.SetMaint
	if c.to == record.Drain {
		kind = record.SetDrain
	}
	if i := f.openAs(e.Node, kind); i >= 0 {
		f.hold(i, e.Server())
		f.date(i, e.At, e.Witness)
		return
	}
	if i := f.openAs(e.Node, record.SetMaint, record.SetDrain); i >= 0 {
		f.hold(i, e.Server())
		return
	}
	if e.Says.Quotes(" (agent)") || !e.Says.Quotes("stats page") && f.agentChecked(e.Subject) {
		return // an admin or the agent: HAProxy logs both in the same words
	}
	fault := stopwatch.Fault{Fault: record.Fault{Kind: kind, Target: e.Node}, At: e.At, Servers: []string{e.Server()}}
	if n := f.Node(e.Node); n != nil && len(n.also) > 0 {
		fault.Server = e.Subject
	}
	f.open(fault, e.Witness)
}

// agentChecked reports whether a server also has an agent check, which may take it out.
func (f *folding) agentChecked(name string) bool {
	if f.HAProxy == nil {
		return false
	}
	backend, server, _ := servers.SplitServer(name)
	s := f.row(backend, server)
	return s != nil && f.pageOf(s).Further(s, "agent_status") != ""
}

// hold records that a fault keeps a server out.
func (f *folding) hold(i int, server string) {
	if slices.Contains(f.Faults[i].Servers, server) {
		return
	}
	f.copyFaults()
	f.Faults[i].Servers = append(slices.Clone(f.Faults[i].Servers), server)
}

// letGo heals the fault that kept a server out, or removes the server from it while others remain.
func (f *folding) letGo(e event.Event, c change) {
	server := e.Server()
	kept := func(x *stopwatch.Fault) bool {
		of := x.Kind == record.SetMaint || x.Kind == record.SetDrain && !c.hidesDrain() || x.Kind == record.SetHealth && c.to == record.Up
		return x.Target == e.Node && of && !e.At.Before(x.At) && f.undrained(*x, e)
	}
	for i := range f.Faults {
		if x := &f.Faults[i]; kept(x) && len(x.Servers) > 1 && slices.Contains(x.Servers, server) {
			f.copyFaults()
			f.Faults[i].Servers = slices.DeleteFunc(slices.Clone(x.Servers), func(s string) bool { return s == server })
			return
		}
	}
	f.heal(e.Node, e.At, e.Witness, func(x stopwatch.Fault) bool {
		return kept(&x) && (len(x.Servers) == 0 || slices.Equal(x.Servers, []string{server}))
	})
}

// hidesDrain reports whether a server of that state may still be drained: one whose checks fail is DOWN, drained or not.
func (c change) hidesDrain() bool {
	return !c.released && (c.to == record.Down || c.to == record.GoingUp)
}

// undrained reports whether a server's new state proves that it is in service again. A poll that was answered
// before the fault took hold proves nothing.
func (f *folding) undrained(x stopwatch.Fault, e event.Event) bool {
	return e.Witness == event.ByLog || e.At.Sub(x.At) > e.Within
}
