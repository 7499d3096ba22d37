package logs

import (
	"testing"

	"hadash/record"
)

// One server name in two backends: a line concerns the server of its backend.
func TestConcernsAServerOfItsBackend(t *testing.T) {
	state := func(backend string) *record.StateChange {
		return &record.StateChange{Backend: backend, Server: "s1", To: record.Down}
	}
	lines := []*record.Line{
		{Node: "lb", Text: "Server web/s1 is DOWN.", State: state("web")},
		{Node: "lb", Text: "Server api/s1 is DOWN.", State: state("api")},
		{Node: "lb", Text: "x", Session: &record.Session{Backend: "api", Server: "s1"}},
		{Node: "lb", Text: "Health", Check: &record.HealthCheck{Backend: "api", Server: "s1"}},
		{Node: "lb", Text: "backend api has no server available!", State: &record.StateChange{Backend: "api", To: record.Down}},
		{Node: "lb", Text: "api/s1 changed its IP from (none) to 127.0.0.1 by r/d."},
		{Node: "lb", Text: "web/s1 changed its IP from (none) to 127.0.0.1 by r/d."},
		{Node: "lb", Text: "something of s1 itself, and of api/s1"},
		{Node: "lb", Text: "10.9.0.21:80 is slow"},
	}
	for who, want := range map[*NodeNames]string{
		{Node: "api1", Names: []string{"s1", "api/s1", "/api", "api1", "10.9.0.21"}}: " 1 2 3 4 5 7 8",
		{Node: "web1", Names: []string{"s1", "web/s1", "/web", "web1", "10.9.0.11"}}: " 0 6 7",
		{Node: "s1", Names: []string{"s1"}}:                                          " 0 1 2 3 5 6 7", // which servers it is was not told yet
		NamesOf("s1", "web", nil):                                                    " 0 6 7",
	} {
		p := ofRows(5)
		p.Add(lines)
		got := ""
		for i := range lines {
			if l := p.ring.at(int64(i)); who.concerns(l) {
				got += " " + string(rune('0'+i))
			}
		}
		if got != want {
			t.Errorf("%v: lines%s, want%s", who.Names, got, want)
		}
	}
}
