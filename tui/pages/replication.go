package pages

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// Replication lists the database servers with their replication status.
type Replication struct{ list }

// NewReplication makes the page of the databases.
func NewReplication() *Replication { return &Replication{list{of: isDatabase, full: true}} }

func isDatabase(_ *incident.Frame, n *incident.Node) bool {
	return n.IsReplica() || n.IsMaster() || n.Replica != nil
}

// Takes implements ui.Pane.
func (r *Replication) Takes() []keys.Action { return ui.Moves }

// Do implements ui.Pane.
func (r *Replication) Do(c *ui.Context, a keys.Action) ui.Intent {
	r.move(c, a)
	return nil
}

// Help implements ui.Pane.
func (r *Replication) Help(c *ui.Context) []keys.Line { return c.Keys.ListHelp() }

// Draw implements ui.Pane.
func (r *Replication) Draw(c *ui.Context, area paint.Rect) {
	c.Screen.Rule(c.Theme, area, true, []paint.TitlePart{paint.NewPart("replication", c.Theme.Title),
		paint.NewPart("as the databases report it", c.Theme.Faint)}, c.HintPart(c.Keys.Line(keys.Close)))
	in := area.Under()
	note := paint.Wrap("behind: transactions of its source that it has not applied yet, by GTID; the two are asked at different moments, so a few are missing under writes; blank where it is not known", max(in.W-2, 1))
	col := ui.Column{C: c, R: in}
	all := r.all(c)
	if len(all) == 0 {
		col.Say(c.Theme.Faint, unwatched(c, "the threads, the lag and the GTID of each database", "mysql://USER@HOST:3306/?password-env=PW"))
		return
	}
	name := nameCells(all)
	p := col.Line()
	replicaHead(c, &p, name)
	rows := col.Rest()
	if rows.H > len(all)+len(note)+1 { // the note on gaps goes first if room is short
		rows.H -= len(note)
		foot := ui.Column{C: c, R: paint.Area(rows.X, rows.Y+rows.H, rows.W, len(note))}
		for _, text := range note {
			foot.Say(c.Theme.Faint, text)
		}
	}
	r.draw(c, rows, all, func(p *paint.Pen, n *incident.Node) { replicaRow(c, p, n, name) }, func(n *incident.Node) []styled { return replicaMore(c, n, in.W-ui.MarkCells-3) })
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

// replicaShape says which of the optional columns are shown.
type replicaShape struct{ mode, gtid, source bool }

func replicaShapeFor(w, name int) replicaShape {
	spare := w - ui.MarkCells - name - 1 - dbState - dbThread - dbApply - dbLag - dbBehind
	return replicaShape{mode: spare >= dbMode, gtid: spare >= dbMode+dbGtid, source: spare >= dbMode+dbGtid+dbSource}
}

func replicaHead(c *ui.Context, p *paint.Pen, name int) {
	s := replicaShapeFor(p.Room(), name)
	p.Space(ui.MarkCells)
	p.Left(c.Theme.Faint, "database", name+1)
	p.Left(c.Theme.Faint, "state", dbState)
	p.Left(c.Theme.Faint, "IO thread", dbThread)
	p.Left(c.Theme.Faint, "SQL", dbApply)
	p.Right(c.Theme.Faint, []byte("lag"), dbLag)
	p.Right(c.Theme.Faint, []byte("behind"), dbBehind)
	if s.mode {
		p.Space(2)
		p.Left(c.Theme.Faint, "mode", dbMode-2)
	}
	if s.source {
		p.Space(1)
		p.Left(c.Theme.Faint, "source", dbSource-1)
	}
	if s.gtid {
		p.Put(c.Theme.Faint, " GTID")
	}
}

// replicaRow writes a database in one line. The last status of a silent one is dimmed and shows its age.
func replicaRow(c *ui.Context, p *paint.Pen, n *incident.Node, name int) {
	s := replicaShapeFor(p.Room()+ui.MarkCells, name)
	p.Left(c.NameStyle(p), n.Name, name)
	p.Space(1)
	p.Muted = c.Old(n) && c.DockerStale(n)
	paint.State(p, c.Theme.Health(n.Health), paint.HealthWord(n.Health), dbState-1)
	p.Muted = false
	p.Space(1)
	r, text := lastWord(c, n), c.Theme.Text
	switch {
	case r != nil && mute(c, n):
		text = c.Theme.Faint
		p.Left(c.Theme.Warn, replicaAge(c, n), dbThread+dbApply)
	case r == nil:
		p.Left(c.Theme.Faint, "no answer yet", dbThread+dbApply)
		return
	case r.Master:
		p.Left(c.Theme.Faint, "master", dbThread+dbApply)
	default:
		thread(c, p, r.IO, dbThread)
		thread(c, p, r.SQL, dbApply)
	}
	lagCells(c, p, n, r, text)
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
		p.Left(text, r.SourceHost, dbSource-1)
	}
	if s.gtid {
		p.Space(1)
		p.Put(text, r.Gtid)
	}
}

// lastWord is the last status of a database; nil when there never was one.
func lastWord(c *ui.Context, n *incident.Node) *record.Replica {
	if n.Replica != nil {
		return n.Replica
	}
	return n.Told
}

// mute reports whether the last status of a database is out of date.
func mute(c *ui.Context, n *incident.Node) bool {
	s := c.Frame.Source(record.SourceReplication, n.Name)
	return n.Replica == nil || s == nil && c.DockerStale(n) || s != nil && s.Stale()
}

// replicaAge is the age of the last status of a silent database.
func replicaAge(c *ui.Context, n *incident.Node) string {
	if s := c.Frame.Source(record.SourceReplication, n.Name); s != nil && !s.LastOK.IsZero() {
		return "stale " + paint.Age(c.Frame.At.Sub(s.LastOK))
	}
	return "stale"
}

// lagCells writes how late a replica is, in time and in transactions.
func lagCells(c *ui.Context, p *paint.Pen, n *incident.Node, r *record.Replica, st paint.Style) {
	var buf [24]byte
	switch {
	case r.Master || !r.LagKnown:
		p.Space(dbLag)
	case r.Lag == 0:
		p.Right(c.Theme.Faint, paint.AppendAge(buf[:0], 0), dbLag)
	default:
		if incident.Ails(r).Is(wording.Lagging) && st == c.Theme.Text {
			st = c.Theme.Warn
		}
		p.Right(st, paint.AppendAge(buf[:0], r.Lag), dbLag)
	}
	missing, known := c.Frame.Behind(n)
	switch {
	case !known:
		p.Space(dbBehind)
	case missing == 0:
		p.Right(c.Theme.Faint, append(buf[:0], '0'), dbBehind)
	default:
		p.Right(c.Theme.Text, paint.AppendCount(buf[:0], missing, dbBehind-1), dbBehind)
	}
}

// thread writes the state of one of a replica's threads, as the server names it.
func thread(c *ui.Context, p *paint.Pen, word string, w int) {
	sign := paint.NewSign(c.Theme.Broken, c.Theme.Bad)
	switch word {
	case "Yes":
		sign = paint.NewSign(c.Theme.OK, c.Theme.Good)
	case "Connecting":
		sign = paint.NewSign(c.Theme.Moving, c.Theme.Warn)
	}
	if word == "" {
		p.Space(w)
		return
	}
	paint.State(p, sign, word, w-1)
	p.Space(1)
}

// replicaMore lists what stands below the chosen database: its last error in full, and its position.
func replicaMore(c *ui.Context, n *incident.Node, w int) []styled {
	var out []styled
	add := func(st paint.Style, text string) {
		for _, l := range paint.Wrap(text, max(w, 1)) {
			out = append(out, styled{l, st})
		}
	}
	if s := c.Frame.Source(record.SourceReplication, n.Name); s != nil && s.Stale() {
		add(c.Theme.Warn, c.Staleness(s))
	}
	r := lastWord(c, n)
	if r == nil {
		return out
	}
	if mute(c, n) && r.IO != "" && r.SQL != "" {
		add(c.Theme.Faint, "before: IO "+r.IO+", SQL "+r.SQL)
	}
	if r.LastError != "" {
		add(c.Theme.Bad, "last error: "+r.LastError)
	}
	source, gtid := "", ""
	if !r.Master && r.SourceHost != "" {
		source = "takes from " + r.SourceHost
	}
	if r.Gtid != "" {
		gtid = "GTID " + r.Gtid
	}
	if facts := ui.Words(c.Theme, r.Version, source, gtid); facts != "" {
		add(c.Theme.Faint, facts)
	}
	return out
}
