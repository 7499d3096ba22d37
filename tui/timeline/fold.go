package timeline

import (
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

const (
	nearLines   = 32               // how far up the line is looked for that tells the same
	sameRequest = time.Second      // how far the reports of two witnesses of one request may be apart
	sameStart   = time.Minute      // how long after the command a container may start
	sameTrouble = 30 * time.Second // how far alike events may be apart that belong to no fault
	sameHealth  = 30 * time.Second // how far the results of Docker's health checks may be apart
	sameLoad    = time.Minute      // how long after its last step a load may take the next one
)

// joins adds an event to the line that tells the same: that of another witness of the same requests, that of the command
// by which a container started, that of the nodes that Docker found healthy with it, or that of the steps of a load before it.
func (p *Pane) joins(all []event.Event, nth int) bool {
	e := &all[nth]
	if e.Kind == event.KindLoad {
		return p.joinsLoad(all, nth)
	}
	if e.Kind != event.KindClient && e.Kind != event.KindContainer {
		return false
	}
	for i := len(p.lines) - 1; i >= max(len(p.lines)-nearLines, 0); i-- {
		l := &p.lines[i]
		first := &all[l.nth]
		if first.Kind == event.KindHeal && starts(first, e) {
			l.runs, l.until = e.At, latest(l.until, e.At)
			p.home[nth-p.base] = l.nth
			return true
		}
		if first.Kind != e.Kind {
			continue
		}
		switch {
		case e.Kind == event.KindClient && !l.seconds && otherWitness(first, e) && first.Fault == e.Fault && !e.At.After(l.until.Add(sameRequest)):
			p.second(all, l, nth)
			return true
		case healthyAlone(e) && healthyAlone(first) && e.At.Sub(l.until) <= sameHealth:
			l.group = true
			l.count++
			l.until = e.At
			p.home[nth-p.base] = l.nth
			return true
		}
	}
	return false
}

// joinsLoad adds a step of a load, such as its start or its number of users, to the line of the step before it. A request begins a
// line, and so does the end of what ran.
func (p *Pane) joinsLoad(all []event.Event, nth int) bool {
	e := &all[nth]
	for i := len(p.lines) - 1; i >= max(len(p.lines)-nearLines, 0); i-- {
		l := &p.lines[i]
		if all[l.nth].Kind != event.KindLoad {
			continue
		}
		if e.Witness == event.ByYou || loadEnds(e) != loadEnds(&all[l.says]) || e.At.Sub(l.until) > sameLoad {
			return false
		}
		if all[l.says].To == "" || e.To != "on" { // how many users says more than that it started
			l.says = nth
		}
		l.count, l.runs, l.until = 1, e.At, latest(l.until, e.At)
		p.home[nth-p.base] = l.nth
		return true
	}
	return false
}

// loadEnds reports whether an event of a load is of its end.
func loadEnds(e *event.Event) bool {
	return e.To == "off" || e.To == "0" || e.Witness == event.ByYou && e.Says.Equal(wording.ByHadash.Of(wording.LoadStopAsked.Of()))
}

// starts reports whether an event is the start of the container that a heal asked for.
func starts(heal, e *event.Event) bool {
	return e.Kind == event.KindContainer && e.To == "running" && e.Node == heal.Node && heal.To == record.Stop.Inverse() && e.At.Sub(heal.At) < sameStart
}

// otherWitness reports whether a client and a balancer reported failed requests.
func otherWitness(a, b *event.Event) bool {
	return byClient(a) != byClient(b)
}

// byClient reports whether a client's own record is the source of an event.
func byClient(e *event.Event) bool { return e.Witness == event.ByClient || e.Witness == event.ByProbe }

// healthyAlone is a container that Docker found healthy, and not after a fault.
func healthyAlone(e *event.Event) bool {
	return e.Kind == event.KindContainer && e.To == "healthy" && e.Fault == ""
}

// second adds the report of another witness to a line. The balancer's has the path of the request. The requests are
// those of the witness that saw more of them.
func (p *Pane) second(all []event.Event, l *digestLine, nth int) {
	e := &all[nth]
	l.seconds, l.count, l.until = true, max(l.count, e.Count), latest(l.until, e.Until)
	if byClient(&all[l.says]) {
		l.says, l.several = nth, e.Several
	}
	p.home[nth-p.base] = l.nth
	p.stand(all, l, nth)
}

// stand moves a line to the event that was reported first.
func (p *Pane) stand(all []event.Event, l *digestLine, nth int) {
	if all[nth].ID > all[l.nth].ID {
		return
	}
	for i, home := range p.home {
		if home == l.nth {
			p.home[i] = nth
		}
	}
	l.nth, l.at = nth, all[nth].At
}

// fold makes one line of alike ones.
func (p *Pane) fold(all []event.Event) {
	kept := p.lines[:0]
	for _, l := range p.lines {
		if at := alike(all, kept, &l); at >= 0 {
			k := &kept[at]
			k.count, k.until = k.count+l.count, latest(k.until, l.until)
			k.several = k.several || l.several || !all[k.says].Title.Equal(all[l.says].Title)
			for i, home := range p.home {
				if home == l.nth {
					p.home[i] = k.nth
				}
			}
			p.stand(all, k, l.nth)
			continue
		}
		kept = append(kept, l)
	}
	clear(p.lines[len(kept):])
	p.lines = kept
	p.sort(all)
}

// alike is the index of a line that reports the same as l; -1 if there is none.
func alike(all []event.Event, lines []digestLine, l *digestLine) int {
	e := &all[l.nth]
	if !repeats(e.Kind) {
		return -1
	}
	for i := range lines {
		if saysSame(&all[lines[i].nth], e) && (e.Fault != "" || l.at.Sub(lines[i].until) <= sameTrouble) {
			return i
		}
	}
	return -1
}

// saysSame reports whether two events report the same. Which witness it was and how long one request took may differ.
func saysSame(a, b *event.Event) bool {
	switch {
	case a.Kind != b.Kind || a.Severity != b.Severity || a.Fault != b.Fault:
		return false
	case a.Kind == event.KindClient:
		return true
	}
	return a.Subject == b.Subject && a.To == b.To && (a.To != "" || a.Says.Equal(b.Says))
}

// repeats reports the kinds of events that can be counted. Faults and the states of servers have a line each.
func repeats(k event.Kind) bool {
	switch k {
	case event.KindEndings, event.KindMoved, event.KindUpstream, event.KindClient, event.KindSource, event.KindTruth:
		return true
	}
	return false
}
