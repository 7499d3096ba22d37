package replay

import (
	"context"
	"sort"
	"sync"
	"time"

	"hadash/incident"
	"hadash/incident/index"
	"hadash/record"
)

// apart is the minimum number of Samples between the places that an indexer remembers.
const apart = 8192

// indexer reads the whole recording once, ahead of the player, and knows where things are.
type indexer struct {
	news  chan struct{} // has a value when more was read
	ended chan struct{}
	apart int
	begun record.Place // the last place that was read from

	mu     sync.Mutex
	index  index.Frames
	places []place
	whole  bool
	tear   string
}

// place is where reading can begin, with the number of Samples before it.
type place struct {
	record.Place
	after int
}

func newIndexer() *indexer {
	return &indexer{news: make(chan struct{}, 1), ended: make(chan struct{}), apart: apart}
}

// run reads until the recording or ctx ends.
func (x *indexer) run(ctx context.Context, rec *record.Recording) {
	defer close(x.ended)
	defer func() { _ = rec.Close() }() // it was only read
	r := newReader(rec)
	f := incident.NewFrame(rec.Header.Started)
	for told := time.Now(); ctx.Err() == nil; {
		s := r.peek()
		if s == nil {
			x.end(rec)
			return
		}
		x.note(place{r.src.Place(), r.n})
		f = incident.Fold(f, *s)
		r.take()
		x.add(f)
		if r.n%256 == 0 && time.Since(told) > 4*pace {
			told = time.Now()
			x.tell()
		}
	}
}

// note remembers the place before the next Sample, if that is the first after it.
func (x *indexer) note(p place) {
	if p.Place == x.begun {
		return
	}
	x.begun = p.Place
	if k := len(x.places); k > 0 && p.after-x.places[k-1].after < x.apart {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.places = append(x.places, p)
}

func (x *indexer) add(f incident.Frame) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.index.Add(f)
}

// place returns the last place that is not after Sample n+1; false if there is none.
func (x *indexer) place(n int) (p place, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	i := sort.Search(len(x.places), func(i int) bool { return x.places[i].after > n })
	if i == 0 {
		return p, false
	}
	return x.places[i-1], true
}

func (x *indexer) end(rec *record.Recording) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.whole, x.tear = true, rec.Torn()
	x.tell()
}

func (x *indexer) tell() {
	select {
	case x.news <- struct{}{}:
	default:
	}
}

func (x *indexer) torn() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.tear
}
