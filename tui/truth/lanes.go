package truth

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/said"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/incident/witness"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/units"
)

// lane is a row of what one witness said over the last minute.
type lane struct {
	name string
	who  witness.Who
	said said.Lane // of words
	lost []int     // of counts, one a second: -1 where nobody counted; nil where it says words
	red  bool      // its present word is that of the node, and may be red
	now  ui.Saying

	server *record.Server // at the balancer whose word it is
}

// lanes are all witnesses of the chosen row.
type lanes struct {
	c     *ui.Context
	row   *row
	node  *incident.Node
	fault *stopwatch.Stopwatch
	knew  [witness.All]witness.Knew
	all   []lane

	cells, now, knewCells int
	step                  time.Duration
	from                  time.Time
}

// The widths of a lane beside its cells.
const (
	laneLabel = 19
	laneGap   = 2
)

func (p *Page) lanesOf(c *ui.Context, r *row, w int) *lanes {
	l := &lanes{c: c, row: r, now: 26, knewCells: 13, step: time.Second}
	if w < 100 {
		l.now, l.knewCells = 22, 11
	}
	room := w - laneLabel - laneGap - l.now - l.knewCells
	l.cells = max(min(room, 60), 10)
	if room >= 120 {
		l.cells, l.step = 120, time.Second/2
	}
	l.from = c.Frame.At.Truncate(time.Second).Add(time.Second - time.Duration(l.cells)*l.step)
	if r.server != nil {
		l.server(r.server)
		return l
	}
	l.node = c.Frame.Node(r.truth.Node)
	if l.fault = witness.Fault(c.Frame, l.node.Name); l.fault != nil {
		l.knew = witness.KnewOf(c.Frame, l.node, l.fault)
	}
	l.witnesses()
	return l
}

// server lists what HAProxy says of a server that is no node.
func (l *lanes) server(s *record.Server) {
	l.atHAProxy(s, ui.StatusWords(s.Status.Text))
	l.counts("its sessions", witness.Traffic, l.lost(s.Name(), false), ui.Saying{Text: paint.Count(s.Scur) + " open, " + paint.Rate(float64(s.Rate)) + "/s", Style: l.c.Theme.Text})
}

// witnesses lists those that a node has.
func (l *lanes) witnesses() {
	c, n, f := l.c, l.node, l.c.Frame
	t := l.row.truth
	if n.Container.Node != "" {
		l.words("Docker", witness.Docker, f.Said(n, said.Docker), ui.DockerWords(t.Docker, true))
		l.all[len(l.all)-1].red = !ui.IdleLoad(n)
	}
	if !t.Swarm.IsZero() {
		l.words("the swarm", witness.Swarm, f.Said(n, said.Swarm), t.Swarm.String())
	}
	if n.Container.Health != "" {
		l.words("its health check", witness.Health, f.Said(n, said.Health), n.Container.Health)
	}
	if n.Server != nil {
		l.atHAProxies()
	} else if f.Instance(n) && t.Oper != "" {
		text := "sends it requests"
		if t.Oper != "used" {
			text = t.Oper
		}
		l.words("nginx", witness.Balancer, f.Said(n, said.Balancer), text)
		if n.Runs(record.KindHTTP) {
			l.words("its own page", witness.Page, f.Said(n, said.Page), l.page())
		}
	}
	if n.IsReplica() || n.IsMaster() {
		text := ui.ReplicationWords(n.Told)
		if s := c.Silent(n); s != nil {
			text = ui.Reason(s)
		}
		if text != "" {
			l.words("the database", witness.Database, f.Said(n, said.Replication), text)
		}
	}
	if n.Server != nil || f.Instance(n) {
		l.counts(l.traffic(), witness.Traffic, l.lost(n.Name, true), l.lostNow())
	}
	if c.Verdict.Users.Witness() {
		l.counts("users", witness.Users, c.Losses(l.from.Unix(), l.seconds()), l.users())
	}
}

func (l *lanes) page() string {
	if s := l.c.Silent(l.node); s != nil {
		return ui.Reason(s)
	}
	if l.node.Page == nil {
		return ""
	}
	return "answers " + paint.Count(int64(l.node.Page.Code))
}

// traffic names what is sent to the node.
func (l *lanes) traffic() string {
	if l.c.Frame.Unit(l.node) == incident.Sessions {
		return "its sessions"
	}
	return "its requests"
}

// lostNow counts what failed on its way to the node in the seconds in sight, from the one on with which the span of the users
// began.
func (l *lanes) lostNow() ui.Saying {
	sum, known, begun := 0, false, l.from.Unix()
	if fault := l.c.Verdict.Users.Since; fault != nil {
		begun = fault.At.Unix()
	}
	for i, n := range l.lost(l.node.Name, true) {
		if n >= 0 && l.from.Unix()+int64(i) >= begun {
			sum, known = sum+n, true
		}
	}
	switch {
	case !known:
		return ui.Saying{Text: "not known", Style: l.c.Theme.Faint}
	case sum == 0:
		return ui.Saying{Text: "none failed", Style: l.c.Theme.Text}
	case l.node.Server != nil:
		return ui.Saying{Text: paint.Count(int64(sum)) + " tries failed", Style: l.c.Theme.Warn}
	}
	return ui.Saying{Text: paint.Count(int64(sum)) + " failed", Style: l.c.Theme.Warn}
}

// users says how many requests of users failed.
func (l *lanes) users() ui.Saying {
	u := &l.c.Verdict.Users
	if u.Feel == verdict.NotKnown && !u.Clients.Known() {
		return ui.Saying{Text: "not known", Style: l.c.Theme.Faint}
	}
	text := ui.Failed(l.c.Theme, u.Clients) + " failed"
	if u.Clients.Counted {
		text = ui.Failed(l.c.Theme, u.Clients) + " of " + paint.Count(int64(u.Clients.Requests)) + " failed"
	}
	st := l.c.Theme.Text
	if u.Feel == verdict.Hurt {
		st = l.c.Theme.Bad
	}
	return ui.Saying{Text: text, Style: st}
}

func (l *lanes) words(name string, who witness.Who, s said.Lane, text string) {
	says := s.Says()
	now := ui.Saying{Sign: l.c.WordSign(says), Text: text, Style: l.c.Theme.Text}
	l.all = append(l.all, lane{name: name, who: who, said: s, now: now})
}

func (l *lanes) counts(name string, who witness.Who, lost []int, now ui.Saying) {
	l.all = append(l.all, lane{name: name, who: who, lost: lost, now: now})
}

// seconds is how many seconds are in sight.
func (l *lanes) seconds() int { return int(time.Duration(l.cells) * l.step / time.Second) }

// lost returns what failed in each second on its way to a node, or to a server.
func (l *lanes) lost(of string, node bool) []int {
	out := make([]int, l.seconds())
	for i := range out {
		out[i] = -1
	}
	for t := range l.c.Frame.History.Seen(l.from) {
		v, ok := t.Server(of)
		if node {
			v, ok = t.Node(of)
		}
		if i := t.At - l.from.Unix(); ok && v.Lost >= 0 && i >= 0 && i < int64(len(out)) && t.Span == 1 {
			out[i] = int(v.Lost)
		}
	}
	return out
}

// height is how many rows they take, with their title and the axis.
func (l *lanes) height() int { return 2 + len(l.all) }

// draw writes the title, the axis and the lanes.
func (l *lanes) draw(r paint.Rect) {
	c, th := l.c, l.c.Theme
	parts := []paint.TitlePart{paint.NewPart(l.row.id.Name, th.Strong), l.verdict(r.W)}
	hint := paint.NewPart("what each witness saw  one cell = "+cellText(l.step), th.Faint)
	if r.W < 100 {
		hint.Text = "one cell = " + cellText(l.step)
	}
	c.Screen.Rule(th, paint.Area(r.X, r.Y, r.W, 1), false, parts, hint)
	p := c.Screen.At(th, r.Y+1, paint.Area(r.X, r.Y+1, r.W, 1))
	p.Space(2)
	p.Left(th.Faint, "witness", laneLabel-2)
	bar := ui.FaultBar{C: c, From: l.from, Step: l.step, N: l.cells}
	bar.Draw(&p)
	p.Space(laneGap + 2)
	p.Left(th.Faint, "now", l.now-2)
	if l.fault != nil {
		p.Put(th.Faint, ui.Fitting(p.Room(), "knew it after", "knew after", "knew"))
	}
	for i := range l.all {
		p := c.Screen.At(th, r.Y+2+i, paint.Area(r.X, r.Y+2+i, r.W, 1))
		l.write(&p, &l.all[i])
	}
}

func cellText(step time.Duration) string {
	if step < time.Second {
		return "0.5 s"
	}
	return "1 s"
}

// verdict says who contradicts whom, and for how long.
func (l *lanes) verdict(w int) paint.TitlePart {
	th := l.c.Theme
	switch {
	case l.row.server != nil:
		return paint.NewPart("only HAProxy is watched: it has nobody to contradict it", th.Faint)
	case !l.node.Health.Known() && slices.ContainsFunc(l.all, func(x lane) bool { return x.said.Says() != said.Nothing }):
		return paint.NewPart("its state is not known", th.Faint)
	case !l.node.Health.Known():
		return paint.NewPart("no witness has said anything of it", th.Faint)
	case len(l.row.truth.Disagree) == 0:
		return paint.NewPart("all witnesses agree", th.Faint)
	}
	text := th.Differ
	for i, says := range l.row.truth.Disagree {
		if i > 0 {
			text += ";"
		}
		text += " " + says.String()
	}
	if w >= 100 { // else the table says it alone
		text += lasts(l.c, l.row)
	}
	return paint.NewPart(text, th.Warn)
}

func (l *lanes) write(p *paint.Pen, x *lane) {
	p.Space(2)
	p.Left(l.c.Theme.Text, x.name, laneLabel-2)
	if x.lost != nil {
		l.digits(p, x)
	} else {
		l.signs(p, x)
	}
	p.Space(laneGap)
	x.now.Put(p, l.now-1)
	p.Space(1)
	if l.fault != nil {
		l.after(p, x)
	}
}

// signs writes what a witness said in each cell.
func (l *lanes) signs(p *paint.Pen, x *lane) {
	var buf [120]said.Word
	cells := buf[:l.cells]
	x.said.Cells(cells, l.from, l.step)
	last := min(int(l.c.Frame.At.Sub(l.from)/l.step), len(cells)-1)
	if cells[last] != said.Nothing {
		cells[last] = x.said.Says() // and not the worst of it, as "now" stands beside it
	}
	for i, w := range cells {
		sign := l.c.WordSign(w)
		if x.red && i == last && (w == said.Ill || w == said.CutOff) {
			sign.Style = l.c.Theme.Bad
		}
		p.Glyph(sign.Style, sign.Glyph, 1)
	}
}

// digits writes how many failed in each second, which may have two cells.
func (l *lanes) digits(p *paint.Pen, x *lane) {
	w := int(time.Second / l.step)
	for _, n := range x.lost {
		st := l.c.Theme.Warn
		if x.who == witness.Users && l.c.Verdict.Users.Feel == verdict.Hurt {
			st = l.c.Theme.Bad
		}
		var b []byte
		switch {
		case n < 0:
		case n == 0:
			p.Space(w - 1)
			p.Glyph(l.c.Theme.Faint, l.c.Theme.Dot, 1)
			continue
		default:
			if b = paint.AppendGrouped(nil, int64(n)); len(b) > w {
				b = []byte("+")
			}
		}
		p.Right(st, b, w)
	}
}

// after writes when a witness knew of the fault, and what it waits for.
func (l *lanes) after(p *paint.Pen, x *lane) {
	k, th := l.knewOf(x), l.c.Theme
	note := l.note(x)
	switch {
	case k.Known:
		b := paint.AppendAfter(nil, k.After)
		if k.AtMost {
			b = paint.AppendSeconds([]byte(th.AtMost), units.Up(k.After))
		}
		p.Left(th.Text, string(b), 10)
	case k.NotYet && note != "":
		p.Left(th.Warn, ui.Fitting(p.Room(), "not yet, "+note, note), p.Room())
		return
	case k.NotYet:
		p.Put(th.Warn, "not yet")
		return
	case x.who == witness.Balancer && verdict.NextOf(l.c.Frame, l.fault).Step == verdict.Never:
		p.Put(th.Warn, ui.Fitting(p.Room(), "will not notice", "never"))
		return
	default:
		p.Space(10)
	}
	p.Put(th.Faint, ui.Fitting(p.Room(), note, ""))
}

// note is what else is known of when a witness knew, or what it waits for.
func (l *lanes) note(x *lane) string {
	k, n := l.knewOf(x), l.node
	if k.NotYet && x.who == witness.Balancer {
		switch next := verdict.NextOf(l.c.Frame, l.fault); next.Step {
		case verdict.TakesOut:
			return "due " + l.c.Theme.AtMost + " " + paint.AtMost(next.In)
		case verdict.Overdue:
			return "overdue " + paint.Lasted(-next.In)
		}
		return ""
	}
	switch {
	case k.First:
		return "before all others"
	case x.who == witness.Health && k.Known && !n.Container.Running():
		return "with the container"
	case x.who == witness.Check && k.Known && x.server.Status.State == record.GoingDown:
		s := &x.server.Status
		return paint.Count(int64(s.Of-s.N)) + " of " + paint.Count(int64(s.Of)) + " needed"
	case x.who == witness.Database && l.c.Silent(n) != nil && n.Told != nil:
		return "last: " + ui.ReplicationWords(n.Told)
	case k.Known && !k.AtMost:
		return "exact"
	}
	return ""
}
