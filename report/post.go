package report

import (
	"bufio"
	"html"
	"io"
	"net/url"
	"strings"
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
	p := &page{Lang: d.Lang, w: bufio.NewWriter(w), zone: d.Zone}
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
	return p.w.Flush()
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
	title := r.subject()
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

// subject is what the run is called: by its drill, else by what was broken.
func (r *Run) subject() string {
	switch {
	case r.Header.Title != "":
		return r.Header.Title
	case len(r.Faults) == 1:
		return join(", ", r.Faults[0].String(), r.Frame.Topology.Stack)
	}
	return join(", ", r.Frame.Topology.Project, r.Frame.Topology.Stack)
}

// hidden is every failure that was absorbed, by who did it; nginx: its own are known.
func (l Lang) hidden(h incident.Hidden, nginx bool) string {
	var all []string
	add := func(n int64, one, more string) {
		if n > 0 {
			all = append(all, l.many(n, one, more))
		}
	}
	add(h.Retried, "1 connection retried by HAProxy", "%s connections retried by HAProxy")
	add(h.Redispatched, "1 session moved to another server by HAProxy", "%s sessions moved to another server by HAProxy")
	add(h.NextUpstream, "1 request answered by another instance (nginx)", "%s requests answered by another instance (nginx)")
	add(h.Repeated, "1 read repeated by the application", "%s reads repeated by the application")
	if len(all) == 0 {
		all = append(all, l.say("nothing was seen to be"))
	}
	if !nginx {
		all = append(all, l.say("what nginx absorbed is not known"))
	}
	return strings.Join(all, ", ")
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
		rows = append(rows, []string{p.tell(sw.String()), p.clock(begun(sw)), p.detection(sw).word, p.bound(sw), matrixHidden(sw),
			matrixVisible(&sw.Felt), p.longest(sw.Felt.Clients()), back})
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

// fold begins a part that is shown when its summary is clicked.
func (p *page) fold(summary string) {
	p.line("<details><summary>" + html.EscapeString(record.Clean(summary)) + "</summary>")
	p.line("")
}

func (p *page) unfold() {
	p.line("</details>")
	p.line("")
}
