package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// WriteFault writes one fault as a section of GitHub-flavoured markdown: the verdict in words, its
// moments, expected against measured, hidden against visible, the blast radius and the lines it was
// read from. Times are shown in zone; nil is UTC. Its only errors are w's.
func WriteFault(w io.Writer, sw *incident.Stopwatch, zone *time.Location) error {
	if zone == nil {
		zone = time.UTC
	}
	p := newPage(w, English, zone)
	fault(p, sw)
	return p.flush()
}

// fault is the section of one fault: first the verdict, then what it rests on.
func fault(p *page, sw *incident.Stopwatch) {
	p.para("## Fault: %s (%s), %s", escape(p.tell(sw.String())), p.word(who(sw)), p.clock(begun(sw)))
	p.line("**" + escape(p.Verdict(sw)) + "**")
	p.line("")
	findings(p, sw)
	moments(p, sw)
	expected(p, sw)
	absorbed(p, sw)
	felt(p, sw)
	blast(p, sw)
	evidence(p, sw)
}

func who(sw *incident.Stopwatch) string {
	if sw.You {
		return "you"
	}
	return "somebody else"
}

// findings are what a careful reader should know before the numbers. The verdict on a fault that nobody
// detected has told its first one already.
func findings(p *page, sw *incident.Stopwatch) {
	var all []string
	for _, text := range sw.Findings {
		all = append(all, p.tell(strings.TrimSpace(text)))
	}
	if undetected(sw) && len(all) > 0 {
		all = all[1:]
	}
	if sw.Flaps > 0 {
		all = append(all, p.many(int64(sw.Flaps), "detected again once after it had been UP", "detected again %s times after it had been UP"))
	}
	if len(sw.Overlaps) > 0 {
		all = append(all, p.say("open in its time too: %s; what each of them cost cannot be told apart", strings.Join(sw.Overlaps, ", ")))
	}
	for _, text := range all {
		p.line("- **" + escape(text) + "**")
	}
	if len(all) > 0 {
		p.line("")
	}
}

// maxShown is how many lines of it are shown.
const maxShown = 60

// moments are T0..T6; one that was not seen says what that means.
func moments(p *page, sw *incident.Stopwatch) {
	var rows [][]string
	for _, stage := range incident.Stages() {
		m := sw.Moments[stage]
		after, by := "-", p.tell(m.Precision())
		if d, ok := sw.Since(stage); ok {
			after = p.say("%+.2f s", d.Seconds())
		}
		if !m.Seen() {
			by = unseen(p.Lang, sw, stage)
		}
		rows = append(rows, []string{stage.Name(), p.word(stage.String()), p.clock(m.At), after, by, orDash(p.tell(m.Text))})
	}
	p.table([]string{"moment", "meaning", "time", "after the fault", "seen by", "what was seen"},
		[]bool{false, false, false, true}, rows)
}

// unseen says why a moment has no time: it may be still to come, have been missed, or have no witness.
func unseen(l Lang, sw *incident.Stopwatch, stage incident.Stage) string {
	healed := sw.Moments[incident.Healed].Seen()
	switch stage {
	case incident.Detected:
		return l.detection(sw).word
	case incident.FirstFailed, incident.LastFailed:
		if c := sw.Felt.Clients(); c.Known() && c.Failed == 0 {
			return l.say("no request failed")
		}
		return l.say("not known")
	case incident.Healed:
		if !sw.Done {
			return l.say("still open")
		}
	case incident.Back:
		switch {
		case sw.Awaited():
			return l.say("not yet")
		case healed && sw.Bygone():
			return l.say("not known")
		}
	}
	return l.say("not seen")
}

// evidence are the lines that all this was read from.
func evidence(p *page, sw *incident.Stopwatch) {
	if len(sw.Evidence) == 0 {
		return
	}
	p.para("### Evidence")
	p.para("The first lines of each sort; more may have been counted.")
	all := inOrder(sw.Evidence)
	shown := all[:min(len(all), maxShown)]
	var lines []string
	for _, e := range shown {
		lines = append(lines, fmt.Sprintf("%s %-8s %s", p.clock(e.At), record.Clean(e.Who), record.Clean(p.tellLine(e.Text))))
	}
	p.code("text", lines)
	if more := len(all) - len(shown); more > 0 {
		p.para("and %d lines more.", more)
	}
}

// inOrder is evidence by when it was written: the containers' logs come in batches, one after the other.
func inOrder(all []incident.Evidence) []incident.Evidence {
	return slices.SortedStableFunc(slices.Values(all), func(a, b incident.Evidence) int { return a.At.Compare(b.At) })
}
