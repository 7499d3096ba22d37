package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/said"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/units"
	"hadash/wording"
)

// Witness is one source of the table of who says what: its column, and its word on a node.
type Witness struct {
	Title string
	Width int
	Right bool // its text stands against the right edge
	Says  func(c *Context, t *incident.Truth) Saying
}

// Saying is a witness's word on a node: a sign and some words, none where it says nothing.
type Saying struct {
	Sign  paint.Sign
	Text  string
	Style paint.Style
}

// PairStyle is the style of a node's part in its pair.
func (c *Context) PairStyle(n *incident.Node) paint.Style {
	if n.Pair.Shares() != nil {
		return c.Theme.Bad
	}
	return c.Theme.Text
}

var (
	witnessDocker = &Witness{"Docker", 12, false, func(c *Context, t *incident.Truth) Saying {
		return c.saying(t, said.Docker, DockerWords(t.Docker, false))
	}}
	witnessSwarm = &Witness{"swarm", 24, false, func(c *Context, t *incident.Truth) Saying {
		return c.saying(t, said.Swarm, t.Swarm.String())
	}}
	// witnessTask is the same where there is no room for the address.
	witnessTask = &Witness{"swarm", 12, false, func(c *Context, t *incident.Truth) Saying {
		text := t.Swarm.String()
		if of, ok := c.Frame.Swarm.Of(t.Node); ok {
			text = wording.TaskState(of.Task.State).String()
		}
		return c.saying(t, said.Swarm, text)
	}}
	witnessHealth = &Witness{"its health", 12, false, func(c *Context, t *incident.Truth) Saying {
		if t.Docker != "" && t.Health == "" {
			return Saying{Text: "no check", Style: c.Theme.Faint}
		}
		return c.saying(t, said.Health, t.Health)
	}}
	witnessBalancer = &Witness{"HAProxy / nginx", 18, false, func(c *Context, t *incident.Truth) Saying {
		if n := c.Frame.Node(t.Node); n != nil && n.Server == nil && t.Oper == "used" && !c.nginxAnswered() {
			return Saying{}
		} else if n != nil && n.Server == nil && n.Paired() && t.Oper != "" {
			word, _, _ := strings.Cut(t.Oper, ",") // the address is on its page
			return Saying{Text: word, Style: c.PairStyle(n)}
		}
		return c.saying(t, said.Balancer, balancerWords(t))
	}}
	witnessCheck = &Witness{"last check", 16, false, func(c *Context, t *incident.Truth) Saying {
		n := c.Frame.Node(t.Node)
		switch {
		case n == nil:
			return Saying{}
		case IdleLoad(n) && !n.Container.Running():
			return Saying{}
		case n.Server != nil:
			return c.saying(t, said.Check, CheckWords(n.Server, false))
		case c.Silent(n) != nil:
			return c.silence(c.Silent(n), c.Disputed(n))
		case n.Runs(record.KindHTTP):
			return c.saying(t, said.Page, t.Check)
		case !n.IsReplica() && !n.IsMaster() && !n.Runs(record.KindProbe) && c.answers(n):
			return Saying{paint.NewSign(c.Theme.OK, c.Theme.Good), "answers", c.Theme.Text}
		}
		return Saying{}
	}}
	witnessReplica = &Witness{"replication", 18, false, func(c *Context, t *incident.Truth) Saying {
		n := c.Frame.Node(t.Node)
		if n == nil || !n.IsReplica() && !n.IsMaster() {
			return Saying{}
		}
		if s := c.Silent(n); s != nil {
			return c.silence(s, c.Disputed(n))
		}
		return c.saying(t, said.Replication, ReplicationWords(n.Replica))
	}}
	witnessTraffic = &Witness{"traffic", 9, true, func(c *Context, t *incident.Truth) Saying {
		if t.Traffic < 0 {
			return Saying{}
		}
		s := Saying{Text: string(paint.AppendRate(nil, t.Traffic, 5)) + "/s", Style: c.RateStyle(t.Traffic)}
		if t.Traffic > 0 && t.Contradicts(said.Docker) {
			s.Style = c.Theme.Warn
		}
		return s
	}}
	witnessErrors = &Witness{"failed", 8, true, func(c *Context, t *incident.Truth) Saying {
		st := c.Theme.Faint
		if t.Errors > 0 {
			st = c.Theme.Warn
		}
		return Saying{Text: share(t.Errors), Style: st}
	}}
)

// witnesses are all sources in the order of the table, unreplicated those where there is no replication, and LightWitnesses those
// that a narrow table leaves out, the first one first.
var (
	witnesses      = []*Witness{witnessDocker, witnessHealth, witnessBalancer, witnessCheck, witnessReplica, witnessTraffic, witnessErrors}
	unreplicated   = []*Witness{witnessDocker, witnessHealth, witnessBalancer, witnessCheck, witnessTraffic, witnessErrors}
	LightWitnesses = []*Witness{witnessErrors, witnessReplica, witnessTraffic, witnessHealth, witnessCheck}
)

// dockers is how many of the first of them are Docker's.
const dockers = 2

// Witnesses are the sources that there are in this project, in the order of the table.
func (c *Context) Witnesses() []*Witness {
	all := unreplicated
	for i := range c.Frame.Nodes {
		if n := &c.Frame.Nodes[i]; n.IsMaster() || n.IsReplica() {
			all = witnesses
		}
	}
	if c.Frame.Topology.NoDocker {
		return all[dockers:]
	}
	if c.Frame.Swarm.Known() {
		swarm := witnessSwarm
		if !TwoWide(c.Area.W) {
			swarm = witnessTask
		}
		return slices.Insert(slices.Clone(all), 1, swarm)
	}
	return all
}

// Called is the title of a witness: that of the balancer is the programs that there are.
func (c *Context) Called(w *Witness) string {
	if w != witnessBalancer {
		return w.Title
	}
	switch haproxy, nginx := c.Has(record.KindHAProxy), c.Has(record.KindNginx); {
	case nginx && !haproxy:
		return "nginx"
	case haproxy && !nginx:
		return "HAProxy"
	}
	return w.Title
}

// Has reports whether the project has a node of a kind.
func (c *Context) Has(k record.Kind) bool {
	for i := range c.Frame.Nodes {
		if c.Frame.Nodes[i].Runs(k) {
			return true
		}
	}
	return false
}

// WordSign is the sign of a word. Only what is broken now is red, and of that one word.
func (c *Context) WordSign(w said.Word) paint.Sign {
	th := c.Theme
	switch w {
	case said.Well:
		return paint.NewSign(th.OK, th.Good)
	case said.Unchecked:
		return paint.NewSign(th.NoCheck, th.Faint)
	case said.Silent:
		return paint.NewSign(th.Unknown, th.Warn)
	case said.Rising:
		return paint.NewSign(th.Moving, th.Rising)
	case said.Out:
		return paint.NewSign(th.Out, th.Drained)
	case said.Doubted:
		return paint.NewSign(th.Moving, th.Warn)
	case said.Frozen:
		return paint.NewSign(th.Paused, th.Frozen)
	case said.CutOff:
		return paint.NewSign(th.Cut, th.Warn)
	case said.Ill:
		return paint.NewSign(th.Broken, th.Warn)
	}
	return paint.NewSign(" ", th.Text)
}

// saying is a witness's word with its sign. It is coloured if it contradicts another.
func (c *Context) saying(t *incident.Truth, by said.Witness, text string) Saying {
	n := c.Frame.Node(t.Node)
	if text == "" || n == nil {
		return Saying{}
	}
	lane := c.Frame.Said(n, by)
	s := Saying{c.WordSign(lane.Now), text, c.Theme.Text}
	if lane.Says() == said.Silent {
		s.Sign, s.Style = paint.NewSign(c.Theme.Unknown, c.Theme.Faint), c.Theme.Faint // it said so last
	}
	if t.Contradicts(by) || len(t.Disagree) > 0 && lane.Now > said.Silent {
		s.Style = c.Theme.Warn
		if lane.Now == said.Well {
			s.Sign.Style = c.Theme.Warn
		}
	}
	if IdleLoad(n) && !n.Container.Running() {
		s.Sign = paint.NewSign(c.Theme.NoCheck, c.Theme.Faint) // it is off, which is no fault
	}
	if by == said.Docker && (lane.Now == said.Ill || lane.Now == said.CutOff) && !IdleLoad(n) {
		s.Sign.Style = c.Theme.Bad
		if s.Style == c.Theme.Warn {
			s.Style = c.Theme.Bad
		}
	}
	return s
}

// nginxAnswered reports whether nginx was ever heard of: until then it is not known to use anything.
func (c *Context) nginxAnswered() bool { return c.Frame.Nginx.Nginx != nil || c.Frame.Nginx.Logs }

// silence is how long a node's own feed has not answered.
func (c *Context) silence(s *incident.Source, disputed bool) Saying {
	out := Saying{paint.NewSign(c.Theme.Unknown, c.Theme.Faint), "silent", c.Theme.Text}
	if !s.Since.IsZero() {
		out.Text += " " + paint.Lasted(c.Frame.At.Sub(s.Since))
	}
	if disputed {
		out.Sign.Style, out.Style = c.Theme.Warn, c.Theme.Warn
	}
	return out
}

// answers reports whether a node's own feed answers.
func (c *Context) answers(n *incident.Node) bool {
	s := c.Frame.Source(ownSource(n), n.Name)
	return s != nil && !s.Stale()
}

// DockerWords are a container's state, with its exit code in full.
func DockerWords(state string, full bool) string {
	if state == "running" {
		return "runs"
	}
	state = strings.TrimPrefix(state, "running, ")
	if !full {
		state, _, _ = strings.Cut(state, " (")
	}
	return state
}

// balancerWords are what HAProxy or nginx does with a node.
func balancerWords(t *incident.Truth) string {
	switch {
	case t.Admin == "" && t.Oper == "used":
		return "in use"
	case t.Admin == "":
		return t.Oper
	case t.Oper == "":
		return t.Admin
	}
	return StatusWords(t.Oper)
}

// StatusWords are HAProxy's state of a server: "up 2/3, in use".
func StatusWords(status string) string {
	s := record.ParseStatus(status)
	text := strings.ToLower(status)
	if s.State.Serving() {
		text += ", in use"
	}
	return text
}

// checkWords are the outcomes of HAProxy's checks, by the end of their codes (management.txt 9.1, "check_status").
var checkWords = []struct{ ends, words string }{{"OKC", "ok, with a condition"}, {"OK", "ok"}, {"TOUT", "no answer"}, {"CON", "refused"}, {"RSP", "wrong answer"}, {"STS", "bad status"}}

// CheckWords are the last check of a server, with HAProxy's code in full.
func CheckWords(s *record.Server, full bool) string {
	code := strings.TrimPrefix(s.CheckStatus, "* ")
	if code == "" {
		return ""
	}
	for _, w := range checkWords {
		switch {
		case !strings.HasSuffix(code, w.ends):
			continue
		case w.ends == "OK":
			return fmt.Sprintf("ok %d ms", s.CheckDuration)
		case w.ends == "STS" && s.CheckCode > 0:
			return fmt.Sprintf("status %d", s.CheckCode)
		case full:
			return w.words + " (" + code + ")"
		}
		return w.words
	}
	return code
}

// ReplicationWords are a database's own report.
func ReplicationWords(r *record.Replica) string {
	switch {
	case r == nil:
		return ""
	case r.Master && r.ReadOnly:
		return "read only"
	case r.Master:
		return "takes writes"
	case !incident.Ails(r).IsZero() && (r.IO != "Yes" || r.SQL != "Yes"):
		return "IO " + r.IO + ", SQL " + r.SQL
	case r.LagKnown:
		if r.Lag < time.Minute {
			return paint.Count(int64(r.Lag/time.Second)) + " s behind"
		}
		return paint.Age(r.Lag) + " behind"
	}
	return "replicates"
}

// share is a part of 1 in percent: "0 %", "0.42 %", "12 %".
func share(v float64) string {
	if v < 0 {
		return ""
	}
	return string(units.AppendShare(nil, v*100))
}

// Put writes a saying into w cells.
func (s Saying) Put(p *paint.Pen, w int) {
	stop := min(p.Row.X+w, p.End)
	if s.Text != "" && s.Sign.Glyph != "" {
		p.Glyph(s.Sign.Style, s.Sign.Glyph, 1)
	} else {
		p.Space(1)
	}
	p.Space(1)
	p.Left(s.Style, s.Text, stop-p.Row.X)
}

// Disagree writes a sentence on which the sources disagree.
func (c *Context) Disagree(p *paint.Pen, says wording.Phrase) {
	p.Glyph(c.Theme.Warn, c.Theme.Differ, 1)
	p.Space(1)
	p.Say(c.Theme.Warn, says)
}
