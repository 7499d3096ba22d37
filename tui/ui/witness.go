package ui

import (
	"strconv"

	"hadash/incident"
	"hadash/tui/paint"
	"hadash/wording"
)

// Witness is one source of the table of truth: its column, and its report on a node, "" for none.
type Witness struct {
	Title string
	Width int
	Right bool // its text stands against the right edge
	Says  func(c *Context, t *incident.Truth) (string, paint.Style)
}

var (
	witnessDocker  = said("docker", 13, func(t *incident.Truth) string { return t.Docker })
	witnessHealth  = said("health", 10, func(t *incident.Truth) string { return t.Health })
	witnessAdmin   = said("admin", 7, func(t *incident.Truth) string { return t.Admin })
	witnessOper    = said("oper", 10, func(t *incident.Truth) string { return t.Oper })
	witnessCheck   = said("check", 15, func(t *incident.Truth) string { return t.Check })
	witnessReplica = said("replication", 25, func(t *incident.Truth) string { return t.Replication })
	witnessTraffic = &Witness{"per sec", 10, true, func(c *Context, t *incident.Truth) (string, paint.Style) {
		if t.Traffic < 0 {
			return "", c.Theme.Faint
		}
		return string(paint.AppendRate(nil, t.Traffic, 4)) + " " + string(t.Unit), c.RateStyle(t.Traffic)
	}}
	witnessErrors = &Witness{"errors", 7, true, func(c *Context, t *incident.Truth) (string, paint.Style) {
		return share(t.Errors), c.shareStyle(t.Errors)
	}}
)

// Witnesses are all sources in the order of the table, and LightWitnesses those that a narrow table leaves out, the
// first one first.
var (
	Witnesses      = []*Witness{witnessDocker, witnessHealth, witnessAdmin, witnessOper, witnessCheck, witnessReplica, witnessTraffic, witnessErrors}
	LightWitnesses = []*Witness{witnessReplica, witnessHealth, witnessAdmin, witnessTraffic, witnessErrors, witnessCheck}
)

func said(title string, w int, of func(t *incident.Truth) string) *Witness {
	return &Witness{title, w, false, func(c *Context, t *incident.Truth) (string, paint.Style) { return of(t), c.Theme.Text }}
}

// share is a part of 1 in percent: "0 %", "0.4 %", "12 %".
func share(v float64) string {
	if v < 0 {
		return ""
	}
	if v > 0 && v < 0.0995 {
		return strconv.FormatFloat(v*100, 'f', 1, 64) + " %"
	}
	return string(append(paint.AppendRate(nil, v*100, 5), " %"...))
}

func (c *Context) shareStyle(v float64) paint.Style {
	if v > 0 {
		return c.Theme.Bad
	}
	return c.Theme.Faint
}

// Disagree writes a sentence on which the sources disagree.
func (c *Context) Disagree(p *paint.Pen, says wording.Phrase) {
	p.Glyph(c.Theme.Warn, c.Theme.Differ, 1)
	p.Space(1)
	p.Say(c.Theme.Warn, says)
}
