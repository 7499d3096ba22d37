package incident

import (
	"testing"

	"hadash/incident/clients"
	"hadash/record"
)

// profiled is the lab with our own application, whose log has the reads that it repeats.
func profiled() record.Sample {
	top := lab
	top.Nodes = nil
	for _, n := range lab.Nodes {
		if n.Role == record.RoleApp {
			n.Image = "hadash/profile:lab"
		}
		top.Nodes = append(top.Nodes, n)
	}
	return record.Sample{At: start, Source: record.SourceTopology, Topology: &top}
}

// Who could count the failures that a fault's time absorbed: HAProxy's page, nginx's log, the application's log.
func TestWhoCountsWhatIsAbsorbed(t *testing.T) {
	kill := []record.Sample{containers(0, nil), docker(10, "db1", "kill", "9"), docker(10.1, "db1", "die", "137")}
	unread := func(node string) record.Sample {
		return record.Sample{At: at(5), Source: record.SourceLogs, Node: node, Err: "not permitted"}
	}
	logged := rerouted(11, app1Addr)
	logged.Logs.Answers = &record.AnswerTally{Requests: 1, Last: at(11)}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    clients.Counted
	}{
		"nobody":                          {kill, clients.Counted{}},
		"HAProxy":                         {append(kill[:3:3], rows(11, "UP", "UP"), rows(12, "UP", "UP")), clients.Counted{HAProxy: true}},
		"HAProxy, read once":              {append(kill[:3:3], rows(11, "UP", "UP")), clients.Counted{}},
		"HAProxy, read before":            {append([]record.Sample{rows(9, "UP", "UP")}, kill...), clients.Counted{HAProxy: true}},
		"nginx":                           {append(kill[:3:3], logged), clients.Counted{Nginx: true}},
		"our application":                 {append([]record.Sample{profiled()}, kill...), clients.Counted{App: true}},
		"and one of its logs is not read": {append([]record.Sample{profiled(), unread("app1")}, kill...), clients.Counted{App: true}},
		"and none of its logs is read":    {append([]record.Sample{profiled(), unread("app1"), unread("app2")}, kill...), clients.Counted{}},
		"an application that says so":     {append(kill[:3:3], repeats(11, "app1", "db1")), clients.Counted{App: true}},
		"over before watching began":      {append([]record.Sample{docker(-30, "db1", "kill", "9"), docker(-29.9, "db1", "die", "137"), docker(-20, "db1", "start", "")}, rows(1, "UP", "UP")), clients.Counted{}},
	} {
		f := play(c.samples...)
		if got := f.Stopwatches[0].Counted(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// What the clients felt is a lower bound where a part of its witness's word was not read.
func TestClientsAtLeast(t *testing.T) {
	kill := []record.Sample{docker(10, "db1", "kill", "9"), docker(10.1, "db1", "die", "137")}
	before := []record.Sample{docker(-30, "db1", "kill", "9"), docker(-29.9, "db1", "die", "137")}
	unread := record.Sample{At: at(12), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Unread: &record.UnreadTally{Lines: 2, Why: "no status"}}}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    bool
	}{
		"all was read":                  {append(kill[:2:2], logged(11, 10, 2, 0)), false},
		"lines of nginx's log were not": {append(kill[:2:2], logged(11, 10, 2, 0), unread), true},
		"nor are they the witness":      {append(kill[:2:2], lost(11), unread), false},
		"it was broken before":          {append(before[:2:2], logged(11, 10, 2, 0)), true},
		"since an unknown time":         {[]record.Sample{containers(1, map[string]string{"db1": "exited"}), logged(11, 10, 2, 0)}, true},
	} {
		f := play(append([]record.Sample{containers(0, nil)}, c.samples...)...)
		if name == "since an unknown time" {
			f = play(c.samples...)
		}
		if got := f.Stopwatches[0].Felt.Clients(); got.Least != c.want || !got.Known() {
			t.Errorf("%s: %+v, want at least %v", name, got, c.want)
		}
	}
	f := play(containers(0, nil), logged(11, 10, 2, 0), unread)
	if c := f.Watched.Felt.Clients(); !c.Least {
		t.Errorf("the watch: %+v", c)
	}
}
