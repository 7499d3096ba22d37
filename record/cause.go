package record

import "strings"

// Cause is why a server is out although no check found it DOWN.
type Cause uint8

// The causes.
const (
	Asked      Cause = iota // commanded: a command, the stats page, an agent, the configuration
	Unresolved              // its name has no address
	Inherited               // the server it tracks is out
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

// Cause reads the reason in a log sentence about maintenance (src/server.c). HAProxy gives one except for commands: the
// result of its resolvers, a click on the stats page, or the tracked server.
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
	case strings.HasPrefix(s.Reason, "leaving forced maintenance"):
		return Unresolved // nothing else would keep it
	}
	return Asked
}

// Released reports whether a commanded maintenance or drain is over, whatever the server's state is now.
func (s *StateChange) Released() bool {
	return strings.HasPrefix(s.Reason, "leaving forced maintenance") || strings.HasPrefix(s.Reason, "leaving forced drain")
}

// Tracks returns the server that one in an inherited state follows, "" if the text does not name it.
func (s Status) Tracks() string {
	_, after, _ := strings.Cut(s.Text, "(via ")
	name, _, _ := strings.Cut(after, ")")
	return name
}

// GivenUp reports whether a balancer found a server unusable by itself, without a command: DOWN, or its name no longer
// has an address.
func (s Status) GivenUp() bool { return s.State == Down || s.Cause() == Unresolved }
