package cost

import (
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// noticed writes when the balancer noticed the fault, or when it is due to.
func (t *Table) noticed(p *paint.Pen) {
	s := t.s
	p.Left(t.c.Theme.Faint, "noticed", ui.LabelCells)
	word, st, late := Detection(t.c, nil, s)
	moment := &s.Moments[stopwatch.Detected]
	if d, ok := s.Detection(); ok {
		if all := s.ByBalancer(); len(all) > 0 {
			t.byEach(p, all)
			t.precise(p, moment)
			t.whyUnknown(p)
			return
		}
		p.Put(t.c.Theme.Text, t.afterOr(d, moment))
		if t.c.Frame.SeveralHAProxies() {
			t.byWhom(p)
		} else {
			t.inGroups(p, d)
		}
		switch {
		case late:
			p.Put(t.c.Theme.Bad, "  late")
		case s.Judged():
			p.Put(t.c.Theme.Faint, "  in time")
		}
		t.due(p, ", due ")
		t.precise(p, moment)
		t.whyUnknown(p)
		return
	}
	p.PutBytes(st, word)
	switch open := !s.Moments[stopwatch.Healed].Seen() && !s.Done; {
	case moment.Seen():
		// how late it was is not known, nor how exactly
	case open && late:
		p.Put(t.c.Theme.Warn, ", overdue")
		t.due(p, ", due ")
	case open && s.Judged():
		t.gauge(p)
		t.due(p, "  due ")
	case s.Expected.Known && s.Expected.Never:
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, ": nothing configured would notice", ": not expected"))
	default:
		t.due(p, ", due ")
	}
	t.whyUnknown(p)
}

// byWhom names the one of several balancers that noticed, where it alone sends to the node.
func (t *Table) byWhom(p *paint.Pen) {
	if next := verdict.NextOf(t.c.Frame, t.s); next.Step == verdict.TookOut {
		p.Put(t.c.Theme.Faint, " by "+next.Watcher)
	}
}

// byEach writes when each of several balancers noticed, and which still send. Where there is no room for all it is the first
// and the last.
func (t *Table) byEach(p *paint.Pen, all []stopwatch.Notice) {
	judged := 0 // those in time
	for i := range all {
		if t.s.JudgedAt(&all[i]) && all[i].Out.Seen() && !t.s.LateAt(&all[i]) {
			judged++
		}
	}
	for form := range 4 {
		short := form%2 == 1
		if form == 2 && len(all) > 2 {
			all = []stopwatch.Notice{all[0], all[len(all)-1]}
		}
		width := -2
		for i := range all {
			text, _ := t.byOne(&all[i], short)
			width += paint.Width(text) + 2
		}
		if width >= p.Room() && form < 3 {
			continue
		}
		for i := range all {
			if i > 0 {
				p.Put(t.c.Theme.Faint, ", ")
			}
			text, st := t.byOne(&all[i], short)
			p.Put(st, text)
		}
		break
	}
	if judged == len(all) {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  in time", ""))
	}
}

// byOne says when one balancer noticed.
func (t *Table) byOne(n *stopwatch.Notice, short bool) (string, paint.Style) {
	s := t.s
	d, ok := s.OutAfter(n)
	after := t.afterOr(d, &n.Out)
	if short {
		after = strings.TrimPrefix(after, "after ")
	}
	switch {
	case ok && s.LateAt(n):
		return n.Balancer + " " + after + " late", t.c.Theme.Bad
	case ok:
		return n.Balancer + " " + after, t.c.Theme.Text
	case n.Out.Seen():
		return n.Balancer + " not known", t.c.Theme.Warn
	case s.Moments[stopwatch.Healed].Seen() || s.Done:
		return n.Balancer + " never", t.c.Theme.Warn
	}
	return ui.Still([]string{n.Balancer}), t.c.Theme.Warn
}

// inGroups says of a node that is several servers of one HAProxy when the last of them was taken out.
func (t *Table) inGroups(p *paint.Pen, first time.Duration) {
	last, all := t.s.OutEverywhere()
	switch n := len(t.s.Notices); {
	case n < 2:
	case !all:
		p.Put(t.c.Theme.Warn, ", not in all of "+paint.Count(int64(n))+" backends")
	case last-first >= 5*time.Millisecond:
		p.Put(t.c.Theme.Text, ", in all "+paint.Count(int64(n))+" backends "+t.afterOr(last, t.lastOut()))
	}
}

// lastOut is when the last of its servers was taken out.
func (t *Table) lastOut() *stopwatch.Moment {
	last := &t.s.Moments[stopwatch.Detected]
	for i := range t.s.Notices {
		if out := &t.s.Notices[i].Out; out.At.After(last.At) {
			last = out
		}
	}
	return last
}

// afterOr is a span after the fault, or that there was none.
func (t *Table) afterOr(d time.Duration, m *stopwatch.Moment) string {
	if d < 5*time.Millisecond {
		return "at once"
	}
	return "after " + t.span(d, m)
}

// due writes the latest time at which the fault should be noticed: the sum of what was expected and how long its process
// took to end.
func (t *Table) due(p *paint.Pen, before string) {
	if e := &t.s.Expected; e.Known && !e.Never && e.Detect > 0 {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, before+t.c.Theme.AtMost+" "+paint.AtMost(t.s.Bound()), ""))
	}
}

// whyUnknown says why it was not known when the fault would be noticed.
func (t *Table) whyUnknown(p *paint.Pen) {
	if e := &t.s.Expected; !e.Known && !e.Why.IsZero() {
		before := "  due: "
		if t.s.Kind == record.Own {
			before = "  not predicted: "
		}
		p.Put(t.c.Theme.Faint, before)
		p.Say(t.c.Theme.Faint, e.Why)
	}
}

// gauge draws how much of the time until the fault is due to be noticed has passed.
func (t *Table) gauge(p *paint.Pen) {
	const cells = 16
	bound := t.s.Bound()
	if p.Room() < cells+20 || bound <= 0 {
		return
	}
	part := float64(t.c.Frame.At.Sub(t.s.At)) / float64(bound)
	full := min(max(int(part*cells), 0), cells)
	st := t.c.Theme.Text
	if part > 0.8 {
		st = t.c.Theme.Warn
	}
	p.Space(2)
	p.Glyph(st, t.c.Theme.Spark[len(t.c.Theme.Spark)-1], full)
	p.Glyph(t.c.Theme.Faint, t.c.Theme.Spark[0], cells-full)
}

// Detection is when a fault was detected, or that it was not, and whether that is later than expected.
func Detection(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style, bool) {
	if d, ok := s.Detection(); ok {
		st := c.Theme.Text
		if s.Late() {
			st = c.Theme.Bad
		}
		if s.Moments[stopwatch.Detected].Within > 0 {
			return c.AppendSpan(b, d, true), st, s.Late()
		}
		return paint.AppendAfter(b, d), st, s.Late()
	}
	over := s.Moments[stopwatch.Healed].Seen() || s.Done
	switch {
	case s.Outage.Door:
		return append(b, "nothing to notice"...), c.Theme.Faint, false
	case s.OutAlready() != "":
		return append(b, "out already"...), c.Theme.Text, false
	case s.Moments[stopwatch.Detected].Seen(), over && s.Unwatched():
		return append(b, "not known"...), c.Theme.Warn, false
	case over:
		return append(b, "never"...), c.Theme.Warn, false
	}
	return append(b, "not yet"...), c.Theme.Warn, c.Frame.Overdue(s)
}

// back writes when after the heal the balancer reported UP again, and when traffic flowed to the node again. Only UP is
// predicted, counted from the first answer.
func (t *Table) back(p *paint.Pen) {
	s := t.s
	p.Left(t.c.Theme.Faint, "back", ui.LabelCells)
	up, wasUp := s.UpAgain()
	back, isBack := s.Recovery()
	moment := &s.Moments[stopwatch.Back]
	after, isUp := s.Since(stopwatch.Back)
	switch {
	case s.Kind.Found() && isUp:
		p.Put(t.c.Theme.Text, "after "+t.span(after, moment))
	case isBack:
		p.Put(t.c.Theme.Text, t.span(back, moment)+" after the heal")
	case s.Awaited():
		p.Put(t.c.Theme.Warn, "not yet")
	case s.Bygone(), s.Done:
		p.Put(t.c.Theme.Warn, "not known")
	}
	if wasUp {
		p.Put(t.c.Theme.Text, ", up after "+t.span(up, &s.Up))
		t.upAtEach(p)
		if s.UpLate() {
			p.Put(t.c.Theme.Bad, " late")
		}
		moment = &s.Up
	}
	if e := &s.Expected; e.Known && e.Back > 0 && (wasUp || s.Awaited()) {
		due := t.c.Theme.AtMost + " " + paint.AtMost(e.Back)
		if s.Starts() {
			due = "start+" + paint.AtMost(e.Back)
		}
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, ", due "+due, ""))
	}
	if moment.Seen() {
		t.precise(p, moment)
	}
}

// upAtEach says when each of several balancers had it UP again.
func (t *Table) upAtEach(p *paint.Pen) {
	var all []string
	for _, n := range t.s.ByBalancer() {
		if d, ok := t.s.UpAfter(&n); ok {
			all = append(all, n.Balancer+" "+t.span(d, &n.Up))
		}
	}
	if len(all) > 1 {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, " ("+strings.Join(all, ", ")+")", ""))
	}
}

// firstSign writes how long after the fault its first sign was seen, and what it was.
func (t *Table) firstSign(p *paint.Pen) {
	s := t.s
	moment := &s.Moments[stopwatch.FirstSign]
	p.Left(t.c.Theme.Faint, "first sign", ui.LabelCells)
	if d, ok := s.Since(stopwatch.FirstSign); ok {
		p.Put(t.c.Theme.Text, t.afterOr(d, moment))
	}
	text := sayingOf(s, moment)
	if text == "" || paint.Width(text)+paint.Width(t.precision(moment))+4 < p.Room() {
		t.precise(p, moment)
	}
	if text != "" {
		short, _, _ := strings.Cut(text, ": ")
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  "+text, "  "+short, ""))
	}
}

// precise writes how exact a moment is.
func (t *Table) precise(p *paint.Pen, moment *stopwatch.Moment) {
	if text := t.precision(moment); text != "" {
		p.Put(t.c.Theme.Faint, ui.Fitting(p.Room()-1, "  "+text, ""))
	}
}

// precision is how exact a moment is; "" for one that was not seen.
func (t *Table) precision(moment *stopwatch.Moment) string {
	switch {
	case !moment.Seen():
		return ""
	case moment.Already:
		return "since before hadash"
	case moment.Witness == event.ByLastchg:
		return "to 1 s, lastchg"
	case moment.Within > 0 && moment.Witness == event.ByProbe:
		return "to " + paint.AtMost(moment.Within)
	case moment.Within > 0:
		return t.c.Theme.AtMost + paint.AtMost(moment.Within) + " late"
	}
	switch moment.Witness {
	case event.ByPoll:
		return "polled"
	case event.ByClient, event.ByProbe:
		return "to 1 ms"
	case event.ByYou:
		return "as asked"
	case event.ByCount:
		return "counted"
	}
	if t.s.Kind.Found() { // when it broke is not known
		return "from the first sign"
	}
	return "exact"
}
