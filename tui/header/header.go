package header

import (
	"hadash/incident/event"
	"hadash/incident/verdict"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/units"
)

// Header is the first line of the screen. The zero Header, with a Context, is that of a screen without a Frame.
type Header struct {
	C       *ui.Context
	Any     bool   // a Frame has come
	Frozen  bool   // the screen is
	Ended   bool   // no more Frames will come
	Title   string // the name of the stack, if the Frames do not say it
	Badge   string // marks a recording
	Version string // of hadash

	Recording bool          // a recording is being made
	Alerts    []event.Event // that are shown, the newest last
	Limit     Limit
}

// news reports whether the line is about a fault, which needs the room more than names do.
func (h *Header) news() bool {
	v := &h.C.Verdict
	return h.Any && len(v.Faults) > 0 && (v.State != verdict.Back || h.C.Back() != nil)
}

// The widths from which on a line about a fault has room for names: that of the program, and that of the stack alone. On one
// narrower than forClock the time of day gives way too.
const (
	forProgram = 120
	forStack   = 100
	forClock   = 80
)

// Limit is the armed limit as the header shows it. The zero Limit is none.
type Limit struct {
	When    string // "visible > 20"
	Fired   bool   // it was reached
	Unknown bool   // its value is not known, though it should be
}

// rarely says that HAProxies are read less often than the user asked for; the page of statistics says why.
func (h *Header) rarely(p *paint.Pen, w int) {
	if !h.Any || w < forStack {
		return
	}
	is := h.C.Frame.Pace
	if is.Every <= is.Asked {
		return
	}
	p.Space(2)
	p.Put(h.C.Theme.Warn, "read every "+string(units.English.AppendSet(nil, is.Every)))
	if w >= forProgram {
		p.Put(h.C.Theme.Warn, ", not "+string(units.English.AppendSet(nil, is.Asked)))
	}
}

// Draw writes the header: what is watched, what is broken, which programs serve it.
func (h *Header) Draw(r paint.Rect) {
	p := h.C.Screen.At(h.C.Theme, r.Y, r)
	p.Space(1)
	news := h.news()
	if !news || r.W >= forStack {
		if !news || r.W >= forProgram {
			p.Put(h.C.Theme.Title, "hadash")
			p.Space(1)
		}
		end := p.End
		p.End = min(end, p.Row.X+max(r.W/4, 12)) // faults need the room more than a long name
		p.Put(h.C.Theme.Faint, h.project(r.W))
		p.End = end
	}
	if h.Recording {
		p.Space(2)
		p.Put(h.C.Theme.Bad, h.C.Theme.OK+" REC")
	}
	h.rarely(&p, r.W)
	h.limit(&p, r.W)
	if p.Row.X > r.X+1 {
		p.Space(3)
	}
	right := r.X + r.W - 1
	kept := h.kept(r.W)
	if kept.Text != "" {
		p.End = right - paint.Width(kept.Text) - 2
	}
	alert := len(h.Alerts) > 0 && h.Any && !h.Frozen
	switch {
	case alert:
		h.alertLine(&p, kept.Text == "")
	case h.Any:
		h.Headline(&p)
	}
	p.End = r.X + r.W
	corners := append(h.corners(r.W), kept)
	if alert {
		corners = corners[len(corners)-1:]
	}
	for _, c := range corners {
		if at := right - paint.Width(c.Text); at >= p.Row.X+2 {
			p.To(at)
			p.Put(c.Style, c.Text)
			return
		}
	}
}

// alertLine is the first line while there is an alert. The verdict on a fault comes first: the alert has what it leaves.
func (h *Header) alertLine(p *paint.Pen, toEdge bool) {
	from, end := p.Row.X, p.End
	switch {
	case h.news():
		h.Headline(p)
		if p.Room() < forAlert {
			return
		}
	case p.Room() >= 70:
		p.End = p.Row.X + p.Room()/2 - 3
		h.Headline(p)
		p.End = end
	}
	if p.Row.X > from {
		p.Space(3)
	}
	if toEdge {
		p.End--
	}
	h.alert(p)
}

// forAlert is the least room for an alert beside a verdict.
const forAlert = 24

// project names the stack, else the compose project, else the name the caller gave.
func (h *Header) project(w int) string {
	t := &h.C.Frame.Topology
	switch {
	case t.Stack != "" && (w < 110 || w < 160 && h.news()):
		return t.Stack
	case t.Stack != "":
		return ui.Words(h.C.Theme, t.Stack, t.DB)
	case t.Project != "":
		return t.Project
	}
	return h.Title
}

// Headline says in a few words what is broken now.
func (h *Header) Headline(p *paint.Pen) {
	f := h.C.Frame
	switch {
	case !h.Any:
		p.Put(h.C.Theme.Text, "connecting"+h.C.Theme.Ellipsis)
	case len(f.Faults) > 0:
		h.openFaults(p, &h.C.Verdict)
	default:
		h.condition(p, &h.C.Verdict)
	}
}
