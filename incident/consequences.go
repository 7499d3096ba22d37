package incident

import (
	"fmt"

	"hadash/record"
)

// Consequences is what a fault would do if it were made now: what the question before it says.
type Consequences struct {
	Last  bool     // the target is the last of its role that serves
	Role  string   // what the target is, for people: "replica", "app instance"
	Facts []string // in the order of their weight: "2 replicas stay UP", "9 sessions will be cut", "detection expected within 0.45 s"
}

// roleWords are the roles as people count them.
var roleWords = map[record.Role][2]string{
	record.RoleLoad:     {"load generator", "load generators"},
	record.RoleWeb:      {"web server", "web servers"},
	record.RoleApp:      {"app instance", "app instances"},
	record.RoleBalancer: {"balancer", "balancers"},
	record.RoleReplica:  {"replica", "replicas"},
	record.RoleMaster:   {"master", "masters"},
}

// Consequences weighs a fault against the Frame.
func (f *Frame) Consequences(fault record.Fault) Consequences {
	n := f.Node(fault.Target)
	if n == nil {
		return Consequences{}
	}
	words := roleWords[n.Role]
	c := Consequences{Role: words[0]}
	left := f.serving(n)
	switch {
	case !n.Health.Serving():
		c.say("it serves nothing now: %s", n.Health)
	case fault.Kind == record.Slow, fault.Kind == record.Delay, fault.Kind == record.Loss, fault.Kind == record.SetWeight:
		c.say("%s", strains(fault))
	case left == 1:
		c.say("1 %s stays UP", words[0])
	case left > 1:
		c.say("%d %s stay UP", left, words[1])
	case n.Role == record.RoleLoad:
		c.say("the load ends")
	default:
		c.Last = true
		c.say("the LAST %s that serves", words[0])
	}
	f.impact(&c, n, fault)
	f.expected(&c, fault)
	return c
}

func (c *Consequences) say(format string, args ...any) {
	c.Facts = append(c.Facts, fmt.Sprintf(format, args...))
}

// serving counts the others of a node's role that do its work.
func (f *Frame) serving(n *Node) (left int) {
	for i := range f.Nodes {
		if o := &f.Nodes[i]; o.Role == n.Role && o.Name != n.Name && o.Health.Serving() {
			left++
		}
	}
	return left
}

// strains says what a fault does that leaves its target running.
func strains(x record.Fault) string {
	switch x.Kind {
	case record.Slow:
		return fmt.Sprintf("%d %% of one CPU is left to it", x.Amount)
	case record.Delay:
		return fmt.Sprintf("each packet it sends leaves %d ms late", x.Amount)
	case record.Loss:
		return fmt.Sprintf("%d %% of the packets it sends are lost", x.Amount)
	}
	return fmt.Sprintf("%d %% of its weight is left to it", x.Amount)
}

// impact is what is going on at the node this very moment.
func (f *Frame) impact(c *Consequences, n *Node, fault record.Fault) {
	if !n.Health.Serving() {
		return
	}
	hurt := "will be cut"
	switch answerOf(fault.Kind) {
	case hangs:
		hurt = "will hang"
	case drags:
		hurt = "will be slow"
	}
	switch fault.Kind {
	case record.Cut:
		hurt = "will hang or be cut"
	case record.SetMaint, record.SetDrain, record.SetWeight:
		hurt = "go on, new ones go elsewhere"
	}
	switch {
	case n.Server != nil && n.Server.Scur == 1:
		c.say("1 session %s", hurt)
	case n.Server != nil:
		c.say("%d sessions %s", n.Server.Scur, hurt)
	case n.Rate > 0 && n.Role != record.RoleLoad:
		c.say("it serves %.0f/s", n.Rate)
	}
}

// expected is when it will be noticed, as far as the configuration tells.
func (f *Frame) expected(c *Consequences, fault record.Fault) {
	switch p := f.Predict(fault); {
	case fault.Kind.AtBalancer(), !p.Known:
	case p.Never:
		c.say("nobody will notice: %s", p.Why)
	default:
		c.say("detection expected <= %s", brief(p.Detect))
	}
}
