package report

import (
	"bufio"
	"fmt"
	"io"
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
	p := &page{w: bufio.NewWriter(w), zone: zone}
	fault(p, sw)
	return p.w.Flush()
}

// faults writes a section for each fault, oldest first.
func (s Snapshot) faults(p *page) {
	for i := range s.Frame.Stopwatches {
		fault(p, &s.Frame.Stopwatches[i])
	}
}

// fault is the section of one fault: first the verdict, then what it rests on.
func fault(p *page, sw *incident.Stopwatch) {
	p.linef("## Fault: %s (%s), %s", escape(sw.String()), who(sw), p.clock(begun(sw)))
	p.line("")
	p.linef("**%s**", escape(Cost(sw)))
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

// begun is T0, or when the fault was asked for while Docker has not told of it.
func begun(sw *incident.Stopwatch) time.Time {
	if m := sw.Moments[incident.Injected]; m.Seen() {
		return m.At
	}
	return sw.At
}

// findings are what a careful reader should know before the numbers. The verdict on a fault that nobody
// detected has told its first one already.
func findings(p *page, sw *incident.Stopwatch) {
	all := append([]string{}, sw.Findings...)
	if undetected(sw) && len(all) > 0 {
		all = all[1:]
	}
	if sw.Flaps > 0 {
		all = append(all, fmt.Sprintf("detected again %s after it had been UP", times(sw.Flaps)))
	}
	if len(sw.Overlaps) > 0 {
		all = append(all, "open in its time too: "+strings.Join(sw.Overlaps, ", ")+"; what each of them cost cannot be told apart")
	}
	for _, text := range all {
		p.linef("- **%s**", escape(strings.TrimSpace(text)))
	}
	if len(all) > 0 {
		p.line("")
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return count(int64(n)) + " times"
}

// moments are T0..T6; one that was not seen says what that means.
func moments(p *page, sw *incident.Stopwatch) {
	var rows [][]string
	for _, stage := range incident.Stages() {
		m := sw.Moments[stage]
		after, by := "-", m.Precision()
		if d, ok := sw.Since(stage); ok {
			after = fmt.Sprintf("%+.2f s", d.Seconds())
		}
		if !m.Seen() {
			by = unseen(sw, stage)
		}
		rows = append(rows, []string{stage.Name(), stage.String(), p.clock(m.At), after, by, orDash(m.Text)})
	}
	p.table([]string{"moment", "meaning", "time", "after the fault", "seen by", "what was seen"},
		[]bool{false, false, false, true}, rows)
}

// unseen says why a moment has no time: it may be still to come, have been missed, or have no witness.
func unseen(sw *incident.Stopwatch, stage incident.Stage) string {
	healed := sw.Moments[incident.Healed].Seen()
	switch stage {
	case incident.Detected:
		return detection(sw).word
	case incident.FirstFailed, incident.LastFailed:
		if v := reached(&sw.Felt); v.known && v.failed == 0 {
			return "no request failed"
		}
		return "not known"
	case incident.Healed:
		if !sw.Done {
			return "still open"
		}
	case incident.Back:
		if healed && !sw.Done {
			return "not yet"
		}
	}
	return "not seen"
}

// evidence are the lines that all this was read from.
func evidence(p *page, sw *incident.Stopwatch) {
	if len(sw.Evidence) == 0 {
		return
	}
	p.line("### Evidence")
	p.line("")
	shown := sw.Evidence[:min(len(sw.Evidence), maxLines)]
	var lines []string
	for _, e := range shown {
		lines = append(lines, fmt.Sprintf("%s %-8s %s", p.clock(e.At), record.Clean(e.Who), record.Clean(e.Text)))
	}
	p.code("text", lines)
	if more := len(sw.Evidence) - len(shown); more > 0 {
		p.linef("and %d lines more.", more)
		p.line("")
	}
}
