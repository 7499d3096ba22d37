// Package advice recommends changes to the configurations, based on a run.
package advice

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/advice"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// Advice is a recommended change, and the evidence for it.
type Advice struct {
	Brief    string   `json:"-"` // the change in a few words: "option redispatch"
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Evidence []string `json:"evidence"`           // one for each fault that shows the need
	InForce  []string `json:"in_force,omitempty"` // lines of the configuration that cause it: "haproxy.cfg:31: server ..."
	Do       string   `json:"do"`
	Config   []string `json:"config,omitempty"` // lines to add
	Manual   string   `json:"manual"`           // reference to the manual
}

// rule is one piece of advice and the test for whether a fault shows the need for it.
type rule struct {
	brief                  string // the change in a few words
	title, why, do, manual string
	config                 []string
	lines                  *regexp.Regexp           // the lines of the balancers' files that it applies to; nil = none
	seen                   func(s situation) string // the evidence of a fault; "" = none
}

// situation is one fault and the configuration for its node. sw is nil if a rule looks at the whole run.
type situation struct {
	report.Lang
	zone *time.Location
	run  *report.Run
	advice.Facts
	sw    *stopwatch.Stopwatch
	node  *incident.Node
	check *record.Check    // HAProxy's check; nil when there is none, or it was not read
	up    *record.Upstream // the same for nginx
}

// Advise returns the changes that a run shows to be needed, and no others.
func Advise(r *report.Run, l report.Lang, zone *time.Location) []Advice {
	var all []Advice
	cases := situations(r, l, zone)
	for _, rules := range [][]rule{haproxyRules, nginxRules, databaseRules} {
		for i := range rules {
			if a, ok := rules[i].weigh(l, r, cases); ok {
				all = append(all, a)
			}
		}
	}
	return all
}

func situations(r *report.Run, l report.Lang, zone *time.Location) []situation {
	f := &r.Frame
	var all []situation
	for i := range r.Faults {
		if r.Faults[i].Outage.Door { // what failed is not known
			continue
		}
		x, ok := advice.FactsOf(f, &r.Faults[i])
		if !ok {
			continue
		}
		all = append(all, situation{Lang: l, zone: zone, run: r, Facts: x, sw: x.Fault, node: x.Node, check: x.Check, up: x.Up})
	}
	return all
}

// weigh gathers the evidence for a rule.
func (u *rule) weigh(l report.Lang, r *report.Run, cases []situation) (Advice, bool) {
	a := Advice{Brief: l.Word(u.brief), Title: l.Word(u.title), Why: l.Word(u.why), Do: l.Word(u.do), Config: u.config, Manual: l.Word(u.manual)}
	for _, s := range cases {
		text := u.seen(s)
		if text == "" {
			continue
		}
		a.Evidence = append(a.Evidence, record.Clean(s.when()+": "+text))
		for _, line := range u.inForce(r, s) {
			a.InForce = appendNew(a.InForce, line)
		}
	}
	return a, len(a.Evidence) > 0
}

func appendNew(all []string, s string) []string {
	for _, old := range all {
		if old == s {
			return all
		}
	}
	return append(all, s)
}

// when names the fault and its instant.
func (s situation) when() string {
	return s.Say("%s at %s", s.Tell(s.sw.Phrase()), report.Begun(s.sw).In(s.zone).Format("15:04:05"))
}

// inForce returns the lines of the files in force that a rule applies to. Of lines about single servers only the
// broken one's count.
func (u *rule) inForce(r *report.Run, s situation) []string {
	if u.lines == nil {
		return nil
	}
	var all []string
	for _, n := range r.Frame.Topology.Nodes {
		set := r.Frame.Settings[n.Name]
		if set == nil || (s.node.Server != nil) != (n.Runs(record.KindHAProxy)) {
			continue
		}
		for _, file := range set.Files {
			for i, text := range markdown.FileLines(file.Text) {
				text, _, _ = strings.Cut(text, "#")
				words := strings.Fields(text)
				if !u.lines.MatchString(text) || len(words) > 1 && words[0] == "server" && !strings.Contains(text, s.node.Name) {
					continue
				}
				all = append(all, path.Base(file.Path)+":"+strconv.Itoa(i+1)+": "+strings.Join(words, " "))
			}
		}
	}
	return all
}

// open is how long the fault was open.
func (s situation) open() (time.Duration, bool) { return s.sw.Since(stopwatch.Healed) }

// slowest is the slowest request during the fault.
func (s situation) slowest() time.Duration {
	return s.sw.Felt.Clients().Slowest
}

// took is the same in words.
func (s situation) took() string { return s.Longest(s.sw.Felt.Clients()) }

// Section writes the advice.
func Section(p *markdown.Page, r *report.Run, all []Advice) {
	p.Head(2, report.HeadChange)
	if len(all) == 0 {
		c := r.Clients()
		felt := c.Failed > 0 || c.Slowest >= report.Patience
		if felt && len(r.Faults) == 0 {
			p.Para("Nothing was broken on purpose in this run: changes are advised by what a fault costs.")
			return
		}
		p.Para("Nothing that was seen in this run asks for a change.")
		if felt {
			p.Para("What users felt is not explained by the configurations in force: the sections of the faults have the evidence.")
		}
		return
	}
	for i, a := range all {
		p.HeadText(3, strconv.Itoa(i+1)+". "+a.Title)
		p.Line(a.Why)
		p.Line("")
		for _, e := range a.Evidence[:min(len(a.Evidence), maxEvidence)] {
			p.Line("- " + markdown.Escape(e))
		}
		if more := len(a.Evidence) - maxEvidence; more > 0 {
			p.Line("- " + p.Many(int64(more), "and 1 fault more", "and %s faults more"))
		}
		p.Line("")
		if len(a.InForce) > 0 {
			p.Para("In force:")
			p.Code("", a.InForce)
		}
		p.Line(a.Do + " (" + a.Manual + ")")
		p.Line("")
		if len(a.Config) > 0 {
			p.Code("", a.Config)
		}
	}
}

// First names the first changes in one sentence; "" if there are none.
func First(l report.Lang, all []Advice) string {
	var first []string
	for _, a := range all[:min(len(all), mostFirst)] {
		first = append(first, a.Brief)
	}
	if len(first) == 0 {
		return ""
	}
	return l.Say("Change first: %s.", strings.Join(first, ", "))
}

// mostFirst is how many changes are named at the top of a report.
const mostFirst = 3

// maxEvidence is how many faults are listed for one piece of advice; each has a section of its own.
const maxEvidence = 4
