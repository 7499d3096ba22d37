package logs

// Least is the weight below which lines are hidden.
func (p *Panel) Least() Weight { return p.least }

// SetLeast sets it.
func (p *Panel) SetLeast(w Weight) {
	p.least = w
	p.filter()
}

// filter applies a filter that has changed.
func (p *Panel) filter() {
	p.filtering.event = p.event.on
	p.again()
}

// MoreGrave cycles through the least weights: all, notable, warnings, errors, and all again.
func (p *Panel) MoreGrave() {
	switch p.least {
	case Quiet:
		p.SetLeast(Notable)
	case Notable:
		p.SetLeast(Warning)
	case Warning:
		p.SetLeast(Error)
	default:
		p.SetLeast(Quiet)
	}
}

// Keep hides lines that do not match; nil shows all again.
func (p *Panel) Keep(pattern *Pattern) {
	if pattern == nil && p.keep == nil {
		return
	}
	p.keep = pattern
	p.filter()
}

// Keeping is the text that lines must match.
func (p *Panel) Keeping() (text string, on bool) {
	if p.keep == nil {
		return "", false
	}
	return p.keep.text, true
}

// Only hides lines that do not concern a node; nil shows all again.
func (p *Panel) Only(w *NodeNames) {
	p.who = w
	p.filter()
}

// Filtered reports whether a filter of the user hides lines.
func (p *Panel) Filtered() bool { return p.keep != nil || p.who != nil || p.least > Notable }

// Peel removes one filter, in the order of esc: the sideways scroll, the event, the search, the text that lines must
// match, the node, the weight. It reports whether there was one.
func (p *Panel) Peel() bool {
	switch {
	case p.left > 0:
		p.left = 0
	case p.event.on:
		p.EndAround()
	case p.find.pattern != nil:
		p.EndFind()
	case p.keep != nil:
		p.Keep(nil)
	case p.who != nil:
		p.Only(nil)
	case p.least > Notable:
		p.SetLeast(Notable)
	default:
		return false
	}
	return true
}
