package verdict

import (
	"hadash/incident"
	"hadash/record"
)

// Servers counts HAProxy's servers by what it does with them.
type Servers struct {
	All, Up   int
	Unchecked int            // HAProxy assumes that they are up
	Down      int            // given up, or on their way back
	Failing   int            // still used, though checks fail
	Out       int            // taken out by a command, or by what they track
	Unknown   int            // in a state that this version does not know
	First     *record.Server // of Down, the one that has been so the longest; nil where no server's age is known
	Since     bool           // First has been down since HAProxy's process began, and perhaps before
	Backends  []string       // backends that are down
}

// Serve is how many servers get sessions.
func (s *Servers) Serve() int { return s.Up + s.Unchecked + s.Failing }

// serversOf counts the servers of a reading.
func serversOf(f *incident.Frame) (sum Servers) {
	h := f.HAProxy
	if h == nil {
		return sum
	}
	sum.All = len(h.Servers)
	var blanks []record.Blank
	for i := range h.Servers {
		s := &h.Servers[i]
		switch st := &s.Status; {
		case f.Free(s):
			sum.All--
		case f.Standby(s):
			sum.Out++
		case st.State == record.Up:
			sum.Up++
		case st.State == record.NoCheck:
			sum.Unchecked++
		case st.State == record.GoingDown:
			sum.Failing++
		case st.State == record.Unknown:
			sum.Unknown++
		case st.GivenUp(), st.State == record.GoingUp:
			sum.Down++
			if blanks == nil {
				_, blanks = h.Blanks()
			}
			if !blanks[i].Has("lastchg") && (sum.First == nil || s.Lastchg > sum.First.Lastchg) {
				sum.First = s
			}
		default:
			sum.Out++
		}
	}
	sum.Since = sum.First != nil && h.Uptime > 0 && sum.First.Lastchg >= h.Uptime-1
	for i := range h.Proxies {
		if p := &h.Proxies[i]; !p.Frontend && p.Status.State == record.Down {
			sum.Backends = append(sum.Backends, p.Pxname)
		}
	}
	return sum
}
