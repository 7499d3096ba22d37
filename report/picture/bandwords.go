package picture

import (
	"slices"

	"hadash/incident"
)

const (
	wordSize   = 10 // of the words in a band
	wordGap    = 4  // between a piece and its word
	leastNamed = 6  // a piece that is less wide has no word beside it
)

// word is what a piece is called; "" for one that is UP.
func (s piece) word() string {
	if lookOf(s.health).letter == "" {
		return ""
	}
	return s.health.String()
}

// fits reports whether a text fits into a piece.
func (s piece) fits(text string) bool { return widthOf(text, wordSize) <= s.to-s.from-wordGap }

// momentary reports whether a piece is the moment before the first word of a node.
func (s piece) momentary() bool {
	return s.health == incident.HealthUnknown && !s.fits(lookOf(s.health).letter)
}

// words writes what the pieces of a band are called: into them, else beside them where nothing else is written, else
// their letter into them.
func (p *picture) words(all []piece, y float64) {
	all = slices.DeleteFunc(slices.Clone(all), func(s piece) bool { return s.word() == "" || s.momentary() })
	free := p.left // from where on there is room before a piece
	for i, s := range all {
		end := p.right
		if i+1 < len(all) {
			end = all[i+1].from
		}
		word, letter := s.word(), lookOf(s.health).letter
		room := widthOf(word, wordSize) + 2*wordGap
		switch {
		case s.fits(word):
			p.text("tiny halo m", (s.from+s.to)/2, y, word)
		case s.to-s.from >= leastNamed && room <= end-s.to:
			p.text("tiny halo", s.to+wordGap, y, word)
			free = s.to + room
			continue
		case s.to-s.from >= leastNamed && room <= s.from-free:
			p.text("tiny halo e", s.from-wordGap, y, word)
		case s.fits(letter):
			p.text("tiny halo m", (s.from+s.to)/2, y, letter)
			p.lettered[s.health] = true
		}
		free = s.to
	}
}
