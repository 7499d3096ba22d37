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
	n        int  // Samples of the recording that come before the next one
	last     time.Time
	timeless int
	ended    bool
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
	x := &Reader{rec: r, blocks: r.blocks(p.offset), dec: newDecoder(r.size), place: p, n: p.Before}
	x.dec.work.steps = p.steps
	return x
}

// Samples reads the recording from its beginning, up to where it is cut off, damaged, continued by another one, or beyond
// a limit of memory; Torn says then what is missing. Samples share what did not change between them: what they point to
// must not be modified.
//
// It ends early, and Torn says so, if a file holds much more than any recording of its size does: the time of reading
// is proportional to the file. A Sample with an impossible time is skipped.
func (r *Recording) Samples() iter.Seq[Sample] {
	return func(yield func(Sample) bool) {
		x := r.Read()
		for s, ok := x.Next(); ok && yield(s); s, ok = x.Next() {
		}
	}
}

// Next returns the next Sample; false if there is none. The rules of Samples apply.
func (x *Reader) Next() (s Sample, ok bool) {
	for !x.ended {
		s, err := x.next()
		switch {
		case err != nil:
			x.end(err)
		case s.At.IsZero():
			x.timeless++
		default:
			x.last = s.At
			return s, true
		}
	}
	return Sample{}, false
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
	if s, x.left, err = x.dec.next(x.left); err == nil {
		x.n++
	}
	return s, err
}

// fetch reads a block.
func (x *Reader) fetch() error {
	offset := x.blocks.at
	b, lines, err := x.blocks.next(x.room)
	switch {
	case err != nil:
		return err
	case b.kind == blockHeader:
		return x.tear("a second recording begins at line %d", x.line())
	case b.before > int64(x.n):
		return x.tear("lines %d to %d are missing", x.line(), b.before+1)
	case b.before < int64(x.n):
		return x.tear("the lines from %d on come again after line %d", b.before+2, x.line()-1)
	case b.kind == blockBegins:
		x.place = Place{b.at, x.n, offset, x.dec.work.steps}
		x.dec.begin()
	case !x.begun:
		return x.tear("line %d continues lines that are missing", x.line())
	}
	x.begun, x.room, x.left = true, lines, lines
	return nil
}

// line returns the number of the next line of the recording, which begins with the line of its Header.
func (x *Reader) line() int { return x.n + 2 }

func (x *Reader) tear(format string, args ...any) error {
	x.blocks.torn = fmt.Sprintf(format, args...)
	return io.EOF
}

// end sets what is missing.
func (x *Reader) end(why error) {
	x.ended = true
	torn := x.blocks.torn
	if !errors.Is(why, io.EOF) {
		torn = fmt.Sprintf("line %d %v", x.line(), why)
	}
	switch {
	case errors.Is(why, errEnough):
		torn = upTo(x.n, x.last) + ": a file of its size is not read further"
	case torn != "" && x.n > 0:
		torn += "; " + upTo(x.n, x.last)
	}
	if x.timeless > 0 {
		torn += fmt.Sprintf("; samples left out, because their time is impossible: %d", x.timeless)
	}
	if n := x.dec.foreign; n > 0 {
		torn += fmt.Sprintf("; samples with content left out, because their source is unknown or reports no such thing: %d", n)
	}
	x.rec.torn = strings.TrimPrefix(torn, "; ")
}

// upTo says how much of a recording is read: n Samples, the last of them at an instant.
func upTo(n int, last time.Time) string {
	what := fmt.Sprintf("its first %d samples are", n)
	if n == 1 {
		what = "its first sample is"
	}
	if last.IsZero() {
		return "only " + what + " read"
	}
	return "only " + what + " read, up to " + last.Format("2006-01-02 15:04:05 MST")
}
