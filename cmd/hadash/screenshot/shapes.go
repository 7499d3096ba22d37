package screenshot

import (
	"fmt"
	"strings"
)

// Dots, lines and blocks are drawn as paths, not as text: few monospaced fonts have all of them, and signs of another
// font have another width.

// The braille signs: the lower byte has a bit for each dot.
const (
	firstDots = 0x2800
	lastDots  = 0x28ff
)

// dotAt holds the column and row of the dot of each bit of a braille sign.
var dotAt = [8][2]int{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}

// The blocks that fill a cell from the bottom, by eighths.
const (
	firstBlock = 0x2581
	fullBlock  = 0x2588
)

// arms are the lines from the middle of a cell to its sides, with their weight.
type arms struct {
	left, right, up, down bool
	kind                  kind
}

// lines holds the arms of the box-drawing signs of one weight.
var lines = map[rune]arms{
	'─': {left: true, right: true, kind: lightLines}, '━': {left: true, right: true, kind: heavyLines},
	'│': {up: true, down: true, kind: lightLines}, '┃': {up: true, down: true, kind: heavyLines},
	'┌': {right: true, down: true, kind: lightLines}, '┏': {right: true, down: true, kind: heavyLines},
	'┐': {left: true, down: true, kind: lightLines}, '┓': {left: true, down: true, kind: heavyLines},
	'└': {right: true, up: true, kind: lightLines}, '┗': {right: true, up: true, kind: heavyLines},
	'┘': {left: true, up: true, kind: lightLines}, '┛': {left: true, up: true, kind: heavyLines},
	'├': {right: true, up: true, down: true, kind: lightLines}, '┣': {right: true, up: true, down: true, kind: heavyLines},
	'┤': {left: true, up: true, down: true, kind: lightLines}, '┫': {left: true, up: true, down: true, kind: heavyLines},
	'┬': {left: true, right: true, down: true, kind: lightLines}, '┳': {left: true, right: true, down: true, kind: heavyLines},
	'┴': {left: true, right: true, up: true, kind: lightLines}, '┻': {left: true, right: true, up: true, kind: heavyLines},
	'┼': {left: true, right: true, up: true, down: true, kind: lightLines}, '╋': {left: true, right: true, up: true, down: true, kind: heavyLines},
}

// corner is the top left corner of a cell, in pixels.
type corner struct{ left, top float64 }

// shape returns the path of a drawn piece in row y.
func shape(y int, p piece) string {
	var d strings.Builder
	x := p.x
	all := []rune(p.text)
	for i := 0; i < len(all); i++ {
		at := corner{float64(x+i) * cellW, float64(y * cellH)}
		switch p.kind {
		case dots:
			dotsOf(&d, all[i], at)
		case blocks:
			tall := float64(all[i]-firstBlock+1) / 8 * cellH
			fmt.Fprintf(&d, "M%s %sh%sv%sh-%sz", num(at.left), num(at.top+cellH-tall), num(cellW), num(tall), num(cellW))
		default:
			same := 1
			for i+same < len(all) && all[i+same] == all[i] && lines[all[i]].straight() {
				same++
			}
			linesOf(&d, lines[all[i]], at, float64(same)*cellW)
			i += same - 1
		}
	}
	return d.String()
}

// dotsOf draws the dots of one braille sign; a line without a length is a dot, as its ends are round.
func dotsOf(d *strings.Builder, r rune, from corner) {
	for bit, at := range dotAt {
		if (r-firstDots)>>bit&1 == 1 {
			fmt.Fprintf(d, "M%s %sh0", num(from.left+(float64(at[0])+.5)*cellW/2), num(from.top+(float64(at[1])+.5)*cellH/4))
		}
	}
}

// straight reports whether a line continues in the next cell if that has the same sign.
func (a arms) straight() bool { return a.left && a.right && !a.up && !a.down }

// linesOf draws the lines of one sign; wide is one cell, or several of a straight line.
func linesOf(d *strings.Builder, a arms, from corner, wide float64) {
	left, top := from.left, from.top
	x, y := left+cellW/2, top+cellH/2.0
	switch {
	case a.left && a.right:
		fmt.Fprintf(d, "M%s %sh%s", num(left), num(y), num(wide))
	case a.left:
		fmt.Fprintf(d, "M%s %sH%s", num(left), num(y), num(x))
	case a.right:
		fmt.Fprintf(d, "M%s %sH%s", num(left+wide), num(y), num(x))
	}
	switch {
	case a.up && a.down:
		fmt.Fprintf(d, "M%s %sv%d", num(x), num(top), cellH)
	case a.up && a.left != a.right:
		fmt.Fprintf(d, "V%s", num(top)) // continues from the arm to the side, so that the corner is closed
	case a.down && a.left != a.right:
		fmt.Fprintf(d, "V%s", num(top+cellH))
	case a.up:
		fmt.Fprintf(d, "M%s %sV%s", num(x), num(y), num(top))
	case a.down:
		fmt.Fprintf(d, "M%s %sV%s", num(x), num(y), num(top+cellH))
	}
}
