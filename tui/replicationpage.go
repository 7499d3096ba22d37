package tui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// replicationPage is what every database server says of its replication.
type replicationPage struct{ nodeList }

func isDatabase(n *incident.Node) bool {
	return n.Role == record.RoleReplica || n.Role == record.RoleMaster || n.Replica != nil
}

func (r *replicationPage) help(k *keys.Map) []keys.Line { return k.ListHelp() }

func (r *replicationPage) key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) {
	return nil, r.moveKey(m, msg)
}

func (r *replicationPage) render(m *Model, area paint.Rect) {
	m.c.Screen.FrameBox(m.c.Theme, area, true, []paint.TitlePart{paint.NewPart("replication", m.c.Theme.Title),
		paint.NewPart("what the databases say of themselves", m.c.Theme.Faint)}, m.c.HintPart(m.c.Keys.Line(keys.Close)))
	in := area.Inner()
	note := paint.Wrap("behind: transactions of its source that it has not applied yet, by GTID; the two are asked at different moments, so a few are missing under writes; - where it cannot be told", max(in.W-2, 1))
	c := ui.Column{C: &m.c, R: in}
	all := r.all(m)
	if len(all) == 0 {
		c.Say(m.c.Theme.Faint, "no database server is known")
		return
	}
	name := nameCells(all)
	p := c.Line()
	m.replicaHead(&p, name)
	rows := c.Rest()
	if rows.H > len(all)+len(note)+1 { // what a gap means goes first where there is no room
		rows.H -= len(note)
		foot := ui.Column{C: &m.c, R: paint.Area(rows.X, rows.Y+rows.H, rows.W, len(note))}
		for _, text := range note {
			foot.Say(m.c.Theme.Faint, text)
		}
	}
	r.draw(m, rows, all, func(p *paint.Pen, n *incident.Node) { m.replicaRow(p, n, name) }, func(n *incident.Node) []styled { return m.replicaMore(n, in.W-ui.MarkCells-3) })
}

// The columns of the table. From some widths on there is room for more.
const (
	dbState  = 10
	dbThread = 13
	dbApply  = 6
	dbLag    = 6
	dbBehind = 7
	dbMode   = 12
	dbGtid   = 12 // at least: its end says most
	dbSource = 14
)

// replicaShape is which of the columns that not every width has there are.
type replicaShape struct{ mode, gtid, source bool }

func replicaShapeFor(w, name int) replicaShape {
	spare := w - ui.MarkCells - name - 1 - dbState - dbThread - dbApply - dbLag - dbBehind
	return replicaShape{mode: spare >= dbMode, gtid: spare >= dbMode+dbGtid, source: spare >= dbMode+dbGtid+dbSource}
}

func (m *Model) replicaHead(p *paint.Pen, name int) {
	s := replicaShapeFor(p.Room(), name)
	p.Space(ui.MarkCells)
	p.Left(m.c.Theme.Faint, "database", name+1)
	p.Left(m.c.Theme.Faint, "state", dbState)
	p.Left(m.c.Theme.Faint, "IO thread", dbThread)
	p.Left(m.c.Theme.Faint, "SQL", dbApply)
	p.Right(m.c.Theme.Faint, []byte("lag"), dbLag)
	p.Right(m.c.Theme.Faint, []byte("behind"), dbBehind)
	if s.mode {
		p.Space(2)
		p.Left(m.c.Theme.Faint, "mode", dbMode-2)
	}
	if s.source {
		p.Space(1)
		p.Left(m.c.Theme.Faint, "source", dbSource-1)
	}
	if s.gtid {
		p.Put(m.c.Theme.Faint, " GTID")
	}
}

// replicaRow is a database in one line. What a silent one said last stays, but grey and with its age.
func (m *Model) replicaRow(p *paint.Pen, n *incident.Node, name int) {
	s := replicaShapeFor(p.Room()+ui.MarkCells, name)
	p.Left(m.c.NameStyle(p), n.Name, name)
	p.Space(1)
	p.Muted = m.c.Old(n) && m.c.DockerStale()
	paint.State(p, m.c.Theme.Health(n.Health), n.Health.String(), dbState-1)
	p.Muted = false
	p.Space(1)
	r, text := m.lastWord(n), m.c.Theme.Text
	switch {
	case r != nil && m.mute(n):
		text = m.c.Theme.Faint
		p.Left(m.c.Theme.Warn, m.replicaAge(n), dbThread+dbApply)
	case r == nil:
		p.Left(m.c.Theme.Faint, "no answer yet", dbThread+dbApply)
		return
	case r.Master:
		p.Left(m.c.Theme.Faint, "master", dbThread+dbApply)
	default:
		m.thread(p, r.IO, dbThread)
		m.thread(p, r.SQL, dbApply)
	}
	m.lagCells(p, n, r, text)
	if s.mode {
		mode := "read-write"
		if r.ReadOnly {
			mode = "read-only"
		}
		p.Space(2)
		p.Left(text, mode, dbMode-2)
	}
	if s.source {
		p.Space(1)
		p.Left(text, orDash(r.SourceHost), dbSource-1)
	}
	if s.gtid {
		p.Space(1)
		p.Put(text, orDash(r.Gtid))
	}
}

// lastWord is what a database says of its replication, or said before it fell silent; nil when it never did.
func (m *Model) lastWord(n *incident.Node) *record.Replica {
	if n.Replica != nil {
		return n.Replica
	}
	return n.Told
}

// mute reports whether a database's last word is no longer what is.
func (m *Model) mute(n *incident.Node) bool {
	s := m.frame.Source(record.SourceReplication, n.Name)
	return n.Replica == nil || s == nil && m.c.DockerStale() || s != nil && s.Stale()
}

// replicaAge is how old the last word of a silent database is.
func (m *Model) replicaAge(n *incident.Node) string {
	if s := m.frame.Source(record.SourceReplication, n.Name); s != nil && !s.LastOK.IsZero() {
		return "stale " + paint.Age(m.frame.At.Sub(s.LastOK))
	}
	return "stale"
}

// lagCells is how late a replica is, in time and in transactions.
func (m *Model) lagCells(p *paint.Pen, n *incident.Node, r *record.Replica, st paint.Style) {
	var buf [24]byte
	switch {
	case r.Master || !r.LagKnown:
		p.Right(m.c.Theme.Faint, append(buf[:0], '-'), dbLag)
	case r.Lag == 0:
		p.Right(m.c.Theme.Faint, paint.AppendAge(buf[:0], 0), dbLag)
	default:
		if incident.Ails(r) == "lagging" && st == m.c.Theme.Text {
			st = m.c.Theme.Warn
		}
		p.Right(st, paint.AppendAge(buf[:0], r.Lag), dbLag)
	}
	missing, known := m.frame.Behind(n)
	switch {
	case !known:
		p.Right(m.c.Theme.Faint, append(buf[:0], '-'), dbBehind)
	case missing == 0:
		p.Right(m.c.Theme.Faint, append(buf[:0], '0'), dbBehind)
	default:
		p.Right(m.c.Theme.Text, paint.AppendCount(buf[:0], missing, dbBehind-1), dbBehind)
	}
}

// thread is the state of one of a replica's threads, in the server's own word.
func (m *Model) thread(p *paint.Pen, word string, w int) {
	sign := paint.NewSign(m.c.Theme.Broken, m.c.Theme.Bad)
	switch word {
	case "Yes":
		sign = paint.NewSign(m.c.Theme.OK, m.c.Theme.Good)
	case "Connecting":
		sign = paint.NewSign(m.c.Theme.Moving, m.c.Theme.Warn)
	}
	paint.State(p, sign, orDash(word), w-1)
	p.Space(1)
}

// replicaMore is what stands below the chosen database: its last error in full, and all of its position.
func (m *Model) replicaMore(n *incident.Node, w int) []styled {
	var out []styled
	add := func(st paint.Style, text string) {
		for _, l := range paint.Wrap(text, max(w, 1)) {
			out = append(out, styled{l, st})
		}
	}
	if s := m.frame.Source(record.SourceReplication, n.Name); s != nil && s.Stale() {
		add(m.c.Theme.Warn, m.c.Staleness(s))
	}
	r := m.lastWord(n)
	if r == nil {
		return out
	}
	if m.mute(n) && !r.Master {
		add(m.c.Theme.Faint, "before: IO "+orDash(r.IO)+", SQL "+orDash(r.SQL))
	}
	if r.LastError != "" {
		add(m.c.Theme.Bad, "last error: "+r.LastError)
	}
	var facts []string
	if r.Version != "" {
		facts = append(facts, r.Version)
	}
	if !r.Master {
		facts = append(facts, "takes from "+orDash(r.SourceHost))
	}
	facts = append(facts, "GTID "+orDash(r.Gtid))
	add(m.c.Theme.Faint, strings.Join(facts, " "+m.c.Theme.Dot+" "))
	return out
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
