package collectors

// stretch is a run of adjacent columns that rows have no field for.
type stretch struct {
	id, columns int
	from, last  int // while it is being found: where it starts, and its last column
}

// stretchTexts are the texts that the stretches of rows have, each kept once: most rows have the same. Those of the last page are found
// by row and stretch.
type stretchTexts struct {
	of    []uint32 // by row and stretch; 0 = not known
	texts []string // by that number
	at    map[string]uint32
	fresh []int // by stretch: how many texts it had
}

// manyTexts is how many texts a stretch may have for each row. One that has more moves with every page, and is not kept.
const manyTexts = 2

// findStretches finds the stretches. The last column is in none: a stretch ends with a comma.
func (c *statsCSV) findStretches() {
	c.stretches = make([]stretch, len(c.columns))
	for n := 0; n < len(c.columns)-1; n++ {
		from := n
		for n < len(c.columns)-1 && (c.columns[n].kind == kindMore || c.columns[n].kind == 0) {
			n++
		}
		if n > from {
			c.stretches[from] = stretch{id: c.stretched, columns: n - from}
			c.stretched++
		}
	}
	c.kept = stretchTexts{texts: []string{""}, at: map[string]uint32{}, fresh: make([]int, c.stretched)}
}

// sameStretch reports whether the text at i equals that stretch and row of the last page, and returns where it ends.
func (c *statsCSV) sameStretch(page []byte, i, row int, r stretch) (end int, same bool) {
	for len(c.kept.of) < (row+1)*c.stretched {
		c.kept.of = append(c.kept.of, 0)
	}
	is := &c.kept.of[row*c.stretched+r.id]
	was := c.kept.texts[*is]
	if was == "" || len(page)-i < len(was) || string(page[i:i+len(was)]) != was {
		*is = 0
		return i, false
	}
	return i + len(was), true
}

// keepStretch keeps the text of a stretch and row.
func (c *statsCSV) keepStretch(r stretch, text []byte, row int) {
	k := &c.kept
	if k.fresh[r.id] > manyTexts*max(row+1, len(c.rows))+64 {
		return
	}
	is, known := k.at[string(text)]
	if !known {
		k.fresh[r.id]++
		is = uint32(len(k.texts)) //nolint:gosec // see manyTexts
		own := string(text)
		k.texts, k.at[own] = append(k.texts, own), is
	}
	k.of[row*c.stretched+r.id] = is
}

// forgetStretches forgets those of a row.
func (c *statsCSV) forgetStretches(row int) {
	for i := row * c.stretched; i < min((row+1)*c.stretched, len(c.kept.of)); i++ {
		c.kept.of[i] = 0
	}
}
