package incident

import "hadash/record"

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
	Maint                       // taken out at the balancer (maint, drain, nolb)
	NoCheck                     // runs, and its balancer does not look
	Failing                     // runs, but its own health page or check says no
	Missing                     // the compose file has it, Docker has no such container
)

var healthWords = [...]string{
	"?", "UP", "going down", "DOWN", "coming up", "starting", "paused", "stopped", "cut off", "MAINT", "no check", "failing", "missing",
}

func (h Health) String() string { return healthWords[h] }

// Serving reports whether a node in this health gets traffic.
func (h Health) Serving() bool { return h == Up || h == GoingDown || h == NoCheck }

// Broken reports whether it does not do its work and nobody asked for that.
func (h Health) Broken() bool {
	return h == Down || h == GoingUp || h == Paused || h == Stopped || h == CutOff || h == Failing || h == Missing
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
	if n.Server != nil {
		return serverHealth(&n.Server.Status)
	}
	return ownHealth(n, word)
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
	case record.Nolb, record.Drain, record.Maint:
		return Maint
	case record.NoCheck:
		return NoCheck
	}
	return HealthUnknown
}

// lastWord is Docker's health check of a node, "" where that is older than its heal: a health is only as new as the check
// that decided it, and Docker takes its time. Where it does not say when that was, it may be as old for a while.
func (f *Frame) lastWord(n *Node) string {
	c := &n.Container
	if c.Health != "unhealthy" {
		return c.Health
	}
	w := f.Stopwatch(n.Name)
	if w == nil {
		return c.Health
	}
	healed := w.Moments[Healed]
	switch {
	case !healed.Seen():
	case c.Checked.IsZero() && f.At.Sub(healed.At) < patience, !c.Checked.IsZero() && c.Checked.Before(healed.At):
		return ""
	}
	return c.Health
}

// ownHealth is for nodes that no balancer reports on: their own page, then Docker's health check, by its last word.
func ownHealth(n *Node, word string) Health {
	switch {
	case n.Probe != nil && n.Probe.Code >= 200 && n.Probe.Code < 400:
		return Up
	case n.Probe != nil, n.ProbeErr != "":
		if word == "starting" {
			return Starting
		}
		return Failing
	}
	switch word {
	case "unhealthy":
		return Failing
	case "starting":
		return Starting
	}
	if n.Container.Running() {
		return Up
	}
	return HealthUnknown
}
