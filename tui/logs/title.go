package logs

import (
	"time"

	"hadash/tui/paint"
)

// Title names the filters and the search.
func (p *Panel) Title(th *paint.Theme, zone *time.Location) []paint.TitlePart {
	t := []paint.TitlePart{paint.NewPart("logs", th.Title)}
	t = append(t, paint.NewPart(p.least.String(), p.unusual(th, p.least > Notable)))
	if w := p.who; w != nil {
		word := "about " + w.Node
		if w.Own {
			word = "of " + w.Node
		}
		t = append(t, paint.NewPart(word, th.Warn))
	}
	if p.keep != nil {
		t = append(t, paint.NewPart("&"+p.keep.text, th.Warn))
	}
	if p.find.pattern != nil {
		t = append(t, paint.NewPart("/"+p.find.pattern.text+"  "+p.count(th), th.Key))
	}
	if p.event.on {
		t = append(t, paint.NewPart("around "+p.event.at.In(zone).Format("15:04:05.00"), th.Key))
	}
	if p.left > 0 {
		t = append(t, paint.NewPart("sideways", th.Key))
	}
	return t
}

func (p *Panel) unusual(th *paint.Theme, is bool) paint.Style {
	if is {
		return th.Warn
	}
	return th.Faint
}

// count is which match is marked: "3 of 17", of those found so far.
func (p *Panel) count(th *paint.Theme) string {
	nth, of := p.Hit()
	switch {
	case p.Filtering():
		return paint.Count(int64(of)) + th.Ellipsis
	case of == 0:
		return "no line"
	case nth == 0:
		return paint.Count(int64(of)) + " lines"
	}
	return paint.Count(int64(nth)) + " of " + paint.Count(int64(of))
}

// Hint shows whether the newest line is visible, and how many are newer.
func (p *Panel) Hint(th *paint.Theme) paint.TitlePart {
	switch {
	case p.Following():
		return paint.NewPart("following", th.Faint)
	case p.newer() > 0:
		return paint.NewPart(paint.Count(int64(p.newer()))+" newer", th.Warn)
	}
	return paint.NewPart("stopped", th.Warn)
}
