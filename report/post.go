package report

import (
	"io"
	"net/url"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Post is a post-mortem of a recorded run: what came of it, what was done, what each fault cost, and what to
// change. It stands on its own: who reads it need not have hadash.
type Post struct {
	Run     *Run
	Lang    Lang           // "" is English
	Zone    *time.Location // times are shown in it; nil is UTC
	Picture string         // the picture's name beside the report; "" = there is none
}

// Markdown writes it as GitHub-flavoured markdown. Its only errors are w's.
func (d Post) Markdown(w io.Writer) error {
	d = d.settled()
	p := newPage(w, d.Lang, d.Zone)
	r := d.Run
	d.head(p)
	done(p, r)
	if d.Picture != "" {
		p.para("![%s](%s)", p.say("the run: rates, waits, and how each node was"), url.PathEscape(d.Picture))
	}
	advice(p, r, Advise(r, d.Lang, d.Zone))
	overview(p, r.Faults)
	for i := range r.Faults {
		fault(p, &r.Faults[i])
	}
	balancer(p, r.Tables)
	nginx(p, &r.Frame)
	replication(p, r)
	wholeLoad(p, r)
	inForce(p, &r.Frame)
	fullTables(p, r.Tables)
	return p.flush()
}

func (d Post) settled() Post {
	if d.Lang == "" {
		d.Lang = English
	}
	if d.Zone == nil {
		d.Zone = time.UTC
	}
	return d
}

// head is what a reader with ten seconds reads.
func (d Post) head(p *page) {
	r := d.Run
	title := subjectOf(r)
	if r.Header.Title != "" {
		title = p.quote(title) // its author's words
	}
	p.para("# Post-mortem: %s", escape(title))
	p.line("**" + escape(p.outcome(r)) + "**")
	p.line("")
	if r.Torn != "" {
		p.para("> The recording is not whole: %s. What came after that is not in this report.", escape(p.quote(record.Clean(r.Torn))))
	}
	if left := p.leftOut(r.LeftOut); left != "" {
		p.line("> " + left)
		p.line("")
	}
	f := &r.Frame
	begun := r.Begun.In(p.zone)
	rows := [][]string{
		{p.say("watched"), p.say("%s, %s to %s %s (%s)", begun.Format("2006-01-02"), begun.Format("15:04:05"),
			r.Ended.In(p.zone).Format("15:04:05"), begun.Format("MST"), p.lasted(r.Ended.Sub(r.Begun)))},
		{p.say("stack"), orDash(join(" · ", f.Topology.Project, f.Topology.Stack, f.Topology.DB))},
		{p.say("versions"), orDash(versions(f, r.Header.Hadash))},
	}
	if r.Frame.Drill.Began() {
		from, to := r.when()
		rows = append(rows, []string{p.say("counted"), p.say("%s to %s, the drill from its steady state to its end", p.clock(from), p.clock(to))})
	}
	rows = append(rows, [][]string{
		{p.say("requests"), p.figures(r.clients())},
		{p.say("absorbed on the way"), p.hidden(r.span().Hidden, r.nginxCounts())},
	}...)
	p.table([]string{"", ""}, nil, append(rows, unread(p, f)...))
}

// subjectOf is what the run is called: by its drill, else by what was broken.
func subjectOf(r *Run) string {
	switch {
	case r.Header.Title != "":
		return r.Header.Title
	case len(r.Faults) == 1:
		return join(", ", r.Faults[0].String(), r.Frame.Topology.Stack)
	}
	return join(", ", r.Frame.Topology.Project, r.Frame.Topology.Stack)
}

// overview is one line for each fault, when there are several.
func overview(p *page, faults []incident.Stopwatch) {
	if len(faults) < 2 {
		return
	}
	p.para("## The faults")
	var rows [][]string
	for i := range faults {
		sw := &faults[i]
		back := "-"
		if d, ok := sw.Recovery(); ok {
			back = p.secs(d)
		}
		rows = append(rows, []string{p.tell(sw.String()), p.clock(begun(sw)), p.detection(sw).word, p.bound(sw), hiddenCell(sw),
			visibleCell(&sw.Felt), p.longest(sw.Felt.Clients()), back})
	}
	p.table([]string{"fault", "at", "detected", "expected", "hidden", "visible", "slowest request", "back after heal"},
		[]bool{2: true, 3: true, 4: true, 5: true, 6: true, 7: true}, rows)
}

// wholeLoad writes k6's summary. Its sums begin with its run, which may be long before the recording.
func wholeLoad(p *page, r *Run) {
	l := r.Frame.Load
	l.Seconds = r.Seconds
	load(p, l, r.span().Felt.Sent())
}

// inForce writes the balancers' configuration files, each folded away.
func inForce(p *page, f *incident.Frame) {
	p.para("## The configurations in force")
	said := false
	for _, n := range f.Topology.Nodes {
		set := f.Settings[n.Name]
		if set == nil {
			continue
		}
		for _, file := range set.Files {
			said = true
			p.fold(n.Name + ": " + file.Path)
			p.code("", fileLines(file.Text))
			p.unfold()
		}
	}
	if !said {
		p.para("They are not in the recording.")
	}
}

// hiddenCell is how much was absorbed of a fault.
func hiddenCell(sw *incident.Stopwatch) string {
	return atLeast(sw.Hidden.Total(), nginxUncounted(sw))
}

// visibleCell is how much of it reached the clients, and by whose word.
func visibleCell(f *incident.Felt) string {
	c := f.Clients()
	if !c.Known() {
		return "-"
	}
	return count(int64(c.Failed)) + by(c)
}

// by is the witness of a cell, "" for the load script.
func by(c incident.Clients) string {
	switch c.By {
	case incident.ByLog:
		return " (nginx)"
	case incident.ByPoll:
		return " (k6)"
	}
	return ""
}
