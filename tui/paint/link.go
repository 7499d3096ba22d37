package paint

// List is a list whose rows can be clicked.
type List uint8

// The lists that are on the screen at one time.
const (
	Nodes     List = iota + 1
	Path           // the nodes along it
	Events         // of the timeline
	LogLines       // by their numbers
	PageRows       // of the page that is open
	Commands       // of the palette
	ReplayBar      // the bar of a recording
)

// Link is a range of cells with a click action: an action's name, or a row of a list.
type Link struct {
	From, To int // the first cell, and the one after the last
	Action   string
	List     List
	Row      int64
}

// Act makes the cells written since column from do an action, and ActTo those before column to.
func (p *Pen) Act(from int, action string) { p.ActTo(from, p.Row.X, action) }

func (p *Pen) ActTo(from, to int, action string) {
	if to > from && action != "" {
		p.Row.links = append(p.Row.links, Link{From: from, To: to, Action: action})
	}
}

// Pick makes all cells from here to the pen's end a row of a list.
func (p *Pen) Pick(l List, row int64) {
	if p.End > p.Row.X {
		p.Row.links = append(p.Row.links, Link{From: p.Row.X, To: p.End, List: l, Row: row})
	}
}

// PickFrom makes the cells written since column from a row of a list.
func (p *Pen) PickFrom(from int, l List, row int64) {
	if p.Row.X > from {
		p.Row.links = append(p.Row.links, Link{From: from, To: p.Row.X, List: l, Row: row})
	}
}

// LinkAt is the last drawn link at a cell; false if there is none.
func (s *Screen) LinkAt(x, y int) (Link, bool) {
	if y < 0 || y >= len(s.rows) {
		return Link{}, false
	}
	links := s.rows[y].links
	for i := len(links) - 1; i >= 0; i-- {
		if l := links[i]; l.From <= x && x < l.To {
			return l, true
		}
	}
	return Link{}, false
}
