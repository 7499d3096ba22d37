package node

import (
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/consequence"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/cost"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// newestFault is the section with the cost of the newest fault.
func (p *Page) newestFault(c *ui.Context, s *stopwatch.Stopwatch, w int) ui.Section {
	if s == nil {
		return ui.Section{}
	}
	t := &p.cost
	t.Take(c, s, w-2)
	return ui.Section{
		Title: []paint.TitlePart{paint.NewPart("newest fault", c.Theme.Title), paint.NewPart(s.Now(), c.Theme.Strong)},
		Rows:  t.Rows(),
		Row: func(p *paint.Pen, y int) {
			p.Space(1)
			t.Row(p, y)
		},
	}
}

// faultColumn is a column of the list of a node's faults.
type faultColumn struct {
	title string
	w     int
	right bool
	put   func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style)
}

// The columns in their order, and those that a narrow list leaves out, the first one first.
var (
	faultWhen = faultColumn{"when", 9, false, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		return s.At.In(c.Zone).AppendFormat(b, "15:04:05"), c.Theme.Faint
	}}
	faultWhat = faultColumn{"what", 15, false, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		b = append(b, s.Kind...)
		if s.Kind.Most() > 0 && s.Amount != 0 {
			b = append(append(b, ' '), s.AmountText()...)
		}
		return b, c.Theme.Strong
	}}
	faultBy = faultColumn{"by", 7, false, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		return append(b, cost.Author(s)...), c.Theme.Text
	}}
	faultDetected = faultColumn{"noticed", 9, true, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		b, st, _ := cost.Detection(c, b, s)
		return b, st
	}}
	faultHidden = faultColumn{"absorbed", 9, true, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		if !clients.Known(s.Hidden.Total(), s.Counted().Any()) {
			return append(b, '-'), c.Theme.Faint
		}
		absorbed := s.Hidden.Absorbed()
		return c.AppendRange(b, absorbed), c.Worry(int(absorbed.Most))
	}}
	faultVisible = faultColumn{"failed", 8, true, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		felt := s.Felt.Clients()
		if !felt.Known() {
			return append(b, '-'), c.Theme.Faint
		}
		if felt.Least {
			b = append(b, c.Theme.AtLeast...)
		}
		return paint.AppendCount(b, int64(felt.Failed), 6), c.FailedStyle(felt.Failed)
	}}
	faultNow = faultColumn{"  now", 14, false, func(c *ui.Context, b []byte, s *stopwatch.Stopwatch) ([]byte, paint.Style) {
		word, st := cost.Phase(c, s)
		if healed := s.Moments[stopwatch.Healed]; healed.Seen() && !s.Moments[stopwatch.Back].Seen() && !s.Kind.Found() {
			word = "healed"
		}
		return append(append(b, "  "...), word...), st
	}}

	faultOrder   = []*faultColumn{&faultWhen, &faultWhat, &faultBy, &faultDetected, &faultHidden, &faultVisible, &faultNow}
	faultLightly = []*faultColumn{&faultBy, &faultHidden, &faultDetected}
)

// faultColumns is the columns that fit into w cells.
func faultColumns(w int) []*faultColumn {
	return ui.FitColumns(faultOrder, faultLightly, func(c *faultColumn) int { return c.w }, w)
}

// faults is the section that lists every fault of a node, the newest first.
func faults(c *ui.Context, n *incident.Node, w int) ui.Section {
	var all []*stopwatch.Stopwatch
	open := 0
	for i := len(c.Frame.Stopwatches) - 1; i >= 0; i-- {
		s := &c.Frame.Stopwatches[i]
		if s.Target != n.Name {
			continue
		}
		all = append(all, s)
		if !s.Done && !s.Moments[stopwatch.Healed].Seen() {
			open++
		}
	}
	if len(all) == 0 && n.Runs(record.KindProbe) {
		return ui.Section{}
	}
	if len(all) == 0 {
		if no := unchanged(c, n, w); no.Rows > 0 {
			return no
		}
		if c.Watches() {
			return ui.Section{Title: []paint.TitlePart{paint.NewPart("not broken yet: what an outage of it costs appears here", c.Theme.Faint)}}
		}
		return ui.Section{Title: []paint.TitlePart{paint.NewPart("not broken yet: what its faults cost appears here", c.Theme.Faint)}}
	}
	columns := faultColumns(w - 1)
	return ui.Section{Title: titled(c, paint.Plural(len(all), "fault", "faults"), ui.NonZero(int64(open), "open")), Rows: 1 + len(all), Row: func(p *paint.Pen, y int) {
		p.Space(1)
		var buf [32]byte
		for _, col := range columns {
			text, st := append(buf[:0], col.title...), c.Theme.Faint
			if y > 0 {
				text, st = col.put(c, buf[:0], all[y-1])
			}
			if col.right {
				p.Right(st, text, col.w)
				continue
			}
			p.Left(st, string(text), col.w-1)
			p.Space(1)
		}
	}}
}

// unchanged is the section that says why HAProxy cannot be changed where faults may be made, and the line that changes that.
func unchanged(c *ui.Context, n *incident.Node, w int) ui.Section {
	if !c.Frame.Topology.NoDocker || !c.Hands || n.Server == nil {
		return ui.Section{}
	}
	r := consequence.Refuse(c.Frame, n, record.SetDrain)
	if r.Reason != consequence.NoRuntimeAPI {
		return ui.Section{}
	}
	lines := paint.Wrap(r.Phrase().String(), w-2)
	return ui.Section{Title: titled(c, "nothing can be broken from here"), Rows: len(lines), Row: func(p *paint.Pen, y int) {
		p.Space(1)
		p.Put(c.Theme.Text, lines[y])
	}}
}
