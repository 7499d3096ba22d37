package verdict

import (
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/incident/usual"
	"hadash/record"
)

// Feel is how users fare, in one word.
type Feel uint8

// The feels, and what Users has in each.
const (
	NotKnown Feel = iota // no witness, or it reported nothing: Why
	Fine                 // a witness saw requests, and none of them failed in the span, or took Long
	Slowed               // none of them failed, but one took Long or more
	Hurt                 // requests failed in the span
	Past                 // requests failed in the span, but none for Quiet, at least Calm or since all is Back, and nobody is Waiting
)

// Calm is how long no request may fail until users are no longer said to be hurt. The clients' own record of a second
// comes some seconds late.
const Calm = 5 * time.Second

// Long is how long a request takes of which its user takes note.
const Long = time.Second

// Why is why it is not known how users fare.
type Why uint8

// The reasons.
const (
	Witnessed     Why = iota // it is known
	NoWitness                // neither a load nor an access log reports requests
	NoRequests               // there is a witness, and it saw no request
	LogUnreadable            // there is an access log, and no line of it could be read
	NotYet                   // there is a load, or an access log, or watching has just begun, and nothing was reported yet
	NoneAnswered             // none failed in the span, but none is answered any more: the load rests, all hang, or nginx is gone
)

// Witness reports whether there is a source that counts the requests of users.
func (u *Users) Witness() bool { return u.Why != NoWitness && u.Why != LogUnreadable }

// Users says how users fare within a span.
type Users struct {
	Feel    Feel
	Why     Why
	Clients clients.Clients      // one witness's account of the span
	Since   *stopwatch.Stopwatch // the fault with which the span began; nil: it began with watching
	Quiet   time.Duration        // since the last failed request; 0 if there was none
	Usual   usual.Usual          // how requests went before Since
	Waiting Waiting
}

// Felt is what was counted in the span.
func (u *Users) Felt(f *incident.Frame) *clients.Felt {
	if u.Since != nil {
		return &u.Since.Felt
	}
	return &f.Watched.Felt
}

// Waiting are sessions that are open at a server that does not answer: whoever holds one waits.
type Waiting struct {
	Sessions int64
	Node     string // the one that has most of them
	Others   int    // other nodes that have some
}

// begins is how long a load may take to report its first requests.
const begins = 10 * time.Second

// usersOf returns how users fare: since the first of the faults, or since watching began if there is none.
func usersOf(f *incident.Frame, faults []*stopwatch.Stopwatch) Users {
	u := Users{Clients: f.Clients(&f.Watched.Felt), Waiting: waiting(f)}
	if len(faults) > 0 {
		u.Since = earliest(faults)
		u.Clients, u.Usual = f.Clients(&u.Since.Felt), usual.Before(f, u.Since.At)
	}
	switch c := u.Clients; {
	case !c.Known():
		u.Why = whyNoWitness(f)
	case c.Failed > 0:
		u.Feel, u.Quiet = Hurt, quiet(f)
		if u.Quiet >= Calm && u.Waiting.Sessions == 0 {
			u.Feel = Past
		}
	case c.Counted && c.Requests == 0 || !c.Asked():
		u.Why = NoRequests
		if u.Since != nil && f.Watched.Felt.Clients().Asked() {
			u.Why = NotYet // there are users, and the fault has just begun
		}
	case !answering(f):
		u.Why = NoneAnswered
	default:
		u.Feel = Fine
		if d, ok := c.Longest(); ok && d >= Long {
			u.Feel = Slowed
		}
	}
	return u
}

// answering reports whether requests are answered now, as far as the load or nginx counts them.
func answering(f *incident.Frame) bool {
	load, web := f.Load.K6 != nil, f.Nginx.Nginx != nil
	switch {
	case !load && !web:
		return true // only a log tells
	case load && f.Load.On && f.Load.Recent != 0: // -1: it began just now
		return true
	}
	return web && f.Nginx.Recent != 0 && !silent(f, record.SourceNginx)
}

func silent(f *incident.Frame, source string) bool {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == source && !s.Stale() {
			return false
		}
	}
	return true
}

// whyNoWitness is why nothing is known of the clients, in a stack that may have a load or an access log.
func whyNoWitness(f *incident.Frame) Why {
	switch {
	case f.Load.On, f.Nginx.Logs, f.Nginx.HasAccess, f.Watched.Felt.HasNginx:
		return NotYet
	case f.Unread.Lines > 0:
		return LogUnreadable
	case len(f.Topology.Of(record.KindProbe)) > 0 && f.At.Sub(f.Begun) < begins:
		return NotYet
	case len(f.Topology.Of(record.KindK6)) > 0:
		return NoRequests
	case f.At.Sub(f.Begun) < begins:
		return NotYet
	}
	return NoWitness
}

func earliest(all []*stopwatch.Stopwatch) *stopwatch.Stopwatch {
	first := all[0]
	for _, s := range all[1:] {
		if s.At.Before(first.At) {
			first = s
		}
	}
	return first
}

// quiet returns how long ago the last failed request was seen; since watching began if none was since then.
func quiet(f *incident.Frame) time.Duration {
	last := f.LastFailed
	for i := range f.Stopwatches {
		if m := f.Stopwatches[i].Moments[stopwatch.LastFailed]; m.Seen() && m.At.After(last) {
			last = m.At
		}
	}
	if last.Before(f.Begun) {
		last = f.Begun
	}
	return max(f.At.Sub(last), 0)
}

// waiting counts the sessions at servers of HAProxy whose node does not answer.
func waiting(f *incident.Frame) (w Waiting) {
	var most int64
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !hangs(n) || n.Server == nil || f.HAProxy == nil {
			continue
		}
		open := int64(0)
		for s := range n.Servers {
			if s.Scur > 0 && !f.HAProxy.BlankOf(s).Has("scur") {
				open += s.Scur
			}
		}
		if open == 0 {
			continue
		}
		w.Sessions += open
		if open > most {
			if w.Node != "" {
				w.Others++
			}
			w.Node, most = n.Name, open
		} else {
			w.Others++
		}
	}
	return w
}

// hangs reports whether a session at a node in this state gets no answer.
func hangs(n *incident.Node) bool {
	switch n.Health {
	case incident.Stopped, incident.Paused, incident.CutOff, incident.Missing:
		return !n.Software().Asks()
	}
	return false
}
