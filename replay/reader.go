package replay

import "hadash/record"

// reader reads a recording's Samples one by one, and can peek at the next one.
type reader struct {
	n   int // Samples taken or skipped so far
	src *record.Reader

	ahead  record.Sample
	looked bool
	ended  bool
}

// newReader reads a recording from its beginning.
func newReader(rec *record.Recording) *reader { return &reader{src: rec.Read()} }

// readerAt reads from Sample n+1 on, or from an earlier one: from the nearest place that the indexer knows.
func readerAt(n int, rec *record.Recording, x *indexer) *reader {
	p, ok := x.place(n)
	if !ok {
		return newReader(rec)
	}
	return &reader{n: p.after, src: rec.ReadFrom(p.Place)}
}

// peek returns the next Sample; nil if there is none.
func (r *reader) peek() *record.Sample {
	if !r.looked {
		s, ok := r.src.Next()
		r.ahead, r.looked, r.ended = s, true, !ok
	}
	if r.ended {
		return nil
	}
	return &r.ahead
}

// take skips the Sample that peek returned.
func (r *reader) take() { r.looked, r.n = false, r.n+1 }
