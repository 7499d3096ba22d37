package replay

import (
	"context"
	"sync"
	"time"

	"hadash/incident"
	"hadash/record"
)

// scout reads the whole recording once, ahead of who looks at it, and knows where things are.
type scout struct {
	news  chan struct{} // has something in it when more was read
	ended chan struct{}

	mu    sync.Mutex
	index incident.Index
	whole bool
	tear  string
}

func newScout() *scout {
	return &scout{news: make(chan struct{}, 1), ended: make(chan struct{})}
}

// run reads until the recording or ctx ends.
func (x *scout) run(ctx context.Context, rec *record.Recording) {
	defer close(x.ended)
	defer func() { _ = rec.Close() }() // it was only read
	r := newReader(rec)
	defer r.stop()
	var f incident.Frame
	for told := time.Now(); ctx.Err() == nil; {
		s, ok := r.peek()
		if !ok {
			x.end(rec, r.err)
			return
		}
		f = incident.Fold(f, *s)
		r.take()
		x.add(f)
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
