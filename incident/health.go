package incident

import (
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// Health is a node's state in one word: what Docker says of its container where that is not plain
// running, else what its balancer or its own health page says.
type Health uint8

// The healths a node can have. A screen shows each as glyph, word and colour.
const (
	HealthUnknown Health = iota // nothing heard yet, or nobody who knows can be reached
	Up                          // runs, and whoever sends it traffic agrees
	GoingDown                   // checks have begun to fail
	Down                        // runs, but its balancer gave it up
	GoingUp                     // checks have begun to succeed
	Starting                    // container just started, or its health check has not passed yet
	Paused                      // frozen: it accepts connections and never answers
	Stopped                     // no process: exited, dead or never started
	CutOff                      // runs, but is on none of the project's networks
	Maint                       // taken out at the balancer
	NoCheck                     // runs, and its balancer does not look
	Failing                     // runs, but its own health page or check says no
	Missing                     // the compose file has it, Docker has no such container
	Drain                       // at the balancer: finishes what it has, gets nothing new
	Nolb                        // up, but not balanced to (its 404 said so)
	Runs                        // Docker says that it runs; neither its balancer nor itself has said a word yet
	Slow                        // serves, but far behind its siblings
)

// Where a balancer has a word for it, that one is used.
var healthWords = [...]string{
	"?", record.Up.String(), record.GoingDown.String(), record.Down.String(), "coming up", "starting", "paused", "stopped", "cut off",
	record.Maint.String(), record.NoCheck.String(), "failing", "missing", record.Drain.String(), record.Nolb.String(), "runs", "slow",
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
	}
	return wording.Text(h.String())
}

// Serving reports whether a node in this health gets traffic, as far as anybody knows: of one that only runs nobody has
// said that it does not.
func (h Health) Serving() bool {
	return h == Up || h == GoingDown || h == NoCheck || h == Runs || h == Slow
}

// Known reports whether somebody who would know has said that it serves, or that it does not.
func (h Health) Known() bool { return h != HealthUnknown && h != Starting && h != Runs }

// Broken reports whether it does not do its work and nobody asked for that.
func (h Health) Broken() bool {
	return h == Down || h == GoingUp || h == Paused || h == Stopped || h == CutOff || h == Failing || h == Missing
}

// Takes reports whether a node takes what it is sent: as whoever would know has said, or as traffic at it shows. It is
// not known of one that starts, or of which nobody has said a word.
func (n *Node) Takes() (takes, known bool) {
	switch {
	case n.Health.Serving(), n.Lately > 0 && !n.Health.Broken():
		return true, true
	}
	return false, n.Health.Known()
}

// healthOf decides Health from all that is known of a node; word is its health check's. Docker's word goes first where it is
// not "running": a stopped container is stopped at once, whatever the balancer still believes.
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
		return Failing // it ended and its restart policy waits to try again
	case "running":
		if n.Container.Networks == 0 {
			return CutOff
		}
	}
	h := ownHealth(n, word)
	if n.Server != nil {
		h = serverHealth(&n.Server.Status)
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

// dockerHealth is Docker's health check of a node, "" where that is older than its heal: a health is only as new as the check
// that decided it, and Docker takes its time. Where it does not say when that was, it may be as old for a while.
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

// ownHealth is for nodes that no balancer reports on: their own page, then Docker's health check, by its last word. That a
// container runs is Docker's word alone, and no more is said of it.
func ownHealth(n *Node, word string) Health {
	switch {
	case n.Probe != nil && n.Probe.Code >= 200 && n.Probe.Code < 400:
		return Up
	case n.Probe != nil, n.ProbeErr != "":
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

// voice is whether a node answers those who ask it for its state.
type voice uint8

const (
	unasked voice = iota
	answering
	silenced // not one missed answer: two in a row
)

// hearVoice notes whether the node that a poll asked has answered.
func (f *folding) hearVoice(was Source, is *Source) {
	switch is.Name {
	case record.SourceHAProxy, record.SourceNginx, record.SourceK6, record.SourceReplication:
	default:
		return // Docker and logs say nothing in a node's place, and a page's answer is read by itself
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

// Trouble lists what is wrong now, one thing an entry, in path order; none when everything that is
// watched does its work. The load generator may rest.
func (f *Frame) Trouble() []wording.Phrase {
	var all []wording.Phrase
	for i := range f.Nodes {
		n := &f.Nodes[i]
		switch {
		case n.Role == record.RoleLoad:
		case n.Health.Broken():
			all = append(all, wording.IsInState.Of(n.Name, n.Health.Phrase()))
		case n.Lags != nil:
			all = append(all, wording.IsInStateBy.Of(n.Name, n.Health.Phrase(), n.Lags.Phrase()))
		case n.Replica != nil && !n.Replica.Master && threads(n.Replica) != running:
			all = append(all, wording.DoesNotFollow.Of(n.Name, threads(n.Replica)))
		}
	}
	for _, s := range f.Sources {
		if s.Err != "" && knows(s.Name) {
			all = append(all, wording.IsSilent.Of(s.Name))
		}
	}
	return all
}

// Resting reports a load generator that is off: it runs only while load is wanted, so that is no trouble.
func (n *Node) Resting() bool {
	return n.Role == record.RoleLoad && (n.Health == Stopped || n.Health == Missing)
}

// State is the node's health in a word, "off" while it is resting.
func (n *Node) State() string {
	if n.Resting() {
		return "off"
	}
	return n.Health.String()
}

// knows reports the sources whose silence leaves everybody in the dark: the balancers, and Docker.
// The others fall silent with their container.
func knows(source string) bool {
	return source == record.SourceHAProxy || source == record.SourceNginx || source == record.SourceDocker
}
