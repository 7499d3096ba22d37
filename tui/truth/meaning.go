package truth

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/incident/witness"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// line is the line of the chosen row in its balancer's configuration, or in that of each of several, as found last.
type line struct {
	of       ui.NodeID
	settings uintptr // of the Frame
	texts    []string
}

// find returns the lines of a row in the configurations; none where they were not read.
func (l *line) find(c *ui.Context, r *row) []string {
	settings := reflect.ValueOf(c.Frame.Settings).Pointer()
	if l.of == r.id && l.settings == settings {
		return l.texts
	}
	*l = line{of: r.id, settings: settings}
	if r.server != nil {
		l.add(c.Frame, r.server)
		return l.texts
	}
	n := c.Frame.Node(r.truth.Node)
	if n.Server == nil {
		if found, ok := witness.LineOf(c.Frame, n); ok {
			l.texts = append(l.texts, inFull(found))
		}
		return l.texts
	}
	l.add(c.Frame, n.Server)
	for s := range n.AtOthers {
		l.add(c.Frame, s)
	}
	return l.texts
}

// add finds the line of a server, and says whose configuration it is in where there are several.
func (l *line) add(f *incident.Frame, s *record.Server) {
	found, ok := witness.ServerLine(f, s)
	if !ok {
		return
	}
	text := inFull(found)
	if f.SeveralHAProxies() {
		text = servers.Balancer(s) + ": " + text
	}
	l.texts = append(l.texts, text)
}

func inFull(l witness.Line) string {
	return l.File + ":" + paint.Count(int64(l.Number)) + "  " + l.Text
}

// meaning returns what follows from what the witnesses say, in lines of w cells.
func (p *Page) meaning(c *ui.Context, r *row, w int) []string {
	m := meaning{c: c, row: r, server: r.server}
	if r.truth != nil {
		m.node = c.Frame.Node(r.truth.Node)
		m.server, m.fault = m.node.Server, witness.Fault(c.Frame, m.node.Name)
	}
	var out []string
	if all := strings.TrimSpace(strings.Join(m.sentences(), " ")); all != "" {
		out = paint.Wrap(all, w)
	}
	return append(out, p.line.find(c, r)...)
}

// means writes them under their title.
func (p *Page) means(c *ui.Context, r paint.Rect) {
	c.Screen.Rule(c.Theme, paint.Area(r.X, r.Y, r.W, 1), false, []paint.TitlePart{paint.NewPart("what that means", c.Theme.Title)}, paint.TitlePart{})
	for i, text := range p.words {
		pen := c.Screen.At(c.Theme, r.Y+1+i, paint.Area(r.X, r.Y+1+i, r.W, 1))
		pen.Space(2)
		st := c.Theme.Text
		if slices.Contains(p.line.texts, text) {
			st = c.Theme.Faint
		}
		pen.Put(st, text)
	}
}

// meaning is what follows for one row.
type meaning struct {
	c      *ui.Context
	row    *row
	node   *incident.Node // nil for a server that is none
	server *record.Server // nil for what is none
	fault  *stopwatch.Stopwatch
}

func (m *meaning) sentences() []string {
	if text := m.looksElsewhere(); text != "" {
		return []string{text}
	}
	if m.fault == nil {
		return m.calm()
	}
	e := &m.fault.Expected
	switch x := verdict.NextOf(m.c.Frame, m.fault); x.Step {
	case verdict.TakesOut:
		return []string{m.takesOut(x.Watcher), m.tillThen()}
	case verdict.Overdue:
		return []string{x.Watcher + " should have sent it nothing more since " + m.clock(m.fault.At.Add(m.fault.Bound())) + ", by its configuration, and still does.", m.tillThen()}
	case verdict.Never:
		return []string{"Nothing that is configured notices this: " + wording.English.Say(e.Why) + ".", strings.Replace(m.tillThen(), "Till then", "So", 1)}
	case verdict.Unknown:
		return []string{"When " + x.Watcher + " notices is not known: " + wording.English.Say(e.Why) + "."}
	case verdict.TookOut:
		return []string{m.tookOut(x.Watcher), m.still(x.Still), m.held()}
	case verdict.TriesAgain:
		return []string{"nginx had set it aside, and now tries it again with requests of users, until one is answered."}
	case verdict.Starts:
		return []string{"It was started again. " + m.goodChecks(x.Watcher)}
	case verdict.Checks:
		return []string{x.Watcher + " has seen " + paint.Count(int64(x.Passed)) + " of " + paint.Plural(x.Of, "good check", "good checks") + " that it needs in a row, and sends it nothing until then."}
	case verdict.Returns:
		return []string{x.Watcher + " says UP again, and nothing has been sent to it yet."}
	}
	return m.calm()
}

// looksElsewhere says what brings a node back whose balancer looks for it where it was.
func (m *meaning) looksElsewhere() string {
	if m.node == nil || m.server == nil || !m.server.Status.GivenUp() {
		return ""
	}
	was, is, elsewhere := m.c.Frame.LooksElsewhere(m.node)
	switch who := servers.Who(m.server); {
	case !elsewhere:
		return ""
	case m.c.Frame.LacksResolvers(m.node):
		return who + " resolved its name when it started, and checks " + was + " for good, where nobody is; it is at " + is + " now. With `resolvers` on its server line, and a section of that name, " +
			who + " would find it there; a reload finds it once."
	default:
		return who + " looks for it at " + was + ", and it is at " + is + "."
	}
}

// setting is a duration as a configuration has it: "2 s", "250 ms".
func setting(d time.Duration) string {
	if d%time.Second == 0 {
		return paint.Count(int64(d/time.Second)) + " s"
	}
	return paint.Count(d.Milliseconds()) + " ms"
}

func (m *meaning) clock(t time.Time) string { return t.In(m.c.Zone).Format("15:04:05.0") }

// fact is what happened to the node, by Docker.
func (m *meaning) fact() string {
	switch n := m.node; {
	case n.Container.State == "paused":
		return "It is frozen"
	case n.Container.Running() && n.Container.Networks == 0:
		return "It has no network"
	case n.Container.State == "exited", n.Container.State == "dead":
		return "Its process is gone"
	}
	return "It is broken"
}

// takesOut says what the balancer needs until it sends nothing more, and when that is at the latest.
func (m *meaning) takesOut(who string) string {
	due := m.clock(m.fault.At.Add(m.fault.Bound()))
	if m.server == nil {
		if u := m.c.Frame.Upstream(m.node); u != nil && who == "nginx" {
			if _, doubted := u.Doubt(record.SettingMaxFails, record.SettingFailTimeout); !doubted && u.MaxFails > 0 {
				return m.fact() + ", but nginx finds out only by requests of users: after " + paint.Plural(u.MaxFails, "failed one", "failed ones") + " it sends no more for " +
					setting(u.FailTimeout) + ", at the latest at " + due + "."
			}
		}
		return m.fact() + ", but " + who + " sends to it until it notices: at the latest at " + due + "."
	}
	checks := "failed checks"
	if n := m.fall(); n > 0 {
		checks = paint.Plural(n, "failed check", "failed checks")
		if c := m.c.Frame.Check(m.server); c != nil && n > 1 {
			if _, doubted := c.Doubt(record.SettingFastinter); !doubted {
				checks += ", " + setting(c.Fastinter) + " apart,"
			}
		}
	}
	return m.fact() + ", but HAProxy needs " + checks + " until it sends no more sessions: at the latest at " + due + "."
}

// fall is how many failed checks HAProxy needs; 0 if that is not known.
func (m *meaning) fall() int {
	if m.server.CheckFall > 0 {
		return int(m.server.CheckFall)
	}
	if c := m.c.Frame.Check(m.server); c != nil {
		if _, doubted := c.Doubt(record.SettingFall); !doubted {
			return c.Fall
		}
	}
	return 0
}

// tillThen says what happens to users until the balancer notices.
func (m *meaning) tillThen() string {
	if m.server == nil {
		return m.instanceTillThen()
	}
	text := "Till then new sessions go to it"
	if h := m.c.Frame.HAProxy; h != nil {
		if k, sum, ok := witness.Share(h, m.server); ok && sum%k == 0 {
			text = "Till then 1 of " + paint.Count(sum/k) + " new sessions goes to it"
		}
	}
	c := m.c.Frame.Check(m.server)
	if c == nil {
		return text + "."
	}
	if _, doubted := c.Doubt(record.SettingTimeoutConnect); doubted || len(c.Doubts) > 0 {
		return text + "."
	}
	wait, name := c.TimeoutConnect, "timeout connect"
	if m.fault.Kind == record.Pause { // the kernel accepts
		wait, name = c.TimeoutServer, "timeout server"
	}
	if wait > 0 {
		text += ", waits up to " + setting(wait) + " (" + name + ")"
	}
	switch {
	case m.fault.Kind == record.Pause || c.Retries <= 0:
	case c.Redispatch:
		text += " and is tried again, the last time on another server (option redispatch)"
	default:
		text += " and is tried again there, up to " + paint.Plural(c.Retries, "time", "times") + " (no option redispatch)"
	}
	return text + "."
}

func (m *meaning) instanceTillThen() string {
	u := m.c.Frame.Upstream(m.node)
	if u == nil || len(u.Doubts) > 0 {
		return ""
	}
	wait, name := u.ConnectTimeout, "proxy_connect_timeout"
	if m.fault.Kind == record.Pause {
		wait, name = u.ReadTimeout, "proxy_read_timeout"
	}
	if wait <= 0 {
		return ""
	}
	return "Till then a request that is sent to it waits up to " + setting(wait) + " (" + name + ")."
}

// tookOut says since when the balancer sends nothing.
func (m *meaning) tookOut(who string) string {
	at := m.fault.Moments[stopwatch.Detected].At
	if who == "nginx" {
		if _, until, ok := m.node.SetAside(m.c.Frame.At); ok {
			return "nginx sends it nothing until " + m.clock(until) + " at the latest, then tries it again with a request of a user."
		}
	}
	if all := m.fault.ByBalancer(); len(all) > 0 {
		var since []string
		for i := range all {
			if d, ok := m.fault.OutAfter(&all[i]); ok {
				since = append(since, all[i].Balancer+" sends it nothing new since "+m.clock(all[i].Out.At)+", "+string(paint.AppendSeconds(nil, d))+" after the fault")
			}
		}
		return strings.Join(since, "; ") + "."
	}
	d, _ := m.fault.Detection()
	return who + " sends it nothing new since " + m.clock(at) + ", " + string(m.c.AppendSpan(nil, d, m.fault.Moments[stopwatch.Detected].Within > 0)) + " after the fault."
}

// still names those of several balancers that still send to it.
func (m *meaning) still(who []string) string {
	if len(who) == 0 {
		return ""
	}
	return ui.Still(who) + " to it."
}

// held says how many sessions are still open on a server that gets no new ones.
func (m *meaning) held() string {
	s := m.server
	if s == nil || s.Scur <= 0 || m.c.Frame.HAProxy == nil || m.c.Frame.HAProxy.BlankOf(s).Has("scur") {
		return ""
	}
	text := paint.Plural(int(s.Scur), "session is", "sessions are") + " still open on it"
	if c := m.c.Frame.Check(s); c != nil && len(c.Doubts) == 0 && !c.ShutdownDown {
		text += ", and HAProxy does not cut them (no on-marked-down shutdown-sessions)"
	}
	return text + "."
}

// goodChecks says how many good checks a server needs.
func (m *meaning) goodChecks(who string) string {
	if m.server == nil {
		return "It is back when a request is answered."
	}
	if n := m.server.CheckRise; n > 0 {
		return who + " needs " + paint.Plural(int(n), "good check", "good checks") + " in a row until it sends to it again."
	}
	return ""
}

// calm says what would happen if it ended now, or the last check of a server that is out.
func (m *meaning) calm() []string {
	s := m.server
	if s != nil && !s.Status.State.Serving() {
		if s.LastChk == "" {
			return []string{servers.Who(s) + " sends it nothing new: " + s.Status.Text + "."}
		}
		return []string{servers.Who(s) + " sends it nothing new: " + s.Status.Text + ", its last check says: " + s.LastChk + "."}
	}
	if m.node == nil || s == nil && !m.c.Frame.Instance(m.node) || !m.node.Container.Running() {
		return nil
	}
	kill := record.Fault{Kind: record.Kill, Target: m.node.Name}
	if all := m.c.Frame.WouldNotice(m.node, kill); len(all) > 0 {
		return calmOf(all)
	}
	who := "nginx"
	if s != nil {
		who = servers.Who(m.c.Frame.FirstToNotice(m.node, kill))
	}
	switch e := m.c.Predict(m.c.Frame, kill); {
	case e.Known && e.Never:
		return []string{"If it ended now, " + who + " would not notice: " + wording.English.Say(e.Why) + "."}
	case e.Known && e.Detect > 0:
		return []string{"If it ended now, " + who + " would send it nothing new after " + paint.AtMost(e.Detect) + " at the latest, by its configuration."}
	}
	return nil
}

// calmOf says what each of several HAProxies would do if the node ended now.
func calmOf(all []stopwatch.Notice) []string {
	var when, never []string
	for i := range all {
		switch e := &all[i].Expected; {
		case e.Known && e.Never:
			never = append(never, all[i].Balancer+" would not notice: "+wording.English.Say(e.Why)+".")
		case e.Known && e.Detect > 0:
			when = append(when, all[i].Balancer+" would send it nothing new after "+paint.AtMost(e.Detect))
		}
	}
	if len(when) > 0 {
		never = append([]string{"If it ended now, " + strings.Join(when, ", ") + " at the latest, by its configuration."}, never...)
	}
	return never
}
