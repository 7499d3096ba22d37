package paint

import (
	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/units"
)

// Phrase is a text, and the same with fewer words.
type Phrase struct{ Long, Short string }

// words are the roles and the kinds as they are counted: one, many.
var words = map[string][2]string{
	string(record.RoleLoad):     {"load generator", "load generators"},
	string(record.RoleWeb):      {"web server", "web servers"},
	string(record.RoleApp):      {"app instance", "app instances"},
	string(record.RoleBalancer): {"balancer", "balancers"},
	string(record.RoleReplica):  {"replica", "replicas"},
	string(record.RoleMaster):   {"master", "masters"},
	string(record.KindHAProxy):  {"HAProxy", "HAProxies"},
	string(record.KindNginx):    {"nginx", "nginxes"},
	string(record.KindK6):       {"load generator", "load generators"},
	string(record.KindMySQL):    {"database", "databases"},
	string(record.KindHTTP):     {"web server", "web servers"},
	string(record.KindServer):   {"server", "servers"},
}

// WordsOf are what nodes of a role, or of a kind, are called: one, many.
func WordsOf(what string) (one, many string) {
	if w, ok := words[what]; ok {
		return w[0], w[1]
	}
	return "node", "nodes"
}

// Consequence describes a fact about a fault. The sign goes before a time that is a bound: "≤".
func Consequence(f consequence.Fact, atMost string) Phrase {
	one, many := WordsOf(f.What)
	switch f.Kind {
	case consequence.Idle:
		return Phrase{"it serves nothing now: " + HealthWord(f.Health), "now " + HealthWord(f.Health)}
	case consequence.LoadEnds:
		return Phrase{"the load ends", "no load"}
	case consequence.LoadStalls:
		return Phrase{"the load stands still", "no load"}
	case consequence.LoadUnreached:
		return Phrase{"no request gets through", "no load"}
	case consequence.LoadSlows:
		return Phrase{"the load itself gets slow", "slow load"}
	case consequence.OthersStay:
		n := int(f.Count)
		return Phrase{Plural(n, one+" stays up", many+" stay up"), Plural(n, "stays up", "stay up")}
	case consequence.LastOfRole:
		return Phrase{"the LAST " + one + " that serves", "the LAST " + one}
	case consequence.NoOther:
		return Phrase{"no other " + one + " serves", "no other " + one}
	case consequence.Serves:
		return Phrase{"it serves " + RateIn(f.Rate, f.Unit), RateIn(f.Rate, f.Unit)}
	case consequence.StillSends:
		return Phrase{f.Watcher + " cannot be changed and still sends", f.Watcher + " still sends"}
	case consequence.UntilChecked:
		return Phrase{f.Why.String(), "until its checks pass"}
	case consequence.NodesStop, consequence.NodesCut, consequence.NodesInTurn, consequence.NodesAdded:
		return nodes(f)
	case consequence.SessionsHang, consequence.SessionsSlow, consequence.SessionsFinish, consequence.SessionsCut:
		return sessions(f)
	case consequence.Move, consequence.MoveOnceNoticed, consequence.StayAway, consequence.NoMajority, consequence.MadeAgain:
		return bySwarm(f)
	}
	return noticed(f, string(units.English.AppendUp([]byte(atMost+" "), f.Within)))
}

// nodes describes what becomes of the nodes of a host, or of a service.
func nodes(f consequence.Fact) Phrase {
	n := int(f.Count)
	if n == 0 {
		return Phrase{"none of its nodes is watched", "no node"}
	}
	one, many := "node stops", "nodes stop"
	switch f.Kind {
	case consequence.NodesCut:
		one, many = "node is cut off", "nodes are cut off"
	case consequence.NodesInTurn:
		one, many = "node stops and comes again", "nodes stop and come again, one after the other"
	case consequence.NodesAdded:
		one, many = "node stays, and others come", "nodes stay, and others come"
	}
	return Phrase{Plural(n, one, many) + ": " + f.What, Plural(n, one, many)}
}

// bySwarm describes what the swarm does about a fault.
func bySwarm(f consequence.Fact) Phrase {
	n := int(f.Count)
	switch f.Kind {
	case consequence.Move:
		return Phrase{f.What + verb(n, " runs", " run") + " elsewhere", Plural(n, "moves", "move")}
	case consequence.MoveOnceNoticed:
		return Phrase{f.What + verb(n, " runs", " run") + " elsewhere once the swarm has noticed", Plural(n, "moves", "move")}
	case consequence.StayAway:
		return Phrase{f.What + verb(n, " stays", " stay") + " away: no other host may have " + verb(n, "it", "them"), Plural(n, "stays away", "stay away")}
	case consequence.MadeAgain:
		after := string(units.English.AppendSet(nil, f.Within))
		return Phrase{"the swarm makes it again " + after + " later", "made again"}
	}
	return Phrase{"too few managers of the swarm are left, which moves nothing then", "nothing moves"}
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func sessions(f consequence.Fact) Phrase {
	long, short := "will be cut", "cut"
	switch f.Kind {
	case consequence.SessionsHang:
		long, short = "will hang", "hang"
	case consequence.SessionsSlow:
		long, short = "will be slow", "slow"
	case consequence.SessionsFinish:
		long, short = "may finish", "finish"
	}
	return Phrase{Plural(int(f.Count), "session "+long, "sessions "+long), Count(f.Count) + " " + short}
}

func noticed(f consequence.Fact, within string) Phrase {
	switch {
	case f.Kind == consequence.DetectionUnknown:
		return Phrase{"when it is noticed is not known: " + f.Why.String(), "noticed: not known"}
	case f.Kind == consequence.Unnoticed && f.Watcher == "":
		return Phrase{"no balancer watches it", "unnoticed"}
	case f.Kind == consequence.Unnoticed:
		return Phrase{f.Watcher + " will not notice", "unnoticed"}
	case f.Kind == consequence.NotMissed:
		return Phrase{f.Watcher + " has the address", "not missed"}
	case f.Kind == consequence.TakesOver:
		return Phrase{f.Watcher + " takes its address in " + within, "moves in " + within}
	case f.Kind == consequence.Detected && f.Watcher != "":
		return Phrase{"noticed " + within + " by all, last by " + f.Watcher, "noticed " + within}
	case f.Kind == consequence.DetectedAfterStop && f.Watcher != "":
		return Phrase{"noticed " + within + " after its end by all, last by " + f.Watcher, "noticed " + within}
	case f.Kind == consequence.Detected:
		return Phrase{"noticed " + within, "noticed " + within}
	case f.Kind == consequence.DetectedAfterStop:
		return Phrase{"noticed " + within + " after its end", "noticed " + within}
	}
	return Phrase{}
}

// RateIn writes a node's rate: "12/s", "12 sess/s".
func RateIn(rate float64, unit incident.Unit) string {
	if unit == incident.Sessions {
		return Rate(rate) + " sess/s"
	}
	return Rate(rate) + "/s"
}

// Remedy is what the action that helps against a refusal does: "unpauses it"; "" if there is none.
func Remedy(r consequence.Refusal) string {
	switch r.Reason {
	case consequence.NotRunning:
		return "starts it"
	case consequence.PausedAlready, consequence.RestartOfPaused:
		return "unpauses it"
	case consequence.CutAlready:
		return "lets it rejoin"
	case consequence.MaintAlready, consequence.DrainAlready:
		return "makes it ready"
	}
	return ""
}
