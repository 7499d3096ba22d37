package tui

import (
	"cmp"
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/alerts"
	"hadash/tui/asked"
	"hadash/tui/chart"
	"hadash/tui/cost"
	"hadash/tui/haproxy"
	"hadash/tui/help"
	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/node"
	"hadash/tui/nodes"
	"hadash/tui/pages"
	"hadash/tui/paint"
	"hadash/tui/replaybar"
	"hadash/tui/stats"
	"hadash/tui/timeline"
	"hadash/tui/truth"
	"hadash/tui/tty"
	"hadash/tui/ui"
)

// Model is the screen's state. Only Update changes it.
type Model struct {
	o    outside
	c    ui.Context // shared with the parts of the screen
	look paint.Look // the look that its theme was made for

	feed
	overview
	help  help.Page
	page  page
	views [pageCount]ui.Pane // without pageNone
	parts
	talk
	mouse mouse
	bar   replaybar.Bar // of the recording that is shown

	alerts alerts.Alerts
	asked  *asked.World
	fatal  error
}

// feed is the input of the screen.
type feed struct {
	frame  incident.Frame // the Frame on the screen
	live   incident.Frame // the newest one: equals frame unless the screen is frozen
	any    bool           // a Frame has come
	ended  bool           // no more will come
	frozen bool
}

// parts are the panes and the pages by their own types, and their shared state.
type parts struct {
	nodes    *nodes.Pane
	timeline timeline.Pane
	cost     cost.Pane
	logs     logs.Pane
	node     *node.Page
	truth    truth.Page
	charts   *pages.Charts
	board    chart.Board // of the charts of all pages
	stats    *haproxy.Page
	filter   stats.Filter  // of HAProxy's rows, in the nodes pane and on the stats page
	changes  stats.Changes // cells whose value changed just now
}

// New makes the screen; Run shows it.
func New(ctx context.Context, o Options) *Model {
	m := &Model{o: outside{o, ctx}}
	m.second, m.upper = paneTimeline, paneTimeline
	m.c = ui.Context{Frame: &m.frame, Live: &m.live, Screen: &paint.Screen{}, Zone: o.Zone, Keys: keys.New(o.Keys)}
	if m.c.Zone == nil {
		m.c.Zone = time.Local
	}
	if m.o.VUs <= 0 {
		m.o.VUs = 20
	}
	if m.c.Hands = o.Hands != nil; m.c.Hands {
		m.c.Own = o.Own
	} else {
		m.c.Keys.Switch(false, append(keys.World, keys.Menu...)...)
		m.c.Keys.Call(keys.Open, "node")
	}
	m.c.Keys.Switch(o.Replay != nil, keys.Replay...)
	m.c.Keys.Switch(o.Replay == nil, keys.Freeze)
	m.c.Keys.Switch(o.Mouse, keys.Mouse)
	m.c.Keys.Switch(tty.CanSuspend, keys.Suspend)
	m.c.Keys.Switch(o.Record != nil, keys.Record)
	m.c.Keys.Switch(o.Export != nil, keys.Export)
	m.c.Keys.Switch(o.Note != nil, keys.Note)
	m.c.Keys.Switch(o.WriteLogs != nil, keys.WriteLogs)
	m.c.Predict = o.predict
	if m.c.Predict == nil {
		m.c.Predict = (*incident.Frame).Predict
	}
	if m.o.truths == nil {
		m.o.truths = (*incident.Frame).TruthTable
	}
	m.asked = asked.New(m.o.VUs)
	if o.Hands != nil {
		m.asked.Limit.Arm(o.AbortWhen, nil)
	}
	m.logs = logs.NewPane()
	m.node = node.New(&m.board, &m.logs)
	m.charts, m.stats = pages.NewCharts(&m.board), haproxy.New(&m.filter, &m.changes, o.Prefs)
	m.board.Blocks = o.Blocks
	m.nodes = nodes.New(&m.filter, &m.changes)
	m.views = viewsOf(m)
	m.panes = [paneCount]ui.Pane{
		paneNodes: m.nodes, paneTimeline: &m.timeline, paneCost: &m.cost, paneLogs: &m.logs,
	}
	m.look = paint.Look{Name: cmp.Or(o.Theme, paint.ThemeAuto), Light: o.light, Depth: o.depth, ASCII: o.ASCII}
	if o.NoColor {
		m.look.Name = paint.ThemeMono
	}
	m.c.Theme = m.look.Theme()
	return m
}

// Init asks for the first Frame.
func (m *Model) Init() tea.Cmd {
	switch {
	case m.o.Replay != nil:
		return m.o.nextShown()
	case m.o.Frames == nil:
		return nil
	}
	return m.o.nextFrame()
}
