package record

import "strings"

// Cause says why a server is out that no check found DOWN.
type Cause uint8

// The causes.
const (
	Asked      Cause = iota // somebody asked for it: a command, the stats page, an agent, the configuration
	Unresolved              // its name has no address
	Inherited               // the server is out that it tracks
)

// Cause reads the status column: "MAINT", "MAINT (resolution)", "MAINT (via be/s1)".
func (s Status) Cause() Cause {
	switch {
	case s.State != Maint:
	case strings.Contains(s.Text, "(resolution)"):
		return Unresolved
	case strings.Contains(s.Text, "(via "):
		return Inherited
	}
	return Asked
}

// Cause reads the reason of a sentence about maintenance (src/server.c). HAProxy gives one for all but commands: what
// its resolvers found, a click on the stats page, and the server that is tracked.
//
//	going DOWN for maintenance            going DOWN for maintenance ('disable' on stats page)
//	... (DNS NX status)                   ... (entry removed from SRV record)
//	... (DNS NX status) via be/s1         ... via be/s1
func (s *StateChange) Cause() Cause {
	if s.To != Maint && s.To != Drain {
		return Asked
	}
	reason, _, via := strings.Cut(" "+s.Reason, " via ")
	switch {
	case strings.Contains(reason, "DNS"), strings.Contains(reason, "No IP"), strings.Contains(reason, "SRV record"):
		return Unresolved
	case via:
		return Inherited
	case s.Released():
		return Unresolved // what else would keep it
	}
	return Asked
}

// Released reports whether a maintenance that somebody asked for is over, whatever the server is now.
func (s *StateChange) Released() bool {
	return strings.HasPrefix(s.Reason, "leaving forced maintenance")
}

// Tracks is the server that one in an inherited state follows, "" when the text does not say.
func (s Status) Tracks() string {
	_, after, _ := strings.Cut(s.Text, "(via ")
	name, _, _ := strings.Cut(after, ")")
	return name
}

// GivenUp reports whether a balancer found out that a server is of no use, rather than was told so: DOWN, or its name
// has no address any more.
func (s Status) GivenUp() bool { return s.State == Down || s.Cause() == Unresolved }
