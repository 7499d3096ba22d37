package replay

import (
	"iter"

	"hadash/record"
)

// reader reads a recording's Samples one by one, and can look at the next one before it takes it. It reads the
// recording itself from its beginning, or the parts that the scout has made of it from any of them on.
type reader struct {
	n     int // Samples taken, or passed over, so far
	scout *scout
	parts bool // it reads those
	pull  func() (record.Sample, error, bool)
	stop  func()

	ahead record.Sample
	state state
	err   error // what ended it, nil when the recording did
}

// state is whether there is a next Sample.
type state uint8

const (
	unknown state = iota
	ready         // it is there
	later         // the scout must get there first
	lost          // there are no parts any more: another reader is needed
	ended
)

// newReader reads the recording itself.
func newReader(rec *record.Recording, x *scout) *reader {
	r := &reader{scout: x}
	r.pull, r.stop = iter.Pull2(rec.Samples())
	return r
}

// readerAt reads from Sample n+1 on, or from one that comes earlier; nil when the scout must get there first.
func readerAt(n int, rec *record.Recording, x *scout) *reader {
	switch part, after, is := x.part(n); is {
	case ready:
		r := &reader{scout: x, parts: true, n: after}
		r.pull, r.stop = iter.Pull2(part.Samples())
		return r
	case later:
		return nil
	}
	return newReader(rec, x)
}

// peek gives the next Sample; nil when there is none, and state says why.
func (r *reader) peek() *record.Sample {
	if r.state == unknown || r.state == later {
		r.state = r.look()
	}
	if r.state == ready {
		return &r.ahead
	}
	return nil
}

func (r *reader) look() state {
	s, err, ok := r.pull()
	if ok && err == nil {
		r.ahead = s
		return ready
	}
	if !r.parts {
		r.err = err
		return ended
	}
	part, after, found := r.scout.part(r.n)
	if found != ready || after != r.n {
		return found
	}
	r.stop()
	r.pull, r.stop = iter.Pull2(part.Samples())
	return r.look()
}

// take is past the Sample that peek gave.
func (r *reader) take() { r.state, r.n = unknown, r.n+1 }
