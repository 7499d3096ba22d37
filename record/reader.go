package record

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
)

// Reader reads the Samples of a recording one by one. It is for one goroutine.
type Reader struct {
	rec      *Recording
	blocks   blocks
	dec      *decoder
	room     []byte // of the lines being read
	left     []byte // of them
	place    Place
	begun    bool // a block was read
	timeless int
	err      error // the error that ended it
}

// Place is where reading a recording can begin.
type Place struct {
	At     time.Time // of its first Sample
	Before int       // Samples that come before it
	offset int64
	steps  int64 // that reading up to there took
}

// Begins reports whether a part of a recording begins there; false for the zero Place.
func (p Place) Begins() bool { return p.offset > 0 }

// Read reads the recording from its beginning.
func (r *Recording) Read() *Reader { return r.ReadFrom(Place{offset: r.begin}) }

// ReadFrom reads the recording from a Place on.
func (r *Recording) ReadFrom(p Place) *Reader {
	r.torn = ""
	x := &Reader{rec: r, blocks: r.blocks(p.offset), dec: newDecoder(r.size), place: p}
	x.dec.work.steps = p.steps
	return x
}

// Samples reads the recording from its beginning. A recording that is cut off ends without an error, and Torn says what
// is missing. If the data is invalid, the last value is an error. Samples share what did not change between them: what
// they point to must not be modified.
//
// It ends early, and Torn says so, if a file holds much more than any recording of its size does: the time of reading
// is proportional to the file. A Sample with an impossible time is skipped.
func (r *Recording) Samples() iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		x := r.Read()
		for {
			s, err := x.Next()
			if errors.Is(err, io.EOF) || !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// Next returns the next Sample, and io.EOF if there is none. The rules of Samples apply.
func (x *Reader) Next() (Sample, error) {
	for x.err == nil {
		var s Sample
		if s, x.err = x.next(); x.err == nil && s.At.IsZero() {
			x.timeless++
			continue
		}
		if x.err == nil {
			return s, nil
		}
		x.end()
	}
	return Sample{}, x.err
}

// Place returns the place before the last Sample, as far as reading has come.
func (x *Reader) Place() Place { return x.place }

// next reads a Sample.
func (x *Reader) next() (s Sample, err error) {
	for len(x.left) == 0 {
		if err := x.fetch(); err != nil {
			return s, err
		}
	}
	s, x.left, err = x.dec.next(x.left)
	return s, err
}

// fetch reads a block.
func (x *Reader) fetch() error {
	offset := x.blocks.at
	b, lines, err := x.blocks.next(x.room)
	switch {
	case err != nil:
		return err
	case b.kind == blockBegins:
		x.place = Place{b.at, int(b.before), offset, x.dec.work.steps}
		x.dec.begin()
	case b.kind == blockHeader || !x.begun:
		return errDamaged
	}
	x.begun, x.room, x.left = true, lines, lines
	return nil
}

// end sets what is missing.
func (x *Reader) end() {
	torn := x.blocks.torn
	if errors.Is(x.err, errEnough) {
		torn, x.err = x.dec.work.told(x.dec.at), io.EOF
	}
	if x.timeless > 0 {
		torn = strings.TrimPrefix(fmt.Sprintf("%s; %d samples have an impossible time", torn, x.timeless), "; ")
	}
	x.rec.torn = torn
	if !errors.Is(x.err, io.EOF) {
		x.err = fmt.Errorf("%s: the recording is damaged: %w", x.rec.Name, x.err)
	}
}
