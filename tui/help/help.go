// Package help is the help page: every key of this screen, or those that match a search.
package help

import (
	"strings"

	"hadash/incident/consequence"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Page is the scroll position of the help page, and its search.
type Page struct {
	Open bool

	top  int
	find string
}

// Do does one of keys.HelpPage: it scrolls or searches.
func (p *Page) Do(c *ui.Context, a keys.Action) ui.Intent {
	switch {
	case a == keys.Now:
		return ui.Act{Action: keys.Quit}
	case a == keys.Filter:
		search := func(text string) { p.top, p.find = 0, text }
		return ui.Type{
			Label: "search", Text: p.find,
			Each: func(text string) string { search(text); return "" },
			Done: func(string) ui.Intent { return nil },
			Drop: func() { search("") },
		}
	case a == keys.Clear && p.find != "":
		p.top, p.find = 0, ""
	case a == keys.Clear:
		p.Open = false
	default:
		p.Scroll(c, ui.Step(a, max(c.Area.H-3, 1)))
	}
	return nil
}

// Scroll scrolls n lines down; negative is up.
func (p *Page) Scroll(c *ui.Context, by int) {
	p.top = max(min(p.top+by, p.Length(c)-c.Area.Under().H), 0)
}

// Draw writes the page into the area of c. typing is the typed line, "" when there is none.
func (p *Page) Draw(c *ui.Context, typing string) {
	r := c.Area
	in := r.Under()
	columns := p.columns(c)
	p.title(c, typing, len(columns[0])+len(columns[1]) > 0)
	w := min(in.W/2, 58)
	if len(columns[1]) == 0 {
		w = in.W
	}
	keys := [2]int{keysCells(columns[0]), keysCells(columns[1])}
	top := max(min(p.top, p.Length(c)-in.H), 0)
	for y := range in.H {
		for i, lines := range columns {
			if y+top < len(lines) {
				drawLine(c, lines[y+top], keys[i], paint.Area(in.X+i*w, in.Y+y, w, 1))
			}
		}
	}
}

// title shows the search, how much of the page is visible, and how to leave.
func (p *Page) title(c *ui.Context, typing string, any bool) {
	title := []paint.TitlePart{paint.NewPart("help", c.Theme.Title)}
	hint := c.Keys.Key(keys.Filter) + " search  any other key closes"
	n, h := p.Length(c), c.Area.Under().H
	switch top := max(min(p.top, n-h), 0); {
	case n > top+h:
		hint = c.Keys.Key(keys.PageDown) + " " + paint.Count(int64(n-top-h)) + " more  " + hint
	case n > h:
		hint = c.Keys.Both("", keys.Down, keys.Up).Key + " scroll  " + hint
	}
	switch {
	case typing != "":
		title = append(title, paint.NewPart(typing+c.Theme.Cursor, c.Theme.Strong))
		hint = c.Hint(c.Keys.Line(keys.Accept)) + "  " + c.Hint(c.Keys.Line(keys.Clear))
	case p.find != "":
		title = append(title, paint.NewPart("search: "+p.find, c.Theme.Strong))
		hint = c.Keys.Key(keys.Clear) + " shows all keys"
	}
	if !any {
		title = append(title, paint.NewPart("no matching key", c.Theme.Warn))
	}
	c.Screen.Rule(c.Theme, c.Area, true, title, paint.NewPart(hint, c.Theme.Faint))
}

// line is a heading, a line of keys, or blank.
type line struct {
	title string
	keys.Line
}

func drawLine(c *ui.Context, l line, keys int, r paint.Rect) {
	p := c.Screen.At(c.Theme, r.Y, r)
	p.Space(1)
	if l.title != "" {
		p.Put(c.Theme.Title, l.title)
		return
	}
	p.Left(c.Theme.Key, l.Key, keys)
	p.Put(c.Theme.Text, l.Does)
}

// keysCells is the room that the keys of a column need.
func keysCells(lines []line) int {
	n := 0
	for _, l := range lines {
		n = max(n, paint.Width(l.Key))
	}
	return n + 2
}

// oneColumn is the width below which two columns would cut their words.
const oneColumn = 70

// columns lists the lines of both columns; where they are searched, or the screen is narrow, all are in the first.
func (p *Page) columns(c *ui.Context) [2][]line {
	var out [2][]line
	if p.find == "" {
		for _, text := range still(c) {
			out[0] = append(out[0], line{title: text})
		}
	}
	for i, groups := range c.Keys.FullHelp() {
		if c.Area.W < oneColumn || p.find != "" {
			i = 0
		}
		for _, g := range groups {
			if c.Frame.Topology.NoDocker && g.Title == keys.TheLab {
				g.Title = "everything"
			}
			lines := found(enabled(g.Lines), g.Title, p.find)
			if len(lines) == 0 {
				continue
			}
			if len(out[i]) > 0 {
				out[i] = append(out[i], line{})
			}
			out[i] = append(append(out[i], line{title: g.Title}), lines...)
		}
	}
	return out
}

// still says why no key changes servers where there is no Docker, in lines; nil where some do.
func still(c *ui.Context) (lines []string) {
	if !c.Frame.Topology.NoDocker || c.Keys.On(keys.Play) {
		return nil
	}
	if !c.Hands {
		lines = append(lines, ui.WatchingOnly)
	}
	if why := consequence.Unchanged(c.Live); !why.IsZero() {
		lines = append(lines, paint.Wrap(why.String(), min(c.Area.W/2, 58)-2)...)
	}
	return lines
}

// Length is the lines of the longer column.
func (p *Page) Length(c *ui.Context) int {
	all := p.columns(c)
	return max(len(all[0]), len(all[1]))
}

// found returns the lines that match by a key, by their words or by their heading.
func found(lines []line, title, find string) []line {
	words := strings.ToLower(strings.TrimSpace(find))
	if words == "" || strings.Contains(title, words) {
		return lines
	}
	var out []line
	for _, l := range lines {
		if strings.Contains(strings.ToLower(l.Does), words) || strings.Contains(" "+l.Key+" ", " "+strings.TrimSpace(find)+" ") {
			out = append(out, l)
		}
	}
	return out
}

func enabled(group []keys.Line) []line {
	var out []line
	for _, l := range group {
		if !l.Off {
			out = append(out, line{Line: l})
		}
	}
	return out
}
