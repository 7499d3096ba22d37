package replay

import (
	"context"
	"sync"
	"time"

	"hadash/incident"
	"hadash/incident/index"
	"hadash/record"
)

// scout reads the whole recording once, ahead of who looks at it, and knows where things are.
type scout struct {
	news  chan struct{} // has something in it when more was read
	ended chan struct{}
	most  int // Samples in a part

	mu    sync.Mutex
	index index.Frames
	parts []part
	off   bool // there are no parts
	whole bool
	tear  string
}

func newScout() *scout {
	return &scout{news: make(chan struct{}, 1), ended: make(chan struct{}), most: partSamples}
}

// run reads until the recording or ctx ends.
func (x *scout) run(ctx context.Context, rec *record.Recording) {
	defer close(x.ended)
	defer func() { _ = rec.Close() }() // it was only read
	r := newReader(rec, x)
	defer r.stop()
	keep := newSpool(x.most)
	defer keep.close()
	f := incident.From(rec.Header.Started)
	for told := time.Now(); ctx.Err() == nil; {
		s := r.peek()
		if s == nil {
			x.cut(keep)
			x.end(rec, r.err)
			return
		}
		keep.add(*s)
		f = incident.Fold(f, *s)
		r.take()
		x.add(f)
		if keep.full() {
			x.cut(keep)
		}
		if r.n%256 == 0 && time.Since(told) > 4*pace {
			told = time.Now()
			x.tell()
		}
	}
}

func (x *scout) add(f incident.Frame) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.index.Add(f)
}

// cut makes a part of what was read since the last one.
func (x *scout) cut(keep *spool) {
	n := keep.n
	part, ok := keep.cut(x.index.Len() - n)
	x.mu.Lock()
	defer x.mu.Unlock()
	if ok {
		x.parts = append(x.parts, part)
	}
	if x.off = keep.off; x.off {
		x.parts = nil
	}
}

// part gives the part in which Sample n+1 is, and how many come before it.
func (x *scout) part(n int) (rec *record.Recording, after int, is state) {
	x.mu.Lock()
	defer x.mu.Unlock()
	end := 0 // of the parts
	if k := len(x.parts); k > 0 {
		end = x.parts[k-1].after + x.parts[k-1].n
	}
	switch {
	case x.off:
		return nil, 0, lost
	case n >= end && x.whole:
		return nil, 0, ended
	case n >= end:
		return nil, 0, later
	}
	rec, after, ok := open(x.parts, n)
	if !ok {
		return nil, 0, lost
	}
	return rec, after, ready
}

func (x *scout) end(rec *record.Recording, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.whole, x.tear = true, rec.Torn()
	if err != nil {
		x.tear = err.Error()
	}
	x.tell()
}

func (x *scout) tell() {
	select {
	case x.news <- struct{}{}:
	default:
	}
}

func (x *scout) torn() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.tear
}
