package picture

import (
	"cmp"
	"slices"
)

// spot is the room that something with a label takes on the time axis.
type spot struct {
	label    string
	from, to float64 // all of it
	mark     float64 // where the thing itself begins
	text     float64 // where the label begins
	ends     bool    // no, there it ends
	row      int     // -1 = there was no room
}

// labelGap is between two things in one row.
const labelGap = 10

// above puts a label where a thing begins that lies under it, and further left where it would leave the picture.
func (p *picture) above(label string, from, to float64) spot {
	wide := widthOf(label, textSize)
	if from+wide > p.right {
		return spot{label: label, mark: from, text: p.right, ends: true, from: min(from, p.right-wide), to: p.right}
	}
	return spot{label: label, mark: from, text: from, from: from, to: max(to, from+wide)}
}

// beside puts a label behind a flag, and before it where there is no room behind.
func (p *picture) beside(label string, at float64) spot {
	wide := widthOf(label, textSize)
	s := spot{label: label, mark: at, text: at + flagWide, from: at, to: at + flagWide + wide}
	if s.to > p.right && at-flagWide-wide > p.left {
		s.text, s.ends = at-flagWide/2, true
		s.from, s.to = s.text-wide, at+flagWide
	}
	return s
}

// class is that of its label.
func (s spot) class() string {
	if s.ends {
		return "halo e"
	}
	return "halo"
}

// flagWide is how wide a flag is with the room around it.
const flagWide = 12

// more says how many had no room.
func (p *picture) more(all []spot) {
	left := 0
	for _, s := range all {
		if s.row < 0 {
			left++
		}
	}
	if left > 0 {
		p.text("faint", p.left, p.y+11, p.Say("and %d more, for which there is no room", left))
		p.y += flagRow
	}
}

// pack gives each spot a row in which nothing else is in its way, and says how many rows that takes. What finds none
// within most rows has no row.
func pack(all []spot, most int) int {
	order := make([]int, len(all))
	for i := range all {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[a].from, all[b].from) })
	var ends []float64
	for _, i := range order {
		s := &all[i]
		s.row = slices.IndexFunc(ends, func(end float64) bool { return end+labelGap <= s.from })
		switch {
		case s.row >= 0:
			ends[s.row] = s.to
		case len(ends) < most:
			s.row = len(ends)
			ends = append(ends, s.to)
		}
	}
	return len(ends)
}
