package compare

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
	"hadash/report/picture"
	"hadash/report/webpage"
)

// Options configure the written comparison.
type Options struct {
	Lang    report.Lang
	Zone    *time.Location // of clock times; nil is UTC
	Picture string         // the name of the file with WritePicture's SVG, as the markdown should link it; "" when there is none
}

// comparing is a comparison that is being written.
type comparing struct {
	*markdown.Page
	*Comparison
	in report.Lang
}

// HTML writes the comparison as one self-contained page, with its style and its picture. It has
// no script. Its only errors are w's.
func (c *Comparison) HTML(w io.Writer, o Options) error {
	var source, svg bytes.Buffer
	if err := c.WritePicture(&svg, o.Lang); err != nil {
		return err
	}
	o.Picture = webpage.Drawn
	if err := c.Write(&source, o); err != nil {
		return err
	}
	x := comparing{Comparison: c, in: o.Lang}
	return webpage.Page{Lang: o.Lang, Title: x.in.Say("Comparison of %s", x.names()), Source: source.Bytes(), SVG: svg.Bytes()}.Write(w)
}

// Write writes the comparison as GitHub-flavoured markdown: the verdict first, then what changed, all figures, what
// cannot be compared and why, and the differences of the configurations. Its only errors are w's.
func (c *Comparison) Write(w io.Writer, o Options) error {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	x := comparing{Page: markdown.New(w, o.Lang, o.Zone), Comparison: c, in: o.Lang}
	x.heading("# ", x.in.Say("Comparison of %s", x.names()))
	for i := range c.Runs[1:] {
		x.paragraph("**" + markdown.Escape(x.verdict(i)) + "**")
	}
	if o.Picture != "" {
		x.paragraph(fmt.Sprintf("![%s](%s)", x.in.Say("requests, failures and waiting times of each run, by the time since its first fault"), url.PathEscape(o.Picture)))
	}
	x.runs()
	x.changes()
	x.figures()
	x.reasonList()
	x.configs()
	return x.Flush()
}

// WritePicture draws all runs under each other, as picture.Runs has them. Its only errors are w's.
func (c *Comparison) WritePicture(w io.Writer, in report.Lang) error {
	var names []string
	for i := range c.Runs {
		names = append(names, letter(i))
	}
	title := in.Say("Comparison of %s", comparing{Comparison: c, in: in}.names())
	return picture.Runs{Title: title, Runs: c.Runs, Names: names, Lang: in}.Write(w)
}

func (x comparing) heading(level, text string) { x.paragraph(level + markdown.Escape(text)) }

func (x comparing) paragraph(text string) {
	x.Line(text)
	x.Line("")
}

func (x comparing) names() string {
	var all []string
	for i, r := range x.Runs {
		all = append(all, letter(i)+" ("+r.File()+")")
	}
	return strings.Join(all, ", ")
}

// verdict compares one run with the first.
func (x comparing) verdict(i int) string {
	n := map[judgement]int{}
	x.each(func(_ string, row *Row) { n[row.Against[i]]++ })
	name := letter(i + 1)
	switch {
	case n[better]+n[worse]+n[same] == 0:
		return x.in.Say("%s against A: nothing can be compared.", name)
	case n[better]+n[worse] == 0:
		return x.in.Say("%s against A: all that can be compared is the same.", name)
	}
	text := x.in.Say("%s against A: better by %d figures, worse by %d, the same by %d", name, n[better], n[worse], n[same])
	return report.Join("; ", text, x.headline(i)) + "."
}

// headline are the figures of the whole run that matter to its clients.
func (x comparing) headline(i int) string {
	var all []string
	for k := range x.Whole {
		row := &x.Whole[k]
		if a, b := row.Values[0], row.Values[i+1]; (row.Name == figureFailed || row.Name == figureSlowest) && a.known && b.known {
			all = append(all, x.in.Say(row.Name)+" "+x.step(a, b, row.Unit))
		}
	}
	return strings.Join(all, ", ")
}

// each visits every row with its fault, "" for the whole run.
func (x comparing) each(visit func(fault string, row *Row)) {
	for i := range x.Whole {
		visit("", &x.Whole[i])
	}
	for _, p := range x.Pairs {
		for i := range p.Rows {
			visit(faultKey{p.Fault, p.Nth}.String(), &p.Rows[i])
		}
	}
}

// runs writes the table of the runs.
func (x comparing) runs() {
	x.Head(2, report.HeadRuns)
	head, right := []string{""}, []bool{false}
	rows := [][]string{{x.in.Say("recording")}, {x.in.Say("stack")}, {x.in.Say("database")}, {x.in.Say("begun")}, {x.in.Say("lasted")},
		{x.in.Say("users")}, {x.in.Say("faults")}, {x.in.Say("drill")}}
	for i, r := range x.Runs {
		head, right = append(head, letter(i)), append(right, false)
		vus := "-"
		if n := users(r); n > 0 {
			vus = report.Count(int64(n))
		}
		for k, cell := range []string{r.File(), markdown.OrDash(r.Frame.Topology.Stack), markdown.OrDash(databaseOf(r)),
			r.Begun.In(x.Zone).Format("2006-01-02 15:04:05 MST"), x.in.Lasted(r.Ended.Sub(r.Begun)), vus, faultList(r), x.drill(r)} {
			rows[k] = append(rows[k], cell)
		}
	}
	x.Table(head, right, rows)
}

func faultList(r *report.Run) string {
	var all []string
	for i := range r.Faults {
		all = append(all, r.Faults[i].String())
	}
	return markdown.OrDash(strings.Join(all, ", "))
}

// drill is how the drill of a run ended.
func (x comparing) drill(r *report.Run) string {
	held, failed := expectations(r)
	switch v := r.Judgement(); {
	case !v.Drill:
		return "-"
	case v.Aborted != nil:
		return report.Join(": ", r.Title(), x.in.Say("aborted by line %d", v.Aborted.Line))
	case failed > 0:
		return report.Join(": ", r.Title(), x.in.Say("%d of %d expectations failed", failed, held+failed))
	case !v.Held:
		return report.Join(": ", r.Title(), x.in.Say("not finished"))
	}
	return report.Join(": ", r.Title(), x.in.Say("all %d expectations held", held))
}

// expectations counts a drill's lines that were judged.
func expectations(r *report.Run) (held, failed int) {
	for _, s := range r.Steps {
		switch s.State {
		case record.StepHeld:
			held++
		case record.StepFailed:
			failed++
		}
	}
	return held, failed
}
