// Package users draws the strip of the last minute: what the users felt, second by second.
package users

import (
	"math"
	"strconv"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Rows is the height of the strip, with its rule. In Tall rows the bars of the requests are higher, and the time that they
// took has bars of its own.
const (
	Rows = 4
	Tall = 7

	barRows = 3 // of the requests
)

// The columns of a strip: labels, figures, one cell a second, and more figures.
const (
	labelCells = 10
	valueCells = 17
	rightCells = 32
	rightLeast = 29
)

// Draw writes the strip into r: the requests of each second as bars, the failed ones as digits, and the faults over the
// time.
func Draw(c *ui.Context, r paint.Rect) {
	if r.H < Rows {
		return
	}
	c.Screen.Rule(c.Theme, r, false, title(c), paint.NewPart("one cell = 1 s  "+c.Keys.Key(keys.ChartsPage)+" charts", c.Theme.Faint))
	s := strip{c: c, v: &c.Verdict, x: r.X + 1 + labelCells + valueCells}
	s.n = max(r.W-s.x-rightLeast, 10)
	if r.W >= 140 {
		s.n = r.W - s.x - rightCells - 2
	}
	s.look()
	rows := [...]func(*paint.Pen){s.requests, s.failed, s.faults}
	y := r.Y + 1
	at := func() paint.Pen {
		pen := c.Screen.At(c.Theme, y, paint.Area(r.X, y, r.W, 1))
		y++
		return pen
	}
	if s.tall = r.H >= Tall && s.v.Users.Witness(); s.tall {
		for level := barRows - 1; level > 0; level-- {
			pen := at()
			pen.To(s.x)
			s.bars(&pen, level)
		}
	}
	for i, row := range rows {
		pen := at()
		pen.Space(1)
		row(&pen)
		if i == 0 && s.tall {
			pen = at()
			pen.Space(1)
			s.took(&pen)
		}
	}
}

// title names the witness beside the title, where it is another than the load's own record.
func title(c *ui.Context) []paint.TitlePart {
	t := []paint.TitlePart{paint.NewPart("users", c.Theme.Title)}
	if by := c.Verdict.Users.Clients.Short(); by != "" && !c.Frame.Load.On {
		t = append(t, paint.NewPart("by "+by, c.Theme.Faint))
	}
	return t
}

// strip is one time that the strip is drawn.
type strip struct {
	c       *ui.Context
	v       *verdict.Verdict
	x, n    int      // the first cell of a second, and their number
	first   int64    // the second of the first cell
	seconds []second // one a cell
	most    float64  // the largest rate
	lost    int      // failed in these seconds
	told    int      // of the seconds, those that were reported
	lately  int      // failed in the last five of them
	tall    bool     // in Tall rows
}

// row writes the label and the figure at the left of a row.
func (s *strip) row(p *paint.Pen, label string, st paint.Style, value string) {
	p.Left(s.c.Theme.Faint, label, labelCells)
	p.Left(st, value, valueCells)
}

// row2 writes the label and two figures at the left of a row: the second only where it fits.
func (s *strip) row2(p *paint.Pen, label, value, more string, st paint.Style) {
	p.Left(s.c.Theme.Faint, label, labelCells)
	if more == "" || paint.Width(value)+1+paint.Width(more) >= valueCells {
		p.Left(s.c.Theme.Strong, value, valueCells)
		return
	}
	value += " "
	p.Put(s.c.Theme.Strong, value)
	p.Left(st, more, valueCells-paint.Width(value))
}

// fewer is by how much the rate may fall below the usual without a word of it in colour.
const fewer = 0.25

// span is over how long the present rate is taken.
const span = 5 * time.Second

// change is how much the rate of requests differs from that before the fault.
func (s *strip) change(rate float64) (string, paint.Style) {
	fault := s.v.Users.Since
	if fault == nil || s.c.Frame.At.Sub(fault.At) < span {
		return "", s.c.Theme.Faint
	}
	before := s.v.Users.Usual.Rate
	if before <= 0 {
		return "", s.c.Theme.Faint
	}
	part := rate/before - 1
	st := s.c.Theme.Faint
	if part < -fewer && s.v.State == verdict.Broken {
		st = s.c.Theme.Warn
	}
	switch percent := int(math.Round(100 * part)); {
	case percent > 999 || percent == 0:
		return "", st
	case percent < 0:
		return "-" + strconv.Itoa(-percent) + " %", st
	default:
		return "+" + strconv.Itoa(percent) + " %", st
	}
}

// right writes the longest text that fits at the right of a row.
func (s *strip) right(p *paint.Pen, st paint.Style, texts ...string) {
	p.To(s.x + s.n + 2)
	p.Put(st, ui.Fitting(p.Room()-1, texts...))
}

// requests writes the rate of requests, a bar a second, and how long they took.
func (s *strip) requests(p *paint.Pen) {
	if !s.v.Users.Witness() && !s.asked() {
		s.row(p, "requests", s.c.Theme.Faint, "not known")
		p.Put(s.c.Theme.Faint, ui.Fitting(p.Room()-1, s.advice()...))
		return
	}
	value, change, st := "", "", s.c.Theme.Faint
	if r := s.c.Frame.AskedRate(); r >= 0 {
		value = paint.Rate(r) + "/s"
		change, st = s.change(r)
	}
	s.row2(p, "requests", value, change, st)
	s.bars(p, 0)
	if s.tall {
		if s.most > 0 {
			s.right(p, s.c.Theme.Faint, "at most "+paint.Rate(s.most)+"/s")
		}
		return
	}
	slowest, p95 := s.slowest(), ""
	if d := ui.P95(s.c.Frame); d != "-" {
		p95 = "p95 " + d
	}
	s.right(p, s.c.Theme.Text, ui.Words(s.c.Theme, p95, slowest), p95)
}

// took writes how long requests took, a bar a second.
func (s *strip) took(p *paint.Pen) {
	value := "not known"
	if d := ui.P95(s.c.Frame); d != "-" {
		value = d
	}
	s.row(p, "p95", s.c.Theme.Text, value)
	if hints := s.untimed(); value == "not known" && hints != nil {
		p.Put(s.c.Theme.Faint, ui.Fitting(p.Room()-1, hints...))
		return
	}
	s.times(p)
	usual := ""
	if d := s.v.Users.Usual.P95; d > 0 {
		usual = "usual p95 " + paint.Took(d)
	}
	slowest := s.slowest()
	s.right(p, s.c.Theme.Text, ui.Words(s.c.Theme, usual, slowest), slowest)
}

// untimed says what would tell how long requests take, the longest form first; nil if the witness has that, or never can.
func (s *strip) untimed() []string {
	switch c := s.v.Users.Clients; {
	case c.By == event.ByCounters && s.c.NoLog(): // the pane of the logs names the line
		return []string{"HAProxy's counters do not time requests one by one", ""}
	case c.By == event.ByCounters:
		return []string{"HAProxy's counters do not time requests one by one: its log with option httplog would", "HAProxy's log with option httplog would time them"}
	case c.Untimed && c.Log == record.KindNginx:
		return []string{"the access log does not say how long requests took: $request_time in its log_format would", "$request_time in the log_format would time them"}
	case c.Untimed:
		return []string{"the log does not say how long requests took: %Ta in its log-format would", "%Ta in the log-format would time them"}
	}
	return nil
}

// left is how many requests the users gave up themselves; "" if it was none.
func (s *strip) left() string {
	if n := s.v.Users.Clients.Left; n > 0 {
		return paint.Count(int64(n)) + " given up by users"
	}
	return ""
}

// slowest is the slowest request so far; "" if it is not known.
func (s *strip) slowest() string {
	last, _ := s.c.Frame.LastFelt()
	if d, ok := s.v.Users.Clients.Longest(); ok && d >= last.P95 { // of a fault that has just begun little is known yet
		return "slowest " + paint.Took(d)
	}
	return ""
}

// asked reports whether the rate of requests is known, as by nginx's page, even if nobody knows how they end.
func (s *strip) asked() bool { return s.c.Frame.AskedRate() >= 0 }

// advice says what would count the requests of users, or how they end, the longest form first.
func (s *strip) advice() []string {
	if s.v.Users.Why == verdict.NoWitness && s.asked() {
		return []string{"nobody counts how the requests of users end: an access_log in nginx's configuration would", "an access_log of nginx would count them"}
	}
	if f := s.c.Frame; s.v.Users.Why == verdict.LogUnreadable {
		why := f.Unread.Why
		return []string{"no line of nginx's access log could be read: " + why, "the access log is not read: " + why, "the access log cannot be read"}
	}
	if t := &s.c.Frame.Topology; len(t.Nodes) > 0 && len(t.Of(record.KindNginx)) == 0 {
		return []string{"nobody counts the requests of users here: no load runs, and no balancer logs or counts them", "neither a load nor a balancer counts them"}
	}
	return []string{"nobody counts the requests of users here: an access_log in nginx's configuration would", "an access_log of nginx would count them"}
}

// withQuiet adds to a number of failed requests since when none failed, if there is room.
func withQuiet(value, quiet string) string {
	if quiet == "" {
		return value
	}
	return ui.Fitting(valueCells-1, value+"  "+quiet, value+" "+quiet, value)
}

// sinceHealed reports whether requests failed, and none of them since the fault was healed.
func (s *strip) sinceHealed() bool {
	fault := s.v.Users.Since
	if fault == nil || s.v.Users.Feel != verdict.Past {
		return false
	}
	last, healed := fault.Moments[stopwatch.LastFailed], fault.Moments[stopwatch.Healed]
	return last.Seen() && healed.Seen() && last.At.Before(healed.At) && s.c.Frame.LastFailed.Before(healed.At)
}

// newer reports whether a request failed since the last of these seconds.
func (s *strip) newer() bool { return s.c.Frame.LastFailed.Unix() >= s.first+int64(s.n) }

// failed writes the failed requests of each second as a digit.
func (s *strip) failed(p *paint.Pen) {
	u := &s.v.Users
	failed, st := ui.Failed(s.c.Theme, u.Clients), s.c.Theme.Text
	if !u.Clients.Known() {
		failed, st = "not known", s.c.Theme.Faint
	}
	value, quiet := failed, ""
	if u.Quiet >= time.Second {
		quiet = "none for " + paint.Age(u.Quiet)
		if u.Quiet < time.Minute {
			quiet = "none for " + strconv.Itoa(int(u.Quiet/time.Second)) + " s"
		}
	}
	switch u.Feel {
	case verdict.Hurt:
		st = s.c.Theme.Strong
		if s.lately > 0 {
			lately := value + "  " + paint.Count(int64(s.lately))
			value = ui.Fitting(valueCells-1, lately+" just now", lately+" now", value)
		} else {
			value = withQuiet(value, quiet)
		}
	case verdict.Past:
		value = withQuiet(value, quiet)
	}
	s.row(p, "failed", st, value)
	if !u.Witness() && s.asked() {
		p.Put(s.c.Theme.Faint, ui.Fitting(p.Room()-1, s.advice()...))
		return
	}
	if u.Witness() {
		if u.Feel == verdict.Hurt {
			st = s.c.Theme.Bad
		}
		s.digits(p, st)
	}
	switch w := &u.Waiting; {
	case w.Sessions > 0:
		n, hang := paint.Count(w.Sessions), ui.Hang(w.Sessions)
		s.right(p, s.c.Theme.Warn, hang+" on "+w.Node, n+" hang on "+w.Node, hang)
	case s.sinceHealed() && u.Since != nil && u.Since.Kind.Found():
		s.right(p, s.c.Theme.Faint, "0 since it is back")
	case s.sinceHealed():
		s.right(p, s.c.Theme.Faint, "0 since it was healed")
	case u.Feel == verdict.Past && value == failed:
		s.right(p, s.c.Theme.Faint, ui.Words(s.c.Theme, quiet, s.left()), quiet)
	case u.Feel == verdict.Past, u.Feel == verdict.Hurt && u.Clients.Left > 0:
		s.right(p, s.c.Theme.Faint, s.left(), "")
	case u.Since != nil && s.told > 0 && s.lost > u.Clients.Failed && u.Feel != verdict.Hurt:
		s.right(p, s.c.Theme.Faint, paint.Count(int64(s.lost-u.Clients.Failed))+" before "+u.Since.Target+" "+u.Since.Now(), paint.Count(int64(s.lost-u.Clients.Failed))+" before this fault")
	case s.c.LogsHidden && s.c.NoLog() && !s.c.Keys.On(keys.Play):
		s.right(p, s.c.Theme.Faint, s.c.Keys.Key(keys.LogsPane)+" what would tell more", "")
	case u.Since != nil && s.told > 0 && s.lost == u.Clients.Failed: // the figure at the left says so
	case u.Witness() && s.told > 0 && !s.newer():
		lost := paint.Count(int64(s.lost))
		if u.Clients.Least {
			lost = s.c.Theme.AtLeast + lost
		}
		span := " in these " + paint.Count(int64(s.n)) + " s"
		if s.told < s.n {
			span = " in the " + paint.Count(int64(s.told)) + " s seen"
		}
		s.right(p, s.c.Theme.Faint, ui.Words(s.c.Theme, lost+span, s.left()), s.left(), lost+span)
	}
}
