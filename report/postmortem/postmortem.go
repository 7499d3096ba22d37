// Package postmortem writes the post-mortem of a recorded run: markdown, HTML and JSON.
package postmortem

import (
	"io"
	"net/url"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/advice"
	"hadash/report/markdown"
	"hadash/report/section"
)

// Report is a post-mortem of a recorded run: its result, the actions, the cost of each fault, and the advice.
// It can be read without hadash.
type Report struct {
	Run     *report.Run
	Lang    report.Lang    // "" is English
	Zone    *time.Location // times are shown in it; nil is UTC
	Picture string         // the picture's name beside the report; "" = there is none
}

// Markdown writes it as GitHub-flavoured markdown. Its only errors are w's.
func (d Report) Markdown(w io.Writer) error {
	d = d.settled()
	p := markdown.New(w, d.Lang, d.Zone)
	r := d.Run
	all := advice.Advise(r, d.Lang, d.Zone)
	d.head(p, all)
	if d.Picture != "" {
		p.Para("![%s](%s)", p.Say("the run: rates, waits, and how each node was"), url.PathEscape(d.Picture))
	}
	d.facts(p)
	section.Users(p, &r.Frame, r.Span())
	advice.Section(p, r, all)
	overview(p, r.Faults)
	section.Outages(p, r.Faults)
	section.Shared(p, r.Shared())
	for i := range r.Faults {
		section.Fault(p, &r.Faults[i])
	}
	done(p, r)
	happened(p, r)
	balancer(p, r.Tables)
	_, until := r.When()
	section.Nginx(p, &r.Frame, r.Span(), until)
	replication(p, r)
	wholeLoad(p, r)
	inForce(p, &r.Frame)
	fullTables(p, r.Tables)
	return p.Flush()
}

func (d Report) settled() Report {
	if d.Lang == "" {
		d.Lang = report.English
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	return d
}

// head is for a reader with ten seconds: what users felt, each fault, what to change first, and the drill.
func (d Report) head(p *markdown.Page, all []advice.Advice) {
	r := d.Run
	title := subjectOf(r)
	if r.Header.Title != "" {
		title = p.Quote(title) // its author's words
	}
	p.Para("# Post-mortem: %s", markdown.Escape(title))
	users, faults := p.Opening(r)
	p.Line("**" + markdown.Escape(users) + "**")
	p.Line("")
	var lines []string
	for _, text := range faults {
		lines = append(lines, markdown.Escape(text))
	}
	for _, x := range r.Shared() {
		lines = append(lines, markdown.Escape(p.Clock(x.From)+": "+p.Tell(x.Says)))
	}
	lines = append(lines, advice.First(p.Lang, all), markdown.Escape(p.Drill(r)))
	if text := report.Join("\n- ", lines...); text != "" {
		p.Line("- " + text)
		p.Line("")
	}
	if r.Torn != "" {
		p.Para("> The recording is incomplete: %s.", markdown.Escape(p.Quote(record.Clean(r.Torn))))
	}
	if left := p.LeftOut(r.LeftOut); left != "" {
		p.Line("> " + left)
		p.Line("")
	}
}

// facts is the table of the run.
func (d Report) facts(p *markdown.Page) {
	r := d.Run
	f := &r.Frame
	begun := r.Begun.In(p.Zone)
	rows := [][]string{
		{p.Say("watched"), p.Say("%s, %s to %s %s (%s)", begun.Format("2006-01-02"), begun.Format("15:04:05"),
			r.Ended.In(p.Zone).Format("15:04:05"), begun.Format("MST"), p.Lasted(r.Ended.Sub(r.Begun)))},
		{p.Say("stack"), markdown.OrDash(report.Join(" · ", f.Topology.Project, f.Topology.Stack, f.Topology.DB))},
		{p.Say("versions"), markdown.OrDash(report.Versions(f, r.Header.Hadash))},
	}
	if r.Frame.Drill.Began() {
		from, to := r.When()
		rows = append(rows, []string{p.Say("counted"), p.Say("%s to %s, the drill from its steady state to its end", p.Clock(from), p.Clock(to))})
	}
	rows = append(rows, [][]string{
		{p.Say("requests"), p.Figures(r.Clients())},
		{p.Say("absorbed on the way"), absorbed(p, r)},
	}...)
	p.Table([]string{"", ""}, nil, append(rows, section.Unread(p, f)...))
}

// absorbed lists what was absorbed, "-" if nobody could count it.
func absorbed(p *markdown.Page, r *report.Run) string {
	if !clients.Known(r.Span().Hidden.Total(), r.Frame.Counted().Any()) {
		return "-"
	}
	return p.Absorbed(r.Span().Hidden, r.NginxCounts())
}

// subjectOf is the name of the run: that of its drill, else its faults.
func subjectOf(r *report.Run) string {
	switch {
	case r.Header.Title != "":
		return r.Header.Title
	case len(r.Faults) == 1:
		return report.Join(", ", r.Faults[0].String(), r.Frame.Topology.Stack)
	}
	return report.Join(", ", r.Frame.Topology.Project, r.Frame.Topology.Stack)
}

// overview is one line for each fault, when there are several.
func overview(p *markdown.Page, faults []stopwatch.Stopwatch) {
	faults = slices.DeleteFunc(slices.Clone(faults), func(w stopwatch.Stopwatch) bool { return w.Kind.Found() })
	if len(faults) < 2 {
		return
	}
	p.Head(2, report.HeadFaults)
	var rows [][]string
	for i := range faults {
		sw := &faults[i]
		back := "-"
		if d, ok := sw.Recovery(); ok {
			back = p.Secs(d)
		}
		rows = append(rows, []string{p.Tell(sw.Phrase()), p.Clock(report.Begun(sw)), failedCell(&sw.Felt), p.Longest(sw.Felt.Clients()), absorbedCell(sw),
			p.Detection(sw).Word, p.Bound(sw), back})
	}
	p.Table([]string{"fault", "at", "failed", "slowest request", "absorbed", "noticed", "expected", "back after the heal"},
		[]bool{2: true, 3: true, 4: true, 5: true, 6: true, 7: true}, rows)
}

// wholeLoad writes k6's summary. Its sums begin with its run, which may be long before the recording.
func wholeLoad(p *markdown.Page, r *report.Run) {
	l := r.Frame.Load
	if l.Seconds = r.Seconds; r.Clients().By == event.ByProbe {
		l.Seconds = nil
	}
	section.Load(p, l, r.Span().Felt.Sent())
	section.Probes(p, &r.Frame)
}

// inForce writes the balancers' configuration files, each folded away.
func inForce(p *markdown.Page, f *incident.Frame) {
	p.Head(2, report.HeadConfigs)
	said := false
	for _, n := range f.Topology.Nodes {
		set := f.Settings[n.Name]
		if set == nil {
			continue
		}
		for _, file := range set.Files {
			said = true
			p.Fold(n.Name + ": " + file.Path)
			p.Code("", markdown.FileLines(file.Text))
			p.Unfold()
		}
	}
	if !said {
		p.Para("They are not in the recording.")
	}
}

// absorbedCell is how many failures of a fault were absorbed.
func absorbedCell(sw *stopwatch.Stopwatch) string { return report.AbsorbedIn(sw).Text() }

// failedCell is how many reached users, and by which witness.
func failedCell(f *clients.Felt) string {
	c := f.Clients()
	if !c.Known() {
		return "-"
	}
	return report.Failed(c) + by(c)
}

// by is the witness of a cell, "" for the load script.
func by(c clients.Clients) string {
	switch c.By {
	case event.ByLog:
		return " (" + c.Program() + ")"
	case event.ByCounters:
		return " (HAProxy)"
	case event.ByPoll:
		return " (k6)"
	case event.ByProbe:
		return " (probe)"
	}
	return ""
}
