package node

import (
	"slices"

	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// fold writes the menu as one line: what is chosen, the rest of what is possible now, and the item that shows all; then the
// description of the chosen one.
func (v *menuView) fold(col *ui.Column) {
	p := col.Line()
	v.folded(&p)
	v.details(col, &v.items[v.at])
}

func (v *menuView) folded(p *paint.Pen) {
	is := &v.items[v.at]
	th, end := v.c.Theme, p.End
	last := len(v.items) - 1
	show := "  " + v.c.Keys.Key(keys.All) + " " + v.folds(&v.items[last])
	if is.fold {
		show = ""
	}
	p.End -= paint.Width(show) + 1
	from := p.Row.X
	v.c.Mark(p, true, false)
	if is.fold {
		p.Put(th.Key, v.c.Keys.Key(keys.All))
		p.Put(th.Text, " "+v.folds(is))
	} else {
		if key := v.keyOf(is); key != "" {
			p.Put(th.Key, key+" ")
		}
		st := th.Strong
		if is.heal {
			st = th.Good
		}
		p.Put(st, is.name())
		text := is.fault.Does()
		if is.heal {
			text = v.c.HealText(is.fault, is.since)
		}
		p.Put(th.Text, "  "+text)
	}
	p.PickFrom(from, paint.PageRows, int64(v.at))
	p.Base, p.Chosen = paint.Style{}, false
	v.others(p, last)
	p.End = end
	if show != "" {
		from = p.Row.X
		p.To(max(end-1-paint.Width(show), from))
		p.Put(th.Faint, "  ")
		from = p.Row.X
		p.Put(th.Key, v.c.Keys.Key(keys.All))
		p.Put(th.Faint, " "+v.folds(&v.items[last]))
		p.PickFrom(from, paint.PageRows, int64(last))
	}
}

// others writes the items that are possible now beside the chosen one, with their keys, and why the rest is not.
func (v *menuView) others(p *paint.Pen, last int) {
	for i := range v.items[:last] {
		is := &v.items[i]
		text := is.name()
		if key := v.keyOf(is); key != "" {
			text = key + " " + text
		}
		if i == v.at || paint.Width(text)+3 > p.Room() {
			continue
		}
		p.Space(3)
		from := p.Row.X
		if key := v.keyOf(is); key != "" {
			p.Put(v.c.Theme.Key, key)
			text = text[len(key):]
		}
		p.Put(v.c.Theme.Faint, text)
		p.PickFrom(from, paint.PageRows, int64(i))
	}
	if why := v.whyHidden(&v.items[last]); paint.Width(why)+3 <= p.Room() && v.at != last {
		p.Space(3)
		p.Put(v.c.Theme.Faint, why)
	}
}

// whyHidden says why the other actions are not possible: "9 need it running"; the line of configuration that is missing, if that
// is all.
func (v *menuView) whyHidden(is *item) string {
	if is.hidden == 0 {
		return ""
	}
	if why := v.lacking(is.hidden); why != "" {
		return why
	}
	n := paint.Plural(is.hidden, "needs it running", "need it running")
	for _, kind := range record.FaultKinds {
		if r := consequence.Refuse(v.c.Frame, v.n, kind); r.Refused() && r.Reason != consequence.NotRunning && r.Reason != consequence.DownAlready {
			n = paint.Plural(is.hidden, "is not possible now", "are not possible now")
		}
	}
	return n
}

// lacking says what the hidden actions lack on this Engine and in HAProxy's configuration, if that is all that keeps them from being
// possible.
func (v *menuView) lacking(hidden int) string {
	var why []string
	for _, kind := range record.FaultKinds {
		switch r := consequence.Refuse(v.c.Frame, v.n, kind); r.Reason {
		case consequence.NoRuntimeAPI, consequence.NoNetem:
			if text := r.Phrase().String(); !slices.Contains(why, text) {
				why = append(why, text)
			}
			hidden--
		case consequence.NoServer:
			hidden--
		}
	}
	if hidden != 0 {
		return ""
	}
	slices.Reverse(why) // HAProxy's line first
	return ui.Words(v.c.Theme, why...)
}
