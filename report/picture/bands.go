package picture

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/report"
)

const (
	bandRow    = 18
	bandHeight = 14
	maxBands   = 24 // more nodes than that: those that were always well are only counted
	maxWords   = 60 // of one band: more pieces are not readable
	cell       = 2  // the smallest piece of a band, in pixels
)

// bands are the healths of the nodes, in the order in which a request meets them.
func (p *picture) bands(r *report.Run) {
	shown := bandsToShow(r.Bands)
	for _, b := range shown {
		p.text("e", p.left-8, p.y+11, fit(b.Node, p.left-16, textSize))
		p.band(b)
		p.y += bandRow
	}
	if left := len(r.Bands) - len(shown); left > 0 {
		p.text("faint", p.left, p.y+11, p.Say("and %d nodes more, which are not shown", left))
		p.y += bandRow
	}
}

// bandsToShow leaves out nodes that were well where all would be too many.
func bandsToShow(all []report.Band) []report.Band {
	if len(all) <= maxBands {
		return all
	}
	troubled := slices.DeleteFunc(slices.Clone(all), func(b report.Band) bool {
		return !slices.ContainsFunc(b.Spans, func(s report.Span) bool { return lookOf(s.Health).rank > lookOf(incident.NoCheck).rank })
	})
	return troubled[:min(len(troubled), maxBands)]
}

// band paints one node's band, with a word in each piece.
func (p *picture) band(b report.Band) {
	y := p.y
	paths := map[incident.Health]*strings.Builder{}
	pieces := p.pieces(b.Spans)
	for _, s := range pieces {
		if s.momentary() {
			continue
		}
		d := paths[s.health]
		if d == nil {
			p.painted[s.health] = true
			d = &strings.Builder{}
			paths[s.health] = d
		}
		fmt.Fprintf(d, "M%s %sh%s", num(s.from), num(y+bandHeight/2), num(s.to-s.from))
	}
	for h := range looks { // in an order that is always the same
		if d := paths[incident.Health(h)]; d != nil {
			fmt.Fprintf(p, `<path class="band" stroke="url(#w%d)" d="%s"/>`+"\n", h, d)
		}
	}
	if len(pieces) > maxWords {
		return
	}
	p.words(pieces, y+10.5)
}

// piece is a part of a band.
type piece struct {
	from, to float64
	health   incident.Health
}

// pieces puts spans into cells, so that a day of changes stays a small picture. Where some share a cell the worst is
// painted: a server that was DOWN for a moment must not look as if it had not been.
func (p *picture) pieces(spans []report.Span) []piece {
	cells := make([]int, int((p.right-p.left)/cell)) // rank of what is painted, -1 = nothing is known
	for i := range cells {
		cells[i] = -1
	}
	of := func(t time.Time) int { return min(int((p.x(t)-p.left)/cell), len(cells)-1) }
	for _, s := range spans {
		if s.To.Before(p.begin()) || s.From.After(p.end()) {
			continue
		}
		for i := of(s.From); i <= of(s.To); i++ {
			if rank := lookOf(s.Health).rank; rank > cells[i] && (i < of(s.To) || i == of(s.From) || s.To.Equal(p.end())) {
				cells[i] = rank
			}
		}
	}
	return p.runs(cells)
}

// runs joins equal neighbouring cells.
func (p *picture) runs(cells []int) (out []piece) {
	for i, rank := range cells {
		if rank < 0 {
			continue
		}
		from := p.left + float64(i)*cell
		if n := len(out); n > 0 && out[n-1].to == from && lookOf(out[n-1].health).rank == rank {
			out[n-1].to += cell
			continue
		}
		out = append(out, piece{from: from, to: from + cell, health: ranked(rank)})
	}
	return out
}

// ranked is the health of a rank.
func ranked(rank int) incident.Health {
	return incident.Health(slices.IndexFunc(looks[:], func(l look) bool { return l.rank == rank }))
}
