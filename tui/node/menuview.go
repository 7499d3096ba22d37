package node

import (
	"strings"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/predict"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The columns of the menu, after the mark.
const (
	menuName = 15 // "delay 60000 ms"
	menuKey  = 2
	menuDoes = 35
	menuNow  = 12 // at least, else it is left out
)

// menuRows is how many of h rows a menu of that many lines gets: the body needs more than half of them, unless the user asked
// for all of the menu.
func menuRows(h, items int, all bool) int {
	if items == 0 {
		return 0
	}
	most := h * 2 / 5
	if all {
		most = h * 3 / 5
	}
	return 1 + min(items, max(most, 5)) + detailRows(h)
}

// detailRows is how many rows of h describe the chosen line.
func detailRows(h int) int {
	if h < 16 {
		return 1
	}
	return 2
}

// menuView is one drawing of the menu.
type menuView struct {
	c      *ui.Context
	n      *incident.Node
	items  []item
	at     int  // the chosen line
	detail int  // rows that describe it
	all    bool // it shows what is not possible, too
}

// draw writes the lines around the chosen one, and its description.
func (v *menuView) draw(col *ui.Column) {
	c, items := v.c, v.items
	rows := max(min(len(items), col.R.H-1-v.detail), 1)
	p := col.Line()
	p.Space(ui.MarkCells)
	first := max(min(v.at-rows/2, len(items)-rows), 0)
	title := "fault"
	if rows < len(items) {
		title = paint.Count(int64(first+1)) + " to " + paint.Count(int64(first+rows)) + " of " + paint.Count(int64(len(items)))
	}
	p.Left(c.Theme.Faint, title, menuName)
	p.Left(c.Theme.Faint, "key", menuKey+2)
	if p.Room() < menuDoes+menuNow {
		p.Put(c.Theme.Faint, "what it does")
	} else {
		p.Left(c.Theme.Faint, "what it does", menuDoes)
		p.Put(c.Theme.Faint, "now")
	}
	for i := first; i < first+rows; i++ {
		p := col.Line()
		p.Pick(paint.PageRows, int64(i))
		v.row(&p, &items[i], i == v.at)
	}
	v.details(col, &items[v.at])
}

func (v *menuView) row(p *paint.Pen, is *item, chosen bool) {
	v.c.Mark(p, chosen, false)
	if is.fold {
		p.Put(v.c.Theme.Key, v.c.Keys.Key(keys.All))
		p.Put(v.c.Theme.Text, " "+v.folds(is))
		if why := v.lacking(is.hidden); why != "" {
			p.Put(v.c.Theme.Faint, "   "+why)
		}
		if p.Chosen {
			p.Fill()
		}
		return
	}
	p.Muted = is.why != ""
	st := v.c.NameStyle(p)
	if is.heal {
		st = v.c.Theme.Good
	}
	p.Left(st, is.name(), menuName)
	p.Left(v.c.Theme.Key, v.keyOf(is), menuKey)
	p.Space(2)
	switch {
	case is.heal:
		p.Put(v.c.Theme.Text, v.c.HealText(is.fault, is.since))
	case p.Room() < menuDoes+menuNow:
		p.Put(v.c.Theme.Text, is.fault.Does())
	default:
		p.Left(v.c.Theme.Text, is.fault.Does(), menuDoes-1)
		p.Space(1)
		p.Put(v.c.Theme.Faint, v.now(is, p.Room()-1))
	}
	if p.Chosen {
		p.Fill()
	}
}

// name is what is done: "start", "slow 2 %".
func (is *item) name() string {
	switch {
	case is.fault.Kind.AtHost():
		return is.verb() + " " + is.fault.Target
	case is.heal:
		return is.fault.Inverse()
	case is.fault.Kind.Most() > 0:
		return string(is.fault.Kind) + " " + is.fault.AmountText()
	}
	return is.fault.Verb()
}

// verb is what is done, to a host.
func (is *item) verb() string {
	if is.heal {
		return is.fault.Inverse()
	}
	return is.fault.Verb()
}

// folds is what the line that folds the menu does.
func (v *menuView) folds(is *item) string {
	if v.all {
		return "show only what is possible now"
	}
	return "show all " + paint.Count(int64(is.of))
}

// keyOf is the key of the same action on the overview.
func (v *menuView) keyOf(is *item) string {
	if is.heal {
		return v.c.Keys.Key(keys.Heals(is.fault.Kind))
	}
	return v.c.Keys.Key(keys.Breaks(is.fault.Kind))
}

// history says who made the fault, when, and how soon after a heal the node should serve again.
func (v *menuView) history(is *item) string {
	for i := len(v.c.Frame.Stopwatches) - 1; i >= 0; i-- {
		s := &v.c.Frame.Stopwatches[i]
		if s.Fault.Fault != is.fault || !s.At.Equal(is.since) {
			continue
		}
		who, back := "somebody else", ""
		switch {
		case s.Kind.Found():
			who = "nobody here"
		case s.You:
			who = "you"
		case s.Hadash:
			who = "another hadash"
		}
		if s.Expected.Known && s.Expected.Back > 0 {
			back = "up again expected " + v.c.Theme.AtMost + " " + paint.AtMost(s.Expected.Back) + " after it answers"
		}
		return ui.Words(v.c.Theme, is.fault.Now()+" by "+who+" at "+s.At.In(v.c.Zone).Format("15:04:05"), back)
	}
	return "it is not known who did it"
}

// now is the consequence of a fault at this moment, or why it is not possible.
func (v *menuView) now(is *item, room int) string {
	if is.why != "" {
		return strings.TrimPrefix(is.why, v.n.Name+" is ") // the page says whose it is
	}
	would := v.c.Consequences(v.c.Frame, v.n, is.fault)
	if seen := would.Detection(); seen.Kind != consequence.None && room < 36 {
		return paint.Consequence(seen, v.c.Theme.AtMost).Short
	}
	facts := would.Facts
	if !v.n.Health.Serving() {
		facts = facts[1:] // the same for every line: it serves nothing
	}
	return ui.FitPhrases(v.c.Theme, v.c.Phrases(facts), room)
}

// details writes the facts that do not fit the row of the chosen line.
func (v *menuView) details(col *ui.Column, is *item) {
	p := col.Line()
	p.Space(1)
	switch {
	case is.fold:
		p.Put(v.c.Theme.Faint, v.whyHidden(is))
	case is.why != "":
		p.Put(v.c.Theme.Warn, is.why)
	case is.heal:
		p.Put(v.c.Theme.Text, v.history(is))
	default:
		would := v.c.Consequences(v.c.Frame, v.n, is.fault)
		st := v.c.Theme.Text
		if would.Last {
			st = v.c.Theme.Bad
		}
		p.Put(st, ui.FitPhrases(v.c.Theme, v.c.Phrases(would.Facts), p.Room()-1))
	}
	if v.detail < 2 {
		return
	}
	p = col.Line()
	if is.why == "" && !is.heal && !is.fold {
		p.Space(1)
		p.Put(v.c.Theme.Faint, foreseen(v.c.Predict(v.c.Frame, is.fault)))
	}
}

// foreseen explains a prediction, or why there is none.
func foreseen(p predict.Prediction) string {
	if !p.Known && !p.Why.IsZero() {
		return "not known: " + p.Why.String()
	}
	return p.Why.String()
}
