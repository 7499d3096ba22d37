// Package snapshot writes one Frame as markdown, for a reader who has to help.
package snapshot

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/section"
	"hadash/wording"
)

// Snapshot is the content of one snapshot.
type Snapshot struct {
	Frame   incident.Frame
	Configs []Config
	Made    time.Time // when it was taken; its location is the one all times are shown in
	Version string    // of hadash
}

// Config is one configuration file in force.
type Config struct {
	Node, Path string
	Text       string
	Err        string // why it could not be read
}

// Write writes the snapshot as GitHub-flavoured markdown: what is broken first, then the
// observations, then the evidence. Its only errors are w's.
func (s Snapshot) Write(w io.Writer) error {
	p := markdown.New(w, report.English, s.Made.Location())
	s.head(p)
	section.Users(p, &s.Frame, &s.Frame.Watched)
	section.Outages(p, s.Frame.Stopwatches)
	section.Shared(p, report.SharedIn(s.Frame.Timeline))
	s.nodes(p)
	section.Truth(p, s.Frame.TruthTable(), &s.Frame.Topology)
	s.faults(p)
	s.timeline(p)
	s.haproxy(p)
	section.Nginx(p, &s.Frame, &s.Frame.Watched, s.Frame.At)
	section.Load(p, s.Frame.Load, s.Frame.Watched.Felt.Sent())
	section.Probes(p, &s.Frame)
	s.logs(p)
	s.configs(p)
	return p.Flush()
}

func (s Snapshot) head(p *markdown.Page) {
	f := &s.Frame
	p.Linef("# hadash snapshot: %s, %s", markdown.Escape(f.Topology.Project), s.Made.Format("2 January 2006 15:04:05 MST"))
	p.Line("")
	p.Linef("**%s**", markdown.Escape(record.Clean(s.headline(p))))
	p.Line("")
	rows := [][]string{
		{"watched", fmt.Sprintf("%s to %s (%s)", p.Clock(f.Begun), p.Clock(f.At), report.Length(f.At.Sub(f.Begun)))},
		{"stack", markdown.OrDash(report.Join(" · ", f.Topology.Stack, f.Topology.DB))},
		{"versions", markdown.OrDash(report.Versions(f, s.Version))},
		{"faults so far", faultsSoFar(p, f)},
		{"requests", p.Figures(f.Watched.Felt.Clients())},
		{"absorbed on the way", hidden(f)},
	}
	if f.Dropped > 0 {
		rows = append(rows, []string{"log lines not kept", report.Count(int64(f.Dropped)) + " (plain traffic that came too fast to show; it is in the totals)"})
	}
	p.Table([]string{"", ""}, nil, append(rows, section.Unread(p, f)...))
}

// Verdict says in one line what is broken now.
func Verdict(f *incident.Frame) string {
	trouble := f.AllTrouble()
	switch {
	case len(f.Nodes) == 0:
		return "Nothing was seen of the stack."
	case len(trouble) == 0 && !slices.ContainsFunc(f.Nodes, func(n incident.Node) bool { return n.Health != incident.HealthUnknown }):
		return "The state of the nodes is not known: none has answered."
	case len(trouble) == 0:
		return "Nothing that was watched is broken."
	}
	return wording.English.Join(trouble, ", ") + "."
}

func faultsSoFar(p *markdown.Page, f *incident.Frame) string {
	var all []string
	for _, e := range f.Timeline {
		if e.Kind == event.KindFault {
			all = append(all, e.Says.String()+" at "+p.Clock(e.At))
		}
	}
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, ", ") + fmt.Sprintf("; %d open", len(f.Faults))
}

func hidden(f *incident.Frame) string {
	h, counted := f.Hidden, f.Counted()
	var all []string
	part := func(of record.Kind, counted bool, format string, n ...any) {
		if counted || len(f.Topology.Of(of)) > 0 || len(f.Topology.Nodes) == 0 {
			all = append(all, fmt.Sprintf(format, n...))
		}
	}
	part(record.KindHAProxy, counted.HAProxy, "retried by HAProxy: %s connections, moved to another server: %s",
		report.IfCounted(h.Retried, counted.HAProxy), report.IfCounted(h.Redispatched, counted.HAProxy))
	part(record.KindNginx, counted.Nginx, "by nginx to another instance: %s requests", report.IfCounted(h.NextUpstream, counted.Nginx))
	part(record.KindHTTP, counted.App, "reads repeated by the application: %s", report.IfCounted(h.Repeated, counted.App))
	return markdown.OrDash(strings.Join(all, "; "))
}

// nodes is the path: every service in the order a request meets them.
func (s Snapshot) nodes(p *markdown.Page) {
	p.Head(2, report.HeadPath)
	var rows [][]string
	for i := range s.Frame.Nodes {
		n := &s.Frame.Nodes[i]
		rows = append(rows, []string{n.What(), n.Name, n.State(), s.since(p, n), p.Rate(n.Recent, s.Frame.Unit(n)), remarks(&s.Frame, n)})
	}
	p.Table([]string{"role", "node", "state", "since", "per second", "remarks"}, []bool{false, false, false, false, true, false}, rows)
}

func (s Snapshot) since(p *markdown.Page, n *incident.Node) string {
	if n.Since.IsZero() {
		return "-"
	}
	long := report.Length(s.Frame.At.Sub(n.Since))
	if n.AtLeast {
		long = "at least " + long
	}
	return p.Clock(n.Since) + " (" + long + ")"
}

// remarks are facts about one node beyond its state.
func remarks(f *incident.Frame, n *incident.Node) string {
	var all []string
	if to := append(append([]string{}, n.To...), n.Writes...); len(to) > 0 {
		all = append(all, "to "+strings.Join(to, ", "))
	}
	if r := n.Replica; r != nil && !r.Master {
		lag := "unknown"
		if r.LagKnown {
			lag = report.Length(r.Lag)
		}
		all = append(all, fmt.Sprintf("replication IO %s, SQL %s, lag %s", r.IO, r.SQL, lag))
	}
	if src := f.Source(record.SourceReplication, n.Name); src != nil && src.Err != "" {
		all = append(all, "replication state "+src.Err)
	}
	if w := n.Workers; w != nil && len(w.Old) > 0 {
		kept := "sessions not known"
		if conns, known := w.Conns(); known {
			kept = sessions(int(conns))
		}
		all = append(all, fmt.Sprintf("old workers of before a reload: %d, %s", len(w.Old), kept))
	}
	if w := n.Workers; w != nil && w.Failed > 0 {
		all = append(all, "the last reload failed: it runs with the configuration of before")
	}
	if n.PageErr != "" {
		all = append(all, n.PageErr)
	}
	if on := f.HostOf(n); on != "" {
		all = append(all, "on "+on)
	}
	if of, ok := f.Swarm.Of(n.Name); ok && of.Restarts > 0 {
		all = append(all, fmt.Sprintf("made again by the swarm %d times", of.Restarts))
	}
	if n.Container.State == "exited" {
		all = append(all, fmt.Sprintf("exit code %d", n.Container.ExitCode))
	}
	for _, e := range slices.Sorted(maps.Keys(n.Endings)) {
		all = append(all, fmt.Sprintf("%s %s (%s)", sessions(n.Endings[e]), e, wording.Ending(e)))
	}
	return markdown.OrDash(strings.Join(all, "; "))
}

func sessions(n int) string {
	if n == 1 {
		return "1 session"
	}
	return report.Count(int64(n)) + " sessions"
}

// timeline is every event, with its distance from the fault it belongs to.
func (s Snapshot) timeline(p *markdown.Page) {
	p.Head(2, report.HeadTimeline)
	if len(s.Frame.Timeline) == 0 {
		p.Line("Nothing to report.")
		p.Line("")
		return
	}
	var rows [][]string
	for _, e := range s.Frame.Timeline {
		after := ""
		if e.Fault != "" && e.Kind != event.KindFault {
			after = fmt.Sprintf("+%.2f s after %s", e.After.Seconds(), e.Fault)
		}
		text := e.Says.String()
		if e.Count > 1 {
			text = fmt.Sprintf("%s, %s times until %s", text, report.Count(int64(e.Count)), p.Clock(e.Until))
		}
		rows = append(rows, []string{p.Clock(e.At), after, text, seenBy(e)})
	}
	p.Table([]string{"time", "distance", "event", "seen by"}, nil, rows)
}

// seenBy says how exact an event's time is.
func seenBy(e event.Event) string {
	switch e.Witness {
	case event.ByLog:
		return "its own log"
	case event.ByDocker:
		return "Docker"
	case event.ByYou:
		return "you"
	case event.BySwarm:
		if e.Within == 0 {
			return "the swarm"
		}
		return fmt.Sprintf("the swarm, asked, up to %s late", e.Within.Round(10*time.Millisecond))
	}
	if e.Within > 0 {
		return fmt.Sprintf("polling, up to %s late", e.Within.Round(10*time.Millisecond))
	}
	return "polling"
}

// faults writes a section for each fault, oldest first.
func (s Snapshot) faults(p *markdown.Page) {
	for i := range s.Frame.Stopwatches {
		section.Fault(p, &s.Frame.Stopwatches[i])
	}
}
