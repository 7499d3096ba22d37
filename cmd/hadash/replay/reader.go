package replay

import (
	"iter"

	"hadash/record"
)

// reader reads a recording's Samples one by one, and can look at the next one before it takes it.
type reader struct {
	n    int // Samples taken so far
	pull func() (record.Sample, error, bool)
	stop func()

	ahead record.Sample
	has   bool // ahead is the next one
	ended bool
	err   error // what ended it, nil when the recording did
}

func newReader(rec *record.Recording) *reader {
	r := &reader{}
	r.pull, r.stop = iter.Pull2(rec.Samples())
	return r
}

// peek gives the next Sample; false when there is none.
func (r *reader) peek() (*record.Sample, bool) {
	if !r.has && !r.ended {
		s, err, ok := r.pull()
		r.ahead, r.has = s, ok && err == nil
		r.ended, r.err = !r.has, err
	}
	return &r.ahead, r.has
}

// take is past the Sample that peek gave.
func (r *reader) take() { r.has, r.n = false, r.n+1 }
