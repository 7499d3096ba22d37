package collectors

import (
	"bytes"

	"hadash/record"
)

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

// texts are the texts of one row of the last page, by their number among the words; 0 = it has none.
type texts struct{ text [textCount]uint32 }

// words are the texts of the rows of the last page, and what they say as a status. Rows have numbers instead of the texts themselves:
// those of a hundred pages are as much memory as what is shown of them, and the collection of garbage would look at each.
type words struct {
	all      []string
	statuses []record.Status   // by the number of the text, of those that are a status
	at       map[string]uint32 // these
	packed   int               // how many there were when those that no row had were dropped
}

func newWords() words {
	return words{all: []string{""}, statuses: []record.Status{{}}, at: map[string]uint32{}}
}

// word is a text of a row.
func (c *statsCSV) word(t *texts, slot uint8) string {
	if slot == textStatus {
		return c.words.statuses[t.text[slot]].Text
	}
	return c.words.all[t.text[slot]]
}

// status is that of a row.
func (c *statsCSV) status(t *texts) record.Status { return c.words.statuses[t.text[textStatus]] }

// set stores a text, and allocates a new string only if it differs from the last page's and from that of the row before.
func (c *statsCSV) set(row int, slot uint8, field []byte) {
	t := &c.rows[row]
	if slot == textCheckStatus {
		field = bytes.TrimPrefix(field, []byte("* ")) // a check is running
	}
	was := c.word(t, slot)
	if was == string(field) {
		return
	}
	switch {
	case slot == textStatus:
		c.turned = c.turned || was != ""
		t.text[slot] = c.words.state(field)
	case row > 0 && c.word(&c.rows[row-1], slot) == string(field):
		t.text[slot] = c.rows[row-1].text[slot]
	default:
		t.text[slot] = uint32(len(c.words.all)) //nolint:gosec // see pack
		c.words.all = append(c.words.all, record.Clean(string(field)))
	}
}

// state returns the number of a status.
func (w *words) state(field []byte) uint32 {
	text := record.Clean(string(field))
	if text == "" {
		return 0
	}
	is, known := w.at[text]
	if !known {
		is = uint32(len(w.statuses)) //nolint:gosec // see pack
		w.statuses, w.at[text] = append(w.statuses, record.ParseStatus(text)), is
	}
	return is
}

// pack drops the words that no row has, when there may be many.
func (w *words) pack(rows []texts) {
	if len(w.all)+len(w.statuses) <= 2*w.packed+64 {
		return
	}
	words, statuses := make([]uint32, len(w.all)), make([]uint32, len(w.statuses))
	next := newWords()
	for i := range rows {
		for slot := range uint8(textCount) {
			is := &rows[i].text[slot]
			switch {
			case *is == 0:
			case slot == textStatus && statuses[*is] == 0:
				statuses[*is] = next.state([]byte(w.statuses[*is].Text))
				*is = statuses[*is]
			case slot == textStatus:
				*is = statuses[*is]
			case words[*is] == 0:
				words[*is] = uint32(len(next.all)) //nolint:gosec // fewer than there were
				next.all = append(next.all, w.all[*is])
				*is = words[*is]
			default:
				*is = words[*is]
			}
		}
	}
	next.packed = len(next.all) + len(next.statuses)
	*w = next
}
