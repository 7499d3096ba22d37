package postmortem

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/section"
)

type faultJSON struct {
	Fault    string           `json:"fault"`
	Kind     record.FaultKind `json:"kind"`
	Target   string           `json:"target"`
	Amount   int              `json:"amount,omitempty"`
	You      bool             `json:"by_hadash"`
	Made     string           `json:"made"` // by whom: you, hadash (another one), others; found: an outage that nobody made here
	Outage   *outageJSON      `json:"outage,omitempty"`
	Verdict  string           `json:"verdict"`
	Moments  []momentJSON     `json:"moments"`
	Expected expectedJSON     `json:"expected"`
	Detected *float64         `json:"detection_seconds,omitempty"` // by the last of its servers; the first is moment T2
	Notices  []noticeJSON     `json:"noticed_by,omitempty"`        // each of its servers, where it is several
	Errors   *float64         `json:"error_window_seconds,omitempty"`
	Recovery *float64         `json:"recovery_seconds,omitempty"`
	Moved    *float64         `json:"moved_seconds,omitempty"` // of a host: until the last of its replicated tasks ran elsewhere
	Nodes    []string         `json:"nodes,omitempty"`         // of a host: those that were on it
	Late     bool             `json:"late"`
	Flaps    int              `json:"flaps"`
	Hidden   hiddenJSON       `json:"hidden"`
	Rescued  map[string]int64 `json:"next_upstream_by_nginx,omitempty"` // of hidden, where there are several nginxes
	Beside   int64            `json:"hidden_but_tied_to_no_fault"`
	Felt     feltJSON         `json:"felt"`
	Blast    blastJSON        `json:"blast"`
	Findings []string         `json:"findings,omitempty"`
	Overlaps []string         `json:"overlaps,omitempty"`
	Evidence []evidenceJSON   `json:"evidence,omitempty"`
}

// outageJSON is what failed in an outage.
type outageJSON struct {
	Shape    string   `json:"shape"` // server, backend, requests, host, balancer
	Balancer string   `json:"balancer,omitempty"`
	Servers  []string `json:"servers,omitempty"` // the first of them
	Fell     int      `json:"servers_down"`
	Empty    bool     `json:"no_server_left"`
}

// madeBy names who made a fault.
func madeBy(sw *stopwatch.Stopwatch) string {
	switch {
	case sw.Kind.Found():
		return "found"
	case sw.You:
		return "you"
	case sw.Hadash:
		return "hadash"
	}
	return "others"
}

func outageOf(sw *stopwatch.Stopwatch) *outageJSON {
	o := &sw.Outage
	if !sw.Kind.Found() {
		return nil
	}
	shape := map[stopwatch.Shape]string{stopwatch.ServerDown: "server", stopwatch.GroupDown: "backend", stopwatch.Failing: "requests", stopwatch.HostDown: "host", stopwatch.BalancerDown: "balancer"}[o.Shape]
	return &outageJSON{shape, o.Balancer, o.Servers, o.Fell, o.Empty}
}

type momentJSON struct {
	Name    string    `json:"name"`
	Stage   string    `json:"stage"`
	At      time.Time `json:"at"`
	After   *float64  `json:"after_seconds,omitempty"`
	Within  float64   `json:"within_seconds"` // how late it may have been seen
	Witness string    `json:"witness"`
	Text    string    `json:"text,omitempty"`
}

// noticeJSON is when one of several servers that a node is was taken out, and what its HAProxy tried.
type noticeJSON struct {
	Balancer string   `json:"balancer"`
	Server   string   `json:"server"`
	After    *float64 `json:"after_seconds"` // null: it was not taken out
	Within   float64  `json:"within_seconds"`
	Bound    *float64 `json:"expected_at_most_seconds,omitempty"`
	Late     bool     `json:"late"`
	Up       *float64 `json:"up_after_heal_seconds,omitempty"`
	Retried  int64    `json:"wretr"`
	Moved    int64    `json:"wredis"`
	GaveUp   int64    `json:"econ"`
}

func noticesOf(sw *stopwatch.Stopwatch) (all []noticeJSON) {
	for i := range sw.Notices {
		n := &sw.Notices[i]
		tries := sw.Tries[n.Server]
		all = append(all, noticeJSON{n.Balancer, n.Server, ifKnown(sw.OutAfter(n)), seconds3(n.Out.Within), ifKnown(sw.BoundAt(n), sw.JudgedAt(n)), sw.LateAt(n),
			ifKnown(sw.UpAfter(n)), tries.Retried, tries.Redispatched, tries.GaveUp})
	}
	return all
}

type expectedJSON struct {
	Known bool     `json:"known"`
	Never bool     `json:"never"`
	Bound *float64 `json:"detection_at_most_seconds,omitempty"`
	Back  *float64 `json:"back_at_most_seconds,omitempty"`
	Why   string   `json:"why,omitempty"`

	Tolerance *float64 `json:"late_timers_seconds,omitempty"` // how much later is not late
}

// clientsJSON is what the clients felt by one witness; null is not known.
type clientsJSON struct {
	Witness  string         `json:"witness,omitempty"` // missing if not known
	Requests *int           `json:"requests"`
	Failed   *int           `json:"failed"`
	Least    bool           `json:"failed_at_least,omitempty"` // more may have failed
	By       map[string]int `json:"failed_by_name,omitempty"`
	Slowest  *float64       `json:"slowest_seconds"`
	Left     int            `json:"given_up,omitempty"` // by the client before an answer; not among the failed
}

func clientsOf(c clients.Clients) clientsJSON {
	out := clientsJSON{Witness: c.Witness(), Least: c.Least, By: c.Names, Slowest: ifKnown(c.Longest()), Left: c.Left}
	if c.Known() {
		out.Failed = &c.Failed
	}
	if c.Counted {
		out.Requests = &c.Requests
	}
	return out
}

type feltJSON struct {
	clientsJSON
	Worst       *secJSON `json:"worst_second,omitempty"`
	HasNginx    bool     `json:"nginx_is_witness"`
	HasAttempts bool     `json:"nginx_names_its_upstreams"`
	nginxJSON
}

// nginxJSON is the further content of nginx's access log; null without one.
type nginxJSON struct {
	Requests *int     `json:"nginx_requests"`
	Failed   *int     `json:"nginx_failed"`
	Slowest  *float64 `json:"nginx_slowest_seconds"`
}

// blastJSON is what happened at HAProxy; null where neither its log nor its page was read.
type blastJSON struct {
	Cut      *int           `json:"sessions_cut"`
	Refused  *int           `json:"sessions_refused"`
	Hanging  *int           `json:"sessions_hanging_at_most"`
	Requeued *int           `json:"requeued"`
	Queued   *int           `json:"queued_at_most"`
	Endings  map[string]int `json:"termination_states,omitempty"`
}

type evidenceJSON struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	Text string    `json:"text"`
}

// counted is a count, nil if nobody counted and it is zero.
func counted[N int | int64](n N, by bool) *N {
	if n == 0 && !by {
		return nil
	}
	return &n
}

func faultJSONOf(l report.Lang, sw *stopwatch.Stopwatch) faultJSON {
	out := faultJSON{Fault: sw.String(), Kind: sw.Kind, Target: sw.Target, Amount: sw.Amount, You: sw.You, Made: madeBy(sw), Outage: outageOf(sw), Verdict: l.Verdict(sw),
		Detected: ifKnown(sw.OutEverywhere()), Notices: noticesOf(sw), Errors: ifKnown(sw.ErrorWindow()), Recovery: ifKnown(sw.Recovery()), Moved: ifKnown(sw.MovedAfter()), Nodes: sw.Nodes, Late: sw.Late() || slices.ContainsFunc(sw.Notices, func(n stopwatch.Notice) bool { return sw.LateAt(&n) }), Flaps: sw.Flaps,
		Hidden: hiddenOf(sw.Hidden, sw.Counted(), report.AbsorbedIn(sw)), Rescued: sw.Rescued, Beside: sw.Beside, Overlaps: sw.Overlaps, Moments: []momentJSON{}}
	for _, stage := range stopwatch.Stages() {
		if m := sw.Moments[stage]; m.Seen() && (stage != stopwatch.Healed || !sw.Kind.Found()) {
			out.Moments = append(out.Moments, momentJSON{stage.Name(), stage.String(), m.At, ifKnown(sw.Since(stage)), seconds3(m.Within), string(m.Witness), l.Tell(m.Says)})
		}
	}
	e := sw.Expected
	out.Expected = expectedJSON{Known: e.Known, Never: e.Never, Bound: ifKnown(sw.Bound(), e.Known && !e.Never), Back: ifKnown(e.Back, e.Known && e.Back > 0), Why: l.Tell(e.Why),
		Tolerance: ifKnown(sw.Tolerance(), sw.Judged())}
	f, b := &sw.Felt, sw.Blast
	out.Felt = feltJSON{clientsOf(f.Clients()), nil, f.HasNginx, f.HasAttempts, nginxJSON{}}
	if f.HasNginx {
		out.Felt.nginxJSON = nginxJSON{&f.NginxRequests, &f.NginxFailed, ifKnown(f.NginxSlowest, f.NginxSlowest > 0)}
	}
	own := f.Worst
	if f.Clients().By == event.ByProbe {
		own = f.Probe.Worst
	}
	if own.Requests > 0 {
		worst := secondJSON(own)
		out.Felt.Worst = &worst
	}
	logged, polled := sw.Around.Log, sw.HAProxyCounts()
	out.Blast = blastJSON{counted(b.Cut, logged), counted(b.Refused, logged), counted(b.Hanging, polled), counted(b.Requeued, logged), counted(b.Queued, polled), b.Endings}
	for _, finding := range sw.Findings {
		out.Findings = append(out.Findings, l.Tell(finding))
	}
	for _, x := range section.InOrder(sw.Evidence) {
		out.Evidence = append(out.Evidence, evidenceJSON{x.At, x.Who, record.Clean(x.InFull().String())})
	}
	return out
}
