package incident

import (
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// Health is a node's state in one word: Docker's container state unless that is plain running, else the state at its
// balancer or on its own health page.
type Health uint8

// The healths a node can have. A screen shows each as glyph, word and colour.
const (
	HealthUnknown Health = iota // nothing known yet, or no source that knows can be reached
	Up                          // runs, and its balancer agrees
	GoingDown                   // checks have begun to fail
	Down                        // runs, but its balancer has it DOWN
	GoingUp                     // checks have begun to succeed
	Starting                    // container just started, or its health check has not passed yet
	Paused                      // frozen: it accepts connections and never answers
	Stopped                     // no process: exited, dead or never started
	CutOff                      // runs, but is on none of the project's networks
	Maint                       // taken out at the balancer
	NoCheck                     // runs, and its balancer does not check it
	Failing                     // runs, but its own health page or check fails
	Missing                     // the compose file has it, Docker has no such container
	Drain                       // at the balancer: finishes what it has, gets nothing new
	Nolb                        // up, but not balanced to (its 404 said so)
	Runs                        // runs by Docker; neither its balancer nor its own page has reported yet
	Slow                        // serves, but far behind its siblings
	Errs                        // serves, but answers 5xx
	Standby                     // runs, and fails a check of a role that another one has
)

// A balancer's own word is used where it has one.
var healthWords = [...]string{
	"?", record.Up.String(), record.GoingDown.String(), record.Down.String(), "coming up", "starting", "paused", "stopped", "cut off",
	record.Maint.String(), record.NoCheck.String(), "failing", "missing", record.Drain.String(), record.Nolb.String(), "runs", "slow", "answers 5xx", "standby",
}

func (h Health) String() string { return healthWords[h] }

// Phrase is the health in words: a balancer's own word, where it has one.
func (h Health) Phrase() wording.Phrase {
	switch h {
	case GoingDown:
		return wording.GoingDown.Of()
	case GoingUp:
		return wording.ComingUp.Of()
	case Starting:
		return wording.Starting.Of()
	case Paused:
		return wording.WasPaused.Of()
	case Stopped:
		return wording.WasStopped.Of()
	case CutOff:
		return wording.WasCut.Of()
	case Failing:
		return wording.Failing.Of()
	case Missing:
		return wording.Missing.Of()
	case Errs:
		return wording.Answers5xx.Of()
	case Standby:
		return wording.IsStandby.Of()
	}
	return wording.Text(h.String())
}

// Serving reports whether a node in this health gets traffic, as far as known; a node of which only Docker reports
// counts as serving.
func (h Health) Serving() bool {
	return h == Up || h == GoingDown || h == NoCheck || h == Runs || h == Slow || h == Errs
}

// Known reports whether a source that decides has reported that it serves, or that it does not.
func (h Health) Known() bool { return h != HealthUnknown && h != Starting && h != Runs }

// Broken reports whether it does not serve although it should.
func (h Health) Broken() bool {
	return h == Down || h == GoingUp || h == Paused || h == Stopped || h == CutOff || h == Failing || h == Missing
}

// Takes reports whether a node handles what it is sent, by the source that decides or by its traffic. That is not known
// for one that starts or has no report yet.
func (n *Node) Takes() (takes, known bool) {
	switch {
	case n.Health.Serving(), n.Recent > 0 && !n.Health.Broken():
		return true, true
	}
	return false, n.Health.Known()
}

// healthOf decides Health from all that is known about a node; word is the result of its health check. Docker's state
// comes first unless it is "running": a stopped container is stopped at once, whatever the balancer still reports.
func healthOf(n *Node, word string) Health {
	switch n.Container.State {
	case "":
		if n.Container.Node != "" {
			return Missing
		}
	case "paused":
		return Paused
	case "created", "exited", "dead", "removing":
		return Stopped
	case "restarting":
		return Failing // it ended, and its restart policy waits to try again
	case "running":
		if n.Container.Networks == 0 {
			return CutOff
		}
	}
	h := ownHealth(n, word)
	if n.Server != nil {
		h = serverHealth(&n.Server.Status)
	}
	if (h == Up || h == NoCheck || h == Runs) && n.Errs {
		return Errs
	}
	if h == Up && n.Lags != nil {
		return Slow
	}
	return h
}

func serverHealth(s *record.Status) Health {
	if s.GivenUp() {
		return Down
	}
	switch s.State {
	case record.Up:
		return Up
	case record.GoingDown:
		return GoingDown
	case record.GoingUp:
		return GoingUp
	case record.Nolb:
		return Nolb
	case record.Drain:
		return Drain
	case record.Maint:
		return Maint
	case record.NoCheck:
		return NoCheck
	}
	return HealthUnknown
}

// dockerHealth returns Docker's health check of a node, "" if it is older than the heal: a result is only as new as its
// check, and Docker checks rarely. If Docker does not report when that was, an old result may remain for a while.
func (f *folding) dockerHealth(n *Node) string {
	c := &n.Container
	if c.Health != "unhealthy" {
		return c.Health
	}
	w := f.Stopwatch(n.Name)
	if w == nil {
		return c.Health
	}
	healed := w.Moments[stopwatch.Healed]
	switch {
	case !healed.Seen():
	case c.Checked.IsZero() && f.At.Sub(healed.At) < patience, !c.Checked.IsZero() && c.Checked.Before(healed.At):
		return ""
	}
	return c.Health
}

// ownHealth decides the health of nodes without a balancer: by their own page, then Docker's health check, by its last
// result. That a container runs is only Docker's statement, and no more is claimed.
func ownHealth(n *Node, word string) Health {
	switch {
	case n.Page != nil && n.Page.Code >= 200 && n.Page.Code < 400:
		return Up
	case n.Page != nil, n.PageErr != "":
		if word == "starting" {
			return Starting
		}
		return Failing
	case word == "unhealthy":
		return Failing
	case n.voice == answering:
		return Up
	case word == "starting":
		return Starting
	case n.Container.Running():
		return Runs
	}
	return HealthUnknown
}

// voice tells whether a node answers queries about its state.
type voice uint8

const (
	unasked voice = iota
	answering
	silenced // not one missed answer: two in a row
)

// hearVoice records whether the polled node has answered.
func (f *folding) hearVoice(was Source, is *Source) {
	switch is.Name {
	case record.SourceHAProxy, record.SourceNginx, record.SourceK6, record.SourceReplication:
	case record.SourceLogs:
		if !f.isProbe(is.Node) {
			return
		}
	default:
		return // Docker and logs do not answer for a node, and a page's answer is evaluated elsewhere
	}
	v := answering
	if is.Err != "" {
		v = silenced
	}
	n := f.Node(is.Node)
	if n == nil || n.voice == v || is.Err != "" && was.Err == "" && n.voice == answering {
		return
	}
	f.edit(is.Node).voice = v
}

// Trouble lists the present problems, one per entry, in path order; none if everything watched works. The load
// generator may be off.
func (f *Frame) Trouble() []wording.Phrase {
	var all []wording.Phrase
	for i := range f.Nodes {
		n := &f.Nodes[i]
		switch {
		case n.Software().Asks():
		case n.Health.Broken():
			all = append(all, wording.IsInState.Of(n.Name, n.Health.Phrase()))
		case n.Errs && n.Health == Errs:
			all = append(all, wording.IsInState.Of(n.Name, n.Health.Phrase()))
		case n.Lags != nil:
			all = append(all, wording.IsInStateBy.Of(n.Name, n.Health.Phrase(), n.Lags.Phrase()))
		case n.Replica != nil && !n.Replica.Master && threads(n.Replica) != running:
			all = append(all, wording.DoesNotFollow.Of(n.Name, threads(n.Replica)))
		}
	}
	for _, b := range f.Shared() {
		all = append(all, b.Says())
	}
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Err != "" && knows(s.Name) {
			all = append(all, wording.IsSilent.Of(f.called(s)))
		}
	}
	return all
}

// Resting reports whether a load generator is off: it runs only while load is requested, so that is no trouble.
func (n *Node) Resting() bool {
	return n.Runs(record.KindK6) && (n.Health == Stopped || n.Health == Missing)
}

// State returns the node's health in a word, "off" while it is resting.
func (n *Node) State() string {
	if n.Resting() {
		return "off"
	}
	return n.Health.String()
}

// knows reports whether a source is essential: the balancers, and Docker. The others fall silent with their container.
func knows(source string) bool {
	return source == record.SourceHAProxy || source == record.SourceNginx || source == record.SourceDocker
}
