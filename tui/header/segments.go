package header

import (
	"strings"
	"time"

	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// users says how the users fare in the span of the verdict.
func (h *Header) users(v *verdict.Verdict) segment {
	u := &v.Users
	failed := ui.Failed(h.C.Theme, u.Clients) + " failed"
	of := failed
	if u.Clients.Counted {
		of = ui.Failed(h.C.Theme, u.Clients) + " of " + paint.Count(int64(u.Clients.Requests)) + " failed"
	}
	by := of
	if w := u.Clients.Short(); w != "" && !h.C.Frame.Load.On { // the record of a load that runs replaces it soon
		by = of + " (" + w + ")"
	}
	say := func(st paint.Style, forms ...string) segment { return segment{style: st, forms: forms} }
	switch u.Feel {
	case verdict.Hurt:
		return say(h.C.Theme.Bad, "USERS HURT: "+by, "USERS HURT: "+of, "USERS HURT: "+failed, "HURT: "+failed, failed)
	case verdict.Past:
		none := ", none for " + paint.Age(u.Quiet)
		return say(h.C.Theme.Text, "users: "+by+none, "users: "+of+none, of+none, failed+none, of, failed)
	case verdict.Fine, verdict.Slowed:
		if w := &u.Waiting; w.Sessions > 0 {
			hang := ui.Hang(w.Sessions)
			return say(h.C.Theme.Warn, "users: "+of+", "+hang+h.onNode(v), of+", "+hang, hang, paint.Count(w.Sessions)+" hang")
		}
		if d, _ := u.Clients.Longest(); u.Feel == verdict.Slowed {
			slow := ", slowest " + paint.Took(d)
			return say(h.C.Theme.Text, "users: "+by+slow, "users: "+of+slow, of+slow, failed+slow, failed)
		}
		if u.Clients.Least { // more may have failed than was seen
			return say(h.C.Theme.Text, "users: "+by, "users: "+of, of, failed)
		}
		return say(h.C.Theme.Text, "users fine: "+by, "users fine: "+of, "users fine")
	}
	return say(h.C.Theme.Faint, whyNotKnown(u.Why)...)
}

// hang says how many sessions of hurt users hang, and may fail too.
func (h *Header) hang(v *verdict.Verdict) segment {
	n := v.Users.Waiting.Sessions
	if v.Users.Feel != verdict.Hurt || n == 0 {
		return segment{}
	}
	short := paint.Count(n) + " hang"
	return segment{h.C.Theme.Warn, []string{ui.Hang(n) + h.onNode(v), short}, true}
}

// fare writes how the users fare.
func (h *Header) fare(p *paint.Pen, v *verdict.Verdict) { put(p, h.users(v), h.hang(v)) }

// onNode names the node at which sessions hang where the line has not named it yet.
func (h *Header) onNode(v *verdict.Verdict) string {
	if len(v.Faults) == 1 && v.Faults[0].Target == v.Users.Waiting.Node {
		return ""
	}
	return " on " + v.Users.Waiting.Node
}

// whyNotKnown is why it is not known how the users fare, the longest form first.
func whyNotKnown(why verdict.Why) []string {
	switch why {
	case verdict.NoRequests:
		return []string{"users: no request yet", "no request yet"}
	case verdict.NoneAnswered:
		return []string{"users: no request is answered now", "users: none answered now", "none answered"}
	case verdict.LogUnreadable:
		return []string{"users: not known, the access log cannot be read", "users: log not readable", "users: ?"}
	case verdict.NotYet:
		return []string{"users: not known yet"}
	}
	return []string{"users: not known, neither a load nor an access log", "users: no witness", "users: ?"}
}

// next says what the balancer will do about the faults, or did last.
func (h *Header) next(v *verdict.Verdict) segment {
	x := &v.Next
	node := ""
	if len(v.Faults) > 1 {
		node = x.Node + " "
	}
	say := func(st paint.Style, forms ...string) segment { return segment{style: st, forms: forms} }
	switch {
	case x.Moves && x.Step == verdict.TakesOut:
		in := h.C.Theme.AtMost + " " + paint.AtMost(x.In)
		return say(h.C.Theme.Text, x.Watcher+" takes over in "+in, "takes over in "+in)
	case x.Moves && x.Step == verdict.Overdue:
		late := paint.Lasted(-x.In)
		return say(h.C.Theme.Warn, x.Watcher+" should have taken over "+late+" ago", "overdue by "+late, "overdue")
	case x.Moves && x.Step == verdict.Never:
		return say(h.C.Theme.Faint, x.Watcher+" has the address", "no address to take over")
	case x.Moves && x.Step == verdict.TookOut:
		after := paint.Lasted(x.After.Round(100 * time.Millisecond))
		return say(h.C.Theme.Faint, x.Watcher+" took over after "+after, "took over after "+after, "moved "+after)
	}
	switch x.Step {
	case verdict.TakesOut:
		in := h.C.Theme.AtMost + " " + paint.AtMost(x.In)
		return say(h.C.Theme.Text, x.Watcher+": "+node+"out in "+in, x.Watcher+": out "+in, "out "+in)
	case verdict.Overdue:
		late := paint.Lasted(-x.In)
		return say(h.C.Theme.Warn, x.Watcher+": "+node+"overdue by "+late, x.Watcher+": overdue", "overdue")
	case verdict.Never:
		return say(h.C.Theme.Warn, x.Watcher+" will not notice "+node, x.Watcher+" will not notice", "will not notice", "not noticed")
	case verdict.Unknown:
		return say(h.C.Theme.Faint, "when "+x.Watcher+" notices is not known")
	case verdict.TookOut:
		after := "after " + paint.Lasted(x.After.Round(100*time.Millisecond)) // as exact as elsewhere, not cut
		if x.After < 50*time.Millisecond {
			after = "at once"
		}
		if len(x.Still) > 0 {
			still := ui.Still(x.Still)
			return say(h.C.Theme.Warn, x.Watcher+" took "+orIt(node)+"out "+after+", "+still, still, "not out everywhere")
		}
		if x.Last.Balancer != "" && x.Last.Balancer != x.Watcher {
			last := paint.Lasted(x.Whole.Round(100 * time.Millisecond))
			return say(h.C.Theme.Faint, x.Watcher+" took "+orIt(node)+"out "+after+", "+x.Last.Balancer+" after "+last, "out everywhere after "+last, "noticed "+last)
		}
		return say(h.C.Theme.Faint, x.Watcher+" took "+orIt(node)+"out "+after, "noticed "+after, "noticed "+strings.TrimPrefix(after, "after "))
	case verdict.TriesAgain:
		return say(h.C.Theme.Warn, x.Watcher+" tries "+orIt(node)+"again with requests of users", x.Watcher+" tries "+orIt(node)+"again")
	case verdict.Starts:
		return say(h.C.Theme.Text, node+"starting", "starting")
	case verdict.Checks:
		n := paint.Count(int64(x.Passed)) + " of " + paint.Count(int64(x.Of)) + " checks"
		return say(h.C.Theme.Text, x.Watcher+": "+node+n, n)
	case verdict.Returns:
		return say(h.C.Theme.Text, node+"up, no traffic yet", "up, no traffic yet", "up")
	}
	return segment{}
}

func orIt(node string) string {
	if node == "" {
		return "it "
	}
	return node
}
