package advice

import (
	"regexp"
	"time"

	"hadash/incident"
	"hadash/incident/advice"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
)

var serverLines = regexp.MustCompile(`^\s*(server|default-server)\s`)

// haproxyRules are about haproxy.cfg.
var haproxyRules = []rule{
	{
		title: "A check that only connects cannot see a frozen server",
		brief: "a check that waits for an answer",
		why: "The kernel of a frozen process still accepts connections, and a plain TCP check asks for no more than that: HAProxy calls the server UP " +
			"and goes on sending it sessions.",
		do: "Let the check wait for an answer. A database greets every client that connects, so this needs no account; `option mysql-check` with an " +
			"account without a password goes further, `option httpchk` does the same for HTTP. Before 2.8.16 and 3.2.1 HAProxy may wait for the lesser of `inter` and " +
			"`timeout connect` where that is longer than `timeout check`, so let one of the two be as short.",
		config: []string{"option tcp-check", "tcp-check connect", "tcp-check expect rbinary ^[0-9A-Fa-f]{8}0[aA]", "timeout check 250ms", "timeout connect 250ms"},
		manual: `HAProxy configuration.txt 4.2, "option tcp-check", "tcp-check expect", "option mysql-check", "timeout check", "timeout connect"`,
		lines:  serverLines,
		seen: func(s situation) string {
			lasted, _ := s.open()
			if !s.Shows(advice.OnlyConnects) {
				return ""
			}
			return s.Say("UP for all of %s, with up to %s sessions hanging on it; the slowest request took %s",
				s.Secs(lasted), report.Count(int64(s.sw.Blast.Hanging)), s.took())
		},
	},
	{
		title:  "A server line without `check`, `agent-check` or `track` is never DOWN",
		brief:  "`check` on the server line",
		why:    "This server is not checked, so HAProxy takes it for UP whatever happens to it.",
		do:     "Add `check` to the line.",
		manual: `HAProxy configuration.txt 5.2, "check", "agent-check", "track"`,
		lines:  serverLines,
		seen: func(s situation) string {
			if !s.Shows(advice.NotChecked) {
				return ""
			}
			return s.Say("never noticed; %s", s.Reached(s.sw.Felt.Clients()))
		},
	},
	{
		title: "Retries go to the server that has just failed",
		brief: "`option redispatch`",
		why: "Without `option redispatch` each new attempt of a session is made at the same server, until the attempts are used up and the " +
			"session ends without one. Between two of them HAProxy waits for `timeout connect`, but at most 1 s.",
		do: "Let an attempt go to another server: without a number the last one does, with 1 each. Round robin without a cookie moves each, whatever the " +
			"number, as long as more than one server is UP.",
		config: []string{"option redispatch 1", "retries 2"},
		manual: `HAProxy configuration.txt 4.2, "option redispatch", "retries"`,
		lines:  regexp.MustCompile(`^\s*(option\s+redispatch|retries)\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.NoRedispatch) {
				return ""
			}
			return s.Say("%s retries, none to another server; sessions that got no connection: %s; %s",
				report.Count(s.sw.Hidden.Retried), s.gotNone(), s.Reached(s.sw.Felt.Clients()))
		},
	},
	{
		title:  "A connection that fails is not tried again",
		brief:  "`retries`",
		why:    "With `retries 0` the first connection that a server refuses is a failed request.",
		do:     "Allow retries, and let them go to another server.",
		config: []string{"retries 2", "option redispatch 1"},
		manual: `HAProxy configuration.txt 4.2, "retries", "option redispatch"`,
		lines:  regexp.MustCompile(`^\s*retries\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.NoRetries) {
				return ""
			}
			return s.Say("sessions that got no connection: %s; %s", s.gotNone(), s.Reached(s.sw.Felt.Clients()))
		},
	},
	{
		title: "`timeout connect` is long",
		brief: "`timeout connect 250ms`",
		why: "A server that is gone does not refuse connections: its address does not answer, and each attempt waits this long before the next one is made. " +
			"A check waits as long for its connection, or for `inter` when that is less; without `timeout check` it waits for `inter`.",
		do: "A few times what a connection takes at its worst: some hundred milliseconds within one network. A SYN that is lost is sent again after 1 s, " +
			"so each is a failed attempt then: allow retries, and to other servers. Where `timeout queue` and `timeout tarpit` are not set, it applies to them, too.",
		config: []string{"timeout connect 250ms", "timeout queue 5s", "retries 2", "option redispatch 1"},
		manual: `HAProxy configuration.txt 4.2, "timeout connect", "timeout check", "timeout queue", "retries"`,
		lines:  regexp.MustCompile(`^\s*timeout\s+connect\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.ConnectLong) {
				return ""
			}
			return s.Say("an attempt waits for up to %s, and a session has %d; the slowest request took %s, a connection before the fault %d ms on average (ctime)",
				s.Set(s.check.TimeoutConnect), s.check.Retries+1, s.took(), s.ctime())
		},
	},
	{
		title: "Sessions hang on a silent server until `timeout server`",
		brief: "`on-marked-down shutdown-sessions`",
		why: "What is open on a server that falls silent stays: the server does not end it, and HAProxy does so when it goes DOWN only with `on-marked-down`. " +
			"Else the client may (`timeout client`), or TCP (`tcp-ut`, keepalive).",
		do: "First a check that sees it, and cuts its sessions when it is DOWN; then `timeout server` as short as the longest honest query and the idle " +
			"time of the connection pool allow.",
		config: []string{"default-server on-marked-down shutdown-sessions"},
		manual: `HAProxy configuration.txt 4.2, "timeout server"; 5.2, "on-marked-down"`,
		lines:  regexp.MustCompile(`^\s*timeout\s+server\b|on-marked-down`),
		seen: func(s situation) string {
			lasted, _ := s.open()
			if !s.Shows(advice.HangsOn) {
				return ""
			}
			return s.Say("up to %s sessions hung for as long as it lasted, %s; timeout server is %s; the slowest request took %s",
				report.Count(int64(s.sw.Blast.Hanging)), s.Secs(lasted), s.Set(s.check.TimeoutServer), s.took())
		},
	},
	{
		title: "HAProxy notices late",
		brief: "faster checks",
		why:   "Until enough checks have failed, sessions are sent to a server that is dead. `inter`, `fastinter`, `fall` and the check's own timeouts decide how long that is.",
		do:    "Check often, faster while something is wrong, and count few; let failures of real traffic count too.",
		config: []string{"timeout check 200ms", "default-server check inter 200ms fastinter 100ms fall 2 rise 2",
			"default-server observe layer4 error-limit 2 on-error mark-down"},
		manual: `HAProxy configuration.txt 5.2, "inter", "fastinter", "fall", "observe", "on-error"; 4.2, "timeout check"`,
		lines:  serverLines,
		seen: func(s situation) string {
			d, _ := s.sw.Detection()
			if !s.Shows(advice.NoticedLate) {
				return ""
			}
			return s.Say("DOWN %s: inter %s, fall %d; %s", s.After(d), s.Set(s.check.Inter), s.check.Fall, s.cost())
		},
	},
	{
		title: "No check measures how slow a server is",
		brief: "`timeout check 250ms`",
		why:   "A check that waits longer than users bear calls an unusable server UP.",
		do: "Set `timeout check` to what an answer may take, and let the check wait for an answer. Before 2.8.16 and 3.2.1 HAProxy may wait for the lesser of " +
			"`inter` and `timeout connect` where that is longer.",
		config: []string{"timeout check 250ms", "timeout connect 250ms"},
		manual: `HAProxy configuration.txt 4.2, "timeout check", "timeout connect", "option tcp-check"`,
		lines:  regexp.MustCompile(`^\s*timeout\s+check\b`),
		seen: func(s situation) string {
			if !s.Shows(advice.UntimedCheck) {
				return ""
			}
			return s.Say("never noticed; the slowest request took %s", s.took())
		},
	},
	{
		title: "HAProxy gave up a server that nobody had broken",
		brief: "more patient checks",
		why: "A check that allows little time fails on a server that is only busy, as it is when it takes over from another one; then its load goes to " +
			"the rest.",
		do:     "Allow the check as much time as the server takes when it works hardest, or let one more of them fail.",
		config: []string{"timeout check 500ms", "default-server fall 3"},
		manual: `HAProxy configuration.txt 4.2, "timeout check"; 5.2, "fall"`,
		lines:  regexp.MustCompile(`^\s*timeout\s+check\b|\bfall\b`),
		seen: func(s situation) string {
			for _, e := range s.run.Events {
				if e.Kind == event.KindServer && e.To == record.Down.String() && s.bystander(e) {
					return s.Say("%s at %s", s.Tell(e.Says), e.At.In(s.zone).Format("15:04:05"))
				}
			}
			return ""
		},
	},
	{
		title:  "Requests waited in HAProxy's queue",
		brief:  "`timeout queue 500ms`",
		why:    "While a server is away the others must take its sessions too; past their `maxconn` requests wait.",
		do:     "Give each server a `maxconn` that carries its share of a missing one, and bound the wait: without `timeout queue` it is that of `timeout connect`.",
		config: []string{"timeout queue 500ms"},
		manual: `HAProxy configuration.txt 5.2, "maxconn"; 4.2, "timeout queue"`,
		lines:  regexp.MustCompile(`^\s*timeout\s+queue\b|\bmaxconn\b`),
		seen: func(s situation) string {
			if s.check == nil || s.sw.Blast.Queued == 0 {
				return ""
			}
			return s.Say("up to %s requests waited at once", report.Count(int64(s.sw.Blast.Queued)))
		},
	},
	{
		title:  "A backend was left without a server",
		brief:  "a backup server",
		why:    "A session that finds no server ends at once, and so does its request.",
		do:     "Break fewer at once, or add a server of last resort.",
		config: []string{"server NAME ADDRESS backup check"},
		manual: `HAProxy configuration.txt 5.2, "backup"`,
		seen: func(s situation) string {
			for _, e := range s.run.Events {
				if e.Kind == event.KindBackend && e.Fault == s.sw.String() && !e.At.Before(report.Begun(s.sw)) && s.node.Server != nil {
					return s.Say("%s had no server; %s", e.Subject, s.Reached(s.sw.Felt.Clients()))
				}
			}
			return ""
		},
	},
	{
		title:  "There is one HAProxy",
		brief:  "a second HAProxy",
		why:    "While it is away, everything behind it is unreachable.",
		do:     "Two of them behind one address (VRRP), or both in the application's list of servers; a reload instead of a restart keeps its listeners open.",
		manual: `HAProxy management.txt 4, "Stopping and restarting HAProxy"`,
		seen: func(s situation) string {
			return s.alone(func(n *incident.Node) bool { return n.Runs(record.KindHAProxy) })
		},
	},
}

// bystander reports whether an event came during the fault, on a node that was not broken then.
func (s situation) bystander(e event.Event) bool {
	if e.Node == "" || e.Fault != "" && e.Fault != s.sw.String() || !covers(s.sw, e.At) {
		return false
	}
	for i := range s.run.Faults {
		if w := &s.run.Faults[i]; w.Target == e.Node && covers(w, e.At) {
			return false
		}
	}
	return true
}

// covers reports whether an instant lies between a fault and the return of what it broke, and a little after.
func covers(sw *stopwatch.Stopwatch, at time.Time) bool {
	back, ok := sw.Since(stopwatch.Back)
	return !at.Before(report.Begun(sw)) && (!ok || at.Before(report.Begun(sw).Add(back+aftermath)))
}

// aftermath is how long after its return a node, or its substitute, may still be busier than usual.
const aftermath = 5 * time.Second

// ctime is the mean time of a connection to the broken server before the first fault, in milliseconds.
func (s situation) ctime() int64 {
	for _, t := range s.run.Tables {
		if row := t.Page.Find(s.node.Server.Pxname, s.node.Server.Svname); row != nil {
			return row.Ctime
		}
	}
	return 0
}

func (s situation) several(is func(*incident.Node) bool) bool {
	n := 0
	for i := range s.run.Frame.Nodes {
		if is(&s.run.Frame.Nodes[i]) {
			n++
		}
	}
	return n != 1
}

// alone is the cost of a fault of the only node of a role.
func (s situation) alone(is func(*incident.Node) bool) string {
	v := s.sw.Felt.Clients()
	if !is(s.node) || s.several(is) || v.Failed == 0 && s.slowest() < report.Patience {
		return ""
	}
	return s.cost()
}

// gotNone is how many sessions got no connection, which HAProxy's log says.
func (s situation) gotNone() string {
	if !s.sw.LogCounts() {
		return s.Say("not known")
	}
	return report.Count(int64(s.sw.Blast.Refused))
}

// cost is what users felt of it, with the slowest request if it was timed.
func (s situation) cost() string {
	v := s.sw.Felt.Clients()
	if _, timed := v.Longest(); !timed {
		return s.Reached(v)
	}
	return s.Say("%s, the slowest took %s", s.Reached(v), s.took())
}
