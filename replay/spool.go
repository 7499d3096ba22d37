package replay

import (
	"bytes"
	"os"
	"path/filepath"
	"sort"

	"hadash/record"
)

const (
	partSamples = 8192     // in each part
	spoolMost   = 64 << 20 // bytes of all parts; a day of the demo stack has 5 MB
)

// spool keeps a recording in parts that can be read each for itself. A recording can only be read from its
// beginning, which takes too long where a day is gone back.
type spool struct {
	dir  string
	most int            // Samples in a part
	w    *record.Writer // of the part that is being written
	n    int            // Samples in it
	size int
	off  bool // it is not possible, or too large: whoever reads must read the recording itself
}

// part is some Samples of a recording, as a recording of their own.
type part struct {
	after int // Samples that come before it
	n     int // Samples in it
	data  []byte
}

func newSpool(most int) *spool {
	dir, err := os.MkdirTemp("", "hadash-replay-")
	return &spool{dir: dir, most: most, off: err != nil}
}

// add takes in the next Sample.
func (p *spool) add(s record.Sample) {
	if p.off {
		return
	}
	if p.w == nil {
		w, err := record.Create(p.path(), record.Header{})
		if err != nil {
			p.giveUp()
			return
		}
		p.w, p.n = w, 0
	}
	p.n++
	if p.w.Write(s) != nil {
		p.giveUp()
	}
}

func (p *spool) path() string { return filepath.Join(p.dir, "part") }

// full reports whether it is time for cut.
func (p *spool) full() bool { return p.n >= p.most || p.off }

// cut ends a part and gives it; false when there is none.
func (p *spool) cut(after int) (part, bool) {
	if p.off || p.w == nil {
		return part{}, false
	}
	w, n := p.w, p.n
	p.w, p.n = nil, 0
	err := w.Close()
	data, readErr := os.ReadFile(p.path())
	p.size += len(data)
	if err != nil || readErr != nil || os.Remove(p.path()) != nil || p.size > spoolMost {
		p.giveUp()
		return part{}, false
	}
	return part{after, n, data}, true
}

// giveUp keeps nothing: what is not kept to its end is of no use.
func (p *spool) giveUp() {
	if p.w != nil {
		_ = p.w.Close() // it is thrown away
	}
	p.w, p.off = nil, true
}

func (p *spool) close() {
	p.giveUp()
	_ = os.RemoveAll(p.dir) // the system clears what is left there
}

// open gives the part that Sample n+1 is in, to be read, and how many Samples come before it.
func open(parts []part, n int) (rec *record.Recording, after int, ok bool) {
	i := sort.Search(len(parts), func(i int) bool { return parts[i].after > n }) - 1
	if i < 0 {
		return nil, 0, false
	}
	rec, err := record.New("a part of the recording", bytes.NewReader(parts[i].data), int64(len(parts[i].data)))
	return rec, parts[i].after, err == nil
}
