package header

import (
	"time"

	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// gap is the distance between two segments of the first line.
const gap = 2

// segment writes a part of the first line in the longest of its forms that fits, or not at all.
func segment(p *paint.Pen, st paint.Style, forms ...string) {
	for _, s := range forms {
		if s != "" && paint.Width(s)+gap <= p.Room() {
			p.Space(gap)
			p.Put(st, s)
			return
		}
	}
}

// users says how the users fare in the span of the verdict.
func (h *Header) users(p *paint.Pen, v *verdict.Verdict) {
	u := &v.Users
	failed := ui.Failed(h.C.Theme, u.Clients)
	of := failed + " failed"
	if u.Clients.Counted {
		of = failed + " of " + paint.Count(int64(u.Clients.Requests)) + " failed"
	}
	switch u.Feel {
	case verdict.Hurt:
		segment(p, h.C.Theme.Bad, "USERS HURT: "+of, "USERS HURT: "+failed+" failed", "USERS HURT: "+failed, "HURT: "+failed)
		if n := u.Waiting.Sessions; n > 0 { // they may fail, too
			long := paint.Count(n) + " sessions hang" + h.onNode(v)
			if p.Room() < paint.Width(long)+forNext {
				long = ""
			}
			segment(p, h.C.Theme.Warn, long, paint.Count(n)+" hang")
		}
	case verdict.Past:
		none := ", none for " + paint.Age(u.Quiet)
		segment(p, h.C.Theme.Text, "users: "+of+none, of+none, failed+" failed"+none, of, failed+" failed")
	case verdict.Fine, verdict.Slowed:
		if w := &u.Waiting; w.Sessions > 0 {
			hang := paint.Count(w.Sessions) + " sessions hang"
			segment(p, h.C.Theme.Warn, "users: "+of+", "+hang+h.onNode(v), of+", "+hang, hang)
			return
		}
		if d, _ := u.Clients.Longest(); u.Feel == verdict.Slowed {
			slow := ", slowest " + paint.Took(d)
			segment(p, h.C.Theme.Text, "users: "+of+slow, of+slow, failed+" failed"+slow)
			return
		}
		if u.Clients.Least { // more may have failed than was seen
			segment(p, h.C.Theme.Text, "users: "+of, of, failed+" failed")
			return
		}
		segment(p, h.C.Theme.Text, "users fine: "+of, "users fine")
	default:
		segment(p, h.C.Theme.Faint, whyNotKnown(u.Why)...)
	}
}

// forNext is the room for what the balancer does next: "HAProxy: out in ≤ 12.0 s".
const forNext = 2*gap + 24

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
func (h *Header) next(p *paint.Pen, v *verdict.Verdict) {
	x := &v.Next
	node := ""
	if len(v.Faults) > 1 {
		node = x.Node + " "
	}
	switch x.Step {
	case verdict.TakesOut:
		in := paint.Lasted(x.In)
		segment(p, h.C.Theme.Text, x.Watcher+": "+node+"out in "+h.C.Theme.AtMost+" "+in, x.Watcher+": out "+h.C.Theme.AtMost+" "+in)
	case verdict.Overdue:
		late := paint.Lasted(-x.In)
		segment(p, h.C.Theme.Warn, x.Watcher+": "+node+"overdue by "+late, x.Watcher+": overdue")
	case verdict.Never:
		segment(p, h.C.Theme.Warn, x.Watcher+" will not notice "+node, x.Watcher+" will not notice")
	case verdict.Unknown:
		segment(p, h.C.Theme.Faint, "when "+x.Watcher+" notices is not known")
	case verdict.TookOut:
		after := "after " + paint.Took(x.After)
		if x.After < time.Millisecond {
			after = "at once"
		}
		segment(p, h.C.Theme.Faint, x.Watcher+" took "+orIt(node)+"out "+after, x.Watcher+": out")
	case verdict.TriesAgain:
		segment(p, h.C.Theme.Warn, x.Watcher+" tries "+orIt(node)+"again with requests of users", x.Watcher+" tries "+orIt(node)+"again")
	case verdict.Starts:
		segment(p, h.C.Theme.Text, node+"starting")
	case verdict.Checks:
		n := paint.Count(int64(x.Passed)) + " of " + paint.Count(int64(x.Of)) + " checks"
		segment(p, h.C.Theme.Text, x.Watcher+": "+node+n, n)
	case verdict.Returns:
		segment(p, h.C.Theme.Text, node+"UP, no traffic yet")
	}
}

func orIt(node string) string {
	if node == "" {
		return "it "
	}
	return node
}
