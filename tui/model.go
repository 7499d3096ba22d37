package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/logs"
	"hadash/tui/paint"
)

// pane is a part of the screen that can have the focus.
type pane int

const (
	paneNodes pane = iota
	paneTimeline
	paneCost
	paneLogs
	paneCount
)

// Model is the screen's state. Update alone changes it.
type Model struct {
	o    Options
	ctx  context.Context
	zone *time.Location
	keys keyMap
	th   *paint.Theme

	frame   incident.Frame // the one on the screen
	live    incident.Frame // the newest one: frame, unless the screen is frozen
	any     bool           // a Frame has come
	ended   bool           // no more will come
	frozen  bool
	w, h    int
	layout  layout
	screen  paint.Screen
	focus   pane
	second  pane // which of timeline, cost and logs is seen where all share a place
	upper   pane // which of timeline and cost is seen where only those do
	helping bool
	page    page
	views   [pageCount]view // nil: there is no such page

	nodes    nodesPanel
	timeline timelinePanel
	cost     costPanel
	logs     logsPane
	node     nodePage
	truth    truthPage

	ask    *question
	typing *typedLine
	said   remark
	reel   Reel // of the recording that is shown

	hands    handsState
	unhealed []error // what could not be healed before quitting
	fatal    error
}

// New makes the screen that Run shows.
func New(ctx context.Context, o Options) *Model {
	m := &Model{o: o, ctx: ctx, zone: o.Zone, keys: defaultKeys(), second: paneTimeline, upper: paneTimeline}
	if m.zone == nil {
		m.zone = time.Local
	}
	if m.o.VUs <= 0 {
		m.o.VUs = 20
	}
	if o.Hands == nil {
		m.keys.readOnly()
	}
	m.keys.replaying(o.Replay != nil)
	m.keys.Record.SetEnabled(o.Record != nil)
	m.keys.Export.SetEnabled(o.Export != nil)
	m.keys.Note.SetEnabled(o.Note != nil)
	m.keys.WriteLogs.SetEnabled(o.WriteLogs != nil)
	if m.o.predict == nil {
		m.o.predict = (*incident.Frame).Predict
	}
	if m.o.truths == nil {
		m.o.truths = (*incident.Frame).TruthTable
	}
	m.hands = newHandsState(m.o.VUs)
	m.logs.Panel = logs.New()
	m.views[pageNode], m.views[pageTruth] = &m.node, &m.truth
	for p := range m.keys.Pages {
		m.keys.Pages[p].SetEnabled(m.views[p] != nil)
	}
	name := o.Theme
	if o.NoColor {
		name = paint.ThemeMono
	}
	m.th = paint.NewTheme(name, o.depth, o.ASCII)
	return m
}

// Init asks for the first Frame.
func (m *Model) Init() tea.Cmd {
	switch {
	case m.o.Replay != nil:
		return m.nextShown()
	case m.o.Frames == nil:
		return nil
	}
	return m.nextFrame()
}
